#include <ranges>

#include "report/selected.hpp"
#include "report/table_layout.hpp"
#include "report/text.hpp"
#include "report/view.hpp"

namespace assay::report {

namespace {

std::vector<TableColumn> columns_of(const GroupView& view, const Translate& translate) {
  const auto word = [&](const char* text) { return say(translate, {text}); };
  std::vector<TableColumn> columns = {{word(ASSAY_TEXT("Rank")), Align::Right},
                                      {word(ASSAY_TEXT("Unit")), Align::Left}};
  if (view.has_codes) columns.push_back({word(ASSAY_TEXT("Code")), Align::Left});
  columns.push_back({word(ASSAY_TEXT("Total")), Align::Right});
  if (view.has_grades) columns.push_back({word(ASSAY_TEXT("Grade")), Align::Left});
  for (const auto* component : view.columns)
    columns.push_back({component->name.empty() ? component->id : component->name, Align::Right});
  if (view.has_marks) columns.push_back({word(ASSAY_TEXT("Notes")), Align::Left});
  return columns;
}

std::string marks_of(const UnitView& unit) {
  std::string marks;
  for (const auto number : unit.marks) {
    marks += '[';
    marks += std::to_string(number);
    marks += ']';
  }
  return marks;
}

std::vector<std::string> cells_of(const GroupView& view, const UnitView& row) {
  const auto& unit = *row.unit;
  std::vector<std::string> cells = {row.rank, unit.name.empty() ? unit.unit : unit.name};
  if (view.has_codes) cells.push_back(unit.unit);
  cells.push_back(row.total);
  if (view.has_grades) cells.push_back(row.grade);
  cells.insert(cells.end(), row.points.begin(), row.points.end());
  if (view.has_marks) cells.push_back(marks_of(row));
  return cells;
}

std::string below(const GroupView& view, const Translate& translate) {
  std::string out;
  for (const auto& award : view.awards | std::views::filter(&AwardView::is_won)) {
    out += say(translate, {ASSAY_TEXT("Award {award}: {units}"),
                           {{"award", award.name}, {"units", joined(award.winners, translate)}}});
    out += '\n';
  }
  for (std::size_t i = 0; i < view.footnotes.size(); ++i)
    out += "[" + std::to_string(i + 1) + "] " + view.footnotes[i] + '\n';
  return out;
}

// One group, whose units are gone through for the widths of the columns first.
Status write_group(const Reported& reported, const Selected& group, const Translate& translate,
                   std::size_t& incomplete, const Write& write) {
  const auto visit = [&](const auto& each) { return reported.results.visit(group.number, each); };
  GroupViewer viewer(reported.run, group.head, translate);
  ASSAY_CHECK(visit([&](std::span<const model::UnitResult> part) -> Status {
    for (const auto& unit : part) viewer.see(unit);
    return {};
  }));
  const auto& view = viewer.view();
  incomplete += view.incomplete;
  TableLayout table(columns_of(view, translate));
  ASSAY_CHECK(visit([&](std::span<const model::UnitResult> part) -> Status {
    for (const auto& unit : part) table.fit(cells_of(view, viewer.row(unit)));
    return {};
  }));
  const auto count = std::to_string(view.units);
  ASSAY_CHECK(write('\n' +
                    say(translate, {ASSAY_TEXT("{group} – units: {count}"),
                                    {{"group", view.name}, {"count", count}}}) +
                    '\n' + table.heading()));
  ASSAY_CHECK(visit([&](std::span<const model::UnitResult> part) {
    std::string lines;
    for (const auto& unit : part) lines += table.line(cells_of(view, viewer.row(unit)));
    return write(lines);
  }));
  return write(below(view, translate));
}

}  // namespace

Status run_text(const Reported& reported, const Translate& translate, const Write& write) {
  const auto& run = reported.run;
  ASSAY_CHECK(write(one_line(run.title.empty() ? run.scheme : run.title) + '\n' +
                    origin_line(run, translate) + '\n'));
  std::size_t incomplete = 0;
  for (const auto& group : selected(reported))
    ASSAY_CHECK(write_group(reported, group, translate, incomplete, write));
  if (incomplete == 0) return {};
  return write('\n' + incomplete_line(incomplete, translate) + '\n');
}

}  // namespace assay::report
