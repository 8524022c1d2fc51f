// AQI by HJ 633. Expected figures are published ones (plugins/environment/tests) or worked out by
// hand beside the test.
#include "aqi.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "norms_of.hpp"

namespace environment {
namespace {

constexpr sdk::Day k2012 = 20180101;
constexpr sdk::Day k2026 = 20260301;

using Figures = std::vector<std::pair<Item, std::string>>;

HourSample hour_of(const Figures& figures) {
  HourSample sample;
  for (const auto& [item, text] : figures) {
    sample.micro[item] = decimal(text).micro();
    sample.given |= only(item);
  }
  return sample;
}

DaySample day_of(const Figures& figures) {
  const auto hour = hour_of(figures);
  return {.micro = hour.micro, .given = hour.given};
}

int hour_index(Item item, const std::string& value, sdk::Day day) {
  return standard_on(day).hour(hour_of({{item, value}}), 0).sub_index[item];
}

int day_index(Item item, const std::string& value, sdk::Day day) {
  return standard_on(day).day(day_of({{item, value}}), 0).sub_index[item];
}

// "so2_1h"
int index_of(const std::string& series, const std::string& value, sdk::Day day) {
  const auto name = series.substr(0, series.find('_'));
  const auto item = static_cast<Item>(std::ranges::find(kItem_names, name) - kItem_names.begin());
  return series.ends_with("_1h") ? hour_index(item, value, day) : day_index(item, value, day);
}

TEST(Aqi, PublishedHoursOf2012) {
  constexpr std::array<Item, kItems> kColumns = {SO2, NO2, CO, O3, PM10, PM25};
  int count = 0;
  for (const auto& row : rows_of("tests/aqi_hours.csv")) {
    SCOPED_TRACE(row[9]);
    ASSERT_EQ(row.size(), 10U);
    Figures figures;
    for (std::size_t i = 0; i < kItems; ++i)
      if (!row[i].empty()) figures.push_back({kColumns[i], row[i]});
    const auto sample = hour_of(figures);
    const auto& standard = standard_on(k2012);
    const auto aqi = standard.hour(sample, 0);
    EXPECT_EQ(aqi.value, std::stoi(row[7]));
    EXPECT_EQ(standard.hour_value(sample, 0), std::stoi(row[7]));
    std::string primary;
    for (std::size_t item = 0; item < kItems; ++item)
      if (has(aqi.primary, item))
        primary += (primary.empty() ? "" : " ") + std::string(kItem_names[item]);
    EXPECT_EQ(primary, row[8]);
    ++count;
  }
  EXPECT_EQ(count, 48);
}

TEST(Aqi, VectorsOf2026) {
  int count = 0;
  for (const auto& row : rows_of("tests/iaqi_2026.csv")) {
    EXPECT_EQ(index_of(row[0], row[1], k2026), std::stoi(row[2])) << row[0] << " " << row[1];
    ++count;
  }
  EXPECT_EQ(count, 44);
}

TEST(Aqi, EveryBreakpointGivesItsSubIndex) {
  for (const auto& row : rows_of("data/breakpoints.csv"))
    EXPECT_EQ(index_of(row[0], row[2], row[4] == "2026-03-01" ? k2026 : k2012), std::stoi(row[1]))
        << row[0] << " " << row[2];
}

// 50 + 50/2·0.2 = 55 exactly; in binary floating point it comes out above 55.
TEST(Aqi, RoundsUpExactly) {
  EXPECT_EQ(day_index(CO, "2.2", k2012), 55);
  EXPECT_EQ(hour_index(CO, "65.4", k2012), 218);     // 200 + 100/30·5.4
  EXPECT_EQ(day_index(CO, "2.200001", k2012), 56);   // 2012 rounds no input
  EXPECT_EQ(day_index(PM25, "0.000001", k2012), 1);  // anything above 0
  EXPECT_EQ(day_index(PM25, "34.3", k2012), 49);     // 49 exactly
  EXPECT_EQ(day_index(PM25, "34.300001", k2012), 50);
}

TEST(Aqi, InputIsRoundedHalfEvenFrom2026) {
  EXPECT_EQ(day_index(PM25, "35.5", k2026), 52);  // 36: 50 + 50/25·1
  EXPECT_EQ(day_index(PM25, "34.5", k2026), 49);  // 34: 48.57
  EXPECT_EQ(day_index(CO, "2.25", k2026), 55);    // 2.2
  EXPECT_EQ(day_index(CO, "2.35", k2026), 60);    // 2.4
}

TEST(Aqi, TheDayOfMeasurementDecides) {
  EXPECT_EQ(day_index(PM25, "60", 20260228), 82);  // 50 + 50/40·25 = 81.25
  EXPECT_EQ(day_index(PM25, "60", 20260301), 100);
  EXPECT_EQ(day_index(PM10, "150", 20260228), 100);
  EXPECT_EQ(day_index(PM10, "150", 20260301), 112);  // 100 + 50/130·30 = 111.5
}

TEST(Aqi, BeyondTheTable) {
  EXPECT_EQ(hour_index(SO2, "800.000001", k2012), kNo_index);
  EXPECT_EQ(hour_index(SO2, "801", k2026), 200);
  EXPECT_EQ(day_index(O3, "801", k2012), kNo_index);
  EXPECT_EQ(day_index(O3, "801", k2026), 300);
  EXPECT_EQ(day_index(PM10, "2000", k2012), 500);
  // 2012 then reports O3 by its hour, of which 1000 is 400.
  auto sample = day_of({{O3, "900"}});
  sample.o3_1h_given = true;
  sample.o3_1h_micro = decimal("1000").micro();
  EXPECT_EQ(standard_on(k2012).day(sample, 0).sub_index[O3], 400);
  EXPECT_EQ(standard_on(k2026).day(sample, 0).sub_index[O3], 300);
  // SO2 above 800 in an hour of 2012 is without a sub-index: the rest makes the AQI, flagged.
  const auto hour = standard_on(k2012).hour(hour_of({{SO2, "900"}, {PM25, "35"}}), 0);
  EXPECT_EQ(hour.value, 50);
  EXPECT_TRUE(has(hour.missing, SO2));
}

TEST(Aqi, DailyOzoneByHourUntil2026) {
  auto sample = day_of({{O3, "100"}});
  sample.o3_1h_given = true;
  sample.o3_1h_micro = decimal("300").micro();
  EXPECT_EQ(standard_on(k2012).day(sample, 0).sub_index[O3], 150);
  EXPECT_EQ(standard_on(k2026).day(sample, 0).sub_index[O3], 50);
}

const Figures kFive = {{SO2, "10"}, {NO2, "20"}, {CO, "1"}, {O3, "50"}, {PM10, "40"}};

TEST(Aqi, AMissingItem) {
  auto low = kFive;
  auto high = kFive;
  high[4].second = "200";  // 2012: 125, 2026: 131
  const auto& old = standard_on(k2012);
  EXPECT_EQ(old.day(day_of(low), 0).value, 40);
  EXPECT_TRUE(has(old.day(day_of(low), 0).missing, PM25));
  const auto& current = standard_on(k2026);
  EXPECT_EQ(current.day(day_of(low), 0).value, kNo_index);
  EXPECT_EQ(current.day(day_of(low), 0).rest, 40);
  EXPECT_EQ(current.day(day_of(high), 0).value, 131);
  // Outside the monitoring plan.
  EXPECT_EQ(current.day(day_of(low), only(PM25)).value, 40);
  EXPECT_EQ(current.day(day_of(low), only(PM25)).missing, 0);
  // Exactly 100 is not above 100.
  high[4].second = "120";
  EXPECT_EQ(current.day(day_of(high), 0).value, kNo_index);
  EXPECT_EQ(current.hour_value(hour_of(high), 0), kNo_index);
  EXPECT_EQ(current.hour_value(hour_of(high), only(PM25)), 100);
}

TEST(Aqi, NothingGivenIsNoAqi) {
  for (const auto day : {k2012, k2026}) {
    EXPECT_EQ(standard_on(day).day({}, kAll_items).value, kNo_index);
    EXPECT_EQ(standard_on(day).hour_value({}, kAll_items), kNo_index);
  }
}

TEST(Aqi, FromOneIn2026) {
  const Figures none = {{SO2, "0"}, {NO2, "0"}, {CO, "0"}, {O3, "0"}, {PM10, "0"}, {PM25, "0"}};
  EXPECT_EQ(standard_on(k2012).day(day_of(none), 0).value, 0);
  EXPECT_EQ(standard_on(k2026).day(day_of(none), 0).value, 1);
  EXPECT_EQ(standard_on(k2026).hour_value(hour_of(none), 0), 1);
}

TEST(Aqi, PrimaryAbove50AndAllTies) {
  // PM10 50 and PM2.5 35 are 50 both: no primary pollutant.
  EXPECT_EQ(standard_on(k2012).day(day_of({{PM10, "50"}, {PM25, "35"}}), 0).primary, 0);
  // PM10 52 and PM2.5 35.8 are 51 both.
  EXPECT_EQ(standard_on(k2012).day(day_of({{PM10, "52"}, {PM25, "35.8"}}), 0).primary,
            only(PM10) | only(PM25));
}

// Both ways of looking an hour up agree, whatever is given.
TEST(Aqi, TheFastValueIsTheValue) {
  std::uint64_t state = 633;
  const auto next = [&](std::uint64_t below) {
    state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return (state >> 33U) % below;
  };
  for (int i = 0; i < 20'000; ++i) {
    HourSample sample;
    sample.given = static_cast<ItemSet>(next(64));
    for (std::size_t item = 0; item < kItems; ++item)
      if (has(sample.given, item))
        sample.micro[item] =
            static_cast<std::int64_t>(next(item == CO ? 150'000 : 1'300'000) * 1000);
    const auto exempt = static_cast<ItemSet>(next(64));
    for (const auto day : {k2012, k2026})
      ASSERT_EQ(standard_on(day).hour_value(sample, exempt),
                standard_on(day).hour(sample, exempt).value);
  }
}

TEST(Aqi, NoStandardBefore2012) {
  const auto standards = AqiStandards::parse(text_of("data/breakpoints.csv"), norms());
  EXPECT_EQ(standards.on(20120228), nullptr);
  EXPECT_NE(standards.on(20120229), nullptr);
}

TEST(Aqi, BreakpointsAreChecked) {
  const std::string header = "series,sub_index,value,unit,from,source\n";
  const auto parse = [&](const std::string& rows) {
    return AqiStandards::parse(header + rows, norms());
  };
  EXPECT_THROW(AqiStandards::parse("series,value\n", norms()), sdk::ConfigError);
  EXPECT_THROW(parse("so2_1h,0,0,u,2012-02-29,s\n"), sdk::ConfigError);
  EXPECT_THROW(parse("so2_1h,x,0,u,2012-02-29,s\n"), sdk::ConfigError);
  EXPECT_THROW(parse("so2_1h,0,0,u,2012-02-29,s\nso2_1h,50,10,u,2012-02-29,s\n"
                     "so2_1h,100,10,u,2012-02-29,s\n"),
               sdk::ConfigError);
}

}  // namespace
}  // namespace environment
