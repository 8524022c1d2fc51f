#pragma once
// Rounding as standards ask for it: of an exact quotient, once, at a decimal place. Pure;
// thread-safe.

#include "assay/sdk/decimal.hpp"
#include "assay/sdk/ratio.hpp"

namespace assay::sdk {

enum class Rounding {
  Up,       // towards +infinity 进位取整
  Down,     // towards -infinity 舍去
  HalfUp,   // ties away from zero 四舍五入
  HalfEven  // ties to the even digit 四舍六入五成双 (GB/T 8170)
};

// above/below to an integer; below above zero.
[[nodiscard]] constexpr Int128 divide(Int128 above, Int128 below, Rounding rounding) {
  if (rounding == Rounding::HalfUp) return divide_rounded(above, below);
  Int128 floor = above / below;
  Int128 rest = above % below;
  if (rest < 0) {
    --floor;
    rest += below;
  }
  if (rounding == Rounding::Down || rest == 0) return floor;
  if (rounding == Rounding::Up) return floor + 1;
  const Int128 other = below - rest;
  if (rest == other) return floor % 2 == 0 ? floor : floor + 1;
  return rest < other ? floor : floor + 1;
}

// `value` at `decimals` places, 0 to 6.
[[nodiscard]] constexpr Decimal rounded(Ratio value, int decimals, Rounding rounding) {
  Int128 scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const auto steps = divide(multiply_wide(value.numerator(), scale), value.denominator(), rounding);
  return Decimal::from_micro(multiply_wide(steps, Decimal::kScale / scale));
}

[[nodiscard]] constexpr Decimal rounded(Decimal value, int decimals, Rounding rounding) {
  return rounded(Ratio::of(value), decimals, rounding);
}

}  // namespace assay::sdk
