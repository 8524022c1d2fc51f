#include <uniwidth.h>

#include <algorithm>

#include "report/compact_table.hpp"
#include "report/text.hpp"

namespace assay::report {

namespace {

constexpr std::string_view kGap = "  ";

using Row = std::vector<std::string>;

void append_row(std::string& out, std::span<const TableColumn> columns,
                const std::vector<std::size_t>& widths, const Row& cells) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i != 0) line += kGap;
    const std::string padding(widths[i] - display_width(cells[i]), ' ');
    line += columns[i].align == Align::Right ? padding + cells[i] : cells[i] + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + '\n';
}

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

std::string table(std::span<const TableColumn> columns, std::span<const Row> rows) {
  std::vector<Row> lines(1);
  for (const auto& column : columns) lines[0].push_back(one_line(column.heading));
  for (const auto& row : rows) lines.push_back(cleaned(row, columns.size()));

  std::vector<std::size_t> widths(columns.size(), 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], display_width(line[i]));

  Row rule;
  for (const auto width : widths) rule.emplace_back(width, '-');
  lines.insert(lines.begin() + 1, rule);

  std::string out;
  for (const auto& line : lines) append_row(out, columns, widths, line);
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
