#pragma once
// Versions of packages: what may be one, and which of two is newer. Pure; thread-safe.

#include <optional>
#include <string>
#include <string_view>

namespace assay::package {

// Up to 64 letters, digits and "._+-", the first a letter or digit: it names a folder.
[[nodiscard]] bool is_version(std::string_view text);

// Numbers by their value, all else byte by byte; a suffix behind "-" comes before the version
// without it: 1.2.0-rc1 < 1.2.0 < 1.2.0.1 < 1.10.0. What is behind "+" does not count.
[[nodiscard]] bool is_older(std::string_view left, std::string_view right);

// "id" or "id@version".
struct Reference {
  std::string id;
  std::string version;  // "" = none named
};
// Nothing when it is neither.
[[nodiscard]] std::optional<Reference> parse_reference(std::string_view text);

}  // namespace assay::package
