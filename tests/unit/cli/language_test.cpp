#include "cli/language.hpp"

#include <gtest/gtest.h>

#include <map>

namespace assay::cli {
namespace {

using Variables = std::map<std::string, std::string>;

Language chosen(const std::string& option, const Variables& variables) {
  return choose_language(option, [&](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  });
}

// Order of the variables: "Locale Environment Variables" and "Specifying a Priority List of
// Languages" in the manual of GNU gettext.
TEST(ChooseLanguage, FollowsOptionThenEnvironment) {
  const auto check = [](const std::string& option, const Variables& variables, Language language) {
    EXPECT_EQ(chosen(option, variables), language);
  };
  check("", {}, Language::English);
  check("zh", {{"LANG", "en_US.UTF-8"}}, Language::Chinese);
  check("en", {{"LANG", "zh_CN.UTF-8"}, {"LANGUAGE", "zh"}}, Language::English);
  check("", {{"LANG", "zh_CN.UTF-8"}}, Language::Chinese);
  check("", {{"LANG", "zh_CN.UTF-8"}, {"LC_MESSAGES", "en_GB.UTF-8"}}, Language::English);
  check("", {{"LC_MESSAGES", "zh_CN"}, {"LC_ALL", "de_DE.UTF-8"}}, Language::English);
  check("", {{"LC_ALL", "zh_TW.UTF-8"}, {"LANG", "C"}}, Language::Chinese);
  check("", {{"LANG", "en_US.UTF-8"}, {"LANGUAGE", "zh_CN:en"}}, Language::Chinese);
  check("", {{"LANG", "zh_CN.UTF-8"}, {"LANGUAGE", "en"}}, Language::English);
  check("", {{"LANG", "C"}, {"LANGUAGE", "zh_CN"}}, Language::English);
  check("", {{"LANGUAGE", "zh_CN"}}, Language::Chinese);
}

TEST(MakeTranslate, GivesEnglishAsWritten) {
  const auto translate = make_translate(Language::English, ASSAY_LOCALE_DIR);
  EXPECT_EQ(translate({"Rank"}), "Rank");
  EXPECT_EQ(translate({"from a plugin", {}, "来自插件"}), "from a plugin");
}

TEST(MakeTranslate, FindsChineseInTheCatalogue) {
  const auto translate = make_translate(Language::Chinese, ASSAY_LOCALE_DIR);
  EXPECT_EQ(translate({"Rank"}), "名次");
  EXPECT_EQ(translate({"{rank} of {count}"}), "第 {rank} 名，共 {count} 个");
  EXPECT_EQ(translate({"from a plugin", {}, "来自插件"}), "来自插件");
  EXPECT_EQ(translate({"a text nobody translated"}), "a text nobody translated");
  EXPECT_EQ(translate({""}), "");
}

TEST(HtmlLanguage, NamesLanguagesAsHtmlDoes) {
  EXPECT_EQ(html_language(Language::English), "en");
  EXPECT_EQ(html_language(Language::Chinese), "zh-Hans");
}

}  // namespace
}  // namespace assay::cli
