#include "plugin/text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace assay::plugin {

namespace {

// Bytes of the printable character that starts `text`; 0 for a control or broken one.
std::size_t printable_length(std::string_view text) {
  const auto length = utf8_length(text);
  const auto lead = static_cast<unsigned char>(text[0]);
  if (length == 1 && (lead < 0x20 || lead == 0x7F)) return 0;
  const bool c1 = length == 2 && lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0;
  return c1 ? 0 : length;
}

}  // namespace

bool is_clean(std::string_view text) {
  while (!text.empty()) {
    const auto length = printable_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string cleaned(std::string_view text, std::size_t limit) {
  std::string clean;
  while (!text.empty()) {
    const auto length = printable_length(text);
    if (clean.size() + std::max<std::size_t>(length, 1) > limit) break;
    clean += length == 0 ? std::string_view("?") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return clean;
}

bool is_id(std::string_view text) {
  static constexpr std::size_t kLength_max = 64;
  if (text.empty() || text.size() > kLength_max || text[0] < 'a' || text[0] > 'z') return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  });
}

}  // namespace assay::plugin
