#include "score/kernel/leaf.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace assay::score::kernel {

namespace {

constexpr Int128 kScale = Decimal::kScale;
constexpr Int128 kHundred_micro = 100 * kScale;
constexpr Int128 kInt64_least = std::numeric_limits<std::int64_t>::min();
constexpr Int128 kInt64_most = std::numeric_limits<std::int64_t>::max();
// Above and below the line of the vector schemes; see quotient-inl.h.
constexpr Int128 kShort_limit = kFigure_limit;

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

Int128 floor_divide(Int128 value, Int128 divisor) {
  const auto quotient = value / divisor;
  return quotient * divisor > value ? quotient - 1 : quotient;
}

bool in_points(Int128 value) { return magnitude(value) <= kPoints_limit; }

Int128 greatest_divisor(Int128 a, Int128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return magnitude(a);
}

// A line through its constants: top + (slope·(v − origin) + above)/divisor within least … most.
// Divisor ≠ 0; the magnitudes lie below 2¹²⁶.
Leaf line(Int128 slope, Int128 above, Int128 divisor, std::int64_t origin, std::int64_t least,
          std::int64_t most, Rounding rounding) {
  Leaf leaf{.rounding = rounding, .least = least, .most = most};
  if (divisor < 0) {
    slope = -slope;
    above = -above;
    divisor = -divisor;
  }
  const auto top = floor_divide(above, divisor);
  if (!in_points(top) || !in_points(least) || !in_points(most) || least > most) return leaf;
  above -= top * divisor;
  if (magnitude(slope) >= kShort_limit || divisor >= kShort_limit) {
    const auto common = greatest_divisor(greatest_divisor(divisor, slope), above);
    slope /= common;
    above /= common;
    divisor /= common;
  }
  leaf.measure = Measure::Line;
  leaf.line = {.slope = slope,
               .rest = above,
               .divisor = divisor,
               .origin = origin,
               .top = static_cast<std::int64_t>(top)};
  leaf.fast = magnitude(slope) < kShort_limit && divisor < kShort_limit &&
              magnitude(origin) < kInt64_most / 2;
  return leaf;
}

// The bound in micro that x ≥ bound (or x ≤ bound) asks for; beyond 64 bits no figure reaches it,
// or every one does.
std::int64_t bound_of(const Ratio& bound, bool at_most) {
  const auto above = Int128{bound.numerator()} * kScale;
  const auto below = floor_divide(above, bound.denominator());
  const bool exact = below * bound.denominator() == above;
  return static_cast<std::int64_t>(
      std::clamp(at_most || exact ? below : below + 1, kInt64_least, kInt64_most));
}

bool same_reach(std::span<const Step> steps, std::int64_t otherwise) {
  return in_points(otherwise) &&
         std::ranges::all_of(steps, [](const auto& step) { return in_points(step.points); });
}

}  // namespace

double Leaf::reach() const {
  auto reach = std::max({magnitude(least), magnitude(most), magnitude(absent_points)});
  if (zero_target != model::ZeroTarget::Refuse) reach = std::max(reach, magnitude(full));
  reach += magnitude(bonus);
  reach = std::max(reach, magnitude(otherwise));
  for (const auto& step : steps) reach = std::max(reach, magnitude(step.points));
  return std::abs(weight) * static_cast<double>(reach);
}

Leaf attainment(const Attainment& rule, Rounding rounding) {
  Leaf leaf{.form = rule.form,
            .rounding = rounding,
            .zero_target = rule.zero_target,
            .full = rule.full,
            .tolerance = rule.tolerance,
            .bonus = rule.bonus,
            .floor = rule.floor,
            .cap = rule.cap};
  // Both are below 2⁶³ · 2⁶³.
  const auto least = divide_rounded(Int128{rule.full} * rule.floor.numerator(),
                                    rule.floor.denominator(), rounding);
  const auto most =
      divide_rounded(Int128{rule.full} * rule.cap.numerator(), rule.cap.denominator(), rounding);
  const bool fits = rule.full >= 0 && in_points(rule.full) && in_points(least) && in_points(most) &&
                    in_points(rule.bonus) && least <= most;
  if (!fits || (rule.form == Form::Near && rule.tolerance <= 0)) return leaf;
  leaf.measure = Measure::Rate;
  leaf.least = static_cast<std::int64_t>(least);
  leaf.most = static_cast<std::int64_t>(most);
  leaf.fast = rule.form != Form::Near || rule.tolerance < kFigure_limit;
  leaf.whole_cap = rule.cap <= Ratio::from_integer(1) && rule.bonus >= 0 &&
                   most * rule.cap.denominator() == Int128{rule.full} * rule.cap.numerator();
  return leaf;
}

Leaf linear(std::int64_t full, std::int64_t from, std::int64_t to, Rounding rounding) {
  if (full < 0) return {};
  return line(full, 0, Int128{to} - from, from, 0, full, rounding);
}

Leaf linear_between(std::int64_t full, Rounding rounding) {
  return attainment({.full = full, .form = Form::Between}, rounding);
}

Leaf efficacy(const Efficacy& rule, Rounding rounding) {
  if (rule.full < 0 || !in_points(rule.full)) return {};
  const auto way = Int128{rule.best} - rule.worst;
  // full · (base + span·(v − worst)/way)/100: at most 2³⁹·2⁶³ and 2³⁹·2⁶³·2⁶⁴, which is checked.
  Int128 above = 0;
  if (__builtin_mul_overflow(Int128{rule.full} * rule.base, way, &above)) return {};
  if (magnitude(above) > kInt64_most * kInt64_most) return {};
  return line(Int128{rule.full} * rule.span, above, kHundred_micro * way, rule.worst, 0, rule.full,
              rounding);
}

Leaf deduct(std::int64_t full, std::int64_t each, std::int64_t floor, Rounding rounding) {
  if (each < 0) return {};
  auto leaf =
      line(-Int128{each}, Int128{full} * kScale, kScale, 0, floor, std::max(full, floor), rounding);
  leaf.accept_least = 0;
  return leaf;
}

Leaf direct(std::int64_t full, std::int64_t marks, Rounding rounding) {
  if (full < 0) return {};
  auto leaf = line(full, 0, marks, 0, 0, full, rounding);
  leaf.accept_least = 0;
  leaf.accept_most = marks;
  return leaf;
}

Leaf yes_no(std::int64_t full) {
  if (!in_points(full)) return {};
  return {.measure = Measure::YesNo, .fast = true, .full = full, .most = full};
}

Leaf same_points(std::int64_t points) { return value_steps({}, false, points); }

Leaf value_steps(std::span<const Step> steps, bool at_most, std::int64_t otherwise) {
  Leaf leaf{.measure = Measure::Steps, .at_most = at_most, .fast = true, .otherwise = otherwise};
  if (!same_reach(steps, otherwise)) return {};
  leaf.steps.assign(steps.begin(), steps.end());
  for (auto& step : leaf.steps) step.bound = bound_of(step.rate, at_most);
  return leaf;
}

Leaf rate_steps(std::span<const Step> steps, bool at_most, std::int64_t otherwise,
                const Attainment& rate) {
  if (!same_reach(steps, otherwise) || (rate.form == Form::Near && rate.tolerance <= 0)) return {};
  Leaf leaf{.measure = Measure::RateSteps,
            .form = rate.form,
            .zero_target = rate.zero_target,
            .at_most = at_most,
            .fast = rate.form != Form::Near || rate.tolerance < kFigure_limit,
            .tolerance = rate.tolerance,
            .steps = {steps.begin(), steps.end()},
            .otherwise = otherwise};
  for (const auto& step : steps)
    leaf.fast = leaf.fast && magnitude(step.rate.numerator()) < kShort_limit &&
                step.rate.denominator() < kShort_limit;
  return leaf;
}

}  // namespace assay::score::kernel
