#pragma once
// SHA-256 (FIPS 180-4, by libsodium), where a published format asks for it: the audit log and its
// checkpoints. Our own names of contents are BLAKE2b, see digest.hpp. Values that own no memory;
// functions are thread-safe, one Sha256 belongs to one thread at a time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/digest.hpp"

namespace assay {

// Fed piece by piece; nothing is put between the pieces.
class Sha256 {
 public:
  Sha256();

  Sha256& add(std::span<const std::uint8_t> bytes);
  Sha256& add(std::string_view bytes);
  [[nodiscard]] Digest finish();  // once

 private:
  static constexpr std::size_t kState_bytes = 104;
  alignas(std::uint64_t) std::array<std::byte, kState_bytes> x_state;
};

[[nodiscard]] Digest sha256(std::span<const std::uint8_t> bytes);
[[nodiscard]] Digest sha256(std::string_view bytes);

}  // namespace assay
