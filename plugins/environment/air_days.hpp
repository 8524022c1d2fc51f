#pragma once
// Days of air data: entered as such, or made of hours with the validity rules of GB 3095 and
// HJ 663. Values; thread-safe.

#include <optional>
#include <span>
#include <vector>

#include "aqi.hpp"
#include "calendar.hpp"

namespace environment {

struct AirDay {
  DayNumber day = 0;
  DaySample sample;
  Aqi aqi;
};

// When a daily figure made of hours is valid.
struct DayRules {
  int hours = 0;                    // of a daily mean
  int eight_hours = 0;              // hours of a mean of 8 h
  int eights = 0;                   // means of 8 h of a daily maximum …
  std::int64_t o3_limit_micro = 0;  // … unless it is above this

  static DayRules on(sdk::Day day, const sdk::Norms& norms);
};

// Collects the hours of one day at a time.
class DayOfHours {
 public:
  // Hour of the day, 0 … 23, not given before.
  void add(std::size_t hour, const HourSample& sample) {
    for (std::size_t item = 0; item < kItems; ++item) {
      x_sum_micro[item] += sample.micro[item];  // 0 where nothing is given
      x_count[item] += has(sample.given, item) ? 1 : 0;
    }
    x_o3_micro[hour] = sample.micro[O3];
    x_o3_given |= (has(sample.given, O3) ? 1U : 0U) << hour;
  }
  // The valid figures of the day; means are rounded half-even to integers (CO to one decimal).
  // Forgets the hours.
  [[nodiscard]] DaySample finish(const DayRules& rules);

 private:
  [[nodiscard]] std::optional<std::int64_t> eight_hours(const DayRules& rules) const;

  std::array<std::int64_t, kItems> x_sum_micro{};
  std::array<int, kItems> x_count{};
  std::array<std::int64_t, kHours_per_day> x_o3_micro{};
  std::uint32_t x_o3_given = 0;  // a bit per hour
};

}  // namespace environment
