#include "base/utf8.hpp"

#include <cstdint>

namespace assay {

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

}  // namespace assay
