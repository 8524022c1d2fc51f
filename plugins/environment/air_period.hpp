#pragma once
// The air of a period made of its days: means and percentiles with the validity rules of a month
// and a year, the share of excellent days, days by grade. Values; thread-safe.

#include <optional>
#include <span>

#include "air_days.hpp"
#include "assay/sdk/ratio.hpp"

namespace environment {

// When a figure of a period is valid.
struct PeriodRules {
  int february = 0, month = 0, year = 0;  // days; all 0: whatever is there counts
  sdk::Ratio co_percentile, o3_percentile;
  int excellent = 0;  // AQI of an excellent day, at most
  std::array<std::int64_t, kItems> day_limit_micro{};
  std::vector<int> grades;  // AQI of grade 1, 2 … at most; above the last is one more

  static PeriodRules on(sdk::Day day, const sdk::Norms& norms);
};

inline constexpr std::size_t kGrades = 6;

struct AirPeriod {
  // Mean; of CO and O3 the percentile. Rounded half-even to integers (CO to one decimal). Nothing
  // where too few days are valid.
  std::array<std::optional<std::int64_t>, kItems> figure_micro;
  std::array<int, kItems> days{};        // with a figure of the item
  std::array<int, kItems> days_above{};  // of them, above the limit of a day
  int valid_days = 0;                    // with a published AQI
  int excellent_days = 0;
  int flagged_days = 0;      // published without an item
  int unpublished_days = 0;  // some items are there, but the AQI may not be published
  std::array<int, kGrades> grade_days{};
  const AirDay* worst = nullptr;  // highest AQI, the first of several; nullptr: no valid day
};

// `days` rise and lie in the period.
[[nodiscard]] AirPeriod air_of(std::span<const AirDay> days, const Months& months,
                               const PeriodRules& rules);

// The value at k = 1 + (n − 1)·p of the sorted values, between two of them linearly, as a quotient
// `above/below`. There is at least one value; p from 0 to 1.
struct Quotient {
  sdk::Int128 above, below;
};
[[nodiscard]] Quotient percentile(std::span<const std::int64_t> sorted, sdk::Ratio p);

}  // namespace environment
