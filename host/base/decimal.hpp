#pragma once
// Exact decimal figures: a count of millionths in 64 bits. Nothing here rounds or overflows in
// silence: arithmetic that may leave the range returns a Result, and the only roundings are the
// named ones. Values; thread-safe.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace assay {

using Int128 = __int128;

// How a quotient that falls half-way is rounded. HalfAwayFromZero is 四舍五入.
enum class Rounding : std::uint8_t { HalfAwayFromZero, HalfEven };

class Decimal {
 public:
  static constexpr std::int64_t kScale = 1'000'000;                        // micro per 1
  static constexpr std::int64_t kLimit_micro = 9'200'000'000'000'000'000;  // ±9.2·10¹²

  constexpr Decimal() = default;
  // `micro` must lie within ±kLimit_micro.
  [[nodiscard]] static constexpr Decimal from_micro(std::int64_t micro) { return Decimal(micro); }
  // `value` must lie within ±9.2·10¹².
  [[nodiscard]] static constexpr Decimal from_integer(std::int64_t value) {
    return Decimal(value * kScale);
  }

  // Accepts -?digits[.digits] in ASCII with at most 6 decimals; everything else is an Input error
  // (decimal.empty, decimal.syntax, decimal.places, decimal.range).
  [[nodiscard]] static Result<Decimal> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t micro() const { return x_micro; }
  [[nodiscard]] constexpr bool is_zero() const { return x_micro == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return x_micro < 0; }

  // The shortest exact literal: "12", "-0.5".
  [[nodiscard]] std::string str() const;
  // Exactly `places` (0–6) decimals; digits beyond them must be zero: round first.
  [[nodiscard]] std::string fixed(int places) const;
  [[nodiscard]] Decimal rounded(int places, Rounding rounding) const;

  constexpr auto operator<=>(const Decimal&) const = default;
  constexpr Decimal operator-() const { return Decimal(-x_micro); }

 private:
  constexpr explicit Decimal(std::int64_t micro) : x_micro(micro) {}
  std::int64_t x_micro = 0;
};

// Checked sums; decimal.range when the result leaves ±9.2·10¹².
[[nodiscard]] Result<Decimal> add(Decimal a, Decimal b);
[[nodiscard]] Result<Decimal> subtract(Decimal a, Decimal b);
// a·b/c with one rounding at the sixth decimal; c must not be zero (decimal.zero_divisor).
[[nodiscard]] Result<Decimal> mul_div(Decimal a, Decimal b, Decimal c, Rounding rounding);
// a·b with one rounding at the sixth decimal.
[[nodiscard]] Result<Decimal> multiply(Decimal a, Decimal b, Rounding rounding);

// numerator/denominator rounded to an integer; denominator > 0.
[[nodiscard]] Int128 divide_rounded(Int128 numerator, Int128 denominator, Rounding rounding);
// Checks the range and makes a Decimal of a count of millionths.
[[nodiscard]] Result<Decimal> decimal_from_wide(Int128 micro);
// The error of an exact computation that would not fit 128 bits.
[[nodiscard]] std::unexpected<Error> out_of_range();

}  // namespace assay
