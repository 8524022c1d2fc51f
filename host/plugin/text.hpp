#pragma once
// Texts that come from a plugin: checked before they are believed, cleaned before they are shown.
// Pure; thread-safe.

#include <cstddef>
#include <string>
#include <string_view>

namespace assay::plugin {

// UTF-8 without control characters.
[[nodiscard]] bool is_clean(std::string_view text);
// At most `limit` bytes of `text`, cut between characters; broken bytes and control characters
// become "?".
[[nodiscard]] std::string cleaned(std::string_view text, std::size_t limit);
// [a-z][a-z0-9_.-]*, at most 64 bytes.
[[nodiscard]] bool is_id(std::string_view text);

}  // namespace assay::plugin
