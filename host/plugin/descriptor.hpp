#pragma once
// A plugin's own description, checked in full and copied into host values, so that nothing of the
// plugin's memory is trusted or kept afterwards. Pure; thread-safe.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "assay/plugin.h"
#include "plugin/plugin.hpp"

namespace assay::plugin {

struct Description {
  PluginInfo info;  // without path and binary digest
  std::vector<std::uint32_t> output_types;
  std::map<std::uint32_t, RuleInfo> rules;  // by code
};

// Plugin errors plugin.abi_version and plugin.descriptor.
[[nodiscard]] Result<Description> read_description(const assay_plugin& plugin);

}  // namespace assay::plugin
