#pragma once
// Commands about single figures: what they do is told by arguments_office.cpp. Each returns the
// exit code.

#include "cli/commands.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

[[nodiscard]] int set(const Session& session, pipeline::Office& office);
[[nodiscard]] int history(const Session& session, const pipeline::Office& office);

}  // namespace assay::cli
