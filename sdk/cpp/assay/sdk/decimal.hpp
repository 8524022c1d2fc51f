#pragma once
// Exact decimal figures: a count of millionths in 64 bits, within ±9.2·10¹² as in the host.
// Arithmetic that leaves the range throws OutOfRange; the only rounding is half away from zero
// (四舍五入) at the sixth decimal, where a function says so. Values; thread-safe.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "assay/sdk/error.hpp"

namespace assay::sdk {

__extension__ typedef __int128 Int128;

// numerator/denominator rounded to an integer; denominator above zero.
[[nodiscard]] constexpr Int128 divide_rounded(Int128 numerator, Int128 denominator) {
  const Int128 quotient = numerator / denominator;
  const Int128 rest = numerator % denominator;  // has the numerator's sign
  const Int128 below = rest < 0 ? -rest : rest;
  if (below < denominator - below) return quotient;
  return numerator < 0 ? quotient - 1 : quotient + 1;
}

// a·b, checked.
[[nodiscard]] constexpr Int128 multiply_wide(Int128 a, Int128 b) {
  Int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) throw OutOfRange();
  return product;
}

class Decimal {
 public:
  static constexpr std::int64_t kScale = 1'000'000;
  static constexpr std::int64_t kLimit_micro = 9'200'000'000'000'000'000;

  constexpr Decimal() = default;
  [[nodiscard]] static constexpr Decimal from_micro(Int128 micro) {
    if (micro > kLimit_micro || micro < -kLimit_micro) throw OutOfRange();
    return Decimal(static_cast<std::int64_t>(micro));
  }
  [[nodiscard]] static constexpr Decimal from_integer(std::int64_t value) {
    return from_micro(Int128{value} * kScale);
  }
  // -?digits[.digits], at most 6 decimals, in range; nothing otherwise.
  [[nodiscard]] static constexpr std::optional<Decimal> parse(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    Int128 micro = 0;
    Int128 place = 0;  // 0 before the point, then what the next digit is worth
    std::size_t digits = 0;
    for (const char c : text) {
      if (c == '.' && place == 0 && digits != 0) {
        place = kScale;
        digits = 0;  // at least one must follow
        continue;
      }
      if (c < '0' || c > '9' || place == 1) return std::nullopt;
      const int digit = c - '0';
      micro = place == 0 ? micro * 10 + digit * Int128{kScale} : micro + digit * (place /= 10);
      if (micro > kLimit_micro) return std::nullopt;
      ++digits;
    }
    if (digits == 0) return std::nullopt;
    return from_micro(negative ? -micro : micro);
  }

  [[nodiscard]] constexpr std::int64_t micro() const { return x_micro; }
  [[nodiscard]] constexpr bool is_zero() const { return x_micro == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return x_micro < 0; }

  constexpr auto operator<=>(const Decimal&) const = default;
  [[nodiscard]] friend constexpr Decimal operator+(Decimal a, Decimal b) {
    return from_micro(Int128{a.x_micro} + b.x_micro);
  }
  [[nodiscard]] friend constexpr Decimal operator-(Decimal a, Decimal b) {
    return from_micro(Int128{a.x_micro} - b.x_micro);
  }
  [[nodiscard]] constexpr Decimal operator-() const { return Decimal(-x_micro); }

 private:
  constexpr explicit Decimal(std::int64_t micro) : x_micro(micro) {}
  std::int64_t x_micro = 0;
};

// a·b/c with one rounding; c must not be zero.
[[nodiscard]] constexpr Decimal mul_div(Decimal a, Decimal b, Decimal c) {
  const Int128 product = Int128{a.micro()} * b.micro();  // at most 8.5·10³⁷, fits
  return Decimal::from_micro(c.is_negative() ? divide_rounded(-product, -Int128{c.micro()})
                                             : divide_rounded(product, c.micro()));
}

// a·b with one rounding.
[[nodiscard]] constexpr Decimal multiply(Decimal a, Decimal b) {
  return mul_div(a, b, Decimal::from_integer(1));
}

}  // namespace assay::sdk
