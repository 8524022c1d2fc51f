#pragma once
// A table written line by line, once every row was seen. Values; pure.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "report/report.hpp"

namespace assay::report {

class TableLayout {
 public:
  explicit TableLayout(std::span<const TableColumn> columns);

  // Makes columns as wide as these cells.
  void fit(const std::vector<std::string>& cells);
  // The line of headings and the rule below it.
  [[nodiscard]] std::string heading() const;
  // Of cells that were fitted.
  [[nodiscard]] std::string line(const std::vector<std::string>& cells) const;

 private:
  std::vector<std::string> x_headings;
  std::vector<Align> x_aligns;
  std::vector<std::size_t> x_widths;
};

}  // namespace assay::report
