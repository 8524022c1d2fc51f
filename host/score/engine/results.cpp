#include "score/engine/results.hpp"

#include <cstdlib>

namespace assay::score::engine {

namespace {

// The step is known when this is compiled, so that nothing is divided.
template <std::int64_t Step>
void round_to(std::span<const std::int64_t> totals, Rounding rounding, std::int64_t* published) {
  const bool half_away = rounding == Rounding::HalfAwayFromZero;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const auto total = totals[i];
    const auto whole = total / Step;
    const auto twice = 2 * std::abs(total % Step);
    const bool away = twice > Step || (twice == Step && (half_away || whole % 2 != 0));
    published[i] = (away ? whole + (total < 0 ? -1 : 1) : whole) * Step;
  }
}

}  // namespace

void publish(std::span<const std::int64_t> totals, int decimals, Rounding rounding,
             std::int64_t* published) {
  switch (decimals) {
    case 0:
      return round_to<1'000'000>(totals, rounding, published);
    case 1:
      return round_to<100'000>(totals, rounding, published);
    case 2:
      return round_to<10'000>(totals, rounding, published);
    case 3:
      return round_to<1'000>(totals, rounding, published);
    case 4:
      return round_to<100>(totals, rounding, published);
    case 5:
      return round_to<10>(totals, rounding, published);
    default:
      return round_to<1>(totals, rounding, published);
  }
}

}  // namespace assay::score::engine
