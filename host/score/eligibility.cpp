#include "score/eligibility.hpp"

#include <algorithm>
#include <utility>

namespace assay::score {

namespace {

constexpr std::int64_t kRate_highest = 10;  // an assessment's bound above 1000 % is one in marks

void note_missing(const model::Gate& gate, const Fault& fault, std::vector<model::Note>& notes) {
  const auto* policy = gate.missing == model::Gate::IfMissing::Pass ? "pass" : "bar";
  notes.push_back(
      note("gate.missing",
           {{"gate", gate.id}, {"name", gate.name}, {"policy", policy}, {"cause", fault.note.code}},
           ASSAY_TEXT("{name}: nothing to compare, so the rule {policy} applies")));
}

// As a percentage, unless the gate compares marks.
std::string shown(const model::Gate& gate, const Fraction& value) {
  const bool marks = gate.metric.kind == model::Metric::Kind::Total ||
                     (gate.metric.kind == model::Metric::Kind::Assessment &&
                      gate.at_least > Ratio::from_integer(kRate_highest));
  return marks ? text_of(value) : percent_of(value);
}

// Without a `metric` where it is missing and the gate takes that for below.
void note_failed(const model::Gate& gate, const std::optional<Fraction>& metric,
                 std::vector<model::Note>& notes) {
  const auto bound = fraction_of(gate.at_least);
  Message message{ASSAY_TEXT("{name}: without a figure this counts as below {at_least}; the score "
                             "stays as it is, only grade and awards are limited"),
                  {{"name", gate.name}, {"at_least", shown(gate, bound)}}};
  if (metric)
    message = {
        ASSAY_TEXT("{name}: {metric} is below {at_least}; the score stays as it is, only "
                   "grade and awards are limited"),
        {{"name", gate.name}, {"metric", shown(gate, *metric)}, {"at_least", shown(gate, bound)}}};
  notes.push_back({"gate.failed",
                   {{"gate", gate.id},
                    {"metric", metric ? exact_text(*metric) : ""},
                    {"at_least", exact_text(bound)}},
                   std::move(message)});
}

// A metric of the score itself that lacks because the unit is incomplete says nothing new.
bool follows_from_score(const model::Gate& gate, const Scoreboard& board, std::size_t unit) {
  const bool of_score = gate.metric.kind == model::Metric::Kind::Component ||
                        gate.metric.kind == model::Metric::Kind::Total;
  return of_score && !board.total(unit);
}

void make_incomplete(const model::Gate& gate, const Fault& fault,
                     std::vector<model::Note>& incomplete) {
  auto found = fault.note;
  found.data.insert(found.data.begin(), {"gate", gate.id});
  if (fault.missing) {
    found.data.emplace_back("cause", found.code);
    found.code = "missing_gate_metric";
  }
  incomplete.push_back(std::move(found));
}

// Scripts read the id of what brought the consequence about, people its name.
model::Note caused(std::string code, Data data, const Limit& by, const char* text) {
  data.emplace_back("source", by.source);
  auto made = note(std::move(code), std::move(data), text);
  made.message.args.back().second = by.name;
  return made;
}

// One track: the grade that decides, and where each came from.
struct Track {
  const char* name;
  std::optional<std::size_t> decisive;                    // grade number, the lowest grade
  std::vector<std::pair<std::size_t, const Limit*>> all;  // grade, what brought it about

  void take(std::size_t grade, const Limit& by) {
    all.emplace_back(grade, &by);
    decisive = std::max(decisive.value_or(0), grade);
  }
};

class Resolver {
 public:
  Resolver(const model::Group& group, std::vector<model::Note>& notes)
      : x_group(&group), x_notes(&notes) {}

  [[nodiscard]] Verdict run(const std::vector<Limit>& limits) {
    for (const auto& limit : limits) {
      const auto& consequence = *limit.consequence;
      if (consequence.force) take(x_forced, *consequence.force, limit);
      if (consequence.ceiling) take(x_ceiling, *consequence.ceiling, limit);
    }
    Verdict verdict{.forced = x_forced.decisive, .ceiling = x_ceiling.decisive};
    note_track(x_forced, verdict.settled());
    note_track(x_ceiling, verdict.forced ? verdict.settled() : verdict.ceiling);
    bars(limits, verdict);
    money(limits);
    personnel(limits);
    return verdict;
  }

 private:
  void take(Track& track, const std::string& grade, const Limit& by) const {
    const auto found = std::ranges::find(x_group->grades, grade, &model::GradeRule::id);
    if (found != x_group->grades.end())
      track.take(static_cast<std::size_t>(found - x_group->grades.begin()), by);
  }

  void outdone(const std::string& track, const std::string& value, const Limit& by) {
    x_notes->push_back(
        caused("consequence.outdone", {{"track", track}, {"value", value}}, by,
               ASSAY_TEXT("{track} {value} of {source} is outdone by a heavier one")));
  }

  // `decides` is the grade that counts in the end; the notes of other grades are outdone.
  void note_track(const Track& track, std::optional<std::size_t> decides) {
    for (const auto& [grade, by] : track.all) {
      const auto& name = x_group->grades[grade].id;
      if (grade != decides) {
        outdone(track.name, name, *by);
        continue;
      }
      if (&track == &x_forced)
        x_notes->push_back(caused("grade.forced", {{"grade", name}}, *by,
                                  ASSAY_TEXT("the grade is set to {grade} by {source}")));
      else
        x_notes->push_back(caused("grade.ceiling", {{"grade", name}}, *by,
                                  ASSAY_TEXT("the grade is at best {grade} because of {source}")));
    }
  }

  void bars(const std::vector<Limit>& limits, Verdict& verdict) {
    for (const auto& limit : limits)
      for (const auto& award : limit.consequence->bars) {
        verdict.barred.insert(award);
        x_notes->push_back(caused("award.barred", {{"award", award}}, limit,
                                  ASSAY_TEXT("barred from the award {award} by {source}")));
      }
  }

  void money(const std::vector<Limit>& limits) {
    std::optional<Ratio> most;
    for (const auto& limit : limits)
      if (const auto& share = limit.consequence->money; share && (!most || *share > *most))
        most = share;
    for (const auto& limit : limits) {
      const auto& share = limit.consequence->money;
      if (!share) continue;
      const auto text = percent_of(fraction_of(*share));
      if (*share != *most)
        outdone("money", text, limit);
      else
        x_notes->push_back(caused("money.withheld", {{"share", text}}, limit,
                                  ASSAY_TEXT("{share} of the bonus is withheld by {source}")));
    }
  }

  void personnel(const std::vector<Limit>& limits) {
    for (const auto& limit : limits)
      for (const auto& measure : limit.consequence->personnel)
        x_notes->push_back(caused("personnel.measure", {{"measure", measure}}, limit,
                                  ASSAY_TEXT("{measure}, because of {source}")));
  }

  const model::Group* x_group;
  std::vector<model::Note>* x_notes;
  Track x_forced{.name = "force"};
  Track x_ceiling{.name = "ceiling"};
};

}  // namespace

GateKeeper::GateKeeper(const Inputs& inputs, const Tree& tree, const model::Group& group)
    : x_group(&group) {
  for (const auto& gate : group.gates) x_metrics.emplace_back(inputs, tree, gate.metric);
}

void GateKeeper::check(std::size_t ordinal, Scoreboard& board, std::size_t unit,
                       std::vector<Limit>& limits) const {
  for (std::size_t i = 0; i < x_metrics.size(); ++i)
    check_one(x_group->gates[i], x_metrics[i], ordinal, board, unit, limits);
}

void GateKeeper::check_one(const model::Gate& gate, const MetricColumn& metric, std::size_t ordinal,
                           Scoreboard& board, std::size_t unit, std::vector<Limit>& limits) const {
  const auto rate = metric.at(ordinal, board, unit);
  if (!rate) {
    if (follows_from_score(gate, board, unit)) return;
    if (!rate.error().missing || gate.missing == model::Gate::IfMissing::Fail)
      return make_incomplete(gate, rate.error(), board.incomplete(unit));
    note_missing(gate, rate.error(), board.notes(unit));
    if (gate.missing == model::Gate::IfMissing::Pass) return;
    note_failed(gate, std::nullopt, board.notes(unit));
  } else if (rate->reaches(gate.at_least)) {
    return;
  } else {
    note_failed(gate, rate->value, board.notes(unit));
  }
  if (!gate.consequence.empty()) limits.push_back({gate.id, gate.name, &gate.consequence});
}

std::optional<std::size_t> Verdict::settled() const {
  if (!forced) return std::nullopt;
  return std::max(*forced, ceiling.value_or(0));
}

bool Verdict::allows(std::size_t grade) const {
  if (const auto fixed = settled()) return *fixed == grade;
  return !ceiling || *ceiling <= grade;
}

Verdict resolve(const model::Group& group, const std::vector<Limit>& limits,
                std::vector<model::Note>& notes) {
  return Resolver(group, notes).run(limits);
}

}  // namespace assay::score
