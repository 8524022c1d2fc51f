#pragma once
// Ed25519 signatures (RFC 8032, by libsodium). A key pair owns its secret and wipes it in its
// destructor. Signing is deterministic: same key and message, same signature. Values; thread-safe.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace assay {

using Ed25519Public = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

class Ed25519KeyPair {
 public:
  [[nodiscard]] static Ed25519KeyPair from_seed(std::span<const std::uint8_t, 32> seed);
  // A new key from the system's random numbers: the one call here whose result differs each time,
  // to be made by pipeline and cli only. Internal error key.no_random.
  [[nodiscard]] static Result<Ed25519KeyPair> generate();

  ~Ed25519KeyPair();
  Ed25519KeyPair(const Ed25519KeyPair&) = delete;
  Ed25519KeyPair& operator=(const Ed25519KeyPair&) = delete;
  Ed25519KeyPair(Ed25519KeyPair&&) = default;  // both hold the secret until each is destroyed
  Ed25519KeyPair& operator=(Ed25519KeyPair&&) = default;

  [[nodiscard]] Ed25519Public public_key() const;
  // The secret itself; of this object, do not copy it without wiping the copy.
  [[nodiscard]] std::span<const std::uint8_t, 32> seed() const;
  [[nodiscard]] Ed25519Signature sign(std::string_view message) const;

 private:
  Ed25519KeyPair() = default;
  std::array<std::uint8_t, 64> x_secret{};  // seed, then public key
};

// False for any signature but one of `key` over `message`, and for keys and signatures in a form
// that RFC 8032 does not produce (S not reduced, points of small order).
[[nodiscard]] bool ed25519_verify(const Ed25519Public& key, std::string_view message,
                                  std::span<const std::uint8_t> signature);

}  // namespace assay
