// Days from hours, periods from days, the composite index. Expected figures are published ones or
// worked out by hand beside the test.
#include <gtest/gtest.h>

#include "air_index.hpp"
#include "air_period.hpp"
#include "norms_of.hpp"
#include "rounding.hpp"

namespace environment {
namespace {

constexpr std::int64_t kMicro = sdk::Decimal::kScale;

DayRules day_rules() { return DayRules::on(20240101, norms()); }
PeriodRules period_rules() { return PeriodRules::on(20241231, norms()); }

HourSample every_item(std::int64_t value) {
  HourSample sample;
  sample.given = kAll_items;
  sample.micro.fill(value * kMicro);
  return sample;
}

TEST(Rounding, HalvesGoToTheEvenOne) {
  EXPECT_EQ(round_half_even(2'500'000, 1, kMicro), 2'000'000);
  EXPECT_EQ(round_half_even(3'500'000, 1, kMicro), 4'000'000);
  EXPECT_EQ(round_half_even(2'500'001, 1, kMicro), 3'000'000);
  EXPECT_EQ(round_half_even(1, 3, kMicro), 0);
  EXPECT_EQ(round_half_even(5'000'000, 2, kMicro), 2'000'000);
}

TEST(AirDays, ADailyMeanNeeds20Hours) {
  DayOfHours hours;
  for (std::size_t hour = 0; hour < 19; ++hour) hours.add(hour, every_item(10));
  EXPECT_EQ(hours.finish(day_rules()).given & ~only(O3), 0);
  for (std::size_t hour = 0; hour < 20; ++hour) hours.add(hour, every_item(10));
  const auto day = hours.finish(day_rules());
  EXPECT_EQ(day.given | only(O3), kAll_items);
  EXPECT_EQ(day.micro[PM25], 10 * kMicro);
}

// 12 hours of 10 and 12 of 11 are 10.5, rounded to the even 10; CO keeps its decimal.
TEST(AirDays, MeansAreRoundedHalfEven) {
  DayOfHours hours;
  for (std::size_t hour = 0; hour < 24; ++hour) hours.add(hour, every_item(hour < 12 ? 10 : 11));
  const auto day = hours.finish(day_rules());
  EXPECT_EQ(day.micro[SO2], 10 * kMicro);
  EXPECT_EQ(day.micro[CO], 10'500'000);
  // Means of 8 h go up to 11, from hour 12 on.
  EXPECT_EQ(day.micro[O3], 11 * kMicro);
  EXPECT_EQ(day.o3_1h_micro, 11 * kMicro);
}

HourSample ozone(std::int64_t value) {
  HourSample sample;
  sample.given = only(O3);
  sample.micro[O3] = value * kMicro;
  return sample;
}

// 17 means of 8 h end at 8:00 to 24:00.
TEST(AirDays, OzoneIsTheHighestMeanOf8Hours) {
  DayOfHours hours;
  for (std::size_t hour = 0; hour < 24; ++hour)
    hours.add(hour, ozone(hour >= 10 && hour < 16 ? 160 : 80));
  // Six hours of 160 and two of 80: 140.
  EXPECT_EQ(hours.finish(day_rules()).micro[O3], 140 * kMicro);
}

TEST(AirDays, AMeanOf8HoursNeeds6) {
  DayOfHours hours;
  // Hours 0 to 5 make the mean that ends at 8:00, and no other has 6.
  for (std::size_t hour = 0; hour < 6; ++hour) hours.add(hour, ozone(200));
  const auto above = hours.finish(day_rules());
  // One mean is less than 14, but 200 is above the limit of 160.
  EXPECT_TRUE(has(above.given, O3));
  EXPECT_EQ(above.micro[O3], 200 * kMicro);
  EXPECT_FALSE(above.o3_1h_given);
  for (std::size_t hour = 0; hour < 6; ++hour) hours.add(hour, ozone(160));
  EXPECT_FALSE(has(hours.finish(day_rules()).given, O3));
  for (std::size_t hour = 0; hour < 5; ++hour) hours.add(hour, ozone(900));
  EXPECT_FALSE(has(hours.finish(day_rules()).given, O3));
}

TEST(AirDays, FourteenMeansAreEnough) {
  DayOfHours hours;
  // Without hours 0 to 4: the means that end at 8:00, 9:00 and 10:00 have 3, 4 and 5 hours.
  for (std::size_t hour = 5; hour < 24; ++hour) hours.add(hour, ozone(100));
  EXPECT_TRUE(has(hours.finish(day_rules()).given, O3));
  for (std::size_t hour = 6; hour < 24; ++hour) hours.add(hour, ozone(100));
  EXPECT_FALSE(has(hours.finish(day_rules()).given, O3));
}

TEST(Calendar, PeriodsAndTheirMonths) {
  const auto third = Months::of("2024Q3");
  EXPECT_EQ(third.first, 7U);
  EXPECT_EQ(third.last, 9U);
  EXPECT_EQ(Months::of("2024H1").last, 6U);
  EXPECT_EQ(Months::of("2024-02").first, 2U);
  EXPECT_TRUE(Months::of("2024").whole_year());
  EXPECT_EQ(dated(day_number(20240229)), 20240229);
  EXPECT_EQ(day_number(19700101), 0);
  EXPECT_TRUE(third.has(day_number(20240930)));
  EXPECT_FALSE(third.has(day_number(20241001)));
  EXPECT_FALSE(third.has(day_number(20230801)));
}

// Days from `first` on, all items at `value` and an AQI.
std::vector<AirDay> days_from(sdk::Day first, int count, std::int64_t value, int aqi) {
  std::vector<AirDay> days;
  for (int i = 0; i < count; ++i) {
    AirDay day;
    day.day = day_number(first) + i;
    day.sample.given = kAll_items;
    day.sample.micro.fill(value * kMicro);
    day.aqi.value = static_cast<std::int16_t>(aqi);
    day.aqi.rest = day.aqi.value;
    days.push_back(day);
  }
  return days;
}

TEST(AirPeriod, AMonthNeeds27DaysAndFebruary25) {
  const auto has_mean = [](sdk::Day first, int count, std::string_view period) {
    return air_of(days_from(first, count, 10, 20), Months::of(period), period_rules())
        .figure_micro[PM25]
        .has_value();
  };
  EXPECT_TRUE(has_mean(20240101, 27, "2024-01"));
  EXPECT_FALSE(has_mean(20240101, 26, "2024-01"));
  EXPECT_TRUE(has_mean(20230201, 25, "2023-02"));
  EXPECT_FALSE(has_mean(20230201, 24, "2023-02"));
  EXPECT_FALSE(has_mean(20240101, 31, "2024Q1"));
  EXPECT_TRUE(has_mean(20240101, 91, "2024Q1"));
  EXPECT_TRUE(has_mean(20240101, 366, "2024"));
}

// 27 days a month (25 in February) are 322 days: every month has enough, the year has not.
TEST(AirPeriod, AYearNeeds324Days) {
  std::vector<AirDay> days;
  for (int month = 1; month <= 12; ++month) {
    const auto more = days_from(20230001 + month * 100, month == 2 ? 25 : 27, 10, 20);
    days.insert(days.end(), more.begin(), more.end());
  }
  ASSERT_EQ(days.size(), 322U);
  const auto year = Months::of("2023");
  EXPECT_FALSE(air_of(days, year, period_rules()).figure_micro[SO2]);
  auto rules = period_rules();
  rules.february = rules.month = rules.year = 0;
  EXPECT_EQ(air_of(days, year, rules).figure_micro[SO2], 10 * kMicro);
  auto more = days_from(20230128, 2, 10, 20);
  days.insert(days.begin() + 27, more.begin(), more.end());
  EXPECT_TRUE(air_of(days, year, period_rules()).figure_micro[SO2]);
}

TEST(AirPeriod, CountsDays) {
  auto days = days_from(20240101, 1, 1, 50);
  for (const auto aqi : {51, 100, 101, 150, 200, 300, 301, 500})
    days.push_back(days_from(20240102, 1, 1, aqi)[0]);
  days.push_back(days_from(20240120, 1, 1, kNo_index)[0]);  // nothing at all
  auto unpublished = days_from(20240121, 1, 1, kNo_index)[0];
  unpublished.aqi.rest = 80;
  days.push_back(unpublished);
  days[1].aqi.missing = only(CO);
  const auto made = air_of(days, Months::of("2024-01"), period_rules());
  EXPECT_EQ(made.valid_days, 9);
  EXPECT_EQ(made.excellent_days, 3);
  EXPECT_EQ(made.flagged_days, 1);
  EXPECT_EQ(made.unpublished_days, 1);
  EXPECT_EQ(made.grade_days, (std::array<int, 6>{1, 2, 2, 1, 1, 2}));
  ASSERT_NE(made.worst, nullptr);
  EXPECT_EQ(made.worst->aqi.value, 500);
}

// PM2.5 of a day: 75 until 2026-02-28, then 60, from 2031 50.
TEST(AirPeriod, DaysAboveTheLimitOfADay) {
  const auto above = [](sdk::Day first, std::string_view period, std::int64_t value) {
    const auto rules = PeriodRules::on(sdk::last_day(period), norms());
    return air_of(days_from(first, 3, value, 100), Months::of(period), rules).days_above[PM25];
  };
  EXPECT_EQ(above(20250101, "2025-01", 75), 0);
  EXPECT_EQ(above(20250101, "2025-01", 76), 3);
  EXPECT_EQ(above(20260401, "2026-04", 60), 0);
  EXPECT_EQ(above(20260401, "2026-04", 61), 3);
  EXPECT_EQ(above(20310101, "2031-01", 51), 3);
}

// k = 1 + (n − 1)·p: of 1 … 5 at 90 % 4.6, at 95 % 4.8; of one value that value.
TEST(AirPeriod, PercentilesBetweenTwoDays) {
  const std::vector<std::int64_t> five = {1'000'000, 2'000'000, 3'000'000, 4'000'000, 5'000'000};
  const auto at = [&](const char* p) {
    const auto [above, below] = percentile(five, sdk::Ratio::parse(p).value());
    return static_cast<std::int64_t>(above / below);
  };
  EXPECT_EQ(at("90%"), 4'600'000);
  EXPECT_EQ(at("95%"), 4'800'000);
  EXPECT_EQ(at("0%"), 1'000'000);
  EXPECT_EQ(at("100%"), 5'000'000);
  const auto [above, below] =
      percentile(std::vector<std::int64_t>{7}, sdk::Ratio::parse("90%").value());
  EXPECT_EQ(static_cast<std::int64_t>(above / below), 7);
}

// CO of 31 days, 1.0 on 27 and 2.0 on 4: k = 1 + 30·0.95 = 29.5, both neighbours 2.0. O3 likewise
// at k = 1 + 30·0.9 = 28: the lowest of the four.
TEST(AirPeriod, CarbonMonoxideAndOzoneByPercentile) {
  auto days = days_from(20240101, 31, 1, 20);
  for (std::size_t i = 27; i < 31; ++i) days[i].sample.micro.fill(2 * kMicro);
  const auto made = air_of(days, Months::of("2024-01"), period_rules());
  EXPECT_EQ(made.figure_micro[CO], 2'000'000);
  EXPECT_EQ(made.figure_micro[O3], 2'000'000);
  EXPECT_EQ(made.figure_micro[PM10], 1'000'000);  // 35/31 = 1.13
}

TEST(AirIndex, PublishedIndices) {
  int count = 0;
  for (const auto& row : rows_of("tests/air_index.csv")) {
    AirFigures figures;
    for (std::size_t item = 0; item < kItems; ++item) figures[item] = decimal(row[item]);
    const auto index = air_index(figures, AirLimits::on(20231231, norms()));
    ASSERT_TRUE(index);
    EXPECT_EQ(index->value, decimal(row[6])) << row[7];
    ++count;
  }
  EXPECT_EQ(count, 4);
}

TEST(AirIndex, NeedsAllSixAndKnowsTheLimits) {
  AirFigures figures;
  for (auto& figure : figures) figure = decimal("4");
  const auto limits = AirLimits::on(20260301, norms());
  EXPECT_TRUE(air_index(figures, limits)->attained);
  figures[PM25] = decimal("30.5");  // 30, half to even
  EXPECT_TRUE(air_index(figures, limits)->attained);
  figures[PM25] = decimal("30.6");
  EXPECT_FALSE(air_index(figures, limits)->attained);
  EXPECT_TRUE(air_index(figures, AirLimits::on(20260228, norms()))->attained);
  EXPECT_EQ(AirLimits::on(20310101, norms()).limit[SO2], decimal("20"));
  figures[CO].reset();
  EXPECT_FALSE(air_index(figures, limits));
}

}  // namespace
}  // namespace environment
