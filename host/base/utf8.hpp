#pragma once
// Checks of UTF-8 text. Pure; thread-safe.

#include <cstddef>
#include <string_view>

namespace assay {

// Bytes of the character that starts `text`, which must not be empty; 0 when it is broken (RFC
// 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
[[nodiscard]] std::size_t utf8_length(std::string_view text);

// Whether `character`, one whole character, is a control character (C0, DEL or C1).
[[nodiscard]] bool is_control(std::string_view character);

}  // namespace assay
