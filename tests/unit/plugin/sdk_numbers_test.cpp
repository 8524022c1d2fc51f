#include <gtest/gtest.h>

#include <limits>

#include "assay/sdk/decimal.hpp"
#include "assay/sdk/ratio.hpp"

namespace assay::sdk {
namespace {

Decimal figure(std::string_view text) { return Decimal::parse(text).value(); }

TEST(SdkDecimal, ParsesWhatTheHostParses) {
  EXPECT_EQ(figure("0").micro(), 0);
  EXPECT_EQ(figure("-0.5").micro(), -500'000);
  EXPECT_EQ(figure("12.345678").micro(), 12'345'678);
  EXPECT_EQ(figure("9200000000000").micro(), 9'200'000'000'000'000'000);
  for (const auto* wrong : {"", "-", ".5", "5.", "1.2.3", "+1", "1e3", " 1", "0.1234567",
                            "9200000000000.000001", "１", "99999999999999999999"})
    EXPECT_FALSE(Decimal::parse(wrong)) << wrong;
}

// 2/3 = 0.6666666… → 0.666667; halves go away from zero: ±0.0000005 → ±0.000001.
TEST(SdkDecimal, RoundsHalfAwayFromZero) {
  EXPECT_EQ(mul_div(figure("2"), figure("1"), figure("3")), figure("0.666667"));
  EXPECT_EQ(mul_div(figure("2"), figure("1"), figure("-3")), figure("-0.666667"));
  EXPECT_EQ(multiply(figure("0.000001"), figure("0.5")), figure("0.000001"));
  EXPECT_EQ(multiply(figure("-0.000001"), figure("0.5")), figure("-0.000001"));
  EXPECT_EQ(multiply(figure("0.000001"), figure("0.499999")), figure("0"));
}

TEST(SdkDecimal, LeavingTheRangeThrows) {
  const auto most = figure("9200000000000");
  EXPECT_EQ(most + figure("0"), most);
  EXPECT_THROW(static_cast<void>(most + figure("0.000001")), OutOfRange);
  EXPECT_THROW(static_cast<void>(-most - figure("0.000001")), OutOfRange);
  EXPECT_THROW(static_cast<void>(multiply(most, figure("1.000001"))), OutOfRange);
  EXPECT_EQ(mul_div(most, most, most), most);  // the product alone does not fit 64 bits
}

TEST(SdkRatio, ComparesExactly) {
  const auto gate = Ratio::parse("60%").value();
  EXPECT_EQ(gate, Ratio::make(3, 5));
  EXPECT_LT(Ratio::make(5'999'999, 10'000'000), gate);
  EXPECT_GE(Ratio::make(6'000'000, 10'000'000), gate);
  // Differ in the 18th digit.
  EXPECT_LT(Ratio::make(599'999'999'999'999'999, 1'000'000'000'000'000'000), gate);
}

TEST(SdkRatio, Parses) {
  EXPECT_EQ(Ratio::parse("0.6"), Ratio::make(3, 5));
  EXPECT_EQ(Ratio::parse("3/5"), Ratio::make(3, 5));
  EXPECT_EQ(Ratio::parse("120%"), Ratio::make(6, 5));
  for (const auto* wrong : {"", "%", "1/0", "1/-2", "a/2", "1/2%"})
    EXPECT_FALSE(Ratio::parse(wrong)) << wrong;
}

// 219.22/589 of 100 points: 37.21901528… → 37.219015.
TEST(SdkRatio, TimesRoundsOnce) {
  EXPECT_EQ(Ratio::of(figure("219.22"), figure("589")).times(figure("100")), figure("37.219015"));
  EXPECT_EQ((Ratio::make(2, 3) * Ratio::make(3, 4)), Ratio::make(1, 2));
  // (80 − 20)/(100 − 20) = 3/4
  EXPECT_EQ(Ratio::between(Ratio::make(80, 1), Ratio::make(20, 1), Ratio::make(100, 1)),
            Ratio::make(3, 4));
}

TEST(SdkRatio, LeavingTheRangeThrows) {
  const auto tiny = Ratio::make(1, std::numeric_limits<std::int64_t>::max());
  EXPECT_THROW(static_cast<void>(tiny * tiny), OutOfRange);
}

}  // namespace
}  // namespace assay::sdk
