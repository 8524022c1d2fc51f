#pragma once
// `assay bench national`: how fast this machine is, beside references measured at the same time.

#include "cli/commands.hpp"

namespace assay::cli {

// A bar that is not reached is told, and is no failure.
[[nodiscard]] int bench_national(const Session& session);

}  // namespace assay::cli
