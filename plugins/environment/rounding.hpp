#pragma once
// Rounding as GB/T 8170 has it (四舍六入五成双). Values; thread-safe.

#include "assay/sdk/decimal.hpp"

namespace environment {

namespace sdk = assay::sdk;

// above/below to an integer, ties to the even one; above not negative, below above zero.
[[nodiscard]] constexpr sdk::Int128 divide_half_even(sdk::Int128 above, sdk::Int128 below) {
  const auto quotient = above / below;
  const auto rest = above % below;
  const auto other = below - rest;
  if (rest < other) return quotient;
  return rest == other ? quotient + quotient % 2 : quotient + 1;
}

// above/below, both in millionths, to a multiple of `step_micro` millionths.
[[nodiscard]] constexpr std::int64_t round_half_even(sdk::Int128 above, sdk::Int128 below,
                                                     std::int64_t step_micro) {
  return static_cast<std::int64_t>(divide_half_even(above, below * step_micro) * step_micro);
}

}  // namespace environment
