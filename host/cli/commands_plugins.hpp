#pragma once
// `assay plugin …`: making, shipping, installing and trusting plugins.

#include "cli/commands.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

// "ID@VERSION"; Usage error plugin.reference.
[[nodiscard]] Result<package::Reference> plugin_version(const std::string& text);

[[nodiscard]] int plugin_command(const Session& session, const pipeline::Surroundings& around);

}  // namespace assay::cli
