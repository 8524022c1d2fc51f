#include <uniwidth.h>

#include <algorithm>

#include "report/compact_table.hpp"
#include "report/table_layout.hpp"
#include "report/text.hpp"

namespace assay::report {

namespace {

constexpr std::string_view kGap = "  ";

using Row = std::vector<std::string>;

// As many cells as columns, each on one line.
Row cleaned(const Row& cells, std::size_t count) {
  Row row(count);
  for (std::size_t i = 0; i < std::min(count, cells.size()); ++i) row[i] = one_line(cells[i]);
  return row;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  // The encoding decides on the characters of ambiguous width: 1 outside the Chinese encodings.
  const int width =
      u8_width(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), "UTF-8");
  return static_cast<std::size_t>(std::max(width, 0));
}

TableLayout::TableLayout(std::span<const TableColumn> columns) : x_widths(columns.size(), 0) {
  for (const auto& column : columns) {
    x_headings.push_back(column.heading);
    x_aligns.push_back(column.align);
  }
  fit(x_headings);
}

void TableLayout::fit(const std::vector<std::string>& cells) {
  const auto row = cleaned(cells, x_widths.size());
  for (std::size_t i = 0; i < row.size(); ++i)
    x_widths[i] = std::max(x_widths[i], display_width(row[i]));
}

std::string TableLayout::heading() const {
  Row rule;
  for (const auto width : x_widths) rule.emplace_back(width, '-');
  return line(x_headings) + line(rule);
}

std::string TableLayout::line(const std::vector<std::string>& cells) const {
  const auto row = cleaned(cells, x_widths.size());
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) line += kGap;
    const std::string padding(x_widths[i] - display_width(row[i]), ' ');
    line += x_aligns[i] == Align::Right ? padding + row[i] : row[i] + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string table(std::span<const TableColumn> columns, std::span<const Row> rows) {
  TableLayout layout(columns);
  for (const auto& row : rows) layout.fit(row);
  auto out = layout.heading();
  for (const auto& row : rows) out += layout.line(row);
  return out;
}

std::string compact_table(std::span<const TableColumn> columns, std::span<const Row> rows) {
  std::vector<TableColumn> kept;
  std::vector<Row> cells(rows.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::ranges::all_of(rows, [i](const Row& row) { return row[i].empty(); })) continue;
    kept.push_back(columns[i]);
    for (std::size_t r = 0; r < rows.size(); ++r) cells[r].push_back(rows[r][i]);
  }
  return table(kept, cells);
}

}  // namespace assay::report
