#include "report/json_reader.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using assay::report::JsonValue;
using assay::report::parse_json;
using Kind = JsonValue::Kind;

TEST(JsonReader, KeepsFiguresAsTheyAreWritten) {
  const auto read = parse_json(R"( {"a": 12.50, "b": [-0, 1e300, 18446744073709551616]} )");
  ASSERT_TRUE(read.has_value());
  ASSERT_NE(read->member("a"), nullptr);
  EXPECT_EQ(read->member("a")->kind, Kind::Figure);
  EXPECT_EQ(read->member("a")->text, "12.50");
  const auto& list = read->member("b")->items;
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].text, "-0");
  EXPECT_EQ(list[1].text, "1e300");
  EXPECT_EQ(list[2].text, "18446744073709551616");
  EXPECT_EQ(read->member("c"), nullptr);
}

TEST(JsonReader, ReadsTextsAndWords) {
  const auto read = parse_json(R"(["武功\n", "\u6b66", true, false, null, {}, []])");
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->items.size(), 7U);
  EXPECT_EQ(read->items[0].text, "武功\n");
  EXPECT_EQ(read->items[1].text, "武");
  EXPECT_TRUE(read->items[2].flag);
  EXPECT_FALSE(read->items[3].flag);
  EXPECT_EQ(read->items[4].kind, Kind::Null);
  EXPECT_EQ(read->items[5].kind, Kind::Object);
  EXPECT_EQ(read->items[6].kind, Kind::Array);
  EXPECT_EQ(read->items[6].member("a"), nullptr);
}

// "code row:column"
std::string refusal(const std::string& text) {
  const auto read = parse_json(text);
  if (read) return "none";
  const auto& where = read.error().where;
  return read.error().code + " " + std::to_string(where.row) + ":" + std::to_string(where.column);
}

TEST(JsonReader, SaysWhereItIsWrong) {
  EXPECT_EQ(refusal(""), "json.syntax 1:1");
  EXPECT_EQ(refusal("{\"县\": 1,\n \"b\": }"), "json.syntax 2:7");
  EXPECT_EQ(refusal("{\"县\" 1}"), "json.syntax 1:6");
  EXPECT_EQ(refusal("[1] 2").substr(0, 11), "json.syntax");
  EXPECT_EQ(refusal("[1,]").substr(0, 11), "json.syntax");
  EXPECT_EQ(refusal("[\"\xff\"]").substr(0, 11), "json.syntax");
  EXPECT_EQ(refusal(std::string("[1]\0", 4)).substr(0, 11), "json.syntax");
  EXPECT_EQ(refusal("{\"a\": 1, \"a\": 2}").substr(0, 10), "json.twice");
}

TEST(JsonReader, HasLimits) {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_EQ(refusal(nested(32)), "none");
  EXPECT_EQ(refusal(nested(33)).substr(0, 10), "json.depth");
  EXPECT_EQ(refusal(std::string(1'000'000, '[')).substr(0, 10), "json.depth");
  const auto names = [](int count) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    return text + "}";
  };
  EXPECT_EQ(refusal(names(1'000)), "none");
  EXPECT_EQ(refusal(names(1'001)).substr(0, 10), "json.names");
}

}  // namespace
