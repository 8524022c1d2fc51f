#pragma once
// Whether the rows of one import agree with each other and with what the office holds: names that
// must be known, rows that contradict each other, figures the indicator or the unit's life does
// not allow. Pure; thread-safe.

#include <cstddef>

#include "base/result.hpp"
#include "model/batch.hpp"
#include "model/snapshot.hpp"

namespace assay::pipeline {

// The first `limit` (at least 1) faults in the order of files and rows; none when `batch` may be
// put. Of `office` only units and indicators are read; those of the batch count as known too, and
// take the place of the office's. Input errors: import.unknown_unit, import.unknown_indicator,
// import.cycle, import.duplicate, import.decimals, import.outside_life, import.stretch.
[[nodiscard]] Errors check(const model::Batch& batch, const model::Snapshot& office,
                           std::size_t limit);

}  // namespace assay::pipeline
