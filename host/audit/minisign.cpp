#include "audit/minisign.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"

namespace assay::audit {

namespace {

constexpr std::string_view kPlain = "Ed";      // over the file itself; also the kind of a key
constexpr std::string_view kPrehashed = "ED";  // over its hash
constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::string_view kTool_comment = "minisign public key";
constexpr std::size_t kLongest_bytes = 4'096;
constexpr std::size_t kHead_bytes = 10;  // kind and id

std::unexpected<Error> bad_key() {
  return fail(Failure::Input, "minisign.key",
              {ASSAY_TEXT("this is no public key: give one line of Base64, the file that minisign "
                          "or 'assay key new' wrote, or a verifier key"),
               {}});
}

std::unexpected<Error> bad_signature() {
  return fail(Failure::Input, "minisign.signature",
              {ASSAY_TEXT("the signature is not in the form of minisign: sign anew"), {}});
}

// Lines without their ends; the last may lack its own.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// Minisign itself puts tabs between the parts of its comments.
bool is_plain(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    const auto character = text.substr(0, length);
    if (length == 0 || (character != "\t" && is_control(character))) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string_view kind_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), 2};
}

template <std::size_t n>
std::array<std::uint8_t, n> part(std::span<const std::uint8_t> bytes, std::size_t at) {
  std::array<std::uint8_t, n> copy;
  std::ranges::copy(bytes.subspan(at, n), copy.begin());
  return copy;
}

std::string packed(std::string_view kind, const MinisignId& id,
                   std::span<const std::uint8_t> rest) {
  std::vector<std::uint8_t> bytes(kind.begin(), kind.end());
  bytes.insert(bytes.end(), id.begin(), id.end());
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  return to_base64(bytes);
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What is signed of a file.
std::string signed_part(std::string_view file, bool prehashed) {
  if (!prehashed) return std::string(file);
  return std::string(text_of(blake2b_512(file)));
}

std::optional<MinisignKey> key_from(std::string_view line) {
  std::array<std::uint8_t, kHead_bytes + sizeof(Ed25519Public)> bytes{};
  if (!from_base64(line, bytes) || kind_of(bytes) != kPlain) return std::nullopt;
  return MinisignKey{part<8>(bytes, 2), part<sizeof(Ed25519Public)>(bytes, kHead_bytes), ""};
}

}  // namespace

MinisignKey minisign_key(const VerifierKey& key) {
  return {part<8>(sha256(key.public_key()), 0), key.public_key(), key.name()};
}

std::string hex_of(const MinisignId& id) {
  auto bytes = id;
  std::ranges::reverse(bytes);
  auto hex = to_hex(bytes);
  std::ranges::transform(hex, hex.begin(), [](char digit) {
    return digit < 'a' ? digit : static_cast<char>(digit - 32);
  });
  return hex;
}

std::string key_line(const MinisignKey& key) { return packed(kPlain, key.id, key.key); }

std::string write(const MinisignKey& key) {
  const auto comment =
      key.name.empty() ? std::string(kTool_comment) + " " + hex_of(key.id) : key.name;
  return std::string(kUntrusted) + comment + "\n" + key_line(key) + "\n";
}

Result<MinisignKey> parse_minisign_key(std::string_view text) {
  if (text.size() > kLongest_bytes) return bad_key();
  const auto lines = lines_of(text);
  if (lines.size() == 1) {
    if (auto key = key_from(lines[0])) return *key;
    ASSAY_TRY(const auto verifier, VerifierKey::parse(lines[0]));
    return minisign_key(verifier);
  }
  if (lines.size() != 2 || !lines[0].starts_with(kUntrusted)) return bad_key();
  auto key = key_from(lines[1]);
  if (!key) return bad_key();
  const auto comment = lines[0].substr(kUntrusted.size());
  if (!is_plain(comment)) return bad_key();
  if (!comment.starts_with(kTool_comment)) key->name = comment;
  return *key;
}

std::string minisign(std::string_view file, const std::string& comment, const SignerKey& key) {
  const auto signature = key.sign(signed_part(file, true));
  const auto global = key.sign(std::string(text_of(signature)) + comment);
  return std::string(kUntrusted) + "signature of " + key.verifier().name() + "\n" +
         packed(kPrehashed, minisign_key(key.verifier()).id, signature) + "\n" +
         std::string(kTrusted) + comment + "\n" + to_base64(global) + "\n";
}

Result<MinisignSignature> parse_minisign(std::string_view text) {
  if (text.size() > kLongest_bytes) return bad_signature();
  const auto lines = lines_of(text);
  if (lines.size() != 4 || !lines[0].starts_with(kUntrusted) || !lines[2].starts_with(kTrusted))
    return bad_signature();
  MinisignSignature read;
  std::array<std::uint8_t, kHead_bytes + sizeof(Ed25519Signature)> bytes{};
  if (!from_base64(lines[1], bytes) || !from_base64(lines[3], read.global)) return bad_signature();
  read.prehashed = kind_of(bytes) == kPrehashed;
  if (!read.prehashed && kind_of(bytes) != kPlain) return bad_signature();
  read.id = part<8>(bytes, 2);
  read.signature = part<sizeof(Ed25519Signature)>(bytes, kHead_bytes);
  read.comment = lines[2].substr(kTrusted.size());
  if (!is_plain(read.comment)) return bad_signature();
  return read;
}

bool verifies(const MinisignKey& key, const MinisignSignature& signature, std::string_view file) {
  return ed25519_verify(key.key, signed_part(file, signature.prehashed), signature.signature) &&
         ed25519_verify(key.key, std::string(text_of(signature.signature)) + signature.comment,
                        signature.global);
}

}  // namespace assay::audit
