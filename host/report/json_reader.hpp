#pragma once
// Reads JSON (RFC 8259) into a value, for the few files that come back to us. Figures stay the
// literals they are, so that they are exact. Pure; thread-safe.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::report {

struct JsonValue {
  enum class Kind : std::uint8_t { Null, Boolean, Figure, Text, Array, Object };

  Kind kind = Kind::Null;
  bool flag = false;               // of a Boolean
  std::string text;                // of a Text; the literal of a Figure
  std::vector<std::string> names;  // of an Object, by item
  std::vector<JsonValue> items;    // of an Array or Object

  // The member of that name; nullptr when there is none, also of what is no Object.
  [[nodiscard]] const JsonValue* member(std::string_view name) const;
};

// One document and nothing after it. Input errors, with row and column: json.syntax, json.depth
// (over 32 levels), json.twice (a name given twice), json.names (over 1,000 in an object).
[[nodiscard]] Result<JsonValue> parse_json(std::string_view text);

}  // namespace assay::report
