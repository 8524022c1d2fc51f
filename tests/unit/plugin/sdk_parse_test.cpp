#include <gtest/gtest.h>

#include "assay/sdk/json.hpp"
#include "assay/sdk/norms.hpp"

namespace assay::sdk {
namespace {

template <class Call>
std::string config_error(const Call& call) {
  try {
    call();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(SdkParameters, ReadsAFlatObject) {
  EXPECT_TRUE(parse_parameters(" { } ").empty());
  const auto read = parse_parameters(
      R"( {"profile":"yulin", "cap" : 1.20,"strict":true, "名":"\u4e2d\"\\\/\n\ud83d\ude00"} )");
  EXPECT_EQ(read.at("profile"), "yulin");
  EXPECT_EQ(read.at("cap"), "1.20");
  EXPECT_EQ(read.at("strict"), "true");
  EXPECT_EQ(read.at("名"), "中\"\\/\n😀");
}

TEST(SdkParameters, RefusesAllElse) {
  for (const auto* wrong : {"",
                            "[]",
                            "{",
                            "{}x",
                            "{\"a\"}",
                            "{\"a\":}",
                            "{\"a\":null}",
                            "{\"a\":{}}",
                            "{\"a\":[1]}",
                            "{\"a\":1,}",
                            "{\"a\":01}",
                            "{\"a\":1.}",
                            "{\"a\":1e3}",
                            "{\"a\":+1}",
                            "{\"a\":\"x}",
                            "{\"a\":\"\\x\"}",
                            "{\"a\":\"\\ud83d\"}",
                            "{\"a\":\"\\ude00\"}",
                            "{\"a\":\"\n\"}",
                            "{\"a\":1,\"a\":2}",
                            "{a:1}",
                            "{'a':1}"})
    EXPECT_THROW(static_cast<void>(parse_parameters(wrong)), ConfigError) << wrong;
  EXPECT_EQ(config_error([] { static_cast<void>(parse_parameters("{\"a\":null}")); }),
            "the parameters are not a flat JSON object: a value must be a string, a number, true "
            "or false (byte 6)");
  EXPECT_THROW(static_cast<void>(parse_parameters("{\"a\":\"" + std::string(65536, 'x') + "\"}")),
               ConfigError);
}

constexpr auto kNorms =
    "norm,value,unit,from,source\r\n"
    "gate,60,%,2003-01-01,\"text, with \"\"words\"\"\"\n"
    "gate,70,%,2010-07-01,later text\n"
    "cap,120,%,2024-01-01,bulletin";

TEST(SdkNorms, TheOneInForceCounts) {
  const auto norms = Norms::parse(kNorms);
  EXPECT_EQ(norms.at("gate", last_day("2009")).value, Decimal::from_integer(60));
  EXPECT_EQ(norms.at("gate", last_day("2010H1")).value, Decimal::from_integer(60));
  EXPECT_EQ(norms.at("gate", last_day("2010")).value, Decimal::from_integer(70));
  EXPECT_EQ(norms.at("gate", last_day("2003")).source, "text, with \"words\"");
  EXPECT_EQ(norms.find("none", last_day("2009")), nullptr);
  EXPECT_EQ(config_error([&] { static_cast<void>(norms.find("cap", last_day("2023-12"))); }),
            "the norm cap is not in force yet in this period (it holds from 20240101): set a "
            "parameter, or assess a later period");
  EXPECT_EQ(config_error([&] { static_cast<void>(norms.at("none", last_day("2023"))); }),
            "there is no norm none");
}

TEST(SdkNorms, LastDays) {
  EXPECT_EQ(last_day("2024"), 20241231);
  EXPECT_EQ(last_day("2024H1"), 20240631);
  EXPECT_EQ(last_day("2024Q3"), 20240931);
  EXPECT_EQ(last_day("2024-02"), 20240231);
  for (const auto* wrong : {"", "24", "2024X1", "2024-13", "2024Q5", "2024H0"})
    EXPECT_THROW(static_cast<void>(last_day(wrong)), ConfigError) << wrong;
}

TEST(SdkNorms, FaultsNameTheRecord) {
  const std::string header = "norm,value,unit,from,source\n";
  struct Case {
    std::string csv, words;
  };
  for (const auto& [csv, words] : std::vector<Case>{
           {"", "record 0: the file is empty"},
           {"norm,value\n", "record 1: the header"},
           {header + "a,1,%,2003-01-01\n", "record 2: a row has 5 fields"},
           {header + "a,1,%,2003-01-01,x,y\n", "record 2: a row has 5 fields"},
           {header + "a,1,%,2003-01-01,\n", "record 2: no field may be empty"},
           {header + "a,1e3,%,2003-01-01,x\n", "record 2: 1e3 is not a figure"},
           {header + "a,1,%,2003-1-1,x\n", "record 2: a day is written"},
           {header + "a,1,%,2003-13-01,x\n", "record 2: this day is not"},
           {header + "a,1,%,2003-01-01,x\na,2,%,2003-01-01,x\n", "record 3: given twice"},
           {header + "a,1,%,2003-01-01,\"x\n", "record 2: a quoted field does not end"},
           {header + "a,1,%,2003-01-01,x\"y\n", "record 2: a quote inside"},
           {header + "a,1,%,2003-01-01,\"x\"y\n", "record 2: text after a closing quote"}}) {
    const auto text = config_error([&] { static_cast<void>(Norms::parse(csv)); });
    EXPECT_NE(text.find("norms, " + words), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace assay::sdk
