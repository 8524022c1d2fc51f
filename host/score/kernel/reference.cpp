#include "score/kernel/reference.hpp"

#include <algorithm>
#include <limits>

#include "score/fraction.hpp"
#include "score/kernel/bits.hpp"

namespace assay::score::kernel {

namespace {

using Points = std::optional<std::int64_t>;  // nothing: undecided

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

Points within(const Leaf& leaf, Int128 points) {
  return static_cast<std::int64_t>(std::clamp<Int128>(points, leaf.least, leaf.most));
}

// A rate above its line; `unbounded` where lower is better and nothing at all is left.
struct Quotient {
  Fraction rate;
  bool unbounded = false;
};

Quotient quotient_of(const Leaf& leaf, Int128 v, Int128 t, Int128 far) {
  switch (leaf.form) {
    case Form::Higher:
      return {{v, t}};
    case Form::Inverse:
      return v <= 0 ? Quotient{{1, 1}, true} : Quotient{{t, v}};
    case Form::Mirror:
      return {{2 * t - v, t}};
    case Form::Near:
      return {{leaf.tolerance - (v < t ? t - v : v - t), leaf.tolerance}};
    case Form::Between:
      break;
  }
  return {quotient(v - t, far - t)};
}

bool divides(const Leaf& leaf) {
  return leaf.form == Form::Higher || leaf.form == Form::Inverse || leaf.form == Form::Mirror;
}

// A target of zero by its policy: rate 1 or 0.
std::optional<bool> by_zero_target(const Leaf& leaf, std::int64_t value) {
  switch (leaf.zero_target) {
    case model::ZeroTarget::Full:
      return true;
    case model::ZeroTarget::Zero:
      return false;
    case model::ZeroTarget::MetIfZero:
      return leaf.form == Form::Higher ? value >= 0 : value <= 0;
    case model::ZeroTarget::Refuse:
      break;
  }
  return std::nullopt;
}

// The rate that counts: within floor and cap.
Fraction rate_within(const Leaf& leaf, const Quotient& quotient) {
  const auto cap = fraction_of(leaf.cap);
  const auto floor = fraction_of(leaf.floor);
  if (quotient.unbounded || compare(quotient.rate, cap) >= 0) return cap;
  return compare(quotient.rate, floor) >= 0 ? quotient.rate : floor;
}

// full·rate + bonus·gone/room in one fraction, rounded once.
Points with_bonus(const Leaf& leaf, const Quotient& quotient, const Fraction& reach) {
  const auto base = multiply({leaf.full, 1}, rate_within(leaf, quotient));
  const auto more = multiply({leaf.bonus, 1}, reach);
  if (!base || !more) return std::nullopt;
  const auto sum = add(*base, *more);
  if (!sum) return std::nullopt;
  return static_cast<std::int64_t>(divide_rounded(sum->numerator, sum->denominator, leaf.rounding));
}

// The points of a rate, with the bonus where the figure lies beyond the target.
Points rate_points(const Leaf& leaf, const Row& row) {
  const Int128 v = *row.value;
  const Int128 t = *row.target;
  const Int128 far = row.far.value_or(0);
  if (leaf.form == Form::Between && far == t) return std::nullopt;
  if (divides(leaf) && t < 0) return std::nullopt;
  if (divides(leaf) && t == 0) {
    const auto met = by_zero_target(leaf, *row.value);
    return met ? Points(*met ? leaf.full : 0) : std::nullopt;
  }
  const auto quotient = quotient_of(leaf, v, t, far);
  if (leaf.bonus != 0 && row.far && divides(leaf)) {
    const Int128 sign = leaf.form == Form::Higher ? 1 : -1;
    const auto room = sign * (far - t);
    if (room <= 0) return std::nullopt;
    const auto gone = std::clamp<Int128>(sign * (v - t), 0, room);
    if (gone > 0) return with_bonus(leaf, quotient, {gone, room});
  }
  if (quotient.unbounded) return leaf.most;
  const auto above = checked_multiply(leaf.full, quotient.rate.numerator);
  if (!above) return std::nullopt;
  return within(leaf, divide_rounded(*above, quotient.rate.denominator, leaf.rounding));
}

Points line_points(const Leaf& leaf, const Line& line, std::int64_t value) {
  const auto product = checked_multiply(line.slope, Int128{value} - line.origin);
  const auto sum = product ? checked_add(*product, line.rest) : std::nullopt;
  const auto top = checked_multiply(line.top, line.divisor);
  const auto above = sum && top ? checked_add(*sum, *top) : std::nullopt;
  if (!above) return std::nullopt;
  return within(leaf, divide_rounded(*above, line.divisor, leaf.rounding));
}

Points value_step(const Leaf& leaf, std::int64_t value) {
  for (const auto& step : leaf.steps)
    if (leaf.at_most ? value <= step.bound : value >= step.bound) return step.points;
  return leaf.otherwise;
}

Points rate_step(const Leaf& leaf, const Row& row) {
  const auto t = *row.target;
  Quotient quotient;
  if (divides(leaf) && t < 0) return std::nullopt;
  if (divides(leaf) && t == 0) {
    const auto met = by_zero_target(leaf, *row.value);
    if (!met) return std::nullopt;
    quotient.rate = {*met ? 1 : 0, 1};
  } else {
    quotient = quotient_of(leaf, *row.value, t, 0);
  }
  for (const auto& step : leaf.steps) {
    const auto order = quotient.unbounded ? std::strong_ordering::greater
                                          : compare(quotient.rate, fraction_of(step.rate));
    if (leaf.at_most ? order <= 0 : order >= 0) return step.points;
  }
  return leaf.otherwise;
}

Points yes_no_points(const Leaf& leaf, std::int64_t value) {
  if (value == Decimal::kScale) return leaf.full;
  return value == 0 ? Points(0) : std::nullopt;
}

Points points_of(const Leaf& leaf, const Line& line, const Row& row) {
  if (*row.value < leaf.accept_least || *row.value > leaf.accept_most) return std::nullopt;
  switch (leaf.measure) {
    case Measure::Rate:
      return rate_points(leaf, row);
    case Measure::Line:
      return line_points(leaf, line, *row.value);
    case Measure::Steps:
      return value_step(leaf, *row.value);
    case Measure::RateSteps:
      return rate_step(leaf, row);
    case Measure::YesNo:
      return yes_no_points(leaf, *row.value);
    case Measure::Nothing:
      break;
  }
  return std::nullopt;
}

Effect absent(const Leaf& leaf) {
  switch (leaf.if_absent) {
    case IfAbsent::Points:
      return {Effect::Kind::Points, leaf.absent_points};
    case IfAbsent::LeftOut:
      return {Effect::Kind::LeftOut};
    case IfAbsent::Undecided:
      break;
  }
  return {};
}

std::optional<std::int64_t> cell(const Column& column, std::size_t row) {
  if (column.empty || !bit_at(column.valid, row)) return std::nullopt;
  return column.figure(row);
}

}  // namespace

Effect score_row(const Leaf& leaf, const Line& line, const Row& row) {
  if (!row.value || (needs_target(leaf) && !row.target) || (needs_far(leaf) && !row.far))
    return absent(leaf);
  const auto points = points_of(leaf, line, row);
  return points ? Effect{Effect::Kind::Points, *points} : Effect{};
}

Row row_of(const LeafBlock& block, std::size_t row) {
  Row figures{.value = cell(block.value, row)};
  if (needs_target(*block.leaf)) figures.target = cell(block.target, row);
  if (may_use_far(*block.leaf)) figures.far = cell(block.far, row);
  return figures;
}

bool accumulate_row(const LeafBlock& block, const Line& line, std::size_t row,
                    const NodeBlock& node, std::size_t at) {
  const auto& leaf = *block.leaf;
  const auto effect = score_row(leaf, line, row_of(block, row));
  switch (effect.kind) {
    case Effect::Kind::Points:
      node.points[at] += leaf.weight * static_cast<double>(effect.points);
      return false;
    case Effect::Kind::LeftOut:
      node.weights[at] -= leaf.share;
      return false;
    case Effect::Kind::Undecided:
      break;
  }
  set_bits(node.undecided, at, 1);
  return true;
}

std::optional<std::int64_t> divide_row(std::int64_t points, std::int64_t divisor,
                                       std::int64_t factor, Rounding rounding) {
  if (magnitude(points) >= kFigure_limit || magnitude(factor) >= kFigure_limit ||
      divisor >= kFigure_limit)
    return std::nullopt;
  const auto result = divide_rounded(Int128{factor} * points, divisor, rounding);
  if (magnitude(result) > kPoints_limit) return std::nullopt;
  return static_cast<std::int64_t>(result);
}

}  // namespace assay::score::kernel
