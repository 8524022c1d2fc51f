#include "report/text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace assay::report {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Calls keep(character) for each character, U+FFFD for a broken byte.
template <class Keep>
void each_character(std::string_view text, const Keep& keep) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    keep(length == 0 ? kReplacement : text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

bool is_space(std::string_view character) {
  return character == "\t" || character == "\n" || character == "\r" ||
         character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9";  // U+2028, U+2029
}

// U+202A–U+202E and U+2066–U+2069, which turn the direction of what stands after them.
bool turns_direction(std::string_view character) {
  return (character >= "\xE2\x80\xAA" && character <= "\xE2\x80\xAE") ||
         (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9");
}

}  // namespace

std::string say(const Translate& translate, const Message& message) {
  return translate ? fill(translate(message), message) : in_english(message);
}

std::string one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  each_character(text, [&](std::string_view character) {
    if (is_space(character))
      line += ' ';
    else
      line += is_control(character) || turns_direction(character) ? kReplacement : character;
  });
  return line;
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  each_character(text, [&](std::string_view character) { valid += character; });
  return valid;
}

std::string named(const std::string& name, const std::string& code) {
  if (name.empty() || name == code) return code;
  return name + " (" + code + ")";
}

}  // namespace assay::report
