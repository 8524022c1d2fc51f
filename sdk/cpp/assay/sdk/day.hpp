#pragma once
// Days of norms and parameters. Pure; thread-safe.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "assay/sdk/error.hpp"

namespace assay::sdk {

// A day as yyyymmdd, so that days compare as numbers.
using Day = std::int32_t;

// The last day that a period ("2024", "2024H1", "2024Q3", "2024-09") can reach; months count as
// having 31 days, which is harmless where days are only compared.
[[nodiscard]] inline Day last_day(std::string_view period) {
  const auto digits = [&](std::size_t from, std::size_t count) {
    Day value = 0;
    for (const char c : period.substr(std::min(from, period.size()), count)) {
      if (c < '0' || c > '9') return 0;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const auto year = digits(0, 4);
  Day month = 0;
  if (period.size() == 4) month = 12;
  if (period.size() == 6 && period[4] == 'H') month = digits(5, 1) * 6;
  if (period.size() == 6 && period[4] == 'Q') month = digits(5, 1) * 3;
  if (period.size() == 7 && period[4] == '-') month = digits(5, 2);
  if (year == 0 || month < 1 || month > 12)
    throw ConfigError("unknown kind of period: " + std::string(period));
  return year * 10'000 + month * 100 + 31;
}

// "2003-01-01"; ConfigError for anything else.
[[nodiscard]] inline Day parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-')
    throw ConfigError("a day is written as 2003-01-01");
  Day day = 0;
  for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[at] < '0' || text[at] > '9') throw ConfigError("a day is written as 2003-01-01");
    day = day * 10 + (text[at] - '0');
  }
  const auto month = day / 100 % 100;
  if (month < 1 || month > 12 || day % 100 < 1 || day % 100 > 31)
    throw ConfigError("this day is not in the calendar");
  return day;
}

}  // namespace assay::sdk
