#include "score/fraction.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

namespace assay::score {

namespace {

constexpr Int128 kHundred = 100;

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

bool is_short(Int128 value) {
  using Limits = std::numeric_limits<std::int64_t>;
  return value > Limits::min() && value <= Limits::max();
}

// b > 0
Int128 greatest_divisor(Int128 a, Int128 b) {
  if (is_short(a) && is_short(b))
    return std::gcd(static_cast<std::int64_t>(a), static_cast<std::int64_t>(b));
  while (b != 0) a = std::exchange(b, a % b);
  return magnitude(a);
}

std::string digits_of(Int128 value) {
  if (is_short(value)) return std::to_string(static_cast<std::int64_t>(value));
  std::string digits;
  for (auto rest = value; rest != 0; rest /= 10)
    digits.push_back(static_cast<char>('0' + static_cast<int>(magnitude(rest % 10))));
  if (value < 0) digits.push_back('-');
  std::ranges::reverse(digits);
  return digits;
}

// The value as a Decimal, where no digit is lost.
std::optional<Decimal> exact_decimal(const Fraction& value) {
  const auto micro = checked_multiply(value.numerator, Decimal::kScale);
  if (!micro || *micro % value.denominator != 0) return std::nullopt;
  const auto decimal = decimal_from_wide(*micro / value.denominator);
  return decimal ? std::optional(*decimal) : std::nullopt;
}

struct Floored {
  Int128 whole;
  Int128 rest;  // 0 … divisor − 1
};

Floored floor_divide(Int128 value, Int128 divisor) {
  Floored result{value / divisor, value % divisor};
  if (result.rest < 0) {
    result.rest += divisor;
    --result.whole;
  }
  return result;
}

}  // namespace

std::optional<Int128> checked_add(Int128 a, Int128 b) {
  Int128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

std::optional<Int128> checked_multiply(Int128 a, Int128 b) {
  Int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

Fraction fraction_of(Decimal value) { return {value.micro(), Decimal::kScale}; }

Fraction fraction_of(const Ratio& value) { return {value.numerator(), value.denominator()}; }

Fraction quotient(Int128 numerator, Int128 denominator) {
  return denominator < 0 ? Fraction{-numerator, -denominator} : Fraction{numerator, denominator};
}

Fraction reduced(const Fraction& value) {
  const auto divisor = greatest_divisor(value.numerator, value.denominator);
  return {value.numerator / divisor, value.denominator / divisor};
}

std::optional<Fraction> add(const Fraction& a, const Fraction& b) {
  const auto divisor = greatest_divisor(a.denominator, b.denominator);
  const auto left = checked_multiply(a.numerator, b.denominator / divisor);
  const auto right = checked_multiply(b.numerator, a.denominator / divisor);
  const auto below = checked_multiply(a.denominator, b.denominator / divisor);
  if (!left || !right || !below) return std::nullopt;
  const auto above = checked_add(*left, *right);
  if (!above) return std::nullopt;
  return Fraction{*above, *below};
}

std::optional<Fraction> multiply(const Fraction& a, const Fraction& b) {
  // Reduced crosswise first, so that only a product that is too large itself is refused.
  const auto left = reduced({a.numerator, b.denominator});
  const auto right = reduced({b.numerator, a.denominator});
  const auto above = checked_multiply(left.numerator, right.numerator);
  const auto below = checked_multiply(left.denominator, right.denominator);
  if (!above || !below) return std::nullopt;
  return Fraction{*above, *below};
}

std::strong_ordering compare(const Fraction& a, const Fraction& b) {
  auto left = a;
  auto right = b;
  while (true) {
    const auto [left_whole, left_rest] = floor_divide(left.numerator, left.denominator);
    const auto [right_whole, right_rest] = floor_divide(right.numerator, right.denominator);
    if (left_whole != right_whole)
      return left_whole < right_whole ? std::strong_ordering::less : std::strong_ordering::greater;
    if (left_rest == 0 || right_rest == 0) {
      if (left_rest == right_rest) return std::strong_ordering::equal;
      return left_rest == 0 ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    // Both remainders lie in (0, 1): the larger one has the smaller reciprocal, so sides change.
    const Fraction flipped{left.denominator, left_rest};
    left = {right.denominator, right_rest};
    right = flipped;
  }
}

std::optional<Decimal> to_decimal(Int128 numerator, Int128 denominator, Rounding rounding) {
  const auto value = decimal_from_wide(divide_rounded(numerator, denominator, rounding));
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<Decimal> scaled(Decimal factor, const Fraction& value, Rounding rounding) {
  if (const auto above = checked_multiply(factor.micro(), value.numerator))
    return to_decimal(*above, value.denominator, rounding);
  const auto exact = multiply({factor.micro(), 1}, value);
  if (!exact) return std::nullopt;
  return to_decimal(exact->numerator, exact->denominator, rounding);
}

std::string text_of(const Fraction& value) {
  const auto decimal = exact_decimal(value);
  return decimal ? decimal->str() : exact_text(value);
}

std::string percent_of(const Fraction& value) {
  const auto hundredfold = checked_multiply(value.numerator, kHundred);
  if (!hundredfold) return exact_text(value);
  const auto decimal = exact_decimal({*hundredfold, value.denominator});
  return decimal ? decimal->str() + "%" : exact_text(value);
}

std::string exact_text(const Fraction& value) {
  const auto least = reduced(value);
  const auto above = digits_of(least.numerator);
  return least.denominator == 1 ? above : above + "/" + digits_of(least.denominator);
}

}  // namespace assay::score
