#pragma once
// Exact quotients for rates, shares and gates: never rounded, always reduced. What does not fit 64
// bits above and below the line throws OutOfRange. Values; thread-safe.

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "assay/sdk/decimal.hpp"

namespace assay::sdk {

class Ratio {
 public:
  constexpr Ratio() = default;  // 0/1
  // `below` must not be zero.
  [[nodiscard]] static constexpr Ratio make(Int128 above, Int128 below) {
    if (below < 0) {
      above = -above;
      below = -below;
    }
    Int128 divisor = below;
    for (Int128 rest = above < 0 ? -above : above; rest != 0;) {
      const Int128 next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return Ratio(narrow(above / divisor), narrow(below / divisor));
  }
  [[nodiscard]] static constexpr Ratio of(Decimal value) {
    return make(value.micro(), Decimal::kScale);
  }
  // value/base; base must not be zero.
  [[nodiscard]] static constexpr Ratio of(Decimal value, Decimal base) {
    return make(value.micro(), base.micro());
  }
  // A figure in per cent as the rate it stands for.
  [[nodiscard]] static constexpr Ratio percent(Decimal value) {
    return make(value.micro(), Int128{Decimal::kScale} * 100);
  }
  // "0.6", "60%", "3/5"; nothing otherwise.
  [[nodiscard]] static constexpr std::optional<Ratio> parse(std::string_view text) {
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
      const auto above = Decimal::parse(text.substr(0, slash));
      const auto below = Decimal::parse(text.substr(slash + 1));
      if (!above || !below || *below <= Decimal()) return std::nullopt;
      return of(*above, *below);
    }
    const bool is_percent = text.ends_with('%');
    if (is_percent) text.remove_suffix(1);
    const auto value = Decimal::parse(text);
    if (!value) return std::nullopt;
    return is_percent ? percent(*value) : of(*value);
  }

  [[nodiscard]] constexpr std::int64_t numerator() const { return x_numerator; }
  [[nodiscard]] constexpr std::int64_t denominator() const { return x_denominator; }  // > 0

  constexpr bool operator==(const Ratio&) const = default;
  constexpr std::strong_ordering operator<=>(const Ratio& other) const {
    const Int128 left = Int128{x_numerator} * other.x_denominator;
    const Int128 right = Int128{other.x_numerator} * x_denominator;
    if (left == right) return std::strong_ordering::equal;
    return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  [[nodiscard]] friend constexpr Ratio operator*(Ratio a, Ratio b) {
    return make(multiply_wide(a.x_numerator, b.x_numerator),
                multiply_wide(a.x_denominator, b.x_denominator));
  }
  [[nodiscard]] friend constexpr Ratio operator+(Ratio a, Ratio b) {
    Int128 sum = 0;
    if (__builtin_add_overflow(multiply_wide(a.x_numerator, b.x_denominator),
                               multiply_wide(b.x_numerator, a.x_denominator), &sum))
      throw OutOfRange();
    return make(sum, multiply_wide(a.x_denominator, b.x_denominator));
  }
  [[nodiscard]] constexpr Ratio operator-() const { return Ratio(-x_numerator, x_denominator); }
  // (a − b)/(c − b): how far a lies on the way from b to c, which must differ.
  [[nodiscard]] static constexpr Ratio between(Ratio a, Ratio b, Ratio c) {
    const auto span = c + -b;
    return (a + -b) * make(span.x_denominator, span.x_numerator);
  }

  // This times `factor`, with one rounding at the decimal `places` (0 to 6).
  [[nodiscard]] constexpr Decimal times(Decimal factor, int places = 6) const {
    Int128 step = 1;
    for (int i = places; i < 6; ++i) step *= 10;
    return Decimal::from_micro(
        multiply_wide(divide_rounded(multiply_wide(x_numerator, factor.micro()),
                                     multiply_wide(x_denominator, step)),
                      step));
  }
  // In per cent, with one rounding at the sixth decimal: for texts, not for comparing.
  [[nodiscard]] constexpr Decimal as_percent() const { return times(Decimal::from_integer(100)); }

 private:
  constexpr Ratio(std::int64_t numerator, std::int64_t denominator)
      : x_numerator(numerator), x_denominator(denominator) {}
  [[nodiscard]] static constexpr std::int64_t narrow(Int128 value) {
    constexpr auto limit = std::numeric_limits<std::int64_t>::max();
    if (value > limit || value < -limit) throw OutOfRange();
    return static_cast<std::int64_t>(value);
  }

  std::int64_t x_numerator = 0;
  std::int64_t x_denominator = 1;
};

}  // namespace assay::sdk
