#pragma once
// Calendar values: days and assessment periods. `2024`, `2024H1`, `2024Q3`, `2024-09`; periods
// nest (a month lies in a quarter, a half-year and a year). Values; thread-safe.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::model {

// A day of the proleptic Gregorian calendar, years 1900–2199.
class Date {
 public:
  constexpr Date() = default;
  // "2024-09-30"; Input error date.syntax.
  [[nodiscard]] static Result<Date> parse(std::string_view text);
  // The caller guarantees a real day.
  [[nodiscard]] static constexpr Date of(int year, int month, int day) {
    return Date(year * 10'000 + month * 100 + day);
  }
  [[nodiscard]] static constexpr Date from_key(std::int32_t key) { return Date(key); }
  [[nodiscard]] constexpr std::int32_t key() const { return x_key; }  // yyyymmdd
  [[nodiscard]] std::string str() const;
  constexpr auto operator<=>(const Date&) const = default;

 private:
  constexpr explicit Date(std::int32_t key) : x_key(key) {}
  std::int32_t x_key = 0;
};

class Period {
 public:
  enum class Kind : std::uint8_t { Year, Half, Quarter, Month };

  constexpr Period() = default;
  // Input error period.syntax; years 1900–2199.
  [[nodiscard]] static Result<Period> parse(std::string_view text);
  [[nodiscard]] static constexpr Period year(int year) {
    return Period(static_cast<std::uint32_t>(year) * 100);
  }
  // The key is year·100 + code: 0 year, 1–12 month, 21–22 half, 31–34 quarter.
  [[nodiscard]] static constexpr Period from_key(std::uint32_t key) { return Period(key); }
  [[nodiscard]] constexpr std::uint32_t key() const { return x_key; }

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] std::string str() const;
  [[nodiscard]] Date first_day() const;
  [[nodiscard]] Date last_day() const;
  [[nodiscard]] Period previous() const;  // of the same kind: 2024Q1 → 2023Q4
  // previous(), so many times.
  [[nodiscard]] Period earlier(std::uint32_t periods) const;
  // The next finer periods that tile this one: year → halves → quarters → months → none.
  [[nodiscard]] std::vector<Period> parts() const;
  // The months that tile this period (itself for a month).
  [[nodiscard]] std::vector<Period> months() const;
  [[nodiscard]] bool contains(Period other) const;  // also itself

  constexpr auto operator<=>(const Period&) const = default;

 private:
  constexpr explicit Period(std::uint32_t key) : x_key(key) {}
  std::uint32_t x_key = 0;
};

}  // namespace assay::model
