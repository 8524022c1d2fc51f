#pragma once
// How far a figure fell against a target for its fall: energy per GDP, particulate matter. Exact:
// only what is shown is rounded. Values; thread-safe.

#include <optional>
#include <vector>

#include "assay/sdk/norms.hpp"
#include "assay/sdk/ratio.hpp"

namespace environment {

namespace sdk = assay::sdk;

// (before − now)/before as an exact quotient; below above zero.
struct Reduction {
  sdk::Int128 above, below;

  // Of energy per GDP: 1 − (E1/G1)/(E0/G0). Nothing if E0, G0 or G1 is 0.
  [[nodiscard]] static std::optional<Reduction> of_energy(sdk::Decimal energy, sdk::Decimal gdp,
                                                          sdk::Decimal energy_before,
                                                          sdk::Decimal gdp_before);
  // Of a concentration. Nothing if it was 0.
  [[nodiscard]] static std::optional<Reduction> of(sdk::Decimal now, sdk::Decimal before);

  [[nodiscard]] bool rose() const { return above < 0; }
  // In per cent, rounded at the sixth decimal.
  [[nodiscard]] sdk::Decimal percent() const;
  // Divided by a target in per cent, which is above zero.
  [[nodiscard]] Reduction against(sdk::Decimal target_percent) const;
  // Is it `percent` per cent or more?
  [[nodiscard]] bool reaches(sdk::Decimal percent) const;
};

struct EnergyNorms {
  struct Step {
    sdk::Decimal completion, points;
  };
  std::vector<Step> steps;  // from high to low; below the last nothing
  sdk::Decimal full;
  sdk::Decimal extra_each, extra_points, extra_most;  // % over 100; points for each; at most

  static EnergyNorms on(sdk::Day day, const sdk::Norms& norms);
};

// Points of `norms.full` for a completion.
[[nodiscard]] sdk::Decimal energy_points(const Reduction& completion, const EnergyNorms& norms);

// Points of particulate matter: `met` for exactly the target, `full` from `full_at` per cent of it,
// in between and below linearly; 0 for a rise.
struct PmScale {
  sdk::Decimal full, met, full_at;
};
[[nodiscard]] sdk::Decimal pm_points(const Reduction& reduction, const Reduction& completion,
                                     const PmScale& scale);

}  // namespace environment
