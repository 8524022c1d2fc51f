#include "report/view.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "report/names.hpp"
#include "report/text.hpp"
#include "report/words.hpp"

namespace assay::report {

namespace {

constexpr const char* kAward_won = "award.won";

std::string shown_name(const std::string& name, const std::string& id) {
  return one_line(name.empty() ? id : name);
}

std::string award_of(const model::Note& note) {
  for (const auto& [key, value] : note.data)
    if (key == "award") return value;
  return {};
}

// Fills a GroupView unit by unit.
class Viewer {
 public:
  Viewer(const model::Run& run, const Translate& translate, GroupView& view)
      : x_run(run), x_translate(translate), x_view(view) {}

  void add(const model::UnitResult& unit) {
    UnitView row;
    row.unit = &unit;
    row.rank = unit.rank ? std::to_string(*unit.rank) : "-";
    row.total = unit.published ? unit.published->fixed(x_run.published_decimals) : "-";
    set_grade(row, unit);
    set_points(row, unit);
    set_marks(row, unit);
    x_view.incomplete += unit.total ? 0 : 1;
    x_view.has_codes |= unit.name != unit.unit && !unit.name.empty();
    x_view.has_marks |= !row.marks.empty();
    x_view.units.push_back(std::move(row));
  }

 private:
  void set_grade(UnitView& row, const model::UnitResult& unit) const {
    const auto& grades = x_view.group->grades;
    const auto found = std::ranges::find(
        grades, unit.grade, [](const auto& grade) -> const auto& { return grade.first; });
    row.grade = one_line(grade_name(*x_view.group, unit.grade));
    row.grade_place = static_cast<std::size_t>(found - grades.begin());
  }

  void set_points(UnitView& row, const model::UnitResult& unit) const {
    for (const auto* column : x_view.columns) {
      std::string points = "-";
      for (const auto& component : unit.components)
        if (component.id == column->id && component.points)
          points = readable(*component.points, x_run);
      row.points.push_back(std::move(points));
    }
  }

  void set_marks(UnitView& row, const model::UnitResult& unit) {
    for (const auto& reason : unit.incomplete)
      mark(row, say(x_translate, {ASSAY_TEXT("No total: {reason}"),
                                  {{"reason", note_text(reason, *x_view.group, x_translate)}}}));
    for (const auto& note : unit.notes)
      if (note.code != kAward_won) mark(row, note_text(note, *x_view.group, x_translate));
  }

  void mark(UnitView& row, const std::string& text) {
    const auto [found, fresh] = x_numbers.emplace(text, x_view.footnotes.size() + 1);
    if (fresh) x_view.footnotes.push_back(text);
    if (std::ranges::find(row.marks, found->second) == row.marks.end())
      row.marks.push_back(found->second);
  }

  const model::Run& x_run;
  const Translate& x_translate;
  GroupView& x_view;
  std::unordered_map<std::string, std::size_t> x_numbers;  // footnote → its number
};

std::vector<AwardView> won_awards(const model::GroupResult& group) {
  std::vector<AwardView> won;
  for (const auto& [id, name] : group.awards) {
    AwardView award{shown_name(name, id), {}};
    for (const auto& unit : group.units)
      for (const auto& note : unit.notes)
        if (note.code == kAward_won && award_of(note) == id)
          award.winners.push_back(shown_name(unit.name, unit.unit));
    if (!award.winners.empty()) won.push_back(std::move(award));
  }
  return won;
}

}  // namespace

GroupView view_of(const model::Run& run, const model::GroupResult& group,
                  const Translate& translate) {
  GroupView view;
  view.group = &group;
  view.name = shown_name(group.name, group.id);
  view.has_grades = !group.grades.empty();
  view.awards = won_awards(group);
  for (const auto& component : group.components)
    if (component.parent.empty()) view.columns.push_back(&component);
  Viewer viewer(run, translate, view);
  for (const auto& unit : group.units) viewer.add(unit);
  return view;
}

std::vector<GroupView> views_of(const model::Run& run, const std::string& group,
                                const Translate& translate) {
  std::vector<GroupView> views;
  for (const auto& candidate : run.groups)
    if (group.empty() || candidate.id == group) views.push_back(view_of(run, candidate, translate));
  return views;
}

std::string origin_line(const model::Run& run, const Translate& translate) {
  return one_line(
      say(translate, {ASSAY_TEXT("Scheme {scheme} version {version}, period {period}, run {run}"),
                      {{"scheme", run.scheme},
                       {"version", std::to_string(run.version)},
                       {"period", run.period.str()},
                       {"run", std::to_string(run.id)}}}));
}

std::string steps_line(const model::Run& run, const Translate& translate) {
  std::string line;
  for (const auto& step : run.steps)
    line += (line.empty() ? "" : " → ") + say(translate, step_word(step));
  return one_line(line);
}

std::string incomplete_line(std::size_t count, const Translate& translate) {
  return say(translate, {ASSAY_TEXT("Warning: units without a total: {count}; the others are "
                                    "ranked provisionally, and the run cannot be published."),
                         {{"count", std::to_string(count)}}});
}

std::string joined(const std::vector<std::string>& names, const Translate& translate) {
  const auto comma = say(translate, {ASSAY_TEXT(", ")});
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : comma) + name;
  return text;
}

std::string rounding_line(const model::Run& run, const Translate& translate) {
  return say(translate,
             {ASSAY_TEXT("Every item is computed exactly and rounded once, to 6 decimals; the "
                         "published total is rounded from their exact sum to {places} decimals."),
              {{"places", std::to_string(run.published_decimals)}}});
}

std::string readable(Decimal points, const model::Run& run) {
  return points.rounded(run.published_decimals, Rounding::HalfAwayFromZero)
      .fixed(run.published_decimals);
}

}  // namespace assay::report
