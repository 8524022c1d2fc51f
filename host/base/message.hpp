#pragma once
// A text for people, kept apart from its figures: an English template from the catalogue, whose
// `{name}` places are filled from `args`. It can be stored and shown later in any language.
// Plain values; safe to copy between threads.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Marks a literal for the gettext catalogue (xgettext --keyword=ASSAY_TEXT).
#define ASSAY_TEXT(literal) literal

namespace assay {

struct Message {
  std::string text;                                       // English template = catalogue key
  std::vector<std::pair<std::string, std::string>> args;  // place name → value, in any order
  std::string text_zh;  // Chinese template of texts from outside the catalogue (plugins); else ""

  bool operator==(const Message&) const = default;
};

// Gives the template of `message` in the reader's language.
using Translate = std::function<std::string(const Message&)>;

// Replaces every `{name}` of `pattern` by its value; a place without a value stays as written.
[[nodiscard]] std::string fill(std::string_view pattern, const Message& message);

// The message in English, filled.
[[nodiscard]] std::string in_english(const Message& message);

// Input as it may stand in a message: at most 40 characters, then "…"; control characters and
// broken UTF-8 as \xNN, so that one line stays one line.
[[nodiscard]] std::string excerpt(std::string_view text);

}  // namespace assay
