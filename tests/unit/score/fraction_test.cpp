#include "score/fraction.hpp"

#include <gtest/gtest.h>

#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using test::dec;

constexpr Int128 kGreatest = ~(Int128{1} << 127);

TEST(Fraction, ComparesExactlyWhereProductsWouldOverflow) {
  struct Case {
    Fraction a, b;
    int order;
  };
  const Case cases[] = {
      {{1, 2}, {2, 4}, 0},
      {{-1, 2}, {1, 3}, -1},
      {{-1, 2}, {-1, 3}, -1},
      {{-7, 3}, {-7, 3}, 0},
      {{5, 1}, {5, 2}, 1},
      {{0, 5}, {0, 1}, 0},
      {{0, 1}, {-1, kGreatest}, 1},
      // n/(n+1) grows with n, although no product of these fits 128 bits.
      {{kGreatest - 2, kGreatest - 1}, {kGreatest - 1, kGreatest}, -1},
      {{kGreatest - 1, kGreatest}, {kGreatest - 2, kGreatest - 1}, 1},
      {{kGreatest, kGreatest - 1}, {kGreatest - 1, kGreatest - 2}, -1},
  };
  for (const auto& [a, b, order] : cases) {
    const auto found = compare(a, b);
    EXPECT_EQ(found < 0 ? -1 : (found > 0 ? 1 : 0), order) << exact_text(a) << " " << exact_text(b);
  }
}

TEST(Fraction, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(checked_multiply(kGreatest, 2));
  EXPECT_FALSE(checked_add(kGreatest, 1));
  EXPECT_FALSE(add({kGreatest, 1}, {1, 1}));
  EXPECT_FALSE(multiply({kGreatest, 1}, {2, 1}));
  // 9.2·10¹² times 2 lies beyond the range of decimals.
  EXPECT_FALSE(scaled(dec("9200000000000"), {2, 1}, Rounding::HalfAwayFromZero));
}

TEST(Fraction, ReducesCrosswiseBeforeItRefuses) {
  const auto product = multiply({kGreatest, 3}, {3, kGreatest});
  ASSERT_TRUE(product);
  EXPECT_EQ(exact_text(*product), "1");
  // 10 × (2⁶⁴·10²⁰)/(2⁶⁴·10²⁰·3): the plain product needs more than 128 bits.
  const Int128 large = (Int128{1} << 60) * 100'000'000'000'000'000;
  const auto third = scaled(dec("10"), {large, large * 3}, Rounding::HalfAwayFromZero);
  ASSERT_TRUE(third);
  EXPECT_EQ(third->str(), "3.333333");
}

TEST(Fraction, AddsOverACommonDenominator) {
  const auto sum = add({1, 6}, {1, 10});  // 5/30 + 3/30
  ASSERT_TRUE(sum);
  EXPECT_EQ(exact_text(*sum), "4/15");
}

TEST(Fraction, ShowsDecimalsWhereSixPlacesHoldThem) {
  EXPECT_EQ(text_of({6, 5}), "1.2");
  EXPECT_EQ(text_of({-2, 3}), "-2/3");
  EXPECT_EQ(text_of({4, 6}), "2/3");
  EXPECT_EQ(percent_of({5999999, 10000000}), "59.99999%");
  EXPECT_EQ(percent_of({3, 5}), "60%");
  EXPECT_EQ(percent_of({1, 3}), "1/3");
  EXPECT_EQ(exact_text({5999999, 10000000}), "5999999/10000000");
  EXPECT_EQ(exact_text({6, 3}), "2");
  EXPECT_EQ(exact_text({-kGreatest, 2}), "-170141183460469231731687303715884105727/2");  // 2¹²⁷ − 1
}

TEST(Fraction, RoundsOnceByTheNamedRule) {
  const Fraction half_of_a_millionth{1, 2'000'000};
  EXPECT_EQ(scaled(dec("1"), half_of_a_millionth, Rounding::HalfAwayFromZero), dec("0.000001"));
  EXPECT_EQ(scaled(dec("1"), half_of_a_millionth, Rounding::HalfEven), dec("0"));
  EXPECT_EQ(scaled(dec("-1"), half_of_a_millionth, Rounding::HalfAwayFromZero), dec("-0.000001"));
}

}  // namespace
}  // namespace assay::score
