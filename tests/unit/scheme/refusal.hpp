#pragma once
// Helpers of the tests of scheme texts: a text that must be refused carries the places of its
// errors within itself, as ▲ before the character that each error must point at.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scheme/parse.hpp"

namespace assay::scheme {

struct Refusal {
  std::string code;
  std::string field;
};

struct Place {
  std::uint64_t row;
  std::uint64_t column;
};

// Takes the marks out of `text` and gives their places, counted here on purpose, character by
// character.
inline std::vector<Place> take_places(std::string& text) {
  static constexpr std::string_view mark = "▲";
  std::vector<Place> places;
  std::string plain;
  Place at{1, 1};
  for (std::size_t i = 0; i < text.size();) {
    if (std::string_view(text).substr(i).starts_with(mark)) {
      places.push_back(at);
      i += mark.size();
      continue;
    }
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (text[i] == '\n')
      at = {at.row + 1, 1};
    else if (starts_character)
      ++at.column;
    plain += text[i++];
  }
  text = plain;
  return places;
}

inline std::string list_of(const Errors& errors) {
  std::string text;
  for (const auto& error : errors) text += "  " + error.code + " at " + describe(error) + "\n";
  return text;
}

// Checks that `text` is refused with just these errors, in order, at its marks.
inline void check_refused(std::string text, const std::vector<Refusal>& expected) {
  const auto places = take_places(text);
  ASSERT_EQ(places.size(), expected.size()) << "one mark per error\n" << text;
  const auto scheme = parse(text, "bad.yaml");
  ASSERT_FALSE(scheme.has_value()) << "accepted:\n" << text;
  const auto& errors = scheme.error();
  ASSERT_EQ(errors.size(), expected.size()) << text << "\ngives\n" << list_of(errors);
  for (std::size_t i = 0; i < errors.size(); ++i) {
    EXPECT_EQ(errors[i].code, expected[i].code) << text << list_of(errors);
    EXPECT_EQ(errors[i].where.field, expected[i].field) << text << list_of(errors);
    EXPECT_EQ(errors[i].where.row, places[i].row) << text << list_of(errors);
    EXPECT_EQ(errors[i].where.column, places[i].column) << text << list_of(errors);
    EXPECT_EQ(errors[i].where.file, "bad.yaml");
    EXPECT_EQ(errors[i].failure, Failure::Input);
  }
}

// The English message of the only error.
inline std::string message_of(const std::string& text) {
  const auto scheme = parse(text, "");
  if (scheme || scheme.error().size() != 1) return "not one error";
  return in_english(scheme.error().front().message);
}

inline constexpr std::string_view kHead = "scheme: s\nversion: 1\n";
// A leaf that is right.
inline constexpr std::string_view kLeaf =
    "      - {id: a, points: 10, rule: direct, indicator: X, full: 100}\n";

// The rest of a scheme of one group; `lines` are further lines of the group.
inline std::string groups_of(std::string_view components, std::string_view lines = "") {
  std::string text = "groups:\n  - group: g\n    units: {type: county}\n    points: 10\n";
  text += lines;
  text += "    components:\n";
  text += components;
  return text;
}

inline std::string scheme_of(std::string_view components) {
  return std::string(kHead) + groups_of(components);
}
// A right scheme but for these lines of its group, or of its head.
inline std::string group_of(std::string_view lines) {
  return std::string(kHead) + groups_of(kLeaf, lines);
}
inline std::string head_of(std::string_view lines) {
  return std::string(kHead) + std::string(lines) + groups_of(kLeaf);
}

// A scheme whose only component has these keys.
inline std::string leaf_of(std::string_view fields) {
  return scheme_of("      - {id: a, points: 10, " + std::string(fields) + "}\n");
}

inline std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace assay::scheme
