#pragma once
// The air quality index 空气质量指数 of an hour or a day by HJ 633, with its primary pollutants and
// what is missing. Immutable tables; thread-safe.

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "assay/sdk/norms.hpp"
#include "iaqi.hpp"

namespace environment {

// Pollutants, in the order of the standard. A set of them has a bit each.
enum Item : std::uint8_t { SO2, NO2, CO, O3, PM10, PM25 };
inline constexpr std::size_t kItems = 6;
inline constexpr std::array<std::string_view, kItems> kItem_names = {"so2", "no2",  "co",
                                                                     "o3",  "pm10", "pm25"};
using ItemSet = std::uint8_t;
inline constexpr ItemSet kAll_items = (1U << kItems) - 1;
[[nodiscard]] constexpr ItemSet only(std::size_t item) { return static_cast<ItemSet>(1U << item); }
[[nodiscard]] constexpr bool has(ItemSet set, std::size_t item) { return (set >> item & 1U) != 0; }

// What figures of an item are rounded to: integers, CO to one decimal.
[[nodiscard]] constexpr std::int64_t step_micro(std::size_t item) {
  return item == CO ? sdk::Decimal::kScale / 10 : sdk::Decimal::kScale;
}

// Concentrations in millionths of µg/m³ (CO: mg/m³), none of them negative; those not in `given`
// are 0.
struct HourSample {
  std::array<std::int64_t, kItems> micro{};
  ItemSet given = 0;
};
// O3 as daily maximum of 8 h, the others as 24 h means.
struct DaySample {
  std::array<std::int64_t, kItems> micro{};
  ItemSet given = 0;
  std::int64_t o3_1h_micro = 0;  // highest hour
  bool o3_1h_given = false;
};

struct Aqi {
  std::array<std::int16_t, kItems> sub_index{};  // kNo_index where there is none
  std::int16_t value = kNo_index;                // kNo_index: may not be published
  std::int16_t rest = kNo_index;                 // of the items that are there
  ItemSet primary = 0;
  ItemSet missing = 0;  // without a sub-index, though it ought to have one
};

// HJ 633 in one of its versions.
class AqiStandard {
 public:
  AqiStandard(const std::vector<std::pair<std::string, IaqiTable::Point>>& points,
              const sdk::Norms& norms, sdk::Day from);

  [[nodiscard]] sdk::Day from() const { return x_from; }
  [[nodiscard]] int primary_above() const { return x_primary_above; }
  // Items in `exempt` may be missing: they are outside the monitoring plan.
  [[nodiscard]] Aqi hour(const HourSample& sample, ItemSet exempt) const;
  [[nodiscard]] Aqi day(const DaySample& sample, ItemSet exempt) const;
  // The same as hour(sample, exempt).value, without the rest; for many rows.
  [[nodiscard]] int hour_value(const HourSample& sample, ItemSet exempt) const;

 private:
  [[nodiscard]] int sub_index(const IaqiTable& table, std::int64_t micro, std::size_t item) const;
  [[nodiscard]] Aqi combine(Aqi aqi, ItemSet exempt) const;
  [[nodiscard]] int publish(int rest, ItemSet missing) const;

  sdk::Day x_from;
  std::array<IaqiTable, kItems> x_hour, x_day;  // x_day[O3] is of 8 h
  bool x_rounds, x_day_has_o3_1h;
  int x_least, x_missing_above, x_primary_above;
};

// All versions, by the day from which they hold.
class AqiStandards {
 public:
  // `breakpoints` is CSV with the header series,sub_index,value,unit,from,source. Throws
  // ConfigError.
  [[nodiscard]] static AqiStandards parse(std::string_view breakpoints, const sdk::Norms& norms);

  // nullptr: none is in force yet.
  [[nodiscard]] const AqiStandard* on(sdk::Day day) const;

 private:
  std::vector<AqiStandard> x_versions;  // from early to late
};

}  // namespace environment
