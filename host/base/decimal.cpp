#include "base/decimal.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace assay {

namespace {

using Wide = unsigned __int128;

constexpr std::size_t kPlaces = 6;
constexpr std::array<std::int64_t, kPlaces + 1> kPower_of_ten = {1,      10,      100,      1'000,
                                                                 10'000, 100'000, 1'000'000};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

std::unexpected<Error> syntax_error(std::string_view text) {
  return fail(Failure::Input, "decimal.syntax",
              {ASSAY_TEXT("“{value}” is not a plain number: write it like 1234.5 or -0.5, in "
                          "half-width digits, without +, spaces, thousands separators or exponent"),
               {{"value", excerpt(text)}}});
}

std::unexpected<Error> range_error(std::string_view text) {
  return fail(Failure::Input, "decimal.range",
              {ASSAY_TEXT("{value} lies beyond ±9200000000000: check it, or enter it in a larger "
                          "measure unit"),
               {{"value", excerpt(text)}}});
}

// A literal cut into its parts; the digits are checked, their number is not.
struct Literal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
};

Result<Literal> split(std::string_view text) {
  Literal literal;
  auto rest = text;
  if (rest.starts_with('-')) {
    literal.negative = true;
    rest.remove_prefix(1);
  }
  const auto point = rest.find('.');
  literal.whole = rest.substr(0, point);
  if (point != std::string_view::npos) literal.fraction = rest.substr(point + 1);
  const bool bare_point = point != std::string_view::npos && literal.fraction.empty();
  if (literal.whole.empty() || bare_point || !std::ranges::all_of(literal.whole, is_digit) ||
      !std::ranges::all_of(literal.fraction, is_digit))
    return syntax_error(text);
  return literal;
}

// "12.5" with trailing zeros of the fraction cut, but never below `places` decimals.
std::string print(std::int64_t micro, std::size_t places) {
  const auto scale = static_cast<std::uint64_t>(Decimal::kScale);
  const auto digits = magnitude(micro);
  auto fraction = std::to_string(digits % scale);
  fraction.insert(0, kPlaces - fraction.size(), '0');
  while (fraction.size() > places && fraction.back() == '0') fraction.pop_back();
  auto text = (micro < 0 ? "-" : "") + std::to_string(digits / scale);
  if (!fraction.empty()) text += "." + fraction;
  return text;
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  if (text.empty())
    return fail(Failure::Input, "decimal.empty",
                {ASSAY_TEXT("the figure is empty: enter a number such as 12.5"), {}});
  ASSAY_TRY(const auto literal, split(text));
  if (literal.fraction.size() > kPlaces)
    return fail(Failure::Input, "decimal.places",
                {ASSAY_TEXT("{value} has more than 6 decimals: round it to 6 or fewer"),
                 {{"value", excerpt(text)}}});

  Int128 micro = 0;
  for (const char digit : literal.whole) {
    micro = micro * 10 + Int128{digit - '0'} * kScale;
    if (micro > kLimit_micro) return range_error(text);
  }
  auto place_micro = kScale;
  for (const char digit : literal.fraction) micro += Int128{digit - '0'} * (place_micro /= 10);
  if (micro > kLimit_micro) return range_error(text);
  const auto exact = static_cast<std::int64_t>(micro);
  return Decimal(literal.negative ? -exact : exact);
}

std::string Decimal::str() const { return print(x_micro, 0); }

std::string Decimal::fixed(int places) const {
  assert(places >= 0 && std::cmp_less_equal(places, kPlaces));
  const auto kept = static_cast<std::size_t>(places);
  assert(x_micro % kPower_of_ten[kPlaces - kept] == 0);
  return print(x_micro, kept);
}

Decimal Decimal::rounded(int places, Rounding rounding) const {
  assert(places >= 0 && std::cmp_less_equal(places, kPlaces));
  const auto step_micro = kPower_of_ten[kPlaces - static_cast<std::size_t>(places)];
  // Stays in range: the limit itself is a multiple of every step.
  return Decimal(static_cast<std::int64_t>(divide_rounded(x_micro, step_micro, rounding)) *
                 step_micro);
}

Result<Decimal> add(Decimal a, Decimal b) {
  return decimal_from_wide(Int128{a.micro()} + b.micro());
}

Result<Decimal> subtract(Decimal a, Decimal b) {
  return decimal_from_wide(Int128{a.micro()} - b.micro());
}

Result<Decimal> mul_div(Decimal a, Decimal b, Decimal c, Rounding rounding) {
  if (c.is_zero())
    return fail(Failure::Input, "decimal.zero_divisor",
                {ASSAY_TEXT("{a} × {b} cannot be divided by zero: check the figure or target it "
                            "is measured against"),
                 {{"a", a.str()}, {"b", b.str()}}});
  // At most (9.2·10¹⁸)² = 8.5·10³⁷ in magnitude; 128 bits hold 1.7·10³⁸.
  const auto product = Int128{a.micro()} * b.micro();
  const auto divisor = Int128{c.micro()};
  return decimal_from_wide(divisor < 0 ? divide_rounded(-product, -divisor, rounding)
                                       : divide_rounded(product, divisor, rounding));
}

Result<Decimal> multiply(Decimal a, Decimal b, Rounding rounding) {
  return decimal_from_wide(
      divide_rounded(Int128{a.micro()} * b.micro(), Decimal::kScale, rounding));
}

Int128 divide_rounded(Int128 numerator, Int128 denominator, Rounding rounding) {
  assert(denominator > 0);
  const auto quotient = numerator / denominator;
  const auto remainder = numerator % denominator;  // has the numerator's sign
  const auto below = static_cast<Wide>(remainder < 0 ? -remainder : remainder);
  const auto above = static_cast<Wide>(denominator) - below;
  const bool odd = quotient % 2 != 0;
  const bool away =
      below > above || (below == above && (rounding == Rounding::HalfAwayFromZero || odd));
  if (!away) return quotient;
  return numerator < 0 ? quotient - 1 : quotient + 1;
}

Result<Decimal> decimal_from_wide(Int128 micro) {
  if (micro > Decimal::kLimit_micro || micro < -Int128{Decimal::kLimit_micro})
    return out_of_range();
  return Decimal::from_micro(static_cast<std::int64_t>(micro));
}

std::unexpected<Error> out_of_range() {
  return fail(Failure::Input, "decimal.range",
              {ASSAY_TEXT("the result lies beyond ±9200000000000: check the figures for a wrong "
                          "measure unit"),
               {}});
}

}  // namespace assay
