#include "base/sha256.hpp"

#include <sodium.h>

#include <new>

namespace assay {

namespace {

crypto_hash_sha256_state* state_in(std::byte* bytes) {
  return std::launder(reinterpret_cast<crypto_hash_sha256_state*>(bytes));
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Sha256::Sha256() : x_state() {
  static_assert(sizeof(crypto_hash_sha256_state) == kState_bytes);
  static_assert(alignof(crypto_hash_sha256_state) <= alignof(std::uint64_t));
  crypto_hash_sha256_init(new (x_state.data()) crypto_hash_sha256_state);
}

Sha256& Sha256::add(std::span<const std::uint8_t> bytes) {
  crypto_hash_sha256_update(state_in(x_state.data()), bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::add(std::string_view bytes) { return add(bytes_of(bytes)); }

Digest Sha256::finish() {
  Digest digest;
  crypto_hash_sha256_final(state_in(x_state.data()), digest.data());
  return digest;
}

Digest sha256(std::span<const std::uint8_t> bytes) {
  Digest digest;
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  return digest;
}

Digest sha256(std::string_view bytes) { return sha256(bytes_of(bytes)); }

}  // namespace assay
