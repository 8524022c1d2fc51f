#pragma once
// Public keys and detached signatures in the text form of minisign, which anyone can check with
// that tool: what a file is signed with that leaves the office, such as a plugin package.
// Signatures of both its kinds are checked; ours are of the newer one, over BLAKE2b-512 of the
// file. Pure; thread-safe.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "audit/keys.hpp"
#include "base/ed25519.hpp"
#include "base/result.hpp"

namespace assay::audit {

// Only a hint at which key signed; nothing is believed for it.
using MinisignId = std::array<std::uint8_t, 8>;

struct MinisignKey {
  MinisignId id{};
  Ed25519Public key{};
  std::string name;  // for people; "" = none was given

  bool operator==(const MinisignKey&) const = default;
};

// Of a key of ours: its id is the first 8 bytes of SHA-256 over the public key.
[[nodiscard]] MinisignKey minisign_key(const VerifierKey& key);
// The id as minisign prints it: 16 hexadecimal digits, the last byte first.
[[nodiscard]] std::string hex_of(const MinisignId& id);

// What `minisign -p` reads: a comment, and Base64 of "Ed", id and key; two lines.
[[nodiscard]] std::string write(const MinisignKey& key);
// The second of these lines alone.
[[nodiscard]] std::string key_line(const MinisignKey& key);
// Reads what write() gives, that one line alone, or the text of a VerifierKey. A comment
// “minisign public key …” is no name. Input error minisign.key.
[[nodiscard]] Result<MinisignKey> parse_minisign_key(std::string_view text);

struct MinisignSignature {
  MinisignId id{};
  bool prehashed = true;  // over BLAKE2b-512 of the file
  Ed25519Signature signature{};
  std::string comment;        // the trusted one: signed, too
  Ed25519Signature global{};  // over signature and comment
};

// Four lines. `comment` is one line.
[[nodiscard]] std::string minisign(std::string_view file, const std::string& comment,
                                   const SignerKey& key);
// Input error minisign.signature: not in that form.
[[nodiscard]] Result<MinisignSignature> parse_minisign(std::string_view text);
// Whether `key` signed this file, and the comment.
[[nodiscard]] bool verifies(const MinisignKey& key, const MinisignSignature& signature,
                            std::string_view file);

}  // namespace assay::audit
