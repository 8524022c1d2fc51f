#include "base/message.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace assay {
namespace {

using namespace std::string_view_literals;

struct Filling {
  std::string_view pattern;
  std::string_view filled;
};

TEST(Message, FillsPlacesByName) {
  const Message message{"", {{"unit", "泾阳"}, {"value", "12.5"}, {"empty", ""}}};
  static constexpr Filling kFillings[] = {
      {"", ""},
      {"no places", "no places"},
      {"{unit}", "泾阳"},
      {"{unit} has {value}, {unit}!", "泾阳 has 12.5, 泾阳!"},
      {"{value}：{unit}的完成值", "12.5：泾阳的完成值"},
      {"[{empty}]", "[]"},
      {"{other} stays", "{other} stays"},
      {"{} stays", "{} stays"},
      {"{unit", "{unit"},
      {"unit}", "unit}"},
      {"{{unit}}", "{泾阳}"},
      {"{other {unit}}", "{other 泾阳}"},
  };
  for (const auto& [pattern, filled] : kFillings) EXPECT_EQ(fill(pattern, message), filled);
}

TEST(Message, ValuesAreNotFilledAgain) {
  const Message message{"{a} {b}", {{"a", "{b}"}, {"b", "{a}"}}};
  EXPECT_EQ(in_english(message), "{b} {a}");
}

TEST(Message, ChineseTemplateTakesTheSameValues) {
  const Message message{"{count} projects", {{"count", "3"}}, "{count}个项目"};
  EXPECT_EQ(in_english(message), "3 projects");
  EXPECT_EQ(fill(message.text_zh, message), "3个项目");
}

TEST(Excerpt, KeepsOneLineOneLine) {
  static constexpr Filling kExcerpts[] = {
      {"", ""},
      {"12.5", "12.5"},
      {"１２ 万元", "１２ 万元"},
      {"𠮷", "𠮷"},
      {"a\0b"sv, "a\\x00b"},
      {"a\r\n\tb\x7f", "a\\x0D\\x0A\\x09b\\x7F"},
      {"\xc2\x85", "\\xC2\\x85"},  // U+0085, a line end to some terminals
      {"\xc2\xa0", "\xc2\xa0"},
      // RFC 3629: broken, cut, overlong, surrogate, past U+10FFFF
      {"\xff\x80", "\\xFF\\x80"},
      {"\xe8\x80", "\\xE8\\x80"},
      {"\xe8\x80(", "\\xE8\\x80("},
      {"\xc0\xaf", "\\xC0\\xAF"},
      {"\xe0\x80\xaf", "\\xE0\\x80\\xAF"},
      {"\xed\xa0\x80", "\\xED\\xA0\\x80"},
      {"\xf0\x80\x80\xaf", "\\xF0\\x80\\x80\\xAF"},
      {"\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"},
      {"\xf5", "\\xF5"},
      {"\xbf\xd5\xcf\xe5", "\\xBF\\xD5\\xCF\\xE5"},  // GB18030 bytes
  };
  for (const auto& [text, shown] : kExcerpts) EXPECT_EQ(excerpt(text), shown);
}

TEST(Excerpt, CutsAtFortyCharacters) {
  std::string forty;
  for (int i = 0; i < 40; ++i) forty += "县";
  EXPECT_EQ(excerpt(forty), forty);
  EXPECT_EQ(excerpt(forty + "x"), forty + "…");
  EXPECT_EQ(excerpt(std::string(1'000'000, '9')), std::string(40, '9') + "…");
}

}  // namespace
}  // namespace assay
