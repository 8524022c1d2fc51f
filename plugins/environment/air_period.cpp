#include "air_period.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "norms_on.hpp"
#include "rounding.hpp"

namespace environment {

namespace {

// Are there enough days in every month and, in a year, on the whole?
bool enough(std::span<const DayNumber> days, const Months& months, const PeriodRules& rules) {
  std::array<int, 13> by_month{};
  for (const auto day : days) ++by_month.at(unsigned{date_of(day).month()});
  for (auto month = months.first; month <= months.last; ++month)
    if (by_month.at(month) < (month == 2 ? rules.february : rules.month)) return false;
  return !days.empty() && (!months.whole_year() || static_cast<int>(days.size()) >= rules.year);
}

void count(const AirDay& day, const PeriodRules& rules, AirPeriod& made) {
  const auto& aqi = day.aqi;
  if (aqi.value < 0) {
    made.unpublished_days += aqi.rest >= 0 ? 1 : 0;
    return;
  }
  ++made.valid_days;
  if (aqi.value <= rules.excellent) ++made.excellent_days;
  if (aqi.missing != 0) ++made.flagged_days;
  const auto grade = std::ranges::lower_bound(rules.grades, aqi.value) - rules.grades.begin();
  ++made.grade_days.at(static_cast<std::size_t>(grade));
  if (made.worst == nullptr || aqi.value > made.worst->aqi.value) made.worst = &day;
}

Quotient statistic(std::size_t item, std::vector<std::int64_t>& values, const PeriodRules& rules) {
  if (item != CO && item != O3)
    return {std::accumulate(values.begin(), values.end(), sdk::Int128{0}),
            static_cast<sdk::Int128>(values.size())};
  std::ranges::sort(values);
  return percentile(values, item == CO ? rules.co_percentile : rules.o3_percentile);
}

}  // namespace

PeriodRules PeriodRules::on(sdk::Day day, const sdk::Norms& norms) {
  const NormsOn norm(norms, day);
  PeriodRules rules{.february = norm.integer("valid.february.days"),
                    .month = norm.integer("valid.month.days"),
                    .year = norm.integer("valid.year.days"),
                    .co_percentile = norm.percent("air_index.percentile.co"),
                    .o3_percentile = norm.percent("air_index.percentile.o3"),
                    .excellent = norm.integer("aqi.excellent"),
                    .day_limit_micro = {},
                    .grades = {}};
  for (std::size_t item = 0; item < kItems; ++item)
    rules.day_limit_micro[item] =
        norm.decimal("limit.day." + std::string(kItem_names[item])).micro();
  for (const auto most : norm.list("aqi.grade."))
    rules.grades.push_back(static_cast<int>(most.micro() / sdk::Decimal::kScale));
  if (rules.grades.size() + 1 != kGrades)
    throw sdk::ConfigError("norms: there must be aqi.grade.1 to aqi.grade.5");
  return rules;
}

AirPeriod air_of(std::span<const AirDay> days, const Months& months, const PeriodRules& rules) {
  AirPeriod made;
  for (const auto& day : days) count(day, rules, made);
  std::vector<std::int64_t> values;
  std::vector<DayNumber> dates;
  for (std::size_t item = 0; item < kItems; ++item) {
    values.clear();
    dates.clear();
    for (const auto& day : days) {
      if (!has(day.sample.given, item)) continue;
      values.push_back(day.sample.micro[item]);
      dates.push_back(day.day);
      if (values.back() > rules.day_limit_micro[item]) ++made.days_above[item];
    }
    made.days[item] = static_cast<int>(dates.size());
    if (!enough(dates, months, rules)) continue;
    const auto [above, below] = statistic(item, values, rules);
    made.figure_micro[item] = round_half_even(above, below, step_micro(item));
  }
  return made;
}

Quotient percentile(std::span<const std::int64_t> sorted, sdk::Ratio p) {
  const sdk::Int128 below = p.denominator();
  const auto place = static_cast<sdk::Int128>(sorted.size() - 1) * p.numerator();  // over below
  const auto at = static_cast<std::size_t>(place / below);
  const auto next = std::min(at + 1, sorted.size() - 1);
  return {sorted[at] * below + (place % below) * (sorted[next] - sorted[at]), below};
}

}  // namespace environment
