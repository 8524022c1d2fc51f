// EI and EQI. Expected figures are worked out by hand beside the test.
#include "ecology.hpp"

#include <gtest/gtest.h>

#include "norms_of.hpp"

namespace environment {
namespace {

EcologyNorms ei_norms() { return EcologyNorms::ei_on(20200101, norms()); }
EcologyNorms eqi_norms() { return EcologyNorms::eqi_on(20220101, norms()); }

std::vector<sdk::Decimal> decimals(const std::vector<const char*>& texts) {
  std::vector<sdk::Decimal> values;
  for (const auto* text : texts) values.push_back(decimal(text));
  return values;
}

// 0.35·60 + 0.25·80 + 0.15·40 + 0.15·(100 − 10) + 0.10·(100 − 5) = 21 + 20 + 6 + 13.5 + 9.5.
TEST(Ecology, IndexOfFiveParts) {
  EXPECT_EQ(ecology_index(decimals({"60", "80", "40", "10", "5"}), ei_norms()), decimal("70"));
}

// 60.05 is rounded to 60.0 and 60.15 to 60.2, 0.35 of which are 21 and 21.07.
TEST(Ecology, PartsAreRoundedHalfEvenToOneDecimal) {
  EXPECT_EQ(ecology_index(decimals({"60.05", "80", "40", "10", "5"}), ei_norms()), decimal("70"));
  EXPECT_EQ(ecology_index(decimals({"60.15", "80", "40", "10", "5"}), ei_norms()),
            decimal("70.07"));
}

TEST(Ecology, Classes) {
  const auto class_of = [](const char* index) { return ecology_class(decimal(index), ei_norms()); };
  EXPECT_EQ(class_of("75"), 1);
  EXPECT_EQ(class_of("74.999"), 2);
  EXPECT_EQ(class_of("55"), 2);
  EXPECT_EQ(class_of("35"), 3);
  EXPECT_EQ(class_of("20"), 4);
  EXPECT_EQ(class_of("19.999"), 5);
}

TEST(Ecology, LimitationCapsWhatCounts) {
  EXPECT_EQ(limited(decimal("80"), 0, ei_norms()), decimal("80"));
  EXPECT_EQ(limited(decimal("80"), 1, ei_norms()), decimal("74.9"));
  EXPECT_EQ(limited(decimal("80"), 2, ei_norms()), decimal("54.9"));
  EXPECT_EQ(limited(decimal("80"), 3, ei_norms()), decimal("34.9"));
  EXPECT_EQ(limited(decimal("80"), 4, ei_norms()), decimal("19.9"));
  EXPECT_EQ(limited(decimal("10"), 4, ei_norms()), decimal("10"));
}

TEST(Ecology, SizeOfChange) {
  const auto size_of = [](const char* change) { return change_class(decimal(change), ei_norms()); };
  EXPECT_EQ(size_of("0.999"), 0);
  EXPECT_EQ(size_of("-1"), 1);
  EXPECT_EQ(size_of("2.999"), 1);
  EXPECT_EQ(size_of("-3"), 2);
  EXPECT_EQ(size_of("8"), 3);
}

// 0.36·50 + 0.35·60 + 0.19·70 + 0.10·(100 − 20) = 18 + 21 + 13.3 + 8.
TEST(Ecology, RegionalQuality) {
  const auto index = ecology_index(decimals({"50", "60", "70", "20"}), eqi_norms());
  EXPECT_EQ(index, decimal("60.3"));
  EXPECT_EQ(ecology_class(index, eqi_norms()), 2);
  EXPECT_EQ(ecology_class(decimal("29.9"), eqi_norms()), 5);
}

TEST(Ecology, WeightsAddUpToOne) {
  for (const auto& norms : {ei_norms(), eqi_norms()}) {
    sdk::Decimal sum;
    for (const auto weight : norms.weights) sum = sum + weight;
    EXPECT_EQ(sum, decimal("1"));
  }
}

}  // namespace
}  // namespace environment
