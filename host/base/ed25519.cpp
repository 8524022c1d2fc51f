#include "base/ed25519.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/secret.hpp"

namespace assay {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
static_assert(crypto_sign_PUBLICKEYBYTES == sizeof(Ed25519Public));
static_assert(crypto_sign_BYTES == sizeof(Ed25519Signature));

Ed25519KeyPair Ed25519KeyPair::from_seed(std::span<const std::uint8_t, 32> seed) {
  Ed25519KeyPair pair;
  Ed25519Public key;
  crypto_sign_seed_keypair(key.data(), pair.x_secret.data(), seed.data());
  return pair;
}

Result<Ed25519KeyPair> Ed25519KeyPair::generate() {
  // Opens the source of random numbers; may be called again, from any thread.
  if (sodium_init() < 0)
    return fail(
        Failure::Internal, "key.no_random",
        {ASSAY_TEXT("the system gives no random numbers for a key; check /dev/urandom"), {}});
  Ed25519KeyPair pair;
  Ed25519Public key;
  crypto_sign_keypair(key.data(), pair.x_secret.data());
  return pair;
}

Ed25519KeyPair::~Ed25519KeyPair() { wipe(x_secret); }

Ed25519Public Ed25519KeyPair::public_key() const {
  Ed25519Public key;
  std::copy_n(x_secret.begin() + 32, key.size(), key.begin());
  return key;
}

std::span<const std::uint8_t, 32> Ed25519KeyPair::seed() const {
  return std::span(x_secret).first<32>();
}

Ed25519Signature Ed25519KeyPair::sign(std::string_view message) const {
  Ed25519Signature signature;
  crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(),
                       x_secret.data());
  return signature;
}

bool ed25519_verify(const Ed25519Public& key, std::string_view message,
                    std::span<const std::uint8_t> signature) {
  return signature.size() == sizeof(Ed25519Signature) &&
         crypto_sign_verify_detached(signature.data(), bytes_of(message), message.size(),
                                     key.data()) == 0;
}

}  // namespace assay
