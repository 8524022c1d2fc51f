#include "air_index.hpp"

#include <algorithm>
#include <string>

#include "norms_on.hpp"
#include "rounding.hpp"

namespace environment {

AirLimits AirLimits::on(sdk::Day day, const sdk::Norms& norms) {
  const NormsOn norm(norms, day);
  AirLimits made;
  for (std::size_t item = 0; item < kItems; ++item) {
    const std::string name(kItem_names[item]);
    made.limit[item] = norm.decimal("limit." + name);
    made.weight[item] = norm.decimal("air_index.weight." + name);
  }
  return made;
}

std::optional<AirIndex> air_index(const AirFigures& figures, const AirLimits& limits) {
  constexpr auto kHundredth_micro = sdk::Decimal::kScale / 100;
  if (!std::ranges::all_of(figures, [](const auto& one) { return one.has_value(); }))
    return std::nullopt;
  AirIndex made;
  made.attained = true;
  for (std::size_t item = 0; item < kItems; ++item) {
    const auto figure_micro = round_half_even(figures[item]->micro(), 1, step_micro(item));
    const auto limit = limits.limit[item];
    made.figure[item] = sdk::Decimal::from_micro(figure_micro);
    made.quotient[item] = sdk::Decimal::from_micro(round_half_even(
        sdk::Int128{figure_micro} * sdk::Decimal::kScale, limit.micro(), kHundredth_micro));
    made.value = made.value + sdk::multiply(limits.weight[item], made.quotient[item]);
    made.attained = made.attained && made.figure[item] <= limit;
  }
  return made;
}

}  // namespace environment
