#pragma once
// What a shared object gives to and takes from others, read from its file without loading it.

#include <expected>
#include <filesystem>
#include <set>
#include <string>

namespace assay::kit {

struct Symbols {
  std::set<std::string> exports, imports;
};

// Why it cannot be read otherwise.
[[nodiscard]] std::expected<Symbols, std::string> read_symbols(
    const std::filesystem::path& library);

}  // namespace assay::kit
