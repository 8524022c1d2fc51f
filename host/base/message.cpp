#include "base/message.hpp"

#include <algorithm>
#include <cstdint>

namespace assay {

namespace {

// Bytes of the UTF-8 character that starts `text`; 0 when it is broken (RFC 3629: no overlong
// forms, no surrogates, nothing above U+10FFFF).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const auto follows = [&](std::size_t at, std::uint8_t low = 0x80, std::uint8_t high = 0xBF) {
    return at < text.size() && byte(at) >= low && byte(at) <= high;
  };
  const auto lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = lead == 0xE0   ? follows(1, 0xA0)
                        : lead == 0xED ? follows(1, 0x80, 0x9F)
                                       : follows(1);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = lead == 0xF0   ? follows(1, 0x90)
                        : lead == 0xF4 ? follows(1, 0x80, 0x8F)
                                       : follows(1);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool is_control(std::string_view character) {
  const auto lead = static_cast<std::uint8_t>(character[0]);
  if (character.size() == 1) return lead < 0x20 || lead == 0x7F;
  return lead == 0xC2 && static_cast<std::uint8_t>(character[1]) < 0xA0;  // U+0080–U+009F
}

std::string escaped(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const auto c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    text += "\\x";
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace

std::string fill(std::string_view pattern, const Message& message) {
  std::string filled;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    filled += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    pattern.remove_prefix(open);
    const auto close = pattern.find('}');
    const auto name =
        close == std::string_view::npos ? std::string_view{} : pattern.substr(1, close - 1);
    const auto found = std::ranges::find(
        message.args, name, [](const auto& arg) { return std::string_view(arg.first); });
    if (found == message.args.end()) {
      filled += '{';
      pattern.remove_prefix(1);
      continue;
    }
    filled += found->second;
    pattern.remove_prefix(close + 1);
  }
  return filled;
}

std::string in_english(const Message& message) { return fill(message.text, message); }

std::string excerpt(std::string_view text) {
  static constexpr int kCharacters_max = 40;
  std::string shown;
  for (int count = 0; !text.empty(); ++count) {
    if (count == kCharacters_max) return shown + "…";
    const auto length = utf8_length(text);
    const auto character = text.substr(0, std::max<std::size_t>(length, 1));
    const bool plain = length != 0 && !is_control(character);
    shown += plain ? std::string(character) : escaped(character);
    text.remove_prefix(character.size());
  }
  return shown;
}

}  // namespace assay
