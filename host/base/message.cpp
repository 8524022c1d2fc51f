#include "base/message.hpp"

#include <algorithm>
#include <cstdint>

#include "base/utf8.hpp"

namespace assay {

namespace {

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
