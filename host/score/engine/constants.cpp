#include "score/engine/constants.hpp"

#include <cstdlib>
#include <variant>
#include <vector>

#include "score/fraction.hpp"

namespace assay::score::engine {

namespace {

using kernel::Leaf;
using model::Bound;

// With base, span and the way between its ends below these, the fractions of the rule always fit.
constexpr std::int64_t kBase_limit = std::int64_t{1} << 40U;
constexpr Int128 kWay_limit = Int128{1} << 55U;

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

kernel::Form form_of(const model::AttainmentRule& rule, model::Direction direction) {
  switch (direction) {
    case model::Direction::Higher:
      return kernel::Form::Higher;
    case model::Direction::Lower:
      return rule.lower == model::LowerForm::Mirror ? kernel::Form::Mirror : kernel::Form::Inverse;
    case model::Direction::Target:
      break;
  }
  return kernel::Form::Near;
}

kernel::Attainment attainment_of(const model::Component& component,
                                 const model::AttainmentRule& rule, model::Direction direction) {
  const bool near = direction == model::Direction::Target;
  return {.full = component.points.micro(),
          .form = form_of(rule, direction),
          .floor = rule.floor,
          .cap = rule.cap,
          .tolerance = near ? rule.tolerance->micro() : 0,
          .bonus = near || !rule.stretch_bonus ? 0 : rule.stretch_bonus->micro(),
          .zero_target = rule.zero_target};
}

class Maker {
 public:
  Maker(const model::Component& component, const model::Indicator* indicator,
        const Extremes& extremes, Rounding rounding)
      : x_component(&component),
        x_indicator(indicator),
        x_extremes(&extremes),
        x_rounding(rounding) {}

  [[nodiscard]] Leaf operator()(const model::AttainmentRule& rule) const {
    // A bonus of 0 gives nothing, yet its stretch target is checked.
    if (rule.stretch_bonus && rule.stretch_bonus->micro() <= 0) return {};
    return kernel::attainment(attainment_of(*x_component, rule, x_indicator->direction),
                              x_rounding);
  }

  [[nodiscard]] Leaf operator()(const model::LinearRule& rule) const {
    const auto from = end_of(rule.from);
    const auto to = end_of(rule.to);
    if (from && to) return *from == *to ? Leaf{} : kernel::linear(full(), *from, *to, x_rounding);
    if (asks_extremes(rule.from) || asks_extremes(rule.to)) return {};
    return kernel::linear_between(full(), x_rounding);
  }

  [[nodiscard]] Leaf operator()(const model::StepsRule& rule) const {
    std::vector<kernel::Step> steps;
    steps.reserve(rule.steps.size());
    for (const auto& step : rule.steps)
      steps.push_back({.rate = step.bound, .points = step.points.micro()});
    if (!rule.of_attainment)
      return kernel::value_steps(steps, rule.at_most, rule.otherwise.micro());
    return kernel::rate_steps(steps, rule.at_most, rule.otherwise.micro(),
                              attainment_of(*x_component, rule.attainment, x_indicator->direction));
  }

  [[nodiscard]] Leaf operator()(const model::EfficacyRule& rule) const {
    const auto worst = end_of(rule.worst);
    const auto best = end_of(rule.best);
    if (!worst || !best) return {};
    if (*worst == *best) return of_equal(rule);
    const bool ordinary = std::abs(rule.base.micro()) < kBase_limit &&
                          std::abs(rule.span.micro()) < kBase_limit &&
                          magnitude(Int128{*best} - *worst) < kWay_limit;
    if (!ordinary) return {};
    return kernel::efficacy({.full = full(),
                             .base = rule.base.micro(),
                             .span = rule.span.micro(),
                             .worst = *worst,
                             .best = *best},
                            x_rounding);
  }

  [[nodiscard]] Leaf operator()(const model::DeductRule& rule) const {
    return kernel::deduct(full(), rule.each.micro(), rule.floor.micro(), x_rounding);
  }

  [[nodiscard]] Leaf operator()(const model::YesNoRule& rule) const {
    return rule.evidence_required ? Leaf{} : kernel::yes_no(full());
  }

  [[nodiscard]] Leaf operator()(const model::DirectRule& rule) const {
    return rule.full.micro() <= 0 ? Leaf{} : kernel::direct(full(), rule.full.micro(), x_rounding);
  }

  // Its columns hold the score and its full marks; where one cannot be taken, marks of −1.
  [[nodiscard]] Leaf operator()(const model::AssessmentRule& /*rule*/) const {
    return kernel::attainment({.full = full(), .form = kernel::Form::Higher}, x_rounding);
  }

 private:
  [[nodiscard]] std::int64_t full() const { return x_component->points.micro(); }

  [[nodiscard]] std::optional<std::int64_t> end_of(const Bound& bound) const {
    switch (bound.kind) {
      case Bound::Kind::Fixed:
        return bound.fixed.micro();
      case Bound::Kind::GroupMin:
        return x_extremes->least;
      case Bound::Kind::GroupMax:
        return x_extremes->most;
      default:
        break;
    }
    return std::nullopt;
  }

  [[nodiscard]] Leaf of_equal(const model::EfficacyRule& rule) const {
    constexpr std::int64_t kCoefficient_max = 100;
    if (!rule.equal) return {};
    const auto share = multiply(fraction_of(*rule.equal), {1, kCoefficient_max});
    const auto points = share ? scaled(x_component->points, *share, x_rounding) : std::nullopt;
    return points ? kernel::same_points(points->micro()) : Leaf{};
  }

  const model::Component* x_component;
  const model::Indicator* x_indicator;
  const Extremes* x_extremes;
  Rounding x_rounding;
};

}  // namespace

bool asks_extremes(const model::Bound& bound) {
  return bound.kind == Bound::Kind::GroupMin || bound.kind == Bound::Kind::GroupMax;
}

Leaf leaf_of(const model::Component& component, const model::Indicator* indicator,
             const Extremes& extremes, Rounding rounding) {
  auto leaf = std::visit(Maker(component, indicator, extremes, rounding), *component.rule);
  using Policy = model::Missing::Policy;
  switch (component.missing.policy) {
    case Policy::Zero:
      leaf.if_absent = kernel::IfAbsent::Points;
      break;
    case Policy::Floor:
      leaf.if_absent = kernel::IfAbsent::Points;
      leaf.absent_points = component.missing.floor.micro();
      break;
    case Policy::Reshare:
      leaf.if_absent = kernel::IfAbsent::LeftOut;
      break;
    case Policy::Fail:
    case Policy::LastPeriod:
      break;
  }
  return leaf;
}

}  // namespace assay::score::engine
