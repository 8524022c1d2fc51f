#pragma once
// Water, ecology and energy of a unit: each reads its inputs and gives its outputs. Used by one
// thread at a time.

#include <optional>

#include "ecology.hpp"
#include "reduction.hpp"
#include "settings.hpp"
#include "water_index.hpp"

namespace environment {

class WaterPart {
 public:
  WaterPart(const Declared& declared, const sdk::Norms& norms)
      : x_declared(declared), x_norms(norms) {}
  void start(sdk::Day day) { x_limits = WaterLimits::on(day, x_norms); }
  // The city water index.
  [[nodiscard]] std::optional<sdk::Decimal> assess(sdk::Row& row) const;

 private:
  void read(const sdk::Row& row, WaterSamples& samples) const;
  void give_body(Body body, const BodyIndex& index, sdk::Row& row) const;
  void explain_items(Body body, const BodyIndex& index, sdk::DecimalOutput output,
                     sdk::Row& row) const;

  const Declared& x_declared;
  const sdk::Norms& x_norms;
  WaterLimits x_limits;
};

class EcologyPart {
 public:
  struct Findings {
    std::optional<sdk::Decimal> ei_counted, eqi;
  };

  EcologyPart(const Declared& declared, const sdk::Norms& norms)
      : x_declared(declared), x_norms(norms) {}
  void start(sdk::Day day);
  [[nodiscard]] Findings assess(sdk::Row& row) const;

 private:
  [[nodiscard]] std::optional<sdk::Decimal> give_ei(sdk::Row& row) const;
  void give_change(sdk::Decimal now, sdk::Row& row) const;
  [[nodiscard]] std::optional<sdk::Decimal> give_eqi(sdk::Row& row) const;

  const Declared& x_declared;
  const sdk::Norms& x_norms;
  std::optional<EcologyNorms> x_ei, x_eqi;
};

class EnergyPart {
 public:
  explicit EnergyPart(const Declared& declared) : x_declared(declared) {}
  // Completion of the target.
  [[nodiscard]] std::optional<Reduction> assess(sdk::Row& row) const;

 private:
  const Declared& x_declared;
};

}  // namespace environment
