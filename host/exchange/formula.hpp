#pragma once
// Texts that a spreadsheet would run as a formula. Where such a text, or one that begins with
// apostrophes before the like, is written to a CSV file, an apostrophe comes in front; reading
// takes one away again, so that every text comes back as it was. Pure; thread-safe.

#include <string>
#include <string_view>

namespace assay::exchange {

// Whether `text` begins, behind any number of apostrophes, with = + - @, a tab or a CR.
[[nodiscard]] inline bool is_formula(std::string_view text) {
  const auto first = text.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

[[nodiscard]] inline std::string guarded(std::string_view text) {
  return is_formula(text) ? "'" + std::string(text) : std::string(text);
}

[[nodiscard]] inline std::string_view unguarded(std::string_view text) {
  return text.starts_with('\'') && is_formula(text) ? text.substr(1) : text;
}

}  // namespace assay::exchange
