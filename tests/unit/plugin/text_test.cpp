#include "plugin/text.hpp"

#include <gtest/gtest.h>

namespace assay::plugin {
namespace {

TEST(PluginText, CleanIsPrintableUtf8) {
  EXPECT_TRUE(is_clean(""));
  EXPECT_TRUE(is_clean("到位率 100 %"));
  EXPECT_FALSE(is_clean("a\nb"));
  EXPECT_FALSE(is_clean("\x1b[31m"));
  EXPECT_FALSE(is_clean("\x7f"));
  EXPECT_FALSE(is_clean("\xC2\x85"));  // U+0085, a line end
  EXPECT_FALSE(is_clean("\xE5\x88"));  // half of 到
}

TEST(PluginText, CleaningKeepsCharactersWhole) {
  EXPECT_EQ(cleaned("到位\xff\n", 100), "到位??");
  EXPECT_EQ(cleaned("到位", 5), "到");
  EXPECT_EQ(cleaned("到位", 6), "到位");
  EXPECT_EQ(cleaned("到位", 0), "");
}

TEST(PluginText, Ids) {
  EXPECT_TRUE(is_id("fdi-2024.points_1"));
  EXPECT_TRUE(is_id(std::string(64, 'a')));
  for (const auto* wrong : {"", "1a", "A", "a b", "../a", "a/b", "é", "_a"}) {
    EXPECT_FALSE(is_id(wrong)) << wrong;
  }
  EXPECT_FALSE(is_id(std::string(65, 'a')));
}

}  // namespace
}  // namespace assay::plugin
