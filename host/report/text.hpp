#pragma once
// Text handling shared by the renderings: translation with places filled, and text made safe for
// a terminal. Pure; thread-safe.

#include <string>
#include <string_view>

#include "base/message.hpp"

namespace assay::report {

// The message in the reader's language, filled; English when `translate` is empty.
[[nodiscard]] std::string say(const Translate& translate, const Message& message);

// Tabs and line ends as a space, other control characters and broken UTF-8 as U+FFFD: names come
// from files, and neither a table nor a terminal's settings may be theirs to change.
[[nodiscard]] std::string one_line(std::string_view text);

// Broken UTF-8 as U+FFFD; file names may hold any bytes.
[[nodiscard]] std::string valid_utf8(std::string_view text);

// "name (code)", or the code alone when the name says the same or nothing.
[[nodiscard]] std::string named(const std::string& name, const std::string& code);

}  // namespace assay::report
