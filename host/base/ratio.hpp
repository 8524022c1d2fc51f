#pragma once
// Exact rationals for weights, rates and gates: never rounded, compared by cross-multiplication
// in 128 bits. Values; thread-safe.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.hpp"

namespace assay {

class Ratio {
 public:
  constexpr Ratio() = default;  // 0/1
  // Any integers with a non-zero denominator; reduced, the sign moves to the numerator.
  // Input error ratio.zero_denominator or ratio.range.
  [[nodiscard]] static Result<Ratio> make(std::int64_t numerator, std::int64_t denominator);
  [[nodiscard]] static Ratio of(Decimal value);
  // value/base, exact. ratio.zero_denominator when base is zero.
  [[nodiscard]] static Result<Ratio> of(Decimal value, Decimal base);
  [[nodiscard]] static constexpr Ratio from_integer(std::int64_t value) { return {value, 1}; }

  // "32", "0.6", "32/109", "60%", "27.5%"; else Input error ratio.syntax, .range, .zero_denominator
  [[nodiscard]] static Result<Ratio> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t numerator() const { return x_numerator; }
  [[nodiscard]] constexpr std::int64_t denominator() const { return x_denominator; }  // > 0
  [[nodiscard]] constexpr bool is_zero() const { return x_numerator == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return x_numerator < 0; }

  [[nodiscard]] std::string str() const;  // "32/109", "3"
  // numerator·factor/denominator with one rounding at the sixth decimal.
  [[nodiscard]] Result<Decimal> times(Decimal factor, Rounding rounding) const;

  bool operator==(const Ratio&) const = default;  // reduced, so equal iff the same value
  [[nodiscard]] std::strong_ordering operator<=>(const Ratio& other) const;

 private:
  constexpr Ratio(std::int64_t numerator, std::int64_t denominator)
      : x_numerator(numerator), x_denominator(denominator) {}
  std::int64_t x_numerator = 0;
  std::int64_t x_denominator = 1;
};

}  // namespace assay
