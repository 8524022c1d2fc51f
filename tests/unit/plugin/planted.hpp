#pragma once
// Planted plugins (planted/) and rows for them.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "plugin/plugin.hpp"

namespace assay::plugin {

inline std::filesystem::path planted(const std::string& name) {
  return std::filesystem::path(ASSAY_PLANTED_FOLDER) / (name + ".so");
}

inline Decimal decimal(const std::string& text) { return Decimal::parse(text).value(); }

// Rows of whole x, without y.
inline Inputs rows_of(const std::vector<int>& xs) {
  Inputs inputs{"2024", xs.size(), {{}, {}}};
  for (const int x : xs) {
    inputs.columns[0].emplace_back(Decimal::from_integer(x));
    inputs.columns[1].emplace_back(std::nullopt);
  }
  return inputs;
}

}  // namespace assay::plugin
