#include "scheme/tree.hpp"

#include <gtest/gtest.h>

#include <string>

#include "unit/scheme/refusal.hpp"

namespace assay::scheme {

namespace {

using namespace std::string_literals;

TEST(Tree, RefusesBrokenBytesOnce) {
  check_refused("scheme: s\nversion: ▲\xFF\n", {{"scheme.encoding", ""}});
  // 考 in GB18030: a file saved in the wrong encoding.
  check_refused("scheme: s\ntitle: ▲\xBF\xBC\n", {{"scheme.encoding", ""}});
  check_refused("scheme: s▲\0\nversion: 1\n"s, {{"scheme.control_character", ""}});
  check_refused("scheme: s\ntitle: 目标▲\x1B[31m\n", {{"scheme.control_character", ""}});
  // U+009B starts a terminal sequence as well.
  check_refused("# ▲\xC2\x9B\n", {{"scheme.control_character", ""}});
}

TEST(Tree, RefusesEmptyTexts) {
  for (const auto* text :
       {"", "\n\n", "# only a remark\n", "---\n", "---\n...\n", "~\n", "\xEF\xBB\xBF"}) {
    const auto scheme = parse(text, "f");
    ASSERT_FALSE(scheme.has_value()) << text;
    EXPECT_EQ(scheme.error().front().code, "scheme.empty") << text;
  }
}

TEST(Tree, RefusesASecondDocument) {
  check_refused("scheme: s\n▲---\nscheme: t\n", {{"scheme.documents", ""}});
  check_refused("scheme: s\n...\n▲scheme: t\n", {{"scheme.documents", ""}});
  check_refused("{scheme: s} ▲trailing\n", {{"scheme.documents", ""}});
}

TEST(Tree, SaysWhereYamlCannotBeRead) {
  const std::string texts[] = {
      "scheme: s\n  version: 1\n",
      "groups: [a, b\n",
      "a: [}\n",
      "a: b: c\n",
      "groups:\n\t- a\n",
      "scheme: *nowhere\n",
      "scheme: s\ntitle: \"\\q\"\n",
      "%YAML 3.0\n---\nscheme: s\n",
      "{{{{",
      "a: !<tag b\n",
      "title: \"\\uD800\"\n",
      "&a &b c",
  };
  for (const auto& text : texts) {
    const auto tree = Tree::read(text);
    ASSERT_FALSE(tree.has_value()) << text.substr(0, 60);
    EXPECT_EQ(tree.error().code, "scheme.yaml") << text.substr(0, 60);
    EXPECT_GE(tree.error().where.row, 1U) << text.substr(0, 60);
    EXPECT_GE(tree.error().where.column, 1U) << text.substr(0, 60);
  }
  // A text that ends too early points at its last value.
  check_refused("scheme: s\ngroups: [{group: ▲g\n\n\n", {{"scheme.yaml", ""}});
  const auto tree = Tree::read("标题: \"目标\\q\"\n");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().where.row, 1U);
  // Behind the escape, whose letter is the ninth character: 标 题 : space " 目 标 \ q.
  EXPECT_EQ(tree.error().where.column, 10U);
  EXPECT_EQ(in_english(tree.error().message),
            "YAML cannot be read here (unknown escape character: q): check the indentation, "
            "colons, brackets and quotes");
}

// Left open, they would swallow the rest of the scheme.
TEST(Tree, RefusesOpenQuotes) {
  check_refused("scheme: s\n▲title: \"open\nversion: 1\n", {{"scheme.open_quote", ""}});
  check_refused("scheme: s\n▲title: 'open", {{"scheme.open_quote", ""}});
  check_refused("scheme: s\n▲title: \"open\n---\n\"\n", {{"scheme.open_quote", ""}});
  check_refused("groups: [a, ▲b, \"c]\n", {{"scheme.open_quote", ""}});
  check_refused("▲\"open", {{"scheme.open_quote", ""}});
}

TEST(Tree, CountsCharactersNotBytes) {
  check_refused(
      "scheme: s\nversion: 1\ngroups: [{group: 县市区, ▲单位: 1, units: {type: a}, points: 10, "
      "components: [{id: 甲, points: 10, rule: direct, indicator: 人均纯收入, full: ▲０}]}]\n",
      {{"scheme.unknown_key", "单位"}, {"decimal.syntax", "full"}});
}

TEST(Tree, TakesByteOrderMarkAndWindowsLineEnds) {
  check_refused("▲schemee: s\r\nversion: ▲0\r\ngroups: ▲1\r\n", {{"scheme.unknown_key", "schemee"},
                                                                 {"scheme.whole_number", "version"},
                                                                 {"scheme.not_a_list", "groups"}});
  // The mark itself is no character of the line that anybody sees.
  const auto marked = parse("\xEF\xBB\xBFschemee: s\nversion: 1\ngroups: 1\n", "");
  ASSERT_FALSE(marked.has_value());
  EXPECT_EQ(marked.error().front().where.column, 1U);
}

TEST(Tree, RefusesTags) {
  check_refused("scheme: ▲!!str s\nversion: 1\n", {{"scheme.tag", ""}});
  check_refused("scheme: s\ngroups: ▲!x [a]\n", {{"scheme.tag", ""}});
}

TEST(Tree, RefusesTextsBeyondTheLimit) {
  std::string text = "scheme: s\n# ";
  text.resize(kText_bytes_max, '-');
  EXPECT_EQ(Tree::read(text).has_value(), true);
  text += '-';
  const auto tree = Tree::read(text);
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().code, "scheme.too_long");
}

TEST(Tree, RefusesDeepNesting) {
  std::string dashes;
  for (int i = 0; i < 10'000; ++i) dashes += "- ";
  for (const auto& text :
       {std::string(100'000, '['), "a: b\nc: " + std::string(2'000, '{'), dashes}) {
    const auto tree = Tree::read(text);
    ASSERT_FALSE(tree.has_value()) << text.substr(0, 20);
    EXPECT_EQ(tree.error().code, "scheme.too_nested") << text.substr(0, 20);
  }
}

// Nine levels of nine aliases would be 9⁹ values.
TEST(Tree, AliasesCannotExplode) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i <= 9; ++i) {
    const auto name = "a" + std::to_string(i);
    const auto before = "*a" + std::to_string(i - 1);
    text += name;
    text += ": &" + name;
    text += " [" + before;
    for (int k = 0; k < 8; ++k) text += ", " + before;
    text += "]\n";
  }
  const auto tree = Tree::read(text);
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().code, "scheme.too_many_values");
  // a0 has 10 values; a1 91, a2 820, a3 7381, a4 66430, a5 597871 > 500000: line 6, in its eighth
  // alias (1 + 8 · 66430 = 531441), at character 9 + 7 · 5 of `a5: &a5 [*a4, *a4, …`.
  EXPECT_EQ(tree.error().where.row, 6U);
  EXPECT_EQ(tree.error().where.column, 10U + 7 * 5);
}

TEST(Tree, RefusesAliasesWithinThemselves) {
  check_refused("scheme: &s [▲*s]\n", {{"scheme.open_alias", ""}});
  check_refused("groups: &g\n  - units: {list: [▲*g]}\n", {{"scheme.open_alias", ""}});
}

TEST(Tree, AliasesShareTheirValue) {
  const auto tree = Tree::read("a: &x [1, 2]\nb: *x\n");
  ASSERT_TRUE(tree.has_value());
  const auto& items = tree->root().items;
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[1], items[3]);
  EXPECT_EQ(tree->root().size, 1U + 2 + 3 + 3);
}

}  // namespace

}  // namespace assay::scheme
