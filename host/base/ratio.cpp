#include "base/ratio.hpp"

#include <charconv>
#include <limits>
#include <numeric>

namespace assay {

namespace {

constexpr std::int64_t kPercent = 100;

std::unexpected<Error> zero_denominator() {
  return fail(Failure::Input, "ratio.zero_denominator",
              {ASSAY_TEXT("a ratio cannot have zero below the line: check the figure or target "
                          "that is divided by"),
               {}});
}

std::unexpected<Error> range_error() {
  return fail(Failure::Input, "ratio.range",
              {ASSAY_TEXT("the ratio has numbers beyond 19 digits: reduce or round it"), {}});
}

std::unexpected<Error> syntax_error(std::string_view text) {
  return fail(Failure::Input, "ratio.syntax",
              {ASSAY_TEXT("“{value}” is not a ratio: write it like 32, 0.6, 32/109 or 27.5%, in "
                          "half-width characters, without spaces and with at most 6 decimals"),
               {{"value", excerpt(text)}}});
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Of a text that is_integer().
Result<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (trouble != std::errc()) return range_error();
  return value;
}

}  // namespace

Result<Ratio> Ratio::make(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return zero_denominator();
  // In 128 bits, as the magnitude of the least 64-bit integer is not one itself.
  Int128 above = numerator;
  Int128 below = denominator;
  if (below < 0) {
    above = -above;
    below = -below;
  }
  auto divisor = below;
  for (auto rest = above < 0 ? -above : above; rest != 0;) {
    const auto next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  above /= divisor;
  below /= divisor;
  using Limits = std::numeric_limits<std::int64_t>;
  if (above > Limits::max() || below > Limits::max()) return range_error();
  return Ratio(static_cast<std::int64_t>(above), static_cast<std::int64_t>(below));
}

Ratio Ratio::of(Decimal value) {
  const auto divisor = std::gcd(value.micro(), Decimal::kScale);
  return {value.micro() / divisor, Decimal::kScale / divisor};
}

Result<Ratio> Ratio::of(Decimal value, Decimal base) { return make(value.micro(), base.micro()); }

Result<Ratio> Ratio::parse(std::string_view text) {
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto above = text.substr(0, slash);
    const auto below = text.substr(slash + 1);
    if (!is_integer(above) || !is_integer(below) || below.starts_with('-'))
      return syntax_error(text);
    ASSAY_TRY(const auto numerator, integer(above));
    ASSAY_TRY(const auto denominator, integer(below));
    return make(numerator, denominator);
  }
  // Integers beyond the range of Decimal are ratios too.
  if (is_integer(text)) {
    ASSAY_TRY(const auto value, integer(text));
    return from_integer(value);
  }

  const bool percent = text.ends_with('%');
  const auto figure = Decimal::parse(percent ? text.substr(0, text.size() - 1) : text);
  if (!figure) return figure.error().code == "decimal.range" ? range_error() : syntax_error(text);
  return make(figure->micro(), percent ? Decimal::kScale * kPercent : Decimal::kScale);
}

std::string Ratio::str() const {
  const auto above = std::to_string(x_numerator);
  return x_denominator == 1 ? above : above + "/" + std::to_string(x_denominator);
}

Result<Decimal> Ratio::times(Decimal factor, Rounding rounding) const {
  // At most 2⁶³ · 9.2·10¹⁸ = 8.5·10³⁷ in magnitude; 128 bits hold 1.7·10³⁸.
  return decimal_from_wide(
      divide_rounded(Int128{x_numerator} * factor.micro(), x_denominator, rounding));
}

std::strong_ordering Ratio::operator<=>(const Ratio& other) const {
  const auto left = Int128{x_numerator} * other.x_denominator;
  const auto right = Int128{other.x_numerator} * x_denominator;
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

}  // namespace assay
