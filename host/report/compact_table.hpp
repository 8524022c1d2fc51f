#pragma once
// A table without the columns in which nothing stands. Pure.

#include "report/report.hpp"

namespace assay::report {

[[nodiscard]] std::string compact_table(std::span<const TableColumn> columns,
                                        std::span<const std::vector<std::string>> rows);

}  // namespace assay::report
