// What each kind of leaf does with vectors of figures: which lanes it can take, and their points.
// Compiled once for every instruction set, like quotient-inl.h.
//
// A cell offers bad(v, t, f), whose lanes have no bit of kBad where points(v, t, f) is exact;
// points of other lanes may be anything. With kBoxed, whoever takes the corners of a box of v and t
// takes all of it, since the lanes that it takes are bounded by straight lines. Lanes are taken
// where |figures| < 2⁵⁰ and divisors lie in 1 … 2⁵¹, which meets the conditions of quotient-inl.h,
// differences of two figures included.

#include <hwy/highway.h>

#include <algorithm>
#include <limits>
#include <type_traits>

#include "score/kernel/kernel.hpp"

#if defined(ASSAY_SCORE_KERNEL_CELLS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ASSAY_SCORE_KERNEL_CELLS_INL_H
#undef ASSAY_SCORE_KERNEL_CELLS_INL_H
#else
#define ASSAY_SCORE_KERNEL_CELLS_INL_H
#endif

#include "score/kernel/quotient-inl.h"

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

// A leaf over the rows of a segment: row i is row first + i of its columns.
struct Part {
  const LeafBlock* block = nullptr;
  const Line* line = nullptr;
  std::size_t first = 0;

  [[nodiscard]] const Leaf& leaf() const { return *block->leaf; }
};

// The bounds that the proof is made for; tests put others in their place.
struct Proven {
  static constexpr double kGuard = 0x1p-10;
  static constexpr int kFigure_bits = 50;  // |figures| lie below 2 to this
};

// Which figures are asked about: most, or those that are usual.
struct Any {};
struct Plain {};

template <class Bounds>
struct Range {
  // Bits that neither figure + 2⁵⁰ nor divisor − 1 has where they are in range.
  static constexpr std::int64_t kBad = -(std::int64_t{1} << (Bounds::kFigure_bits + 1));

  static HWY_INLINE Ints of_figure(Ints value) {
    return value + hn::Set(kInts, std::int64_t{1} << Bounds::kFigure_bits);
  }
  static HWY_INLINE Ints of_divisor(Ints value) { return value - hn::Set(kInts, 1); }
};

// A rate above and below its line.
struct Rate {
  Ints n;
  Ints divisor;
};

template <Form kForm>
HWY_INLINE Rate rate_of(Ints v, Ints t, Ints far, Ints tolerance) {
  if constexpr (kForm == Form::Higher) {
    return {v, t};
  } else if constexpr (kForm == Form::Inverse) {
    return {t, v};
  } else if constexpr (kForm == Form::Mirror) {
    return {t + t - v, t};
  } else if constexpr (kForm == Form::Near) {
    return {tolerance - hn::Abs(v - t), tolerance};
  } else {
    const auto way = far - t;
    const auto backward = hn::BroadcastSignBit(way);
    return {((v - t) ^ backward) - backward, hn::Abs(way)};
  }
}

// No bit of Range::kBad in the lanes that rate_of can take.
template <class Bounds, Form kForm>
HWY_INLINE Ints bad_rate(Ints v, Ints t, Ints far, const Rate& rate) {
  using In = Range<Bounds>;
  if constexpr (kForm == Form::Higher) return In::of_figure(v) | In::of_divisor(t);
  if constexpr (kForm == Form::Inverse) return In::of_divisor(v) | In::of_divisor(t);
  if constexpr (kForm == Form::Mirror)
    return (In::of_figure(v) | In::of_figure(rate.n) | In::of_divisor(t));
  if constexpr (kForm == Form::Near) return (In::of_figure(v) | In::of_figure(t));
  return (In::of_figure(v) | In::of_figure(t) | In::of_figure(far) | In::of_divisor(rate.divisor));
}

// Points beyond the target: all that the rate gives, and the bonus for the way to the stretch
// target. For leaves of which the points at the cap are exact and the cap at most 1
// (Leaf::whole_cap).
template <class Bounds, Ties kTies>
class BonusCell {
 public:
  static constexpr std::int64_t kBad = Range<Bounds>::kBad;
  static constexpr bool kTarget = true;
  static constexpr bool kFar = true;

  explicit HWY_INLINE BonusCell(const Part& part)
      : x_quotient({.factor = part.leaf().bonus,
                    .top = part.leaf().most,
                    .least = part.leaf().most,
                    .most = part.leaf().most + part.leaf().bonus}),
        x_sign(hn::Set(kInts, part.leaf().form == Form::Higher ? 0 : -1)) {}

  [[nodiscard]] HWY_INLINE bool is_plain() const { return true; }
  template <class Which>
  [[nodiscard]] HWY_INLINE Ints bad(Ints v, Ints t, Ints far) const {
    using In = Range<Bounds>;
    return (In::of_figure(v) | In::of_figure(far) | In::of_divisor(t) |
            In::of_divisor(room(t, far)));
  }
  template <class Which>
  [[nodiscard]] HWY_INLINE Doubles points(Ints v, Ints t, Ints far) const {
    const auto gone = ((v - t) ^ x_sign) - x_sign;
    const auto all = room(t, far);
    return x_quotient.template of<true>(hn::Min(gone, all), all);
  }

 private:
  [[nodiscard]] HWY_INLINE Ints room(Ints t, Ints far) const {
    return ((far - t) ^ x_sign) - x_sign;
  }

  Quotient<Bounds, kTies, false> x_quotient;
  Ints x_sign;
};

template <class Bounds, Ties kTies, Form kForm>
class RateCell {
 public:
  using Bonus = BonusCell<Bounds, kTies>;
  static constexpr std::int64_t kBad = Range<Bounds>::kBad;
  static constexpr bool kTarget = true;
  static constexpr bool kFar = kForm == Form::Between;
  static constexpr bool kBoxed = kForm != Form::Between;

  explicit HWY_INLINE RateCell(const Part& part)
      : x_quotient(
            {.factor = part.leaf().full, .least = part.leaf().least, .most = part.leaf().most}),
        x_is_plain(part.leaf().least <= 0) {}

  [[nodiscard]] HWY_INLINE bool is_plain() const { return x_is_plain; }
  template <class Which>
  [[nodiscard]] HWY_INLINE Ints bad(Ints v, Ints t, Ints far) const {
    // Neither below zero nor, but for the cut, is the rate.
    if constexpr (kIs_plain<Which>) return v | Range<Bounds>::of_divisor(t);
    if constexpr (kForm == Form::Inverse) unbound(v, t);
    return bad_rate<Bounds, kForm>(v, t, far, rate(v, t, far));
  }
  template <class Which>
  [[nodiscard]] HWY_INLINE Doubles points(Ints v, Ints t, Ints far) const {
    if constexpr (kForm == Form::Inverse) unbound(v, t);
    const auto [n, divisor] = rate(v, t, far);
    return x_quotient.template of<!kIs_plain<Which>>(n, divisor);
  }

 private:
  static HWY_INLINE Rate rate(Ints v, Ints t, Ints far) {
    return rate_of<kForm>(v, t, far, hn::Zero(kInts));
  }
  template <class Which>
  static constexpr bool kIs_plain = std::is_same_v<Which, Plain> && kForm == Form::Higher;

  // Without anything left, the rate is any number that the cap cuts: at least full · 2⁴⁹ (a target
  // of zero or less stays out of range).
  static HWY_INLINE void unbound(Ints& v, Ints& t) {
    const auto nothing_left = hn::Set(kInts, 1) > v;
    const auto large = hn::Set(kInts, std::int64_t{1} << 49U);
    const auto some_target = t > hn::Zero(kInts);
    t = hn::IfThenElse(hn::And(nothing_left, some_target), large, t);
    v = hn::IfThenElse(nothing_left, hn::Set(kInts, 1), v);
  }

  Quotient<Bounds, kTies, true> x_quotient;
  bool x_is_plain;
};

// The distance from a target in the middle: its divisor is the tolerance.
template <class Bounds, Ties kTies>
class NearCell {
 public:
  static constexpr std::int64_t kBad = Range<Bounds>::kBad;
  static constexpr bool kTarget = true;
  static constexpr bool kFar = false;
  static constexpr bool kBoxed = true;

  explicit HWY_INLINE NearCell(const Part& part)
      : x_line({.factor = part.leaf().full, .least = part.leaf().least, .most = part.leaf().most},
               part.leaf().tolerance),
        x_tolerance(hn::Set(kInts, part.leaf().tolerance)) {}

  [[nodiscard]] HWY_INLINE bool is_plain() const { return true; }
  template <class Which>
  [[nodiscard]] HWY_INLINE Ints bad(Ints v, Ints t, Ints far) const {
    return bad_rate<Bounds, Form::Near>(v, t, far, rate(v, t));
  }
  template <class Which>
  [[nodiscard]] HWY_INLINE Doubles points(Ints v, Ints t, Ints /*far*/) const {
    return x_line.template of<true>(rate(v, t).n);
  }

 private:
  [[nodiscard]] HWY_INLINE Rate rate(Ints v, Ints t) const {
    return rate_of<Form::Near>(v, t, t, x_tolerance);
  }

  LineQuotient<Bounds, kTies, true> x_line;
  Ints x_tolerance;
};

template <class Bounds, Ties kTies, bool kPlain>
class LineCell {
 public:
  static constexpr std::int64_t kBad = std::numeric_limits<std::int64_t>::min();
  static constexpr bool kTarget = false;
  static constexpr bool kFar = false;
  static constexpr bool kBoxed = true;

  explicit HWY_INLINE LineCell(const Part& part) : LineCell(constants_of(part)) {}

  [[nodiscard]] HWY_INLINE bool is_plain() const { return x_is_plain; }
  template <class Which>
  [[nodiscard]] HWY_INLINE Ints bad(Ints v, Ints /*t*/, Ints /*far*/) const {
    if constexpr (kIs_plain<Which>) return (v - x_plain_least) | (x_plain_most - v);
    return (v - x_least) | (x_most - v);
  }
  template <class Which>
  [[nodiscard]] HWY_INLINE Doubles points(Ints v, Ints /*t*/, Ints /*far*/) const {
    return x_line.template of<!kIs_plain<Which>>(v - x_origin);
  }

 private:
  // Where the line starts at 0, on the side on which it rises.
  template <class Which>
  static constexpr bool kIs_plain = std::is_same_v<Which, Plain> && kPlain;

  struct Constants {
    Scale scale;
    std::int64_t divisor = 1;
    std::int64_t origin = 0;
    std::int64_t least = 0;  // of the figures
    std::int64_t most = 0;
  };

  // A rate against a target that is the same for all rows is a line, too.
  static HWY_INLINE Constants constants_of(const Part& part) {
    constexpr auto kFigure = (std::int64_t{1} << Bounds::kFigure_bits) - 1;
    const auto& leaf = part.leaf();
    const auto& line = *part.line;
    Constants constants{.scale = {.factor = static_cast<std::int64_t>(line.slope),
                                  .top = line.top,
                                  .rest = static_cast<std::int64_t>(line.rest),
                                  .least = leaf.least,
                                  .most = leaf.most},
                        .divisor = static_cast<std::int64_t>(line.divisor),
                        .origin = line.origin,
                        .least = std::max(leaf.accept_least, line.origin - kFigure),
                        .most = std::min(leaf.accept_most, line.origin + kFigure)};
    if (leaf.measure == Measure::Rate) {
      const bool mirror = leaf.form == Form::Mirror;
      constants.scale.factor = mirror ? -leaf.full : leaf.full;
      constants.scale.top = mirror ? 2 * leaf.full : 0;
      constants.divisor = part.block->target.constant;
    }
    return constants;
  }

  explicit HWY_INLINE LineCell(const Constants& constants)
      : x_line(constants.scale, constants.divisor),
        x_origin(hn::Set(kInts, constants.origin)),
        x_least(hn::Set(kInts, constants.least)),
        x_most(hn::Set(kInts, constants.most)),
        x_plain_least(constants.scale.factor < 0 ? x_least : hn::Max(x_least, x_origin)),
        x_plain_most(constants.scale.factor < 0 ? hn::Min(x_most, x_origin) : x_most),
        x_is_plain(constants.scale.least <= 0) {}

  LineQuotient<Bounds, kTies, kPlain> x_line;
  Ints x_origin;
  Ints x_least;
  Ints x_most;
  Ints x_plain_least;
  Ints x_plain_most;
  bool x_is_plain;
};

class StepsCell {
 public:
  static constexpr std::int64_t kBad = -1;
  static constexpr bool kTarget = false;
  static constexpr bool kFar = false;
  static constexpr bool kBoxed = true;

  explicit HWY_INLINE StepsCell(const Part& part) : x_leaf(&part.leaf()) {}

  [[nodiscard]] HWY_INLINE bool is_plain() const { return true; }
  template <class Which>
  [[nodiscard]] HWY_INLINE Ints bad(Ints /*v*/, Ints /*t*/, Ints /*far*/) const {
    return hn::Zero(kInts);
  }
  template <class Which>
  [[nodiscard]] HWY_INLINE Doubles points(Ints v, Ints /*t*/, Ints /*far*/) const {
    auto points = twice(x_leaf->otherwise);
    for (auto i = x_leaf->steps.size(); i-- > 0;) {
      const auto& step = x_leaf->steps[i];
      const auto bound = hn::Set(kInts, step.bound);
      const auto beyond = x_leaf->at_most ? v > bound : bound > v;  // not reached
      points = hn::IfThenElse(hn::RebindMask(kDoubles, beyond), points, twice(step.points));
    }
    return points;
  }

 private:
  const Leaf* x_leaf;
};

// Compares n/divisor with a/b as n·b with a·divisor: rounded products first, as rounding keeps the
// order, and where they are alike what rounding left.
template <class Bounds, Form kForm>
class RateStepsCell {
 public:
  static constexpr std::int64_t kBad = Range<Bounds>::kBad;
  static constexpr bool kTarget = true;
  static constexpr bool kFar = false;
  static constexpr bool kBoxed = true;

  explicit HWY_INLINE RateStepsCell(const Part& part)
      : x_leaf(&part.leaf()), x_tolerance(hn::Set(kInts, part.leaf().tolerance)) {}

  [[nodiscard]] HWY_INLINE bool is_plain() const { return true; }
  template <class Which>
  [[nodiscard]] HWY_INLINE Ints bad(Ints v, Ints t, Ints far) const {
    return bad_rate<Bounds, kForm>(v, t, far, rate_of<kForm>(v, t, far, x_tolerance));
  }
  template <class Which>
  [[nodiscard]] HWY_INLINE Doubles points(Ints v, Ints t, Ints far) const {
    const auto rate = rate_of<kForm>(v, t, far, x_tolerance);
    auto points = twice(x_leaf->otherwise);
    for (auto i = x_leaf->steps.size(); i-- > 0;) {
      const auto& step = x_leaf->steps[i];
      points = hn::IfThenElse(reached(rate, step.rate), twice(step.points), points);
    }
    return points;
  }

 private:
  [[nodiscard]] HWY_INLINE Mask reached(const Rate& rate, const Ratio& bound) const {
    const auto n = to_doubles(rate.n);
    const auto divisor = to_doubles(rate.divisor);
    const auto above = all(static_cast<double>(bound.numerator()));
    const auto below = all(static_cast<double>(bound.denominator()));
    const auto left = n * below;
    const auto right = above * divisor;
    const auto apart = x_leaf->at_most ? left < right : left > right;
#if HWY_NATIVE_FMA
    const auto left_low = hn::MulSub(n, below, left);
    const auto right_low = hn::MulSub(above, divisor, right);
    const auto alike = x_leaf->at_most ? left_low <= right_low : left_low >= right_low;
#else
    // The products differ by less than 2⁵¹ here, which the low 64 bits show.
    const auto difference = rate.n * hn::Set(kInts, bound.denominator()) -
                            hn::Set(kInts, bound.numerator()) * rate.divisor;
    const auto one = hn::Set(kInts, 1);
    const auto alike = hn::RebindMask(
        kDoubles, x_leaf->at_most ? one > difference : difference + one > hn::Zero(kInts));
#endif
    return hn::Or(apart, hn::And(left == right, alike));
  }

  const Leaf* x_leaf;
  Ints x_tolerance;
};

class YesNoCell {
 public:
  static constexpr std::int64_t kBad = -1;
  static constexpr bool kTarget = false;
  static constexpr bool kFar = false;
  static constexpr bool kBoxed = false;

  explicit HWY_INLINE YesNoCell(const Part& part) : x_full(twice(part.leaf().full)) {}

  [[nodiscard]] HWY_INLINE bool is_plain() const { return true; }
  template <class Which>
  [[nodiscard]] HWY_INLINE Ints bad(Ints v, Ints /*t*/, Ints /*far*/) const {
    const auto known = hn::Or(v == hn::Zero(kInts), v == hn::Set(kInts, Decimal::kScale));
    return hn::VecFromMask(kInts, hn::Not(known));
  }
  template <class Which>
  [[nodiscard]] HWY_INLINE Doubles points(Ints v, Ints /*t*/, Ints /*far*/) const {
    return hn::IfThenElseZero(hn::RebindMask(kDoubles, v == hn::Set(kInts, Decimal::kScale)),
                              x_full);
  }

 private:
  Doubles x_full;
};

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
