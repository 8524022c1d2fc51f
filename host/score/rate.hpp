#pragma once
// 完成率: how far a unit reached its target, as an exact fraction without cap or floor. Used by
// the rules attainment and steps, and by the metrics of gates and awards. Borrows the snapshot.

#include <compare>
#include <optional>

#include "score/figures.hpp"
#include "score/fraction.hpp"

namespace assay::score {

// An exact rate; `unbounded` where lower is better and nothing at all is left (t/a at a ≤ 0).
struct Rate {
  Fraction value;
  bool unbounded = false;

  [[nodiscard]] std::strong_ordering compare_to(const Rate& other) const;
  [[nodiscard]] bool reaches(const Ratio& bound) const;
};

// A rate and what it was made of.
struct RateReading {
  Rate rate;
  bool by_zero_policy = false;  // the target is zero: the rate is the policy's 1 or 0
  Figure figure;
  TargetFigures targets;
  Decimal goal;  // the target in force
};

class RateColumn {
 public:
  // The rule's indicator must exist.
  RateColumn(const Inputs& inputs, const model::AttainmentRule& rule, model::Period period);

  // Faults missing_figure, missing_target, zero_target, negative_target.
  [[nodiscard]] Scored<RateReading> at(std::size_t ordinal) const;
  [[nodiscard]] const FigureColumn& figures() const { return x_figures; }
  [[nodiscard]] model::Direction direction() const { return x_figures.indicator().direction; }
  // "82.4 / 100" with the source after the figure, as it stands in a formula.
  [[nodiscard]] std::string text_of(const RateReading& reading, const std::string& figure) const;

 private:
  [[nodiscard]] Decimal goal_of(const TargetFigures& targets) const;
  [[nodiscard]] Scored<Rate> by_zero_target(Decimal actual) const;
  [[nodiscard]] Rate rate_of(Decimal actual, Decimal goal) const;

  const model::AttainmentRule* x_rule;
  FigureColumn x_figures;
  TargetColumn x_targets;
};

}  // namespace assay::score
