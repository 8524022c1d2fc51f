#include "air_days.hpp"

#include <algorithm>
#include <bit>

#include "norms_on.hpp"
#include "rounding.hpp"

namespace environment {

DayRules DayRules::on(sdk::Day day, const sdk::Norms& norms) {
  const NormsOn norm(norms, day);
  return {norm.integer("valid.day.hours"), norm.integer("valid.eight.hours"),
          norm.integer("valid.day.eights"), norm.decimal("limit.day.o3").micro()};
}

DaySample DayOfHours::finish(const DayRules& rules) {
  DaySample made;
  for (std::size_t item = 0; item < kItems; ++item) {
    if (item == O3 || x_count[item] < rules.hours) continue;
    made.micro[item] = round_half_even(x_sum_micro[item], x_count[item], step_micro(item));
    made.given |= only(item);
  }
  if (const auto o3_micro = eight_hours(rules)) {
    made.micro[O3] = *o3_micro;
    made.given |= only(O3);
  }
  made.o3_1h_given = x_count[O3] >= rules.hours;
  if (made.o3_1h_given) made.o3_1h_micro = *std::ranges::max_element(x_o3_micro);
  *this = DayOfHours();
  return made;
}

// The highest mean of 8 hours that end at 8:00 … 24:00, rounded.
std::optional<std::int64_t> DayOfHours::eight_hours(const DayRules& rules) const {
  constexpr std::size_t kLength = 8;
  std::int64_t most_micro = 0;
  int eights = 0;
  std::int64_t sum_micro = 0;
  for (std::size_t end = 0; end < x_o3_micro.size(); ++end) {
    sum_micro += x_o3_micro[end];
    if (end + 1 < kLength) continue;
    if (end >= kLength) sum_micro -= x_o3_micro[end - kLength];
    const auto window = x_o3_given >> (end + 1 - kLength) & ((1U << kLength) - 1);
    const int hours = std::popcount(window);
    if (hours < rules.eight_hours) continue;
    ++eights;
    most_micro = std::max(most_micro, round_half_even(sum_micro, hours, step_micro(O3)));
  }
  if (eights == 0 || (eights < rules.eights && most_micro <= rules.o3_limit_micro))
    return std::nullopt;
  return most_micro;
}

}  // namespace environment
