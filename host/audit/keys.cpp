#include "audit/keys.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"

namespace assay::audit {

namespace {

constexpr std::uint8_t kEd25519 = 1;  // signature type of C2SP signed-note
constexpr std::string_view kSecret = "PRIVATE+KEY+";

std::unexpected<Error> refuse(std::string code, Message message) {
  return fail(Failure::Input, std::move(code), std::move(message));
}

std::unexpected<Error> bad_name(std::string_view name) {
  return refuse("audit.key_name",
                {ASSAY_TEXT("“{name}” cannot name a key: take up to 255 bytes without blanks and "
                            "plus signs, such as a host name"),
                 {{"name", excerpt(name)}}});
}

// Blanks by Unicode's White_Space that are not control characters.
bool is_blank(std::string_view character) {
  static constexpr std::string_view kBlanks[] = {"\u0020", "\u00A0", "\u1680", "\u2028",
                                                 "\u2029", "\u202F", "\u205F", "\u3000"};
  return std::ranges::find(kBlanks, character) != std::end(kBlanks) ||
         (character >= "\u2000" && character <= "\u200A" && character.size() == 3);
}

std::uint32_t number_of(std::string_view name, const Ed25519Public& key) {
  static constexpr std::array<std::uint8_t, 2> kBetween = {'\n', kEd25519};
  const auto digest = Sha256().add(name).add(kBetween).add(key).finish();
  std::uint32_t number = 0;
  for (const auto byte : std::span(digest).first<4>()) number = number << 8U | byte;
  return number;
}

std::string hex_of(std::uint32_t number) {
  std::array<std::uint8_t, 4> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return to_hex(bytes);
}

// The parts of "name+number+key material", as they stand in the text.
struct Parts {
  std::string_view name;
  std::string_view number;
  std::string_view material;
};

std::optional<Parts> split(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  const auto first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find('+', first + 1);  // Base64 has plus signs of its own
  if (second == std::string_view::npos) return std::nullopt;
  return Parts{text.substr(0, first), text.substr(first + 1, second - first - 1),
               text.substr(second + 1)};
}

// A key's type, and its public key or seed; wiped, as it may be the latter.
struct Material {
  std::array<std::uint8_t, 33> bytes{};

  Material() = default;
  ~Material() { wipe(bytes); }
  Material(const Material&) = delete;
  Material& operator=(const Material&) = delete;
  [[nodiscard]] std::span<const std::uint8_t, 32> key() const {
    return std::span(bytes).subspan<1>();
  }
};

// Reads the material of either text; `number` is checked by the caller, who knows the public key.
Status read(const std::optional<Parts>& parts, const Message& wrong, Material& material) {
  if (!parts) return refuse("audit.key_text", wrong);
  // Keys of other types are longer or shorter: look at the type before the length.
  if (const auto type = from_base64(parts->material.substr(0, 4));
      type && !type->empty() && type->front() != kEd25519)
    return refuse("audit.key_type",
                  {ASSAY_TEXT("keys of type {type} are not known; give an Ed25519 key (type 1)"),
                   {{"type", std::to_string(type->front())}}});
  if (!from_base64(parts->material, material.bytes)) return refuse("audit.key_text", wrong);
  if (!is_key_name(parts->name)) return bad_name(parts->name);
  return {};
}

Status check_number(const Parts& parts, const VerifierKey& key) {
  if (parts.number == hex_of(key.number())) return {};
  return refuse("audit.key_number",
                {ASSAY_TEXT("the key's number {number} does not belong to its name and key; copy "
                            "the key anew"),
                 {{"number", excerpt(parts.number)}}});
}

}  // namespace

bool is_key_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestKeyName_bytes) return false;
  while (!text.empty()) {
    const auto length = utf8_length(text);
    const auto character = text.substr(0, length);
    if (length == 0 || character == "+" || is_control(character) || is_blank(character))
      return false;
    text.remove_prefix(length);
  }
  return true;
}

VerifierKey::VerifierKey(std::string name, const Ed25519Public& key)
    : x_name(std::move(name)), x_key(key), x_number(number_of(x_name, key)) {}

Result<VerifierKey> VerifierKey::make(std::string name, const Ed25519Public& key) {
  if (!is_key_name(name)) return bad_name(name);
  return VerifierKey(std::move(name), key);
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  static const Message kWrong{
      ASSAY_TEXT("this is not a verifier key, which is one line “name+number+key”; copy it whole"),
      {}};
  if (text.starts_with(kSecret))
    return refuse("audit.key_text", {ASSAY_TEXT("this is the signing key: keep it secret, and give "
                                                "the verifier key that belongs to it"),
                                     {}});
  const auto parts = split(text);
  Material material;
  ASSAY_CHECK(read(parts, kWrong, material));
  Ed25519Public key;
  std::ranges::copy(material.key(), key.begin());
  VerifierKey verifier(std::string(parts->name), key);
  ASSAY_CHECK(check_number(*parts, verifier));
  return verifier;
}

std::string VerifierKey::text() const {
  Material material;
  material.bytes.front() = kEd25519;
  std::ranges::copy(x_key, material.bytes.begin() + 1);
  return x_name + '+' + hex_of(x_number) + '+' + to_base64(material.bytes);
}

bool VerifierKey::verifies(std::string_view message,
                           std::span<const std::uint8_t> signature) const {
  return ed25519_verify(x_key, message, signature);
}

SignerKey::SignerKey(VerifierKey verifier, Ed25519KeyPair pair)
    : x_verifier(std::move(verifier)), x_pair(std::move(pair)) {}

Result<SignerKey> SignerKey::make(std::string name, Ed25519KeyPair pair) {
  ASSAY_TRY(auto verifier, VerifierKey::make(std::move(name), pair.public_key()));
  return SignerKey(std::move(verifier), std::move(pair));
}

Result<SignerKey> SignerKey::parse(std::string_view text) {
  static const Message kWrong{
      ASSAY_TEXT("this is not a signing key, which is one line “PRIVATE+KEY+name+number+key”; "
                 "take it from the file that was written when the key was made"),
      {}};
  if (!text.starts_with(kSecret)) return refuse("audit.key_text", kWrong);
  const auto parts = split(text.substr(kSecret.size()));
  Material material;
  ASSAY_CHECK(read(parts, kWrong, material));
  ASSAY_TRY(auto signer, make(std::string(parts->name), Ed25519KeyPair::from_seed(material.key())));
  ASSAY_CHECK(check_number(*parts, signer.x_verifier));
  return signer;
}

SecretText SignerKey::text() const {
  Material material;
  material.bytes.front() = kEd25519;
  std::ranges::copy(x_pair.seed(), material.bytes.begin() + 1);
  auto encoded = to_base64(material.bytes);
  const auto& name = x_verifier.name();
  std::string text;
  text.reserve(kSecret.size() + name.size() + 10 + encoded.size());  // "+", 8 digits, "+"
  text.append(kSecret).append(name).append("+").append(hex_of(x_verifier.number()));
  text.append("+").append(encoded);
  wipe(encoded);
  return SecretText(std::move(text));
}

}  // namespace assay::audit
