#include "base/base64.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstddef>

namespace assay {

namespace {

constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;

// Bytes that a well-formed text stands for.
std::size_t decoded_size(std::string_view text) {
  std::size_t size = text.size() / 4 * 3;
  for (int pad = 0; pad < 2 && text.ends_with('='); ++pad) {
    text.remove_suffix(1);
    if (size > 0) --size;
  }
  return size;
}

}  // namespace

std::string to_base64(std::span<const std::uint8_t> bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  text.pop_back();  // the length counts a final NUL
  return text;
}

std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  std::vector<std::uint8_t> bytes(decoded_size(text));
  if (!from_base64(text, bytes)) return std::nullopt;
  return bytes;
}

bool from_base64(std::string_view text, std::span<std::uint8_t> bytes) {
  if (text.size() % 4 != 0 || decoded_size(text) != bytes.size()) return false;
  if (text.empty()) return true;
  // libsodium 1.0.18 takes some bytes beyond ASCII for characters of the alphabet.
  if (std::ranges::any_of(text, [](char c) { return (static_cast<unsigned char>(c) & 128U) != 0; }))
    return false;
  std::size_t size = 0;
  const char* end = nullptr;
  return sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                           &end, kVariant) == 0 &&
         end == text.data() + text.size() && size == bytes.size();
}

}  // namespace assay
