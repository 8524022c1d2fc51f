// The city water index. Expected figures are worked out by hand beside the test.
#include "water_index.hpp"

#include <gtest/gtest.h>

#include "norms_of.hpp"

namespace environment {
namespace {

const WaterLimits& limits() {
  static const auto made = WaterLimits::on(20240101, norms());
  return made;
}

// Every item at its limit: all quotients are 1.
WaterSample at_limits(Body body) {
  WaterSample sample;
  sample.value = limits().limit[static_cast<std::size_t>(body)];
  sample.value[kPh] = decimal("9");
  sample.given = (1U << kWater_items) - 1;
  return sample;
}

constexpr std::size_t kAmmonia = 5, kMercury = 12, kLead = 15;

TEST(Water, EveryLimitIsThere) {
  EXPECT_EQ(limits().limit[0][6], decimal("0.2"));
  EXPECT_EQ(limits().limit[1][6], decimal("0.05"));
  EXPECT_EQ(limits().limit[0][kMercury], decimal("0.0001"));
  EXPECT_EQ(water_number(0), 2);    // pH
  EXPECT_EQ(water_number(6), 8);    // total phosphorus
  EXPECT_EQ(water_number(7), 10);   // copper
  EXPECT_EQ(water_number(20), 23);  // sulfide
}

TEST(Water, AtTheLimitsTheIndexIs21) {
  WaterSamples samples(limits());
  ASSERT_TRUE(samples.add("a", Body::River, at_limits(Body::River)));
  EXPECT_EQ(samples.index(Body::River).value, decimal("21"));
  EXPECT_EQ(samples.index(Body::Lake).sections, 0U);
}

TEST(Water, AcidityAndOxygen) {
  const auto index_at = [](const char* ph, const char* oxygen) {
    WaterSamples samples(limits());
    auto sample = at_limits(Body::River);
    sample.value[kPh] = decimal(ph);
    sample.value[kOxygen] = decimal(oxygen);
    EXPECT_TRUE(samples.add("a", Body::River, sample));
    return samples.index(Body::River);
  };
  EXPECT_EQ(index_at("6", "5").quotient[kPh], decimal("1"));
  EXPECT_EQ(index_at("7", "5").quotient[kPh], decimal("0"));
  EXPECT_EQ(index_at("8.2", "5").quotient[kPh], decimal("0.6"));
  EXPECT_EQ(index_at("6.4", "5").quotient[kPh], decimal("0.6"));
  EXPECT_EQ(index_at("7", "8").quotient[kOxygen], decimal("0.625"));
  EXPECT_EQ(index_at("7", "0").first_undefined(), kOxygen);
}

// Two rivers at 0.5 and 1.5 mg/L of ammonia are 1 in the mean; one of them sampled twice.
TEST(Water, MeansOverSamplesThenOverSections) {
  WaterSamples samples(limits());
  auto sample = at_limits(Body::River);
  sample.value[kAmmonia] = decimal("0.4");
  ASSERT_TRUE(samples.add("a", Body::River, sample));
  sample.value[kAmmonia] = decimal("0.6");
  ASSERT_TRUE(samples.add("a", Body::River, sample));
  sample.value[kAmmonia] = decimal("1.5");
  ASSERT_TRUE(samples.add("b", Body::River, sample));
  const auto index = samples.index(Body::River);
  EXPECT_EQ(index.sections, 2U);
  EXPECT_EQ(index.mean[kAmmonia], decimal("1"));
}

// 0.00002, 0.00002 and 0.00003 mg/L of mercury: 0.7/3 of the limit, not 0.23.
TEST(Water, SmallMeansKeepTheirDigits) {
  WaterSamples samples(limits());
  for (const auto* value : {"0.00002", "0.00002", "0.00003"}) {
    auto sample = at_limits(Body::River);
    sample.value[kMercury] = decimal(value);
    ASSERT_TRUE(samples.add("a", Body::River, sample));
  }
  EXPECT_EQ(samples.index(Body::River).quotient[kMercury], decimal("0.233333"));
}

TEST(Water, UndetectedCountsHalfTheDetectionLimit) {
  WaterSamples samples(limits());
  auto sample = at_limits(Body::River);
  sample.undetected = 1U << kMercury;
  ASSERT_TRUE(samples.add("a", Body::River, sample));
  EXPECT_EQ(samples.index(Body::River).quotient[kMercury], decimal("0.5"));
  EXPECT_EQ(parse_items("mercury; lead"), 1U << kMercury | 1U << kLead);
  EXPECT_EQ(parse_items(""), 0U);
  EXPECT_FALSE(parse_items("mercury,lead"));
}

// Rivers at 21 in three sections, a lake at 20 in one: 83/4.
TEST(Water, TheCityIsWeightedBySections) {
  WaterSamples samples(limits());
  for (const auto* section : {"a", "b", "c"})
    ASSERT_TRUE(samples.add(section, Body::River, at_limits(Body::River)));
  auto lake = at_limits(Body::Lake);
  lake.value[kPh] = decimal("7");
  ASSERT_TRUE(samples.add("d", Body::Lake, lake));
  EXPECT_FALSE(samples.add("a", Body::Lake, lake));
  EXPECT_EQ(city_index(samples.index(Body::River), samples.index(Body::Lake)), decimal("20.75"));
}

TEST(Water, AnItemThatIsNowhereMakesNoIndex) {
  WaterSamples samples(limits());
  auto sample = at_limits(Body::River);
  sample.given &= ~(1U << kAmmonia);
  ASSERT_TRUE(samples.add("a", Body::River, sample));
  const auto river = samples.index(Body::River);
  EXPECT_EQ(river.first_undefined(), kAmmonia);
  EXPECT_FALSE(city_index(river, samples.index(Body::Lake)));
  EXPECT_FALSE(city_index(samples.index(Body::Lake), samples.index(Body::Lake)));
}

sdk::Decimal mean_ph(const std::vector<const char*>& values) {
  Hydrogen sum = 0;
  for (const auto* value : values) sum += hydrogen_of(decimal(value));
  return ph_of(sum / static_cast<Hydrogen>(values.size()));
}

// −log10 of the mean of 10^−pH, by Python's decimal with 50 digits.
TEST(Water, MeanPhThroughHydrogenIons) {
  EXPECT_EQ(mean_ph({"6", "8"}), decimal("6.296709"));
  EXPECT_EQ(mean_ph({"7.21", "7.35", "8.02"}), decimal("7.413121"));
  EXPECT_EQ(mean_ph({"0", "14"}), decimal("0.30103"));
  EXPECT_EQ(mean_ph({"6.123456", "6.123457"}), decimal("6.123456"));
  for (const auto* one : {"0", "14", "7", "7.2", "6.999999", "0.000001", "13.999999", "8.05"})
    EXPECT_EQ(mean_ph({one, one, one}), decimal(one));
}

}  // namespace
}  // namespace environment
