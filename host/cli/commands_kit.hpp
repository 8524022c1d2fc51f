#pragma once
// `assay plugin check`: runs the conformance kit against a plugin.

#include "cli/commands.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

// 0 when all checks passed, 1 when there are findings.
[[nodiscard]] int plugin_check(const Session& session, const pipeline::Surroundings& around);

}  // namespace assay::cli
