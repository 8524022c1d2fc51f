#include <algorithm>
#include <set>
#include <string_view>

#include "report/report.hpp"
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

void append_group(std::string& out, const GroupView& view, const Translate& translate) {
  const auto count = std::to_string(view.units.size());
  out += '\n' + say(translate, {ASSAY_TEXT("{group} – units: {count}"),
                                {{"group", view.name}, {"count", count}}});
  out += '\n';
  std::vector<std::vector<std::string>> rows;
  rows.reserve(view.units.size());
  for (const auto& unit : view.units) rows.push_back(cells_of(view, unit));
  out += table(columns_of(view, translate), rows);

  for (const auto& award : view.awards) {
    out += say(translate, {ASSAY_TEXT("Award {award}: {units}"),
                           {{"award", award.name}, {"units", joined(award.winners, translate)}}});
    out += '\n';
  }
  for (std::size_t i = 0; i < view.footnotes.size(); ++i)
    out += "[" + std::to_string(i + 1) + "] " + view.footnotes[i] + '\n';
}

}  // namespace

Status check_group(const model::Run& run, const std::string& group) {
  if (group.empty() ||
      std::ranges::find(run.groups, group, &model::GroupResult::id) != run.groups.end())
    return {};
  std::string known;
  for (const auto& candidate : run.groups) known += (known.empty() ? "" : ", ") + candidate.id;
  return fail(Failure::Input, "report.no_group",
              {ASSAY_TEXT("run {run} has no group '{group}'; its groups are {known}"),
               {{"run", std::to_string(run.id)}, {"group", excerpt(group)}, {"known", known}}});
}

bool needs_leaves(const model::Run& run, const std::string& group) {
  const auto has_leaf_column = [](const model::GroupResult& candidate) {
    std::set<std::string_view> parents;
    for (const auto& component : candidate.components) parents.insert(component.parent);
    return std::ranges::any_of(candidate.components, [&](const auto& component) {
      return component.parent.empty() && !parents.contains(component.id);
    });
  };
  return std::ranges::any_of(run.groups, [&](const auto& candidate) {
    return (group.empty() || candidate.id == group) && has_leaf_column(candidate);
  });
}

std::string run_text(const model::Run& run, const std::string& group, const Translate& translate) {
  std::string out = one_line(run.title.empty() ? run.scheme : run.title) + '\n';
  out += origin_line(run, translate) + '\n';
  std::size_t incomplete = 0;
  // A view at a time: a nation has thousands of groups.
  for (const auto& candidate : run.groups) {
    if (!group.empty() && candidate.id != group) continue;
    const auto view = view_of(run, candidate, translate);
    append_group(out, view, translate);
    incomplete += view.incomplete;
  }
  if (incomplete != 0) out += '\n' + incomplete_line(incomplete, translate) + '\n';
  return out;
}

}  // namespace assay::report
