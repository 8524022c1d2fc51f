#pragma once
// Exact fractions within one computation: 128 bits above and below the line, checked. Nothing
// (nullopt) means "does not fit"; the caller makes the unit incomplete. Values; thread-safe.

#include <compare>
#include <optional>
#include <string>

#include "base/decimal.hpp"
#include "base/ratio.hpp"

namespace assay::score {

struct Fraction {
  Int128 numerator = 0;
  Int128 denominator = 1;  // > 0
};

[[nodiscard]] std::optional<Int128> checked_add(Int128 a, Int128 b);
[[nodiscard]] std::optional<Int128> checked_multiply(Int128 a, Int128 b);

[[nodiscard]] Fraction fraction_of(Decimal value);
[[nodiscard]] Fraction fraction_of(const Ratio& value);
// numerator/denominator with the sign above the line; denominator must not be zero.
[[nodiscard]] Fraction quotient(Int128 numerator, Int128 denominator);
[[nodiscard]] Fraction reduced(const Fraction& value);
[[nodiscard]] std::optional<Fraction> add(const Fraction& a, const Fraction& b);
[[nodiscard]] std::optional<Fraction> multiply(const Fraction& a, const Fraction& b);
// Never overflows: compares whole parts, then the reciprocals of what remains.
[[nodiscard]] std::strong_ordering compare(const Fraction& a, const Fraction& b);

// numerator/denominator millionths, rounded to a Decimal; denominator > 0.
[[nodiscard]] std::optional<Decimal> to_decimal(Int128 numerator, Int128 denominator,
                                                Rounding rounding);
// factor·value with one rounding at the sixth decimal.
[[nodiscard]] std::optional<Decimal> scaled(Decimal factor, const Fraction& value,
                                            Rounding rounding);

// "1.2" where six decimals hold it, else "2/3".
[[nodiscard]] std::string text_of(const Fraction& value);
// "59.99999%" where six decimals hold it, else "2/3".
[[nodiscard]] std::string percent_of(const Fraction& value);
// Always "5999999/10000000", or "3" for a whole number.
[[nodiscard]] std::string exact_text(const Fraction& value);

}  // namespace assay::score
