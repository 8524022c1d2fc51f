#include "base/ratio.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace assay {
namespace {

using namespace std::string_view_literals;

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
constexpr auto kMin = std::numeric_limits<std::int64_t>::min();

Ratio ratio(std::string_view text) {
  const auto parsed = Ratio::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Ratio());
}

Decimal dec(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Decimal());
}

// The ratio as text, or its error code.
std::string show(const Result<Ratio>& result) {
  return result ? result->str() : result.error().code;
}

struct Reading {
  std::string_view text;
  std::string_view shown;  // reduced, or an error code
};

TEST(Ratio, ReadsItsForms) {
  static constexpr Reading kReadings[] = {
      {"32", "32"},
      {"0", "0"},
      {"-0", "0"},
      {"0/7", "0"},
      {"-3", "-3"},
      {"0.6", "3/5"},
      {"-0.25", "-1/4"},
      {"32/109", "32/109"},
      {"64/218", "32/109"},
      {"-6/4", "-3/2"},
      {"60%", "3/5"},
      {"100%", "1"},
      {"27.5%", "11/40"},
      {"59.999999%", "59999999/100000000"},
      {"5999999/10000000", "5999999/10000000"},
      {"0.000001%", "1/100000000"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808/9223372036854775807", "-9223372036854775808/9223372036854775807"},
      {"10000000000000", "10000000000000"},  // past Decimal, yet an integer
  };
  for (const auto& [text, shown] : kReadings) EXPECT_EQ(show(Ratio::parse(text)), shown) << text;
}

TEST(Ratio, RefusesOtherForms) {
  static constexpr Reading kReadings[] = {
      {"", "ratio.syntax"},
      {"%", "ratio.syntax"},
      {"/", "ratio.syntax"},
      {"1/", "ratio.syntax"},
      {"/2", "ratio.syntax"},
      {"1/2/3", "ratio.syntax"},
      {"2.5/7", "ratio.syntax"},
      {"1/2.5", "ratio.syntax"},
      {"1/2%", "ratio.syntax"},
      {"50%/2", "ratio.syntax"},
      {"1 / 2", "ratio.syntax"},
      {"1/ 2", "ratio.syntax"},
      {"60 %", "ratio.syntax"},
      {"60%%", "ratio.syntax"},
      {"60％", "ratio.syntax"},  // full width
      {"３２", "ratio.syntax"},
      {"1/-3", "ratio.syntax"},
      {"+1/3", "ratio.syntax"},
      {"1e3", "ratio.syntax"},
      {"NaN", "ratio.syntax"},
      {"0.1234567", "ratio.syntax"},
      {"1/3\0"sv, "ratio.syntax"},
      {"1/0", "ratio.zero_denominator"},
      {"0/0", "ratio.zero_denominator"},
      {"9223372036854775808", "ratio.range"},
      {"1/9223372036854775808", "ratio.range"},
      {"9300000000000.5", "ratio.range"},
      {"99999999999999999999999999999%", "ratio.range"},
  };
  for (const auto& [text, code] : kReadings) {
    const auto parsed = Ratio::parse(text);
    EXPECT_EQ(show(parsed), code) << text;
    if (!parsed) {
      EXPECT_EQ(parsed.error().failure, Failure::Input) << text;
    }
  }
  EXPECT_EQ(in_english(Ratio::parse("2.5/7").error().message),
            "“2.5/7” is not a ratio: write it like 32, 0.6, 32/109 or 27.5%, in half-width "
            "characters, without spaces and with at most 6 decimals");
}

TEST(Ratio, MakeReducesAndMovesTheSign) {
  EXPECT_EQ(show(Ratio::make(6, -4)), "-3/2");
  EXPECT_EQ(show(Ratio::make(-6, -4)), "3/2");
  EXPECT_EQ(show(Ratio::make(0, -5)), "0");
  EXPECT_EQ(show(Ratio::make(0, kMin)), "0");
  EXPECT_EQ(show(Ratio::make(kMin, kMin)), "1");
  EXPECT_EQ(show(Ratio::make(kMin, 2)), "-4611686018427387904");
  EXPECT_EQ(show(Ratio::make(2, kMin)), "-1/4611686018427387904");
  EXPECT_EQ(show(Ratio::make(kMax, -kMax)), "-1");
  EXPECT_EQ(show(Ratio::make(kMin, 1)), "-9223372036854775808");
  // 2⁶³ does not fit above or below the line.
  EXPECT_EQ(show(Ratio::make(kMin, -1)), "ratio.range");
  EXPECT_EQ(show(Ratio::make(1, kMin)), "ratio.range");
  EXPECT_EQ(show(Ratio::make(1, 0)), "ratio.zero_denominator");
}

TEST(Ratio, OfDecimalsIsExact) {
  EXPECT_EQ(Ratio::of(dec("0.125")).str(), "1/8");
  EXPECT_EQ(Ratio::of(dec("-2.5")).str(), "-5/2");
  EXPECT_EQ(Ratio::of(Decimal()), Ratio());
  EXPECT_EQ(show(Ratio::of(dec("2.5"), dec("7"))), "5/14");
  EXPECT_EQ(show(Ratio::of(dec("2.5"), dec("-7"))), "-5/14");
  // 9.2·10¹⁸ / (9.2·10¹⁸ − 1) millionths have no common factor.
  EXPECT_EQ(show(Ratio::of(dec("9200000000000"), dec("9199999999999.999999"))),
            "9200000000000000000/9199999999999999999");
  EXPECT_EQ(show(Ratio::of(dec("-9200000000000"), dec("-0.000001"))), "9200000000000000000");
  EXPECT_EQ(show(Ratio::of(dec("1"), Decimal())), "ratio.zero_denominator");
  EXPECT_EQ(show(Ratio::of(Decimal(), Decimal())), "ratio.zero_denominator");
}

TEST(Ratio, F05_ComparesWithoutRounding) {
  EXPECT_LT(ratio("59.999999%"), ratio("60%"));
  EXPECT_LT(ratio("5999999/10000000"), ratio("60%"));
  EXPECT_EQ(ratio("3/5"), ratio("60%"));
  EXPECT_TRUE((ratio("0.6") <=> ratio("60%")) == std::strong_ordering::equal);
  EXPECT_LT(ratio("-1/2"), ratio("1/3"));
  EXPECT_LT(ratio("-1/2"), ratio("-1/3"));
  EXPECT_GT(ratio("0"), ratio("-1/1000000"));
  // Apart by about 10⁻³⁸, far below what a double can tell.
  const auto nearly = Ratio::make(kMax - 1, kMax);
  const auto less = Ratio::make(kMax - 2, kMax - 1);
  ASSERT_TRUE(nearly && less);
  EXPECT_LT(*less, *nearly);
  EXPECT_GT(*nearly, *less);
  EXPECT_LT(Ratio::from_integer(kMin), Ratio::from_integer(kMax));
}

TEST(Ratio, TimesRoundsOnce) {
  const auto times = [](std::string_view text, std::string_view factor, Rounding rounding) {
    const auto result = ratio(text).times(dec(factor), rounding);
    return result ? result->str() : result.error().code;
  };
  EXPECT_EQ(times("32/109", "100", Rounding::HalfAwayFromZero), "29.357798");  // 29.35779816…
  EXPECT_EQ(times("2/3", "1", Rounding::HalfEven), "0.666667");
  EXPECT_EQ(times("-2/3", "1", Rounding::HalfEven), "-0.666667");
  EXPECT_EQ(times("25%", "110", Rounding::HalfEven), "27.5");  // W11
  EXPECT_EQ(times("1/2", "0.000001", Rounding::HalfAwayFromZero), "0.000001");
  EXPECT_EQ(times("1/2", "0.000001", Rounding::HalfEven), "0");
  EXPECT_EQ(times("1/2", "-0.000003", Rounding::HalfEven), "-0.000002");
  EXPECT_EQ(times("9223372036854775807", "9200000000000", Rounding::HalfEven), "decimal.range");
  EXPECT_EQ(times("9223372036854775807", "0.000001", Rounding::HalfEven), "decimal.range");
  // −(2⁶³/(2⁶³ − 1)) · 9.2·10¹⁸ millionths = −(9.2·10¹⁸ + 0.997…), past the limit once rounded
  EXPECT_EQ(times("-9223372036854775808/9223372036854775807", "9200000000000", Rounding::HalfEven),
            "decimal.range");
}

TEST(Ratio, TellsZeroAndSign) {
  EXPECT_TRUE(Ratio().is_zero());
  EXPECT_FALSE(ratio("0/5").is_negative());
  EXPECT_TRUE(ratio("-1/5").is_negative());
  EXPECT_EQ(Ratio::from_integer(4).denominator(), 1);
}

}  // namespace
}  // namespace assay
