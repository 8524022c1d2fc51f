#include "base/digest.hpp"

#include <sodium.h>
#include <xxhash.h>
#if defined(__x86_64__)
#include <xxh_x86dispatch.h>  // behind xxhash.h: takes the widest vectors this processor has
#endif

#include <new>

namespace assay {

std::string to_hex(std::span<const std::uint8_t> bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

struct DigestBuilder::State {
  crypto_generichash_state hash;
};

DigestBuilder::DigestBuilder() : x_state(std::make_unique<State>()) {
  crypto_generichash_init(&x_state->hash, nullptr, 0, Digest{}.size());
}

DigestBuilder::~DigestBuilder() = default;

DigestBuilder& DigestBuilder::add(std::span<const std::uint8_t> field) {
  std::array<std::uint8_t, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i)
    length[i] = static_cast<std::uint8_t>(field.size() >> (8 * i));
  crypto_generichash_update(&x_state->hash, length.data(), length.size());
  crypto_generichash_update(&x_state->hash, field.data(), field.size());
  return *this;
}

DigestBuilder& DigestBuilder::add(std::string_view field) {
  return add(std::span(reinterpret_cast<const std::uint8_t*>(field.data()), field.size()));
}

DigestBuilder& DigestBuilder::add(std::int64_t field) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(field) >> (8 * i));
  return add(std::span<const std::uint8_t>(bytes));
}

Digest DigestBuilder::finish() {
  Digest digest{};
  crypto_generichash_final(&x_state->hash, digest.data(), digest.size());
  return digest;
}

Digest digest_of(std::string_view bytes) { return DigestBuilder().add(bytes).finish(); }

std::array<std::uint8_t, 64> blake2b_512(std::string_view bytes) {
  std::array<std::uint8_t, 64> digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                     0);
  return digest;
}

namespace {

struct FreeState {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

}  // namespace

std::uint64_t checksum(std::span<const std::byte> first, std::span<const std::byte> second) {
  // One a thread: a state on the stack is not part of the library's stable ABI.
  thread_local const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
  if (!state) throw std::bad_alloc();
  XXH3_64bits_reset(state.get());
  XXH3_64bits_update(state.get(), first.data(), first.size());
  XXH3_64bits_update(state.get(), second.data(), second.size());
  return XXH3_64bits_digest(state.get());
}

}  // namespace assay
