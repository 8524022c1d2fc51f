#pragma once
// Content hashes: BLAKE2b-256 (libsodium) for names of assessments, schemes and runs; checksum() is
// XXH3-64 for chunks of the store. A Digest also holds hashes of sha256.hpp. Values; thread-safe.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace assay {

using Digest = std::array<std::uint8_t, 32>;

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

// Feeds fields one by one; each is prefixed by its length, so that "ab","c" ≠ "a","bc".
class DigestBuilder {
 public:
  DigestBuilder();
  ~DigestBuilder();
  DigestBuilder(const DigestBuilder&) = delete;
  DigestBuilder& operator=(const DigestBuilder&) = delete;

  DigestBuilder& add(std::string_view field);
  DigestBuilder& add(std::span<const std::uint8_t> field);
  DigestBuilder& add(std::int64_t field);
  [[nodiscard]] Digest finish();  // once

 private:
  struct State;
  std::unique_ptr<State> x_state;
};

[[nodiscard]] Digest digest_of(std::string_view bytes);
// Of the bytes alone, where a published format asks for it.
[[nodiscard]] std::array<std::uint8_t, 64> blake2b_512(std::string_view bytes);
[[nodiscard]] std::uint64_t checksum(std::span<const std::byte> first,
                                     std::span<const std::byte> second);

}  // namespace assay
