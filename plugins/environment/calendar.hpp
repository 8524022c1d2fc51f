#pragma once
// Days, hours and months of a period on the local clock. Values; thread-safe.

#include <chrono>
#include <cstdint>
#include <string_view>

#include "assay/sdk/norms.hpp"

namespace environment {

namespace sdk = assay::sdk;

inline constexpr std::int64_t kMs_per_hour = 3'600'000;
inline constexpr std::int64_t kHours_per_day = 24;

// Days since 1970-01-01.
using DayNumber = std::int32_t;

[[nodiscard]] constexpr std::chrono::year_month_day date_of(DayNumber day) {
  return std::chrono::sys_days(std::chrono::days(day));
}
// yyyymmdd, as norms are dated and people read it.
[[nodiscard]] constexpr sdk::Day dated(DayNumber day) {
  const auto date = date_of(day);
  return int{date.year()} * 10'000 +
         static_cast<sdk::Day>(unsigned{date.month()} * 100 + unsigned{date.day()});
}
[[nodiscard]] constexpr DayNumber day_number(sdk::Day dated) {
  const std::chrono::year_month_day date(
      std::chrono::year(dated / 10'000),
      std::chrono::month(static_cast<unsigned>(dated) / 100 % 100),
      std::chrono::day(static_cast<unsigned>(dated) % 100));
  return static_cast<DayNumber>(std::chrono::sys_days(date).time_since_epoch().count());
}

// The months of a period, all of one year.
struct Months {
  int year = 0;
  unsigned first = 1, last = 12;

  // "2024", "2024H1", "2024Q3" or "2024-09".
  [[nodiscard]] static Months of(std::string_view period) {
    const auto end = sdk::last_day(period);
    const auto last = static_cast<unsigned>(end) / 100 % 100;
    const unsigned length = period.size() == 4 ? 12
                            : period[4] == 'H' ? 6
                            : period[4] == 'Q' ? 3
                                               : 1;
    return {end / 10'000, last - length + 1, last};
  }
  [[nodiscard]] constexpr bool has(DayNumber day) const {
    const auto date = date_of(day);
    return int{date.year()} == year && unsigned{date.month()} >= first &&
           unsigned{date.month()} <= last;
  }
  [[nodiscard]] constexpr bool whole_year() const { return first == 1 && last == 12; }
};

}  // namespace environment
