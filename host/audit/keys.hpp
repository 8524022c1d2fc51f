#pragma once
// Keys that sign the audit log, and their one-line texts (C2SP signed-note; the secret one as in
// Go's sumdb/note). A name and a number say which key signed: the number is only a hint, nothing is
// believed for it. Files and random numbers are the caller's. Values; thread-safe. A SignerKey owns
// its secret and wipes it.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/ed25519.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace assay::audit {

inline constexpr std::size_t kLongestKeyName_bytes = 255;

// Whether the text may name a key: not empty, no '+', no blank of Unicode, no control character,
// no broken UTF-8. A name like "assay.example.gov.cn/county" is advised.
[[nodiscard]] bool is_key_name(std::string_view text);

// What anyone may know: checks signatures.
class VerifierKey {
 public:
  // Input error audit.key_name.
  [[nodiscard]] static Result<VerifierKey> make(std::string name, const Ed25519Public& key);
  // Reads text() again, one newline at the end allowed. Input errors audit.key_text, .key_name,
  // .key_type, .key_number.
  [[nodiscard]] static Result<VerifierKey> parse(std::string_view text);

  [[nodiscard]] const std::string& name() const { return x_name; }
  // The first 4 bytes of SHA-256(name ‖ 0A ‖ 01 ‖ public key), big-endian.
  [[nodiscard]] std::uint32_t number() const { return x_number; }
  [[nodiscard]] const Ed25519Public& public_key() const { return x_key; }
  // "name+number in 8 hexadecimal digits+Base64 of (01 ‖ public key)".
  [[nodiscard]] std::string text() const;

  [[nodiscard]] bool verifies(std::string_view message,
                              std::span<const std::uint8_t> signature) const;

 private:
  VerifierKey(std::string name, const Ed25519Public& key);
  std::string x_name;
  Ed25519Public x_key;
  std::uint32_t x_number;
};

// The secret half: signs. Moves, but does not copy.
class SignerKey {
 public:
  // Input error audit.key_name.
  [[nodiscard]] static Result<SignerKey> make(std::string name, Ed25519KeyPair pair);
  // Reads text() again, one newline at the end allowed. Errors like those of VerifierKey::parse;
  // none repeats what stands in the text.
  [[nodiscard]] static Result<SignerKey> parse(std::string_view text);

  [[nodiscard]] const VerifierKey& verifier() const { return x_verifier; }
  // "PRIVATE+KEY+name+number+Base64 of (01 ‖ seed)".
  [[nodiscard]] SecretText text() const;
  [[nodiscard]] Ed25519Signature sign(std::string_view message) const {
    return x_pair.sign(message);
  }

 private:
  SignerKey(VerifierKey verifier, Ed25519KeyPair pair);
  VerifierKey x_verifier;
  Ed25519KeyPair x_pair;
};

}  // namespace assay::audit
