#include "iaqi.hpp"

#include "assay/sdk/error.hpp"

namespace environment {

IaqiTable::IaqiTable(const std::vector<Point>& points, int beyond) : x_beyond(beyond) {
  if (points.size() < 2 || points[0].sub_index != 0 || !points[0].value.is_zero())
    throw sdk::ConfigError("breakpoints begin with sub-index 0 at concentration 0");
  x_most_micro.push_back(0);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const auto& [low_index, low] = points[i - 1];
    const auto& [high_index, high] = points[i];
    if (high_index <= low_index || high <= low) throw sdk::ConfigError("breakpoints must rise");
    const sdk::Int128 span_micro = high.micro() - low.micro();
    for (int up = 1; up <= high_index - low_index; ++up)
      x_most_micro.push_back(low.micro() +
                             static_cast<std::int64_t>(up * span_micro / (high_index - low_index)));
  }
  int sub_index = 0;
  for (std::int64_t micro = 0; micro <= x_most_micro.back();
       micro += static_cast<std::int64_t>(kCell_micro)) {
    while (micro > x_most_micro[static_cast<std::size_t>(sub_index)]) ++sub_index;
    x_first.push_back(static_cast<std::int16_t>(sub_index));
  }
}

}  // namespace environment
