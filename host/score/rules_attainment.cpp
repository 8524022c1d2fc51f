// The rules that measure a figure against the unit's target: attainment and steps.
#include <algorithm>
#include <memory>
#include <utility>

#include "score/rate.hpp"
#include "score/reading.hpp"
#include "score/rules.hpp"

namespace assay::score {

namespace {

model::Note reading_note(const RateColumn& rates, const RateReading& reading) {
  const auto& targets = reading.targets;
  const bool by_upper = reading.goal != targets.required;
  const auto extra = 1 + (targets.stretch ? 1 : 0) + (by_upper ? 1 : 0) + (targets.paced ? 1 : 0);
  auto found = figure_note(rates.figures(), reading.figure, static_cast<std::size_t>(extra));
  found.data.emplace_back("target", reading.goal.str());
  if (targets.stretch) found.data.emplace_back("stretch", targets.stretch->str());
  if (by_upper) found.data.emplace_back("required", targets.required.str());
  if (targets.paced) found.data.emplace_back("paced", "linear");
  return found;
}

// The rate that counts: within floor and cap, except where the zero-target policy gave it.
Fraction rate_within(const model::AttainmentRule& rule, const RateReading& reading) {
  if (reading.by_zero_policy) return reading.rate.value;
  if (reading.rate.reaches(rule.cap)) return fraction_of(rule.cap);
  return reading.rate.reaches(rule.floor) ? reading.rate.value : fraction_of(rule.floor);
}

// How much of the way from the target to the stretch target was gone, 0–1; nothing = there is no
// stretch target.
struct Stretch {
  Fraction reach;
  std::string text;  // as it stands in the formula
};

Scored<std::optional<Stretch>> stretch_of(const RateColumn& rates, const RateReading& reading,
                                          const std::string& figure) {
  if (!reading.targets.stretch || reading.by_zero_policy ||
      rates.direction() == model::Direction::Target)
    return std::nullopt;
  const Int128 goal = reading.goal.micro();
  const Int128 sign = rates.direction() == model::Direction::Higher ? 1 : -1;
  const auto room = sign * (reading.targets.stretch->micro() - goal);
  const auto gone = sign * (reading.figure.value.micro() - goal);
  if (room <= 0)
    return refused("bad_stretch",
                   {{"indicator", rates.figures().indicator().code},
                    {"target", reading.goal.str()},
                    {"stretch", reading.targets.stretch->str()}},
                   ASSAY_TEXT("the stretch target {stretch} of {indicator} does not lie beyond the "
                              "target {target}: correct one of them"));
  const auto text = "(" + figure + " − " + reading.goal.str() + ") / (" +
                    reading.targets.stretch->str() + " − " + reading.goal.str() + ")";
  return Stretch{.reach = {std::clamp<Int128>(gone, 0, room), room}, .text = text};
}

Message how_of(const model::Component& leaf, const model::AttainmentRule& rule,
               const RateReading& reading, const std::string& rate) {
  const auto full = leaf.points.str();
  if (reading.by_zero_policy)
    return formula(ASSAY_TEXT("{full} × {rate}, as the target is 0 and the figure {value}{share}"),
                   Place{"full", full}, Place{"rate", text_of(reading.rate.value)},
                   Place{"value", reading.figure.value.str()});
  const auto cap = text_of(fraction_of(rule.cap));
  if (rule.floor.is_zero() && reading.rate.reaches(rule.floor))
    return formula(ASSAY_TEXT("{full} × min({rate}, {cap}){share}"), Place{"full", full},
                   Place{"rate", rate}, Place{"cap", cap});
  return formula(ASSAY_TEXT("{full} × max({floor}, min({rate}, {cap})){share}"),
                 Place{"full", full}, Place{"floor", text_of(fraction_of(rule.floor))},
                 Place{"rate", rate}, Place{"cap", cap});
}

Message how_with_stretch(const model::Component& leaf, const model::AttainmentRule& rule,
                         const Stretch& stretch) {
  return formula(ASSAY_TEXT("{full} + {bonus} × min({reach}, 1){share}"),
                 Place{"full", leaf.points.str()}, Place{"bonus", rule.stretch_bonus->str()},
                 Place{"reach", stretch.text});
}

// full·rate + bonus·reach in one exact fraction, rounded once.
std::optional<Decimal> with_bonus(Decimal full, const Fraction& rate, Decimal bonus,
                                  const Fraction& reach, Rounding rounding) {
  const auto base = multiply({full.micro(), 1}, rate);
  const auto more = multiply({bonus.micro(), 1}, reach);
  if (!base || !more) return std::nullopt;
  const auto sum = add(*base, *more);
  if (!sum) return std::nullopt;
  return to_decimal(sum->numerator, sum->denominator, rounding);
}

Scored<LeafPoints> attainment(const model::AttainmentRule& rule, const LeafContext& context,
                              const RateColumn& rates, std::size_t ordinal) {
  ASSAY_TRY(const auto reading, rates.at(ordinal));
  const auto& leaf = *context.leaf;
  const auto rate = rate_within(rule, reading);
  const auto figure = figure_text(context, reading.figure);
  LeafPoints result{.how = how_of(leaf, rule, reading, rates.text_of(reading, figure))};
  result.trace.push_back(reading_note(rates, reading));
  std::optional<Stretch> stretch;
  if (rule.stretch_bonus) {
    ASSAY_TRY(stretch, stretch_of(rates, reading, figure));
    if (!reading.targets.stretch)
      result.trace.push_back(
          note("stretch.none", {{"indicator", rule.indicator}},
               ASSAY_TEXT("no stretch target of {indicator}, so no bonus for exceeding it")));
  }
  if (!stretch || stretch->reach.numerator == 0) {
    const auto points = scaled(leaf.points, rate, context.inputs->rounding());
    if (!points) return too_large();
    result.points = *points;
    return result;
  }
  const auto points = with_bonus(leaf.points, rate, *rule.stretch_bonus, stretch->reach,
                                 context.inputs->rounding());
  if (!points) return too_large();
  result.points = *points;
  result.how = how_with_stretch(leaf, rule, *stretch);
  return result;
}

const model::StepsRule::Step* step_reached(const model::StepsRule& rule, const Rate& rate) {
  const auto found = std::ranges::find_if(rule.steps, [&](const auto& step) {
    if (!rule.at_most) return rate.reaches(step.bound);
    return rate.compare_to({fraction_of(step.bound)}) <= 0;
  });
  return found == rule.steps.end() ? nullptr : &*found;
}

LeafPoints by_steps(const model::StepsRule& rule, const Rate& rate, const std::string& measure) {
  const auto* step = step_reached(rule, rate);
  const auto points = step == nullptr ? rule.otherwise : step->points;
  LeafPoints result{.points = points};
  if (step == nullptr) {
    result.how = formula(ASSAY_TEXT("{measure} reaches no step: {points}{share}"),
                         Place{"measure", measure}, Place{"points", points.str()});
    return result;
  }
  const auto* text = rule.at_most ? ASSAY_TEXT("{measure} ≤ {bound}: {points}{share}")
                                  : ASSAY_TEXT("{measure} ≥ {bound}: {points}{share}");
  result.how =
      formula(text, Place{"measure", measure}, Place{"bound", text_of(fraction_of(step->bound))},
              Place{"points", points.str()});
  return result;
}

}  // namespace

CellRule prepare_rule(const model::AttainmentRule& rule, const LeafContext& context) {
  // Shared only because std::function copies what it holds.
  auto rates = std::make_shared<const RateColumn>(*context.inputs, rule, context.period);
  return [&rule, context, rates](std::size_t ordinal) {
    return attainment(rule, context, *rates, ordinal);
  };
}

CellRule prepare_rule(const model::StepsRule& rule, const LeafContext& context) {
  if (rule.of_attainment) {
    auto rates =
        std::make_shared<const RateColumn>(*context.inputs, rule.attainment, context.period);
    return [&rule, context, rates](std::size_t ordinal) -> Scored<LeafPoints> {
      ASSAY_TRY(const auto reading, rates->at(ordinal));
      const auto measure = reading.by_zero_policy
                               ? text_of(reading.rate.value)
                               : rates->text_of(reading, figure_text(context, reading.figure));
      auto result = by_steps(rule, reading.rate, measure);
      result.trace.push_back(reading_note(*rates, reading));
      return result;
    };
  }
  auto figures =
      std::make_shared<const FigureColumn>(*context.inputs, rule.indicator, context.period);
  return [&rule, context, figures](std::size_t ordinal) -> Scored<LeafPoints> {
    ASSAY_TRY(const auto figure, figures->at(ordinal));
    auto result = by_steps(rule, {fraction_of(figure.value)}, figure_text(context, figure));
    result.trace.push_back(figure_note(*figures, figure));
    return result;
  };
}

}  // namespace assay::score
