#include "model/period.hpp"

#include <array>
#include <chrono>
#include <optional>

namespace assay::model {

namespace {

constexpr unsigned kYear_min = 1900;
constexpr unsigned kYear_max = 2199;
constexpr std::uint32_t kHalf_code = 20;     // + 1 or 2
constexpr std::uint32_t kQuarter_code = 30;  // + 1 … 4

std::unexpected<Error> date_error(std::string_view text) {
  return fail(Failure::Input, "date.syntax",
              {ASSAY_TEXT("“{value}” is not a day: write a day of the calendar from 1900 to 2199 "
                          "as year-month-day, like 2024-09-30"),
               {{"value", excerpt(text)}}});
}

std::unexpected<Error> period_error(std::string_view text) {
  return fail(Failure::Input, "period.syntax",
              {ASSAY_TEXT("“{value}” is not a period: write a year from 1900 to 2199 as 2024, a "
                          "half-year as 2024H1, a quarter as 2024Q3 or a month as 2024-09"),
               {{"value", excerpt(text)}}});
}

// All of `text` as ASCII digits; the callers pass at most four.
std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

// The year that starts `text`.
std::optional<unsigned> year_of(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  auto year = digits(text.substr(0, 4));
  if (year && (*year < kYear_min || *year > kYear_max)) year.reset();
  return year;
}

// What follows the year in a period: "" 0, "H2" 22, "Q3" 33, "-09" 9.
std::optional<std::uint32_t> code_of(std::string_view suffix) {
  if (suffix.empty()) return 0;
  const auto number = digits(suffix.substr(1));
  if (!number || *number == 0) return std::nullopt;
  if (suffix[0] == 'H' && suffix.size() == 2 && *number <= 2) return kHalf_code + *number;
  if (suffix[0] == 'Q' && suffix.size() == 2 && *number <= 4) return kQuarter_code + *number;
  if (suffix[0] == '-' && suffix.size() == 3 && *number <= 12) return number;
  return std::nullopt;
}

int days_of(int year, unsigned month) {
  const auto last = std::chrono::year(year) / std::chrono::month(month) / std::chrono::last;
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

std::string padded(std::uint32_t number, std::size_t width) {
  auto text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

struct Layout {
  std::uint32_t base;    // code of the first one of a year, less 1
  std::uint32_t count;   // in a year
  std::uint32_t months;  // in one
};

constexpr Layout layout_of(Period::Kind kind) {
  switch (kind) {
    case Period::Kind::Year:
      return {0, 1, 12};
    case Period::Kind::Half:
      return {kHalf_code, 2, 6};
    case Period::Kind::Quarter:
      return {kQuarter_code, 4, 3};
    case Period::Kind::Month:
      break;
  }
  return {0, 12, 1};
}

std::uint32_t year_number(Period period) { return period.key() / 100; }

// Place of the period among those of its kind in the year, from 1.
std::uint32_t index_of(Period period) {
  if (period.kind() == Period::Kind::Year) return 1;
  return period.key() % 100 - layout_of(period.kind()).base;
}

std::uint32_t first_month(Period period) {
  return (index_of(period) - 1) * layout_of(period.kind()).months + 1;
}

std::uint32_t last_month(Period period) {
  return index_of(period) * layout_of(period.kind()).months;
}

// The periods of `kind` that tile `whole`.
std::vector<Period> tiles(Period whole, Period::Kind kind) {
  const auto layout = layout_of(kind);
  std::vector<Period> found;
  for (auto end = first_month(whole) + layout.months - 1; end <= last_month(whole);
       end += layout.months)
    found.push_back(Period::from_key(year_number(whole) * 100 + layout.base + end / layout.months));
  return found;
}

}  // namespace

Result<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return date_error(text);
  const auto year = year_of(text);
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1) return date_error(text);
  const auto date = of(static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day));
  if (static_cast<int>(*day) > days_of(static_cast<int>(*year), *month)) return date_error(text);
  return date;
}

std::string Date::str() const {
  const auto key = static_cast<std::uint32_t>(x_key);
  return padded(key / 10'000, 4) + "-" + padded(key / 100 % 100, 2) + "-" + padded(key % 100, 2);
}

Result<Period> Period::parse(std::string_view text) {
  const auto year = year_of(text);
  if (!year || text.size() > 7) return period_error(text);
  const auto code = code_of(text.substr(4));
  if (!code) return period_error(text);
  return from_key(*year * 100 + *code);
}

Period::Kind Period::kind() const {
  const auto code = x_key % 100;
  if (code == 0) return Kind::Year;
  if (code > kQuarter_code) return Kind::Quarter;
  return code > kHalf_code ? Kind::Half : Kind::Month;
}

std::string Period::str() const {
  auto year = padded(year_number(*this), 4);
  switch (kind()) {
    case Kind::Year:
      return year;
    case Kind::Half:
      return year + "H" + std::to_string(index_of(*this));
    case Kind::Quarter:
      return year + "Q" + std::to_string(index_of(*this));
    case Kind::Month:
      break;
  }
  return year + "-" + padded(index_of(*this), 2);
}

Date Period::first_day() const {
  return Date::of(static_cast<int>(year_number(*this)), static_cast<int>(first_month(*this)), 1);
}

Date Period::last_day() const {
  const auto year = static_cast<int>(year_number(*this));
  const auto month = last_month(*this);
  return Date::of(year, static_cast<int>(month), days_of(year, month));
}

Period Period::previous() const {
  if (kind() == Kind::Year) return Period(x_key - 100);
  if (index_of(*this) > 1) return Period(x_key - 1);
  const auto layout = layout_of(kind());
  return Period((year_number(*this) - 1) * 100 + layout.base + layout.count);
}

Period Period::earlier(std::uint32_t periods) const {
  auto period = *this;
  for (; periods != 0; --periods) period = period.previous();
  return period;
}

std::vector<Period> Period::parts() const {
  switch (kind()) {
    case Kind::Year:
      return tiles(*this, Kind::Half);
    case Kind::Half:
      return tiles(*this, Kind::Quarter);
    case Kind::Quarter:
      return tiles(*this, Kind::Month);
    case Kind::Month:
      break;
  }
  return {};
}

std::vector<Period> Period::months() const { return tiles(*this, Kind::Month); }

bool Period::contains(Period other) const {
  return year_number(*this) == year_number(other) && first_month(*this) <= first_month(other) &&
         last_month(other) <= last_month(*this);
}

}  // namespace assay::model
