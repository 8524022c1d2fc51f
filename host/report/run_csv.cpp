#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "report/selected.hpp"

namespace assay::report {

namespace {

constexpr int kTotal_decimals = 6;
constexpr std::array<std::string_view, 9> kFixed_columns = {
    "group", "unit", "name", "total", "published", "rank", "grade", "incomplete", "notes"};

// A cell as RFC 4180 wants it. Figures need nothing; texts go through guarded() first.
std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string text = "\"";
  for (const auto c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

// Spreadsheets run a text that starts like a formula; an apostrophe in front keeps it a text.
std::string guarded(const std::string& text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").contains(text.front());
  return quoted(formula ? "'" + text : text);
}

void append_line(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) out += ',';
    out += cells[i];
  }
  out += '\n';
}

// "code key=value key=value; code …"
std::string notes_cell(const std::vector<model::Note>& notes) {
  std::string cell;
  for (const auto& note : notes) {
    if (!cell.empty()) cell += "; ";
    cell += note.code;
    for (const auto& [key, value] : note.data)
      cell.append(" ").append(key).append("=").append(value);
  }
  return cell;
}

// Component ids of all groups in the order they first appear; one column for an id that several
// groups use.
std::vector<std::string> component_columns(const std::vector<Selected>& groups) {
  std::vector<std::string> ids;
  std::unordered_set<std::string_view> seen;
  for (const auto& group : groups)
    for (const auto& component : group.head.components)
      if (seen.insert(component.id).second) ids.push_back(component.id);
  return ids;
}

// A component called like one of our own columns is set apart from it.
std::string column_heading(std::string id) {
  if (std::ranges::find(kFixed_columns, id) != kFixed_columns.end()) id = "component." + id;
  return guarded(id);
}

std::vector<std::string> heading_line(const std::vector<std::string>& component_ids) {
  std::vector<std::string> cells(kFixed_columns.begin(), kFixed_columns.end() - 2);
  for (const auto& id : component_ids) cells.push_back(column_heading(id));
  cells.insert(cells.end(), kFixed_columns.end() - 2, kFixed_columns.end());
  return cells;
}

std::vector<std::string> unit_line(const model::Run& run, const model::GroupResult& group,
                                   const model::UnitResult& unit,
                                   const std::vector<std::string>& component_ids) {
  std::vector<std::string> cells = {
      guarded(group.id),
      guarded(unit.unit),
      guarded(unit.name),
      unit.total ? unit.total->fixed(kTotal_decimals) : "",
      unit.published ? unit.published->fixed(run.published_decimals) : "",
      unit.rank ? std::to_string(*unit.rank) : "",
      guarded(unit.grade)};
  std::unordered_map<std::string_view, std::string> points;
  for (const auto& component : unit.components)
    if (component.points) points.emplace(component.id, component.points->str());
  for (const auto& id : component_ids) {
    const auto found = points.find(id);
    cells.push_back(found == points.end() ? "" : found->second);
  }
  cells.push_back(guarded(notes_cell(unit.incomplete)));
  cells.push_back(guarded(notes_cell(unit.notes)));
  return cells;
}

}  // namespace

Status run_csv(const Reported& reported, const Write& write) {
  const auto groups = selected(reported);
  const auto component_ids = component_columns(groups);
  std::string out;
  append_line(out, heading_line(component_ids));
  ASSAY_CHECK(write(out));
  for (const auto& [number, group] : groups)
    ASSAY_CHECK(reported.results.visit(number, [&](std::span<const model::UnitResult> part) {
      out.clear();
      for (const auto& unit : part)
        append_line(out, unit_line(reported.run, group, unit, component_ids));
      return write(out);
    }));
  return {};
}

}  // namespace assay::report
