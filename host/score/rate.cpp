#include "score/rate.hpp"

#include <algorithm>

namespace assay::score {

std::strong_ordering Rate::compare_to(const Rate& other) const {
  if (unbounded || other.unbounded) return unbounded <=> other.unbounded;
  return compare(value, other.value);
}

bool Rate::reaches(const Ratio& bound) const {
  return unbounded || compare(value, fraction_of(bound)) >= 0;
}

RateColumn::RateColumn(const Inputs& inputs, const model::AttainmentRule& rule,
                       model::Period period)
    : x_rule(&rule),
      x_figures(inputs, rule.indicator, period),
      x_targets(inputs, rule.indicator, period, rule.pace_linear) {}

Scored<RateReading> RateColumn::at(std::size_t ordinal) const {
  ASSAY_TRY(auto figure, x_figures.at(ordinal));
  ASSAY_TRY(const auto targets, x_targets.at(ordinal));
  const auto goal = goal_of(targets);
  RateReading reading{.figure = std::move(figure), .targets = targets, .goal = goal};
  const bool divides = direction() != model::Direction::Target;
  if (divides && goal.is_negative())
    return refused("negative_target", {{"indicator", x_rule->indicator}, {"target", goal.str()}},
                   ASSAY_TEXT("the target {target} of {indicator} is negative, so that a rate of "
                              "completion means nothing: use the rule linear or steps"));
  if (divides && goal.is_zero()) {
    ASSAY_TRY(reading.rate, by_zero_target(reading.figure.value));
    reading.by_zero_policy = true;
    return reading;
  }
  reading.rate = rate_of(reading.figure.value, goal);
  return reading;
}

Decimal RateColumn::goal_of(const TargetFigures& targets) const {
  if (x_rule->target == model::TargetChoice::Required || !targets.upper) return targets.required;
  switch (direction()) {
    case model::Direction::Higher:
      return std::max(targets.required, *targets.upper);
    case model::Direction::Lower:
      return std::min(targets.required, *targets.upper);
    case model::Direction::Target:
      break;
  }
  return targets.required;
}

Scored<Rate> RateColumn::by_zero_target(Decimal actual) const {
  const Rate full{{1, 1}};
  const Rate none{{0, 1}};
  const bool met =
      direction() == model::Direction::Higher ? actual >= Decimal{} : actual <= Decimal{};
  switch (x_rule->zero_target) {
    case model::ZeroTarget::Full:
      return full;
    case model::ZeroTarget::Zero:
      return none;
    case model::ZeroTarget::MetIfZero:
      return met ? full : none;
    case model::ZeroTarget::Refuse:
      break;
  }
  return refused("zero_target", {{"indicator", x_rule->indicator}},
                 ASSAY_TEXT("the target of {indicator} is zero, so that a rate of completion "
                            "cannot be taken: state `zero_target` in the scheme"));
}

// In millionths, which cancel out.
Rate RateColumn::rate_of(Decimal actual, Decimal goal) const {
  const Int128 a = actual.micro();
  const Int128 t = goal.micro();
  switch (direction()) {
    case model::Direction::Higher:
      return {quotient(a, t)};
    case model::Direction::Lower:
      if (x_rule->lower == model::LowerForm::Mirror) return {quotient(2 * t - a, t)};
      return a <= 0 ? Rate{.value = {1, 1}, .unbounded = true} : Rate{quotient(t, a)};
    case model::Direction::Target:
      break;
  }
  const Int128 tolerance = x_rule->tolerance->micro();
  const Int128 distance = a < t ? t - a : a - t;
  return {quotient(tolerance - distance, tolerance)};
}

std::string RateColumn::text_of(const RateReading& reading, const std::string& figure) const {
  const auto goal = reading.goal.str();
  switch (direction()) {
    case model::Direction::Higher:
      return figure + " / " + goal;
    case model::Direction::Lower:
      return x_rule->lower == model::LowerForm::Mirror ? "2 − " + figure + " / " + goal
                                                       : goal + " / " + figure;
    case model::Direction::Target:
      break;
  }
  return "1 − |" + figure + " − " + goal + "| / " + x_rule->tolerance->str();
}

}  // namespace assay::score
