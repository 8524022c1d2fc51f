#pragma once
// The composite air index 环境空气质量综合指数: the sum of six quotients of figure and limit, and
// whether all limits are kept. Values; thread-safe.

#include <optional>

#include "aqi.hpp"

namespace environment {

// Grade II limits and weights on a day.
struct AirLimits {
  std::array<sdk::Decimal, kItems> limit, weight;

  static AirLimits on(sdk::Day day, const sdk::Norms& norms);
};

// Figures as AirPeriod has them, or as published.
using AirFigures = std::array<std::optional<sdk::Decimal>, kItems>;

struct AirIndex {
  std::array<sdk::Decimal, kItems> figure;    // rounded: integers, CO to one decimal
  std::array<sdk::Decimal, kItems> quotient;  // rounded half-even to 2 decimals
  sdk::Decimal value;                         // Σ weight · quotient
  bool attained = false;                      // no figure is above its limit
};

// Nothing unless all six figures are there.
[[nodiscard]] std::optional<AirIndex> air_index(const AirFigures& figures, const AirLimits& limits);

}  // namespace environment
