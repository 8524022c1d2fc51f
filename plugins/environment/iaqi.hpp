#pragma once
// Sub-indices of HJ 633 空气质量分指数: IAQI = (IH − IL)/(BH − BL)·(C − BL) + IL, rounded up,
// exactly. A table of one pollutant and averaging time keeps the largest concentration of every
// sub-index, so that looking one up needs no division and no rounding. Immutable; thread-safe.

#include <cstdint>
#include <utility>
#include <vector>

#include "assay/sdk/decimal.hpp"

namespace environment {

namespace sdk = assay::sdk;

inline constexpr int kNo_index = -1;

class IaqiTable {
 public:
  struct Point {
    int sub_index;
    sdk::Decimal value;  // of the concentration
  };

  IaqiTable() = default;
  // `points` rise in both figures from 0, 0. `beyond`: the sub-index above the last point, or
  // kNo_index where the standard has the pollutant reported by another averaging time. Throws
  // ConfigError for points that do not rise.
  IaqiTable(const std::vector<Point>& points, int beyond);

  // Concentration in millionths, not negative.
  [[nodiscard]] int at(std::int64_t micro) const {
    if (micro > x_most_micro.back()) return x_beyond;
    int sub_index = x_first[static_cast<std::uint64_t>(micro) / kCell_micro];
    while (micro > x_most_micro[static_cast<std::size_t>(sub_index)]) ++sub_index;
    return sub_index;
  }

 private:
  // Concentrations are mostly multiples of it, for which the first guess is right.
  static constexpr std::uint64_t kCell_micro = 100'000;

  std::vector<std::int64_t> x_most_micro;  // by sub-index
  std::vector<std::int16_t> x_first;       // by cell: the sub-index of its lower end
  int x_beyond = kNo_index;
};

}  // namespace environment
