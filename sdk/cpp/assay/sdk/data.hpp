#pragma once
// The data files of a plugin, compiled into it by assay_add_plugin(… DATA …): norms travel with the
// binary and are covered by its hash. Constant; thread-safe.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "assay/sdk/error.hpp"

namespace assay::sdk {

struct DataFile {
  std::string_view name;  // without folder: "norms.csv"
  std::string_view text;
};

// Both are defined by the source that assay_add_plugin generates.
[[nodiscard]] std::span<const DataFile> data_files() noexcept;
// SHA-256 over names and contents of all data files.
[[nodiscard]] const std::array<std::uint8_t, 32>& data_sha256() noexcept;

[[nodiscard]] inline std::string_view data_file(std::string_view name) {
  for (const auto& file : data_files())
    if (file.name == name) return file.text;
  throw ConfigError("the plugin was built without its data file " + std::string(name));
}

}  // namespace assay::sdk
