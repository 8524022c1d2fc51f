#include "base/suggest.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace {

struct Case {
  std::string_view word;
  std::vector<std::string_view> known;
  std::string_view nearest;
};

// The edits were counted by hand, as noted.
void check(const Case& example) {
  SCOPED_TRACE(example.word);
  EXPECT_EQ(assay::nearest(example.word, example.known), example.nearest);
}

TEST(Suggest, FindsTheNearestWord) {
  check({"valeu", {"unit", "value", "period"}, "value"});              // 1 swap
  check({"indicater", {"indicator", "unit"}, "indicator"});            // 1 replaced
  check({"meassure_unit", {"unit", "measure_unit"}, "measure_unit"});  // 1 inserted
  check({"stat", {"start", "state"}, "start"});                        // both 1 away: the first
  check({"stat", {"state", "start"}, "state"});
  check({"kitten", {"sitting"}, ""});  // 3 of 7 characters differ, 2 are allowed
}

TEST(Suggest, IgnoresTheCaseOfAsciiLetters) {
  check({"UNIT", {"unlit", "unit"}, "unit"});  // 0 edits beat 1
  check({"Period", {"period"}, "period"});
}

TEST(Suggest, CountsChineseCharactersNotBytes) {
  check({"秦部区", {"渭城区", "秦都区"}, "秦都区"});  // 1 of 3 characters, 2 of 9 bytes
  check({"秦部", {"秦都"}, "秦都"});
  check({"秦都", {"渭城", "兴平"}, ""});  // nothing in common
  check({"地区生产总直", {"地区生产总值增速", "地区生产总值"}, "地区生产总值"});
}

TEST(Suggest, GivesNothingWithoutANearWord) {
  check({"colour", {"unit", "period", "value"}, ""});
  check({"a", {"b"}, ""});  // one character, and it differs
  check({"", {"a", ""}, ""});
  check({"unit", {}, ""});
  check({"unit", {""}, ""});
  check({"12", {"21"}, "21"});  // one swap
}

TEST(Suggest, LeavesVeryLongAndBrokenWordsAlone) {
  const std::string longest(128, 'x');
  const auto too_long = longest + "x";
  check({longest, {too_long, "x"}, ""});
  check({too_long, {longest}, ""});
  check({longest, {longest}, longest});
  check({"\x80\xFF\xC0", {"abc"}, ""});
  check({"ab\xFF", {"abc"}, "abc"});  // 1 replaced
}

}  // namespace
