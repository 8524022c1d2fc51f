#pragma once
// The ecological index EI of HJ 192-2015 with its classes, limits and change, and the regional
// ecological quality index EQI of 2021. Values; thread-safe.

#include <optional>
#include <span>
#include <vector>

#include "assay/sdk/norms.hpp"

namespace environment {

namespace sdk = assay::sdk;

struct EcologyNorms {
  std::vector<sdk::Decimal> weights;  // the last one, or two, are of 100 − sub-index
  std::size_t inverted = 1;
  std::vector<sdk::Decimal> classes;  // class 1, 2 … from this value; below the last is one more
  std::vector<sdk::Decimal> caps;     // the most that counts, by level of limitation from 1
  std::vector<sdk::Decimal> changes;  // |change| below this is 0, 1 …

  static EcologyNorms ei_on(sdk::Day day, const sdk::Norms& norms);
  static EcologyNorms eqi_on(sdk::Day day, const sdk::Norms& norms);
};

// Σ weight · sub-index, each sub-index rounded half-even to one decimal first; 0 to 100.
[[nodiscard]] sdk::Decimal ecology_index(std::span<const sdk::Decimal> sub_indices,
                                         const EcologyNorms& norms);
// The index as it counts at a level of limitation; 0: no limitation.
[[nodiscard]] sdk::Decimal limited(sdk::Decimal index, std::size_t level,
                                   const EcologyNorms& norms);
// 1 is the best.
[[nodiscard]] int ecology_class(sdk::Decimal index, const EcologyNorms& norms);
// 0 none, 1 slight, 2 marked, 3 significant.
[[nodiscard]] int change_class(sdk::Decimal change, const EcologyNorms& norms);

}  // namespace environment
