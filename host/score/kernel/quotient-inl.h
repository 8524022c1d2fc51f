// round(n·P/d) of whole vectors, exactly: an estimate in double, then one exact remainder that says
// whether the estimate is the answer or one less. Compiled once for every instruction set (hence
// no #pragma once): include through <hwy/foreach_target.h> only.
//
// Why it is right. Let x be the exact quotient, u = 2⁻⁵³, g the guard 2⁻¹⁰, and let the result be
// cut to ±2³⁹ (kPoints_limit) afterwards.
//
// 1. The estimate. As a quotient, e = fl(fl(P·n)/d), it errs by at most 3u·|x|, and fl(e − g) by
//    u·|x| more; as a line, e = fl(fl(n·c) + b), c = fl(P/d), with |b| ≤ 2⁴⁰, so that |n·c| ≤
//    1.5·2⁴⁰ + 1 where |x| ≤ 2³⁹ + 1, it errs by at most (2·1.5·2⁴⁰ + 2·2⁴⁰ + 2³⁹)u, c counted
//    twice. Either is below 5.6·2⁻¹³ < 7·2⁻¹³ < g. So fl(e − g) lies in (x − 2g, x).
// 2. r, the nearest integer to it, lies in (x − 2g − ½, x + ½): x − r is in (−½, ½ + 2g). The
//    answer is therefore r, or r + 1 where x − r ≥ ½ (at x − r = ½ as the rounding says).
// 3. That is 2R against d with the remainder R = n·P − r·d, |R| < 0.51·d.
//    With FMA: h = fl(2P·n), l = fma(2P, n, −h) is exactly the rest. fma(−2r, d, h) is exact, as
//    h − 2r·d = 2R − l is an integer of magnitude below 1.02·2⁵¹ + ulp(2⁹²)/2 < 2⁵³; adding l
//    gives 2R. Without: where e − g − r < ½ − 4g, x − r < ½ is plain; else R modulo 2⁶⁴ in
//    integers, where it fits.
// 4. Where |x| > 2³⁹ + 1, R means nothing, but r and r + 1 are on the right side of the cut. (In
//    integers r is cut first, to one below the least and to the most, so that it converts.)
//
// All doubles are kept twice what they mean: 2P, 2r, 2g, 2·points. That saves doubling R.
//
// Conditions: |n| < 2⁵¹, 1 ≤ d ≤ 2⁵¹, |P| < 2⁵¹; a line's b is exact to u·2⁴⁰.

#include <hwy/highway.h>

#include "base/decimal.hpp"

#if defined(ASSAY_SCORE_KERNEL_QUOTIENT_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ASSAY_SCORE_KERNEL_QUOTIENT_INL_H
#undef ASSAY_SCORE_KERNEL_QUOTIENT_INL_H
#else
#define ASSAY_SCORE_KERNEL_QUOTIENT_INL_H
#endif

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using DoubleTag = hn::ScalableTag<double>;
using IntTag = hn::RebindToSigned<DoubleTag>;
using Doubles = hn::Vec<DoubleTag>;
using Ints = hn::Vec<IntTag>;
using Mask = hn::Mask<DoubleTag>;
using IntMask = hn::Mask<IntTag>;
inline constexpr DoubleTag kDoubles{};
inline constexpr IntTag kInts{};
inline constexpr std::size_t kLanes = hn::MaxLanes(DoubleTag());

// 1.5·2⁵²: added to a double of magnitude up to 2⁵¹, it leaves the nearest integer in the lowest
// bits; and the other way round. Twice that does it for doubled numbers.
inline constexpr double kShift = 6755399441055744.0;
inline constexpr std::int64_t kShift_bits = 0x4338000000000000;
inline constexpr double kShift_doubled = 2 * kShift;
inline constexpr std::int64_t kShift_doubled_bits = 0x4348000000000000;

// How exact halves are rounded. Up: away from zero, for points that are never negative.
enum class Ties : std::uint8_t { Up, Away, Even };

// |values| ≤ 2⁵¹
HWY_INLINE Doubles to_doubles(Ints values) {
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
  return hn::ConvertTo(kDoubles, values);
#else
  return hn::BitCast(kDoubles, values + hn::Set(kInts, kShift_bits)) - hn::Set(kDoubles, kShift);
#endif
}

HWY_INLINE Ints to_ints(Doubles values) {
  return hn::BitCast(kInts, values + hn::Set(kDoubles, kShift)) - hn::Set(kInts, kShift_bits);
}

// Twice the nearest integer to half of a (doubled) estimate; the integer itself stands in the low
// bits, where it is below 2⁵¹.
struct Nearest {
  Doubles value;
  Ints shifted;  // kShift_doubled_bits more than the integer

  explicit HWY_INLINE Nearest(Doubles estimate) {
    const auto sum = estimate + hn::Set(kDoubles, kShift_doubled);
    shifted = hn::BitCast(kInts, sum);
    value = sum - hn::Set(kDoubles, kShift_doubled);
  }
  [[nodiscard]] HWY_INLINE IntMask is_even() const {
    return (shifted & hn::Set(kInts, 1)) == hn::Zero(kInts);
  }
};

// Where an exact half does not go up.
template <Ties kTies>
HWY_INLINE Mask stays_at_half(const Nearest& nearest) {
  if constexpr (kTies == Ties::Even) return hn::RebindMask(kDoubles, nearest.is_even());
  return nearest.value < hn::Zero(kDoubles);
}

HWY_INLINE Doubles all(double value) { return hn::Set(kDoubles, value); }
HWY_INLINE Doubles twice(std::int64_t value) { return all(2 * static_cast<double>(value)); }

// Constants of top + (factor·n + rest)/divisor, cut to least … most.
struct Scale {
  std::int64_t factor = 0;
  std::int64_t top = 0;
  std::int64_t rest = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// A divisor, or what stands above it.
struct Number {
  Ints as_int;
  Doubles as_double;
};

HWY_INLINE Number number(Ints value) { return {value, to_doubles(value)}; }

// Corrects estimates of such a scale. With kPlain, top and rest are 0.
template <Ties kTies, bool kPlain>
class Corrector {
 public:
  explicit HWY_INLINE Corrector(const Scale& scale)
      : x_factor(twice(scale.factor)),
        x_top(twice(scale.top)),
        x_rest(twice(scale.rest)),
        x_least(twice(scale.least)),
        x_most(twice(scale.most)) {
#if !HWY_NATIVE_FMA
    x_factor_int = hn::Set(kInts, scale.factor);
    x_shift = hn::Set(kInts, kShift_doubled_bits + scale.top);
    x_rest_int = hn::Set(kInts, scale.rest);
    x_below = twice(scale.least - 1);
#endif
  }

  [[nodiscard]] HWY_INLINE Doubles product(Doubles n) const { return x_factor * n; }
  [[nodiscard]] HWY_INLINE Doubles top() const { return x_top; }

#if HWY_NATIVE_FMA
  // Twice the points of the estimate less the guard, doubled; `product` is product(n). Without
  // kBelow nothing lies below the least.
  template <bool kBelow>
  [[nodiscard]] HWY_INLINE Doubles corrected(Doubles estimate, Doubles product, const Number& n,
                                             const Number& divisor) const {
    const Nearest nearest(estimate);
    const auto low = hn::MulSub(x_factor, n.as_double, product);
    const auto whole = kPlain ? nearest.value : nearest.value - x_top;
    auto remainder = hn::NegMulAdd(whole, divisor.as_double, product) + low;
    if constexpr (!kPlain) remainder = remainder + x_rest;
    auto bound = divisor.as_double;
    if constexpr (kTies != Ties::Up)
      bound = bound + hn::IfThenElseZero(stays_at_half<kTies>(nearest), all(0.5));
    return cut<kBelow>(plus_one(nearest.value, remainder >= bound));
  }
#else
  template <bool kBelow>
  [[nodiscard]] HWY_INLINE Doubles corrected(Doubles estimate, Doubles /*product*/, const Number& n,
                                             const Number& divisor) const {
    estimate = hn::Max(x_below, hn::Min(estimate, x_most));
    const Nearest nearest(estimate);
    // Doubled: 1 − 8g of the proven guard.
    const auto open = estimate - nearest.value >= all(1 - 0x1p-7);
    if (HWY_LIKELY(hn::AllFalse(kDoubles, open))) return cut<true>(nearest.value);
    auto remainder = x_factor_int * n.as_int - (nearest.shifted - x_shift) * divisor.as_int;
    if constexpr (!kPlain) remainder = remainder + x_rest_int;
    remainder = remainder + remainder;
    const auto one = hn::Set(kInts, 1);
    if constexpr (kTies != Ties::Up)
      remainder =
          remainder - hn::IfThenElseZero(hn::RebindMask(kInts, stays_at_half<kTies>(nearest)), one);
    const auto up = hn::RebindMask(kDoubles, remainder > divisor.as_int - one);
    return cut<true>(plus_one(nearest.value, up));
  }
#endif

 private:
  static HWY_INLINE Doubles plus_one(Doubles nearest, Mask up) {
    return nearest + hn::IfThenElseZero(up, all(2));
  }
  template <bool kBelow>
  [[nodiscard]] HWY_INLINE Doubles cut(Doubles points) const {
    points = hn::Min(points, x_most);
    return kBelow ? hn::Max(x_least, points) : points;
  }

  Doubles x_factor;
  Doubles x_top;
  Doubles x_rest;
  Doubles x_least;
  Doubles x_most;
#if !HWY_NATIVE_FMA
  Ints x_factor_int;
  Ints x_shift;
  Ints x_rest_int;
  Doubles x_below;
#endif
};

// The divisor changes from row to row.
template <class Bounds, Ties kTies, bool kPlain>
class Quotient {
 public:
  explicit HWY_INLINE Quotient(const Scale& scale)
      : x_corrector(scale), x_guard(all(2 * Bounds::kGuard)) {}

  // Twice the points.
  template <bool kBelow>
  [[nodiscard]] HWY_INLINE Doubles of(Ints above, Ints below) const {
    const auto n = number(above);
    const auto divisor = number(below);
    const auto product = x_corrector.product(n.as_double);
    auto estimate = product / divisor.as_double - x_guard;
    if constexpr (!kPlain) estimate = estimate + x_corrector.top();
    return x_corrector.template corrected<kBelow>(estimate, product, n, divisor);
  }

 private:
  Corrector<kTies, kPlain> x_corrector;
  Doubles x_guard;
};

// The divisor is the same for all rows: a multiplication instead of a division.
template <class Bounds, Ties kTies, bool kPlain>
class LineQuotient {
 public:
  HWY_INLINE LineQuotient(const Scale& scale, std::int64_t divisor)
      : x_corrector(scale), x_divisor{hn::Set(kInts, divisor), all(static_cast<double>(divisor))} {
    const auto below = static_cast<double>(divisor);
    x_slope = all(2 * (static_cast<double>(scale.factor) / below));
    x_start = all(2 * (static_cast<double>(scale.top) + static_cast<double>(scale.rest) / below -
                       Bounds::kGuard));
  }

  // Twice the points.
  template <bool kBelow>
  [[nodiscard]] HWY_INLINE Doubles of(Ints above) const {
    const auto n = number(above);
    const auto estimate = hn::MulAdd(n.as_double, x_slope, x_start);
    return x_corrector.template corrected<kBelow>(estimate, x_corrector.product(n.as_double), n,
                                                  x_divisor);
  }

 private:
  Corrector<kTies, kPlain> x_corrector;
  Doubles x_slope;
  Doubles x_start;
  Number x_divisor;
};

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
