#pragma once
// The groups that a report was asked for. Pure.

#include <cstddef>
#include <vector>

#include "report/report.hpp"

namespace assay::report {

struct Selected {
  std::size_t number = 0;   // in the results
  model::GroupResult head;  // without its units
};

[[nodiscard]] std::vector<Selected> selected(const Reported& reported);

}  // namespace assay::report
