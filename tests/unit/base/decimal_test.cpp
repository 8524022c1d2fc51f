#include "base/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace assay {
namespace {

using namespace std::string_view_literals;

Decimal dec(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Decimal());
}

// The literal of a result, or its error code.
std::string show(const Result<Decimal>& result) {
  return result ? result->str() : result.error().code;
}

struct Reading {
  std::string_view text;
  std::int64_t micro;
  std::string_view printed;
};

TEST(Decimal, ParsesAndPrintsExactly) {
  static constexpr Reading kReadings[] = {
      {"0", 0, "0"},
      {"-0", 0, "0"},
      {"-0.000000", 0, "0"},
      {"12", 12'000'000, "12"},
      {"-12.5", -12'500'000, "-12.5"},
      {"-0.5", -500'000, "-0.5"},
      {"0.000001", 1, "0.000001"},
      {"-0.000001", -1, "-0.000001"},
      {"007.10", 7'100'000, "7.1"},
      {"59.999999", 59'999'999, "59.999999"},
      {"100", 100'000'000, "100"},
      {"9200000000000", 9'200'000'000'000'000'000, "9200000000000"},
      {"-9200000000000.000000", -9'200'000'000'000'000'000, "-9200000000000"},
      {"9199999999999.999999", 9'199'999'999'999'999'999, "9199999999999.999999"},
  };
  for (const auto& reading : kReadings) {
    const auto parsed = Decimal::parse(reading.text);
    ASSERT_TRUE(parsed) << reading.text << ": " << describe(parsed.error());
    EXPECT_EQ(parsed->micro(), reading.micro) << reading.text;
    EXPECT_EQ(parsed->str(), reading.printed);
  }
}

struct Refusal {
  std::string_view text;
  std::string_view code;
};

TEST(Decimal, RefusesWhatIsNotAPlainNumber) {
  static constexpr Refusal kRefusals[] = {
      {"", "decimal.empty"},
      {"１２", "decimal.syntax"},  // full width
      {"1e30", "decimal.syntax"},
      {"1E2", "decimal.syntax"},
      {"0x10", "decimal.syntax"},
      {"NaN", "decimal.syntax"},
      {"nan", "decimal.syntax"},
      {"inf", "decimal.syntax"},
      {"-Infinity", "decimal.syntax"},
      {"1.", "decimal.syntax"},
      {".5", "decimal.syntax"},
      {"-.5", "decimal.syntax"},
      {".", "decimal.syntax"},
      {"-", "decimal.syntax"},
      {"--1", "decimal.syntax"},
      {"+1", "decimal.syntax"},
      {"1,000", "decimal.syntax"},
      {"1.2.3", "decimal.syntax"},
      {" 1", "decimal.syntax"},
      {"1 ", "decimal.syntax"},
      {"1\n", "decimal.syntax"},
      {"\0"sv, "decimal.syntax"},
      {"1\0"sv, "decimal.syntax"},
      {"1\0002"sv, "decimal.syntax"},
      {"1.\xff", "decimal.syntax"},
      {"50%", "decimal.syntax"},
      {"1.2345678", "decimal.places"},
      {"1.0000000", "decimal.places"},
      {"9200000000000.000001", "decimal.range"},
      {"-9200000000000.000001", "decimal.range"},
      {"9200000000001", "decimal.range"},
      {"9223372036854.775808", "decimal.range"},               // 2⁶³ millionths
      {"18446744073709.551617", "decimal.range"},              // 2⁶⁴ + 1 millionths
      {"340282366920938463463374607431768", "decimal.range"},  // ≈ 2¹²⁸ millionths
      {"-100000000000000000000000000000000000000000000000000", "decimal.range"},
  };
  for (const auto& refusal : kRefusals) {
    const auto parsed = Decimal::parse(refusal.text);
    ASSERT_FALSE(parsed) << refusal.text;
    EXPECT_EQ(parsed.error().code, refusal.code) << refusal.text;
    EXPECT_EQ(parsed.error().failure, Failure::Input);
  }
}

TEST(Decimal, SaysWhatIsWrongAndWhatToDo) {
  const auto message = [](std::string_view text) {
    return in_english(Decimal::parse(text).error().message);
  };
  EXPECT_EQ(message(""), "the figure is empty: enter a number such as 12.5");
  EXPECT_EQ(message("１２"),
            "“１２” is not a plain number: write it like 1234.5 or -0.5, in half-width digits, "
            "without +, spaces, thousands separators or exponent");
  EXPECT_EQ(message("1.2345678"), "1.2345678 has more than 6 decimals: round it to 6 or fewer");
  EXPECT_EQ(message("9200000000000.000001"),
            "9200000000000.000001 lies beyond ±9200000000000: check it, or enter it in a larger "
            "measure unit");
  // One line, whatever was read.
  EXPECT_TRUE(message("1\0002"sv).starts_with("“1\\x002” is not")) << message("1\0002"sv);
}

TEST(Decimal, LongInputGivesAShortMessage) {
  const auto parsed = Decimal::parse(std::string(100'000, '7'));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, "decimal.range");
  EXPECT_LT(in_english(parsed.error().message).size(), 200U);
}

TEST(Decimal, FixedGivesExactlyThatManyDecimals) {
  EXPECT_EQ(dec("82.4").fixed(2), "82.40");
  EXPECT_EQ(dec("82.4").fixed(6), "82.400000");
  EXPECT_EQ(dec("-0.5").fixed(1), "-0.5");
  EXPECT_EQ(dec("83").fixed(0), "83");
  EXPECT_EQ(dec("0").fixed(2), "0.00");
  EXPECT_EQ(dec("-0.000001").fixed(6), "-0.000001");
  EXPECT_EQ(dec("-9200000000000").fixed(6), "-9200000000000.000000");
}

struct RoundingCase {
  std::string_view value;
  int places;
  std::string_view away;
  std::string_view even;
};

TEST(Decimal, F04_RoundsByTheNamedRule) {
  static constexpr RoundingCase kCases[] = {
      {"2.5", 0, "3", "2"},
      {"3.5", 0, "4", "4"},
      {"-2.5", 0, "-3", "-2"},
      {"-3.5", 0, "-4", "-4"},
      {"0.5", 0, "1", "0"},
      {"-0.5", 0, "-1", "0"},
      {"2.499999", 0, "2", "2"},
      {"2.500001", 0, "3", "3"},
      {"-2.500001", 0, "-3", "-3"},
      {"82.345", 2, "82.35", "82.34"},
      {"82.355", 2, "82.36", "82.36"},
      {"82.344999", 2, "82.34", "82.34"},
      {"0.000005", 5, "0.00001", "0"},
      {"99.995", 2, "100", "100"},
      {"1.234567", 6, "1.234567", "1.234567"},
      {"9199999999999.5", 0, "9200000000000", "9200000000000"},
      {"-9200000000000", 0, "-9200000000000", "-9200000000000"},
  };
  for (const auto& [value, places, away, even] : kCases) {
    EXPECT_EQ(dec(value).rounded(places, Rounding::HalfAwayFromZero).str(), away) << value;
    EXPECT_EQ(dec(value).rounded(places, Rounding::HalfEven).str(), even) << value;
  }
}

TEST(Decimal, Compares) {
  EXPECT_LT(dec("59.999999"), dec("60"));
  EXPECT_EQ(dec("60.000000"), dec("60"));
  EXPECT_GT(dec("-1"), dec("-1.000001"));
  EXPECT_EQ(-dec("1.5"), dec("-1.5"));
  EXPECT_EQ(Decimal::from_integer(-3), dec("-3"));
  EXPECT_TRUE(dec("-0").is_zero());
  EXPECT_FALSE(dec("-0").is_negative());
  EXPECT_TRUE(dec("-0.000001").is_negative());
}

TEST(Decimal, SumsAreExactOrRefused) {
  EXPECT_EQ(show(add(dec("0.1"), dec("0.2"))), "0.3");
  EXPECT_EQ(show(subtract(dec("0.3"), dec("0.4"))), "-0.1");
  EXPECT_EQ(show(add(dec("9199999999999"), dec("1"))), "9200000000000");
  EXPECT_EQ(show(add(dec("9200000000000"), dec("0.000001"))), "decimal.range");
  EXPECT_EQ(show(add(dec("9200000000000"), dec("9200000000000"))), "decimal.range");
  EXPECT_EQ(show(subtract(dec("-9200000000000"), dec("9200000000000"))), "decimal.range");
  EXPECT_EQ(show(subtract(dec("-9200000000000"), dec("-9200000000000"))), "0");
}

struct Product {
  std::string_view a;
  std::string_view b;
  std::string_view c;
  std::string_view away;
  std::string_view even;
};

TEST(Decimal, MulDivRoundsOnceAtTheSixthDecimal) {
  static constexpr Product kProducts[] = {
      {"100", "2", "3", "66.666667", "66.666667"},
      {"10", "82.4", "100", "8.24", "8.24"},
      {"1", "1", "3", "0.333333", "0.333333"},
      {"-2", "1", "3", "-0.666667", "-0.666667"},
      {"2", "1", "-3", "-0.666667", "-0.666667"},
      {"-2", "-1", "-3", "-0.666667", "-0.666667"},
      {"-2", "1", "-3", "0.666667", "0.666667"},
      // ties: 0.000001/2 and 0.000003/2 millionths
      {"0.000001", "1", "2", "0.000001", "0"},
      {"-0.000001", "1", "2", "-0.000001", "0"},
      {"0.000003", "1", "2", "0.000002", "0.000002"},
      {"0.000001", "0.5", "-1", "-0.000001", "0"},
      // 0.000000499999 is below the tie; rounding it twice would climb to 0.000001.
      {"0.000001", "0.499999", "1", "0", "0"},
      {"0", "5", "7", "0", "0"},
      // The product needs 103 and more bits, the quotient fits.
      {"9200000000000", "9200000000000", "9200000000000", "9200000000000", "9200000000000"},
      {"9200000000000", "-9200000000000", "-9200000000000", "9200000000000", "9200000000000"},
      {"9200000000000", "9200000000000", "9199999999999.999999", "decimal.range", "decimal.range"},
      {"9200000000000", "9200000000000", "0.000001", "decimal.range", "decimal.range"},
      {"9200000000000", "-9200000000000", "0.000001", "decimal.range", "decimal.range"},
      {"1", "1", "0", "decimal.zero_divisor", "decimal.zero_divisor"},
      {"0", "0", "0", "decimal.zero_divisor", "decimal.zero_divisor"},
  };
  for (const auto& [a, b, c, away, even] : kProducts) {
    EXPECT_EQ(show(mul_div(dec(a), dec(b), dec(c), Rounding::HalfAwayFromZero)), away)
        << a << "·" << b << "/" << c;
    EXPECT_EQ(show(mul_div(dec(a), dec(b), dec(c), Rounding::HalfEven)), even)
        << a << "·" << b << "/" << c;
  }
}

TEST(Decimal, MultiplyRoundsOnce) {
  EXPECT_EQ(show(multiply(dec("1.5"), dec("-2.5"), Rounding::HalfEven)), "-3.75");
  // 0.000001 · 0.5 lies half-way between 0 and one millionth
  EXPECT_EQ(show(multiply(dec("0.000001"), dec("0.5"), Rounding::HalfEven)), "0");
  EXPECT_EQ(show(multiply(dec("0.000001"), dec("0.5"), Rounding::HalfAwayFromZero)), "0.000001");
  EXPECT_EQ(show(multiply(dec("0.000001"), dec("-0.5"), Rounding::HalfAwayFromZero)), "-0.000001");
  EXPECT_EQ(show(multiply(dec("9200000000000"), dec("1.000001"), Rounding::HalfEven)),
            "decimal.range");
}

TEST(Decimal, ErrorsOfArithmeticSayWhatToDo) {
  EXPECT_EQ(in_english(add(dec("9200000000000"), dec("1")).error().message),
            "the result lies beyond ±9200000000000: check the figures for a wrong measure unit");
  EXPECT_EQ(
      in_english(mul_div(dec("3"), dec("0.5"), Decimal(), Rounding::HalfEven).error().message),
      "3 × 0.5 cannot be divided by zero: check the figure or target it is measured against");
}

TEST(DivideRounded, HoldsAtTheEndsOf128Bits) {
  const auto max = std::numeric_limits<Int128>::max();  // 2¹²⁷ − 1, odd
  const auto min = std::numeric_limits<Int128>::min();  // −2¹²⁷
  const auto half = Int128{1} << 126;
  for (const auto rounding : {Rounding::HalfAwayFromZero, Rounding::HalfEven}) {
    EXPECT_TRUE(divide_rounded(max, 1, rounding) == max);
    EXPECT_TRUE(divide_rounded(min, 1, rounding) == min);
    EXPECT_TRUE(divide_rounded(min, 2, rounding) == -half);
    EXPECT_TRUE(divide_rounded(max, 2, rounding) == half);  // 2¹²⁶ − ½ is a tie; 2¹²⁶ is even
    EXPECT_TRUE(divide_rounded(max, max, rounding) == 1);
    EXPECT_TRUE(divide_rounded(min, max, rounding) == -1);
    EXPECT_TRUE(divide_rounded(max - 1, max, rounding) == 1);
    EXPECT_TRUE(divide_rounded(half - 1, max, rounding) == 0);  // just under ½
    EXPECT_TRUE(divide_rounded(half, max, rounding) == 1);      // just over ½
    EXPECT_TRUE(divide_rounded(-half, max, rounding) == -1);
    EXPECT_TRUE(divide_rounded(1, max, rounding) == 0);
  }
  // −(2¹²⁶ − 1)/(2¹²⁷ − 2) is exactly −½.
  EXPECT_TRUE(divide_rounded(-(half - 1), max - 1, Rounding::HalfAwayFromZero) == -1);
  EXPECT_TRUE(divide_rounded(-(half - 1), max - 1, Rounding::HalfEven) == 0);
}

TEST(DecimalFromWide, ChecksTheRange) {
  EXPECT_EQ(show(decimal_from_wide(Decimal::kLimit_micro)), "9200000000000");
  EXPECT_EQ(show(decimal_from_wide(-Int128{Decimal::kLimit_micro})), "-9200000000000");
  EXPECT_EQ(show(decimal_from_wide(Int128{Decimal::kLimit_micro} + 1)), "decimal.range");
  EXPECT_EQ(show(decimal_from_wide(-Int128{Decimal::kLimit_micro} - 1)), "decimal.range");
  EXPECT_EQ(show(decimal_from_wide(Int128{1} << 64)), "decimal.range");  // low bits are zero
  EXPECT_EQ(show(decimal_from_wide(std::numeric_limits<Int128>::min())), "decimal.range");
}

}  // namespace
}  // namespace assay
