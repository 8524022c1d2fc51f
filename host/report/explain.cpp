#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "report/compact_table.hpp"
#include "report/ledger.hpp"
#include "report/names.hpp"
#include "report/text.hpp"
#include "report/trace.hpp"
#include "report/view.hpp"
#include "report/words.hpp"

namespace assay::report {

namespace {

using Row = std::vector<std::string>;

// The fewest decimals that show `value` exactly.
int places_of(Decimal value) {
  int places = 6;
  for (auto micro = value.micro(); places > 0 && micro % 10 == 0; micro /= 10) --places;
  return places;
}

// Labels and values in two aligned columns.
std::string pairs(const std::vector<std::pair<std::string, std::string>>& lines) {
  std::size_t width = 0;
  for (const auto& [label, value] : lines) width = std::max(width, display_width(label));
  std::string out;
  for (const auto& [label, value] : lines)
    out += label + std::string(width - display_width(label) + 2, ' ') + one_line(value) + '\n';
  return out;
}

class Explainer {
 public:
  Explainer(const model::Run& run, const Place& place, const Translate& translate)
      : x_run(run), x_group(*place.group), x_unit(*place.unit), x_translate(translate) {}

  Result<std::string> text() {
    std::string out = heading() + summary();
    if (x_unit.total) {
      ASSAY_TRY(const auto sum, sum_section());
      out += sum;
    } else {
      out += section(ASSAY_TEXT("Why there is no total"), note_lines(x_unit.incomplete));
    }
    out += section(ASSAY_TEXT("Notes and consequences"), note_lines(x_unit.notes));
    out += section(ASSAY_TEXT("Figures read"), trace_text(x_group, x_unit, x_translate));
    out += section(ASSAY_TEXT("How it was made"), origin_lines());
    return out;
  }

 private:
  [[nodiscard]] std::string word(const char* text) const { return say(x_translate, {text}); }

  [[nodiscard]] std::string section(const char* title, const std::string& body) const {
    return body.empty() ? "" : '\n' + word(title) + '\n' + body;
  }

  [[nodiscard]] std::string heading() const {
    const auto group = x_group.name.empty() ? x_group.id : x_group.name;
    return one_line(named(x_unit.name, x_unit.unit) + " · " + group) + '\n' +
           one_line(x_run.title.empty() ? x_run.scheme : x_run.title) + '\n' +
           origin_line(x_run, x_translate) + '\n';
  }

  [[nodiscard]] std::string summary() const;
  [[nodiscard]] std::string rank_text() const;
  [[nodiscard]] std::string distance_text(const Distance& distance) const;
  [[nodiscard]] Result<std::string> sum_section() const;
  [[nodiscard]] Row ledger_row(const LedgerLine& line, int places) const;
  [[nodiscard]] std::string label(const LedgerLine& line) const;
  [[nodiscard]] std::string how(const LedgerLine& line) const;

  [[nodiscard]] std::string note_lines(const std::vector<model::Note>& notes) const {
    std::string lines;
    for (const auto& note : notes) lines += "- " + note_text(note, x_group, x_translate) + '\n';
    return lines;
  }

  [[nodiscard]] std::string origin_lines() const;

  const model::Run& x_run;
  const model::GroupResult& x_group;
  const model::UnitResult& x_unit;
  const Translate& x_translate;
};

std::string Explainer::rank_text() const {
  const auto ranked =
      std::ranges::count_if(x_group.units, [](const auto& u) { return u.rank.has_value(); });
  auto text =
      say(x_translate,
          {ASSAY_TEXT("{rank} of {count}"),
           {{"rank", std::to_string(x_unit.rank.value_or(0))}, {"count", std::to_string(ranked)}}});
  std::vector<std::string> names;
  for (const auto* other : tied_with(x_group, x_unit))
    names.push_back(other->name.empty() ? other->unit : other->name);
  if (!names.empty())
    text += say(x_translate,
                {ASSAY_TEXT(", shared with {units}"), {{"units", joined(names, x_translate)}}});
  return text;
}

std::string Explainer::distance_text(const Distance& distance) const {
  return say(x_translate,
             {ASSAY_TEXT("{published} points published, {total} in the total (to {unit})"),
              {{"published", distance.published.fixed(x_run.published_decimals)},
               {"total", distance.total.str()},
               {"unit", distance.unit->name.empty() ? distance.unit->unit : distance.unit->name}}});
}

std::string Explainer::summary() const {
  if (!x_unit.total || !x_unit.published || !x_unit.rank) return {};
  std::vector<std::pair<std::string, std::string>> lines = {
      {word(ASSAY_TEXT("Total")), x_unit.total->fixed(6)},
      {word(ASSAY_TEXT("Published")), x_unit.published->fixed(x_run.published_decimals)},
      {word(ASSAY_TEXT("Rank")), rank_text()}};
  if (!x_unit.grade.empty())
    lines.emplace_back(word(ASSAY_TEXT("Grade")), grade_name(x_group, x_unit.grade));
  if (const auto distance = next_better(x_group, x_unit))
    lines.emplace_back(say(x_translate, {ASSAY_TEXT("To rank {rank}"),
                                         {{"rank", std::to_string(distance->rank)}}}),
                       distance_text(*distance));
  return '\n' + pairs(lines);
}

std::string Explainer::label(const LedgerLine& line) const {
  const std::string indent(2 * line.depth, ' ');
  if (line.component != nullptr)
    return indent + (line.component->name.empty() ? line.component->id : line.component->name);
  auto text = say(x_translate, term_word(*line.term));
  // An adjustment of a component the group does not list still names it.
  if (line.depth == 0 && !line.term->component.empty()) text += " " + line.term->component;
  if (!line.term->event.empty()) text += " " + line.term->event;
  return indent + text;
}

std::string Explainer::how(const LedgerLine& line) const {
  std::string text;
  if (line.term != nullptr) text = say_named(x_translate, x_group, line.term->how);
  if (line.subtotal && line.component->weight)
    text = say(x_translate,
               {ASSAY_TEXT("weight {weight}"), {{"weight", line.component->weight->str()}}});
  // A leaf with points tells of its missing figure itself.
  if (line.term == nullptr && line.result != nullptr && !line.result->missing.empty())
    text = say(x_translate, left_out_word(line.result->missing));
  return text;
}

// Item | subtotal | points | full | lost | how
Row Explainer::ledger_row(const LedgerLine& line, int places) const {
  Row row = {label(line), "", "", "", "", how(line)};
  if (line.subtotal) row[1] = line.subtotal->fixed(places);
  if (line.term != nullptr) row[2] = line.term->points.fixed(places);
  if (line.term == nullptr && !line.subtotal) row[2] = "-";
  if (line.term != nullptr && !line.term->full.is_zero()) {
    row[3] = line.term->full.str();
    if (const auto lost = subtract(line.term->full, line.term->points))
      row[4] = lost->fixed(places);
  }
  return row;
}

Result<std::string> Explainer::sum_section() const {
  ASSAY_TRY(const auto ledger, ledger_of(x_group, x_unit));
  int places = places_of(ledger.sum);
  for (const auto& term : x_unit.terms)
    places = std::max({places, places_of(term.points), places_of(term.full)});
  std::vector<Row> rows;
  rows.reserve(ledger.lines.size() + 2);
  for (const auto& line : ledger.lines) rows.push_back(ledger_row(line, places));
  rows.push_back({word(ASSAY_TEXT("Total")), "", ledger.sum.fixed(places), "", "",
                  word(ASSAY_TEXT("the points above, added up exactly"))});
  if (x_unit.published)
    rows.push_back({word(ASSAY_TEXT("Published")), "",
                    x_unit.published->fixed(x_run.published_decimals), "", "",
                    say(x_translate, {ASSAY_TEXT("rounded to {places} decimals"),
                                      {{"places", std::to_string(x_run.published_decimals)}}})});
  const std::array<TableColumn, 6> columns = {{{word(ASSAY_TEXT("Item")), Align::Left},
                                               {word(ASSAY_TEXT("Subtotal")), Align::Right},
                                               {word(ASSAY_TEXT("Points")), Align::Right},
                                               {word(ASSAY_TEXT("Full")), Align::Right},
                                               {word(ASSAY_TEXT("Lost")), Align::Right},
                                               {word(ASSAY_TEXT("How")), Align::Left}}};
  return section(ASSAY_TEXT("How the total adds up"), compact_table(columns, rows));
}

std::string Explainer::origin_lines() const {
  std::vector<std::pair<std::string, std::string>> lines = {
      {word(ASSAY_TEXT("Order")), steps_line(x_run, x_translate)},
      {word(ASSAY_TEXT("Rounding")), rounding_line(x_run, x_translate)},
      {word(ASSAY_TEXT("Scheme digest")), to_hex(x_run.scheme_digest)},
      {word(ASSAY_TEXT("Figures digest")), to_hex(x_run.input_digest)}};
  for (const auto& used : x_run.assessments)
    lines.emplace_back(
        say(x_translate, {ASSAY_TEXT("Assessment {assessment}"), {{"assessment", used.id}}}),
        used.origin + " " + to_hex(used.digest));
  lines.emplace_back(word(ASSAY_TEXT("Program version")), x_run.host_version);
  return pairs(lines);
}

}  // namespace

Result<std::string> explain_text(const model::Run& run, const std::string& unit,
                                 const Translate& translate) {
  ASSAY_TRY(const auto place, find_unit(run, unit));
  return Explainer(run, place, translate).text();
}

}  // namespace assay::report
