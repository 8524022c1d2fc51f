// Rounding and breakpoint tables. The figures were made with Python's fractions.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "assay/sdk/breakpoints.hpp"
#include "assay/sdk/norms.hpp"
#include "assay/sdk/rounding.hpp"

namespace assay::sdk {
namespace {

Decimal decimal(std::string_view text) { return Decimal::parse(text).value(); }

TEST(SdkRounding, OnceAndExactly) {
  struct Case {
    std::pair<std::int64_t, std::int64_t> value;
    int decimals;
    std::array<std::string, 4> wanted;  // up, down, half up, half even
  };
  for (const auto& [value, decimals, wanted] :
       std::vector<Case>{{{5, 2}, 0, {"3", "2", "3", "2"}},
                         {{7, 2}, 0, {"4", "3", "4", "4"}},
                         {{-5, 2}, 0, {"-2", "-3", "-3", "-2"}},
                         {{-7, 2}, 0, {"-3", "-4", "-4", "-4"}},
                         {{1, 3}, 0, {"1", "0", "0", "0"}},
                         {{-1, 3}, 0, {"0", "-1", "0", "0"}},
                         {{2, 3}, 6, {"0.666667", "0.666666", "0.666667", "0.666667"}},
                         {{25, 1000}, 2, {"0.03", "0.02", "0.03", "0.02"}},
                         {{35, 1000}, 2, {"0.04", "0.03", "0.04", "0.04"}},
                         {{-25, 1000}, 2, {"-0.02", "-0.03", "-0.03", "-0.02"}},
                         {{1000000000000, 7},
                          6,
                          {"142857142857.142858", "142857142857.142857", "142857142857.142857",
                           "142857142857.142857"}},
                         {{-1, 1000000000}, 6, {"0", "-0.000001", "0", "0"}},
                         {{6, 1}, 0, {"6", "6", "6", "6"}},
                         {{1234567, 2000000}, 6, {"0.617284", "0.617283", "0.617284", "0.617284"}},
                         {{12345, 100000}, 4, {"0.1235", "0.1234", "0.1235", "0.1234"}}}) {
    const auto exact = Ratio::make(value.first, value.second);
    SCOPED_TRACE(std::to_string(value.first) + "/" + std::to_string(value.second));
    EXPECT_EQ(rounded(exact, decimals, Rounding::Up), decimal(wanted[0]));
    EXPECT_EQ(rounded(exact, decimals, Rounding::Down), decimal(wanted[1]));
    EXPECT_EQ(rounded(exact, decimals, Rounding::HalfUp), decimal(wanted[2]));
    EXPECT_EQ(rounded(exact, decimals, Rounding::HalfEven), decimal(wanted[3]));
  }
  EXPECT_EQ(rounded(decimal("2.345"), 2, Rounding::HalfEven), decimal("2.34"));
  EXPECT_THROW(static_cast<void>(rounded(Ratio::make(9'200'000'000'001, 1), 0, Rounding::Up)),
               OutOfRange);
}

// HJ 633-2012 table 1, PM2.5 over 24 hours; from 2026-03-01 a made-up one.
constexpr std::string_view kHeader = "series,value,gives,unit,from,source\n";
std::string table() {
  std::string csv(kHeader);
  for (const auto& [value, gives] :
       std::vector<std::pair<std::string, std::string>>{{"0", "0"},
                                                        {"35", "50"},
                                                        {"75", "100"},
                                                        {"115", "150"},
                                                        {"150", "200"},
                                                        {"250", "300"},
                                                        {"350", "400"},
                                                        {"500", "500"}})
    csv += "pm25," + value + "," + gives + ",µg/m³,2012-02-29,HJ 633-2012\n";
  return csv + "pm25,10,0,µg/m³,2026-03-01,x\npm25,30,-1.5,µg/m³,2026-03-01,x\n";
}

TEST(SdkBreakpoints, LieOnTheLineExactly) {
  const auto tables = Breakpoints::parse(table());
  const auto& curve = tables.at("pm25", "µg/m³", 20240101);
  struct Case {
    std::string_view value;
    std::pair<std::int64_t, std::int64_t> gives;
    int up;
  };
  for (const auto& [value, gives, up] : std::vector<Case>{{"0", {0, 1}, 0},
                                                          {"0.7", {1, 1}, 1},
                                                          {"35", {50, 1}, 50},
                                                          {"35.000001", {40000001, 800000}, 51},
                                                          {"36", {205, 4}, 52},
                                                          {"74.9", {799, 8}, 100},
                                                          {"75", {100, 1}, 100},
                                                          {"149.999999", {139999999, 700000}, 200},
                                                          {"500", {500, 1}, 500},
                                                          {"333.3", {3833, 10}, 384},
                                                          {"112.5", {1175, 8}, 147}}) {
    const auto exact = curve.at(decimal(value));
    ASSERT_TRUE(exact) << value;
    EXPECT_EQ(*exact, Ratio::make(gives.first, gives.second)) << value;
    EXPECT_EQ(rounded(*exact, 0, Rounding::Up), Decimal::from_integer(up)) << value;
  }
  EXPECT_EQ(curve.at(decimal("500.000001")), std::nullopt);
  EXPECT_EQ(curve.at(decimal("-0.000001")), std::nullopt);
}

TEST(SdkBreakpoints, TheDayDecides) {
  const auto tables = Breakpoints::parse(table());
  EXPECT_EQ(tables.at("pm25", "µg/m³", 20260228).points().size(), 8U);
  const auto& later = tables.at("pm25", "µg/m³", 20260301);
  EXPECT_EQ(later.at(decimal("20")), Ratio::make(-3, 4));  // a table may fall
  EXPECT_EQ(later.at(decimal("9")), std::nullopt);
  EXPECT_THROW(static_cast<void>(tables.at("pm25", "µg/m³", 20120228)), ConfigError);
  EXPECT_THROW(static_cast<void>(tables.at("pm10", "µg/m³", 20240101)), ConfigError);
  EXPECT_THROW(static_cast<void>(tables.at("pm25", "mg/m³", 20240101)), ConfigError);
}

TEST(SdkBreakpoints, FaultsAreNamed) {
  const std::string header(kHeader);
  for (const auto& [csv, words] : std::vector<std::pair<std::string, std::string>>{
           {"", "the file is empty"},
           {"a,b\n", "the header must be series,value,gives,unit,from,source"},
           {header + "a,1,1,x,2003-01-01\n", "record 2: a row has 6 fields"},
           {header + "a,1,1,,2003-01-01,s\n", "record 2: no field may be empty"},
           {header + "a,one,1,x,2003-01-01,s\n", "record 2: value and gives are figures"},
           {header + "a,1,1,x,2003,s\n", "record 2: a day is written"},
           {header + "a,1,1,x,2003-01-01,s\na,1,2,x,2003-01-01,s\n", "record 3: values must rise"},
           {header + "a,1,1,x,2003-01-01,s\na,2,2,y,2003-01-01,s\n", "in one unit of measure"}}) {
    try {
      static_cast<void>(Breakpoints::parse(csv));
      ADD_FAILURE() << words;
    } catch (const ConfigError& error) {
      EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
    }
  }
}

TEST(SdkNorms, AreInTheUnitThatIsAskedFor) {
  const auto norms = Norms::parse("norm,value,unit,from,source\ngate,60,%,2003-01-01,s\n");
  EXPECT_EQ(norms.value("gate", "%", 20240101), Decimal::from_integer(60));
  EXPECT_THROW(static_cast<void>(norms.value("gate", "万元", 20240101)), ConfigError);
}

}  // namespace
}  // namespace assay::sdk
