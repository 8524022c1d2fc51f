#include <gtest/gtest.h>

#include "report/compact_table.hpp"

namespace assay::report {
namespace {

// Expected: Unicode 14 East Asian Width (W and F are 2, A outside Chinese encodings 1, Mn 0).
TEST(DisplayWidth, WideCharactersTakeTwoColumns) {
  const auto check = [](std::string_view text, std::size_t width) {
    EXPECT_EQ(display_width(text), width) << text;
  };
  check("", 0);
  check("abc", 3);
  check("泾阳县", 6);
  check("（一）", 6);            // full-width brackets
  check("１２", 4);              // full-width digits
  check("±×–", 3);               // ambiguous
  check("e\u0301", 1);           // e and a combining accent
  check("\U0001F600", 2);        // an emoji
  check("\U00020BB7\u91CE", 4);  // 𠮷野, outside the first plane
}

TEST(Table, AlignsWideText) {
  const std::vector<TableColumn> columns = {{"单位", Align::Left}, {"Points", Align::Right}};
  const std::vector<std::vector<std::string>> rows = {{"a", "9.50"}, {"泾阳县", "10"}};
  EXPECT_EQ(table(columns, rows),
            "单位    Points\n"
            "------  ------\n"
            "a         9.50\n"
            "泾阳县      10\n");
}

TEST(Table, LeavesNoBlanksAtLineEnds) {
  const std::vector<TableColumn> columns = {{"a"}, {"b"}};
  const std::vector<std::vector<std::string>> rows = {{"1"}, {"", "long cell"}};
  EXPECT_EQ(table(columns, rows),
            "a  b\n"
            "-  ---------\n"
            "1\n"
            "   long cell\n");
}

// A name may neither break the line nor speak to the terminal.
TEST(Table, KeepsControlCharactersOut) {
  const std::vector<TableColumn> columns = {{"a"}};
  const std::vector<std::vector<std::string>> rows = {
      {"x\ny"}, {"\x1b[2Jz"}, {"\u202Eabc"}, {"broken \xE4\xB8"}};
  EXPECT_EQ(table(columns, rows),
            "a\n"
            "---------\n"
            "x y\n"
            "\uFFFD[2Jz\n"
            "\uFFFDabc\n"
            "broken \uFFFD\uFFFD\n");
}

TEST(CompactTable, LeavesOutEmptyColumns) {
  const std::vector<TableColumn> columns = {{"a"}, {"b"}, {"c"}};
  const std::vector<std::vector<std::string>> rows = {{"1", "", ""}, {"2", "", "3"}};
  EXPECT_EQ(compact_table(columns, rows),
            "a  c\n"
            "-  -\n"
            "1\n"
            "2  3\n");
}

}  // namespace
}  // namespace assay::report
