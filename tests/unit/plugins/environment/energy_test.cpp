// Falls against targets. Expected figures are those of the scoring table
// (plugins/environment/tests/energy_points.csv) or worked out by hand beside the test.
#include <gtest/gtest.h>

#include "norms_of.hpp"
#include "reduction.hpp"

namespace environment {
namespace {

EnergyNorms energy_norms() { return EnergyNorms::on(20240101, norms()); }

// A completion in per cent.
Reduction completion(const std::string& percent) {
  return {decimal(percent).micro(), 100 * sdk::Decimal::kScale};
}

TEST(Energy, PointsOfTheTable) {
  int count = 0;
  for (const auto& row : rows_of("tests/energy_points.csv")) {
    EXPECT_EQ(energy_points(completion(row[0]), energy_norms()), decimal(row[1])) << row[0];
    ++count;
  }
  EXPECT_EQ(count, 11);
}

TEST(Energy, StepsAreNotRounded) {
  EXPECT_EQ(energy_points(completion("99.999999"), energy_norms()), decimal("36"));
  EXPECT_EQ(energy_points(completion("109.999999"), energy_norms()), decimal("40"));
  EXPECT_EQ(energy_points(completion("-20"), energy_norms()), decimal("0"));
}

// 1 − (95/110)/(100/100) = 15/110 = 13.636364 %.
TEST(Energy, FallOfEnergyPerGdp) {
  const auto fall =
      Reduction::of_energy(decimal("95"), decimal("110"), decimal("100"), decimal("100"));
  ASSERT_TRUE(fall);
  EXPECT_EQ(fall->percent(), decimal("13.636364"));
  EXPECT_EQ(fall->against(decimal("10")).percent(), decimal("136.363636"));
  EXPECT_FALSE(Reduction::of_energy(decimal("95"), decimal("0"), decimal("1"), decimal("1")));
  EXPECT_FALSE(Reduction::of_energy(decimal("95"), decimal("1"), decimal("0"), decimal("1")));
}

// 1 − (97/100)/(100/100) is 3 % exactly: a target of 3 % is met.
TEST(Energy, ATargetMetExactlyIsMet) {
  const auto fall =
      Reduction::of_energy(decimal("97"), decimal("100"), decimal("100"), decimal("100"));
  EXPECT_TRUE(fall->against(decimal("3")).reaches(decimal("100")));
  EXPECT_FALSE(fall->against(decimal("3.000001")).reaches(decimal("100")));
}

TEST(Energy, LargeAmountsStayExact) {
  const auto fall = Reduction::of_energy(decimal("54123456789.12"), decimal("98765432109.87"),
                                         decimal("55123456789.12"), decimal("93765432109.87"));
  // 1 − 54123456789.12·93765432109.87/(55123456789.12·98765432109.87), by Python's fractions.
  EXPECT_EQ(fall->percent(), decimal("6.784770"));
  EXPECT_TRUE(fall->against(decimal("6")).reaches(decimal("113")));
}

TEST(ParticulateMatter, ARiseIsZero) {
  const PmScale scale{decimal("100"), decimal("60"), decimal("200")};
  const auto points = [&](const char* now) {
    const auto fall = Reduction::of(decimal(now), decimal("50"));
    return pm_points(*fall, fall->against(decimal("10")), scale);
  };
  EXPECT_EQ(points("50.1"), decimal("0"));
  EXPECT_EQ(points("50"), decimal("0"));     // no fall
  EXPECT_EQ(points("47.5"), decimal("30"));  // 5 % of 10 %: half of 60
  EXPECT_EQ(points("45"), decimal("60"));    // the target
  EXPECT_EQ(points("42.5"), decimal("80"));  // 150 %: half way from 60 to 100
  EXPECT_EQ(points("40"), decimal("100"));   // 200 %
  EXPECT_EQ(points("10"), decimal("100"));
  EXPECT_FALSE(Reduction::of(decimal("1"), decimal("0")));
}

}  // namespace
}  // namespace environment
