#pragma once
// Standard Base64 with padding (RFC 4648 §4), by libsodium: in constant time, as keys pass through
// it. Pure; thread-safe.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

[[nodiscard]] std::string to_base64(std::span<const std::uint8_t> bytes);

// The one text that to_base64 gives for the bytes is taken, and no other: no spaces, no missing
// padding, no bits beyond the last byte.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);
// The same into exactly `bytes`, without other memory; on false they hold anything.
[[nodiscard]] bool from_base64(std::string_view text, std::span<std::uint8_t> bytes);

}  // namespace assay
