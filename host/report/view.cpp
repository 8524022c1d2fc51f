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

}  // namespace

GroupViewer::GroupViewer(const model::Run& run, const model::GroupResult& head,
                         const Translate& translate)
    : x_run(run), x_translate(translate) {
  x_view.group = &head;
  x_view.name = shown_name(head.name, head.id);
  x_view.has_grades = !head.grades.empty();
  x_view.awards.reserve(head.awards.size());
  for (const auto& [id, name] : head.awards) x_view.awards.push_back({shown_name(name, id), {}});
  for (const auto& component : head.components)
    if (component.parent.empty()) x_view.columns.push_back(&component);
}

// The texts of its footnotes, one for each time it has it.
std::vector<std::string> GroupViewer::marked(const model::UnitResult& unit) const {
  std::vector<std::string> texts;
  texts.reserve(unit.incomplete.size() + unit.notes.size());
  for (const auto& reason : unit.incomplete)
    texts.push_back(
        say(x_translate, {ASSAY_TEXT("No total: {reason}"),
                          {{"reason", note_text(reason, *x_view.group, x_translate)}}}));
  for (const auto& note : unit.notes)
    if (note.code != kAward_won) texts.push_back(note_text(note, *x_view.group, x_translate));
  return texts;
}

void GroupViewer::see(const model::UnitResult& unit) {
  ++x_view.units;
  x_view.incomplete += unit.total ? 0 : 1;
  x_view.has_codes |= unit.name != unit.unit && !unit.name.empty();
  for (auto& text : marked(unit)) {
    const auto [found, fresh] = x_numbers.try_emplace(text, x_view.footnotes.size() + 1);
    if (fresh) x_view.footnotes.push_back(std::move(text));
    x_view.has_marks = true;
  }
  const auto& awards = x_view.group->awards;
  for (const auto& note : unit.notes) {
    if (note.code != kAward_won) continue;
    for (std::size_t i = 0; i < awards.size(); ++i)
      if (awards[i].first == award_of(note))
        x_view.awards[i].winners.push_back(shown_name(unit.name, unit.unit));
  }
}

UnitView GroupViewer::row(const model::UnitResult& unit) const {
  UnitView row;
  row.unit = &unit;
  row.rank = unit.rank ? std::to_string(*unit.rank) : "-";
  row.total = unit.published ? unit.published->fixed(x_run.published_decimals) : "-";
  const auto& grades = x_view.group->grades;
  const auto grade = std::ranges::find(grades, unit.grade,
                                       [](const auto& each) -> const auto& { return each.first; });
  row.grade = one_line(grade_name(*x_view.group, unit.grade));
  row.grade_place = static_cast<std::size_t>(grade - grades.begin());
  for (const auto* column : x_view.columns) {
    std::string points = "-";
    for (const auto& component : unit.components)
      if (component.id == column->id && component.points)
        points = readable(*component.points, x_run);
    row.points.push_back(std::move(points));
  }
  for (const auto& text : marked(unit)) {
    const auto number = x_numbers.at(text);
    if (std::ranges::find(row.marks, number) == row.marks.end()) row.marks.push_back(number);
  }
  return row;
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
