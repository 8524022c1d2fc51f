#include "plugin/parameters.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace assay::plugin {
namespace {

TEST(Parameters, AreAFlatObjectOfStrings) {
  EXPECT_EQ(to_json({}), "{}");
  EXPECT_EQ(to_json({{"profile", "yulin"}, {"cap", "120%"}}),
            R"({"cap":"120%","profile":"yulin"})");
}

// RFC 8259 section 7.
TEST(Parameters, EscapeWhatJsonMustEscape) {
  EXPECT_EQ(to_json({{"a\"b", "\\"}}), R"({"a\"b":"\\"})");
  EXPECT_EQ(to_json({{"a", "x\n\t\x01"}}), "{\"a\":\"x\\u000a\\u0009\\u0001\"}");
  EXPECT_EQ(to_json({{"名", "招商"}}), "{\"名\":\"招商\"}");
}

// A parameter of every type.
PluginInfo sample() {
  PluginInfo info;
  info.id = "sample";
  info.version = "1.0";
  const auto figure = [](const char* text) { return Decimal::parse(text).value(); };
  info.parameters = {
      {.id = "gate",
       .standard = "60%",
       .doc = "the gate 门槛",
       .type = "ratio",
       .lo = figure("0"),
       .hi = figure("1")},
      {.id = "points", .doc = "full marks", .type = "dec6", .lo = figure("0.000001")},
      {.id = "since", .doc = "first day", .type = "date"},
      {.id = "strict", .standard = "false", .doc = "refuse gaps", .type = "bool"},
      {.id = "form",
       .standard = "binary",
       .doc = "how \"points\" are given",
       .type = "word",
       .words = {"binary", "grades"}},
      {.id = "remark", .doc = "any text", .type = "text"},
  };
  return info;
}

TEST(Parameters, WhatTheirTypeTakesIsTaken) {
  for (const auto& [name, values] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"gate", {"60%", "3/5", "0.6", "0", "1", "100%", "0%"}},
           {"points", {"0.000001", "100", "9200000000000"}},
           {"since", {"2024-02-29", "1900-01-01"}},
           {"strict", {"true", "false"}},
           {"form", {"binary", "grades"}},
           {"remark", {"", "招商", "\"a\""}}})
    for (const auto& value : values) {
      const auto checked = check_parameters(sample(), {{name, value}});
      EXPECT_TRUE(checked) << name << " " << value << describe(checked.error());
    }
}

TEST(Parameters, AnythingElseIsNamed) {
  for (const auto& [name, value, words] : std::vector<std::array<std::string, 3>>{
           {"gate", "60 %", "it must be a rate such as 60%, 3/5 or 0.6"},
           {"gate", "", "it must be a rate such as 60%, 3/5 or 0.6"},
           {"gate", "1/0", "it must be a rate such as 60%, 3/5 or 0.6"},
           {"gate", "-1%", "it must be 0 or more"},
           {"gate", "10000001/10000000", "it must be 1 or less"},
           {"points", "0", "it must be 0.000001 or more"},
           {"points", "1.0000001", "it must be a figure with at most 6 decimals"},
           {"points", "10%", "it must be a figure with at most 6 decimals"},
           {"since", "2023-02-29", "it must be a day such as 2024-09-30"},
           {"strict", "yes", "it must be true or false"},
           {"form", "Binary", "it must be one of binary, grades"}}) {
    const auto checked = check_parameters(sample(), {{name, value}});
    ASSERT_FALSE(checked) << name << " " << value;
    EXPECT_EQ(checked.error().failure, Failure::Input);
    EXPECT_EQ(checked.error().code, "plugin.parameter");
    EXPECT_EQ(in_english(checked.error().message),
              "parameter " + name + " is " + value + ": " + words);
  }
}

TEST(Parameters, TextsAreCleanAndNotEndless) {
  EXPECT_FALSE(check_parameters(sample(), {{"remark", "a\nb"}}));
  EXPECT_FALSE(check_parameters(sample(), {{"remark", "\xff"}}));
  EXPECT_TRUE(check_parameters(sample(), {{"remark", std::string(4096, 'a')}}));
  EXPECT_FALSE(check_parameters(sample(), {{"remark", std::string(4097, 'a')}}));
}

TEST(Parameters, UnknownOnesAreNamed) {
  const auto near = check_parameters(sample(), {{"gates", "1"}});
  ASSERT_FALSE(near);
  EXPECT_EQ(in_english(near.error().message),
            "plugin sample has no parameter gates: did you mean gate?");
  const auto far = check_parameters(sample(), {{"完成率", "1"}});
  ASSERT_FALSE(far);
  EXPECT_EQ(in_english(far.error().message),
            "plugin sample has no parameter 完成率: it has gate, points, since, strict, form, "
            "remark");
  EXPECT_EQ(in_english(check_parameters({}, {{"gate", "1"}}).error().message),
            "plugin  has no parameter gate: it has -");
}

// tests/golden/parameter_schema_test.py holds the same file against what JSON Schema says.
TEST(Parameters, TheSchemaDescribesThemAll) {
  const std::string path = ASSAY_PARAMETER_SCHEMA;
  const auto schema = schema_of(sample());
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << schema;
  std::ifstream golden(path);
  EXPECT_EQ(schema, std::string(std::istreambuf_iterator<char>(golden), {}));
  EXPECT_NE(schema_of({}).find("\"properties\": {}"), std::string::npos);
}

}  // namespace
}  // namespace assay::plugin
