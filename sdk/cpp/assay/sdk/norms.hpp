#pragma once
// Norms as data: thresholds, caps and points of a field of work, each with its unit, source and the
// day from which it holds. Read from CSV (norm,value,unit,from,source) compiled into the plugin.
// Immutable after parse; thread-safe.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assay/sdk/decimal.hpp"

namespace assay::sdk {

// A day as yyyymmdd, so that days compare as numbers.
using Day = std::int32_t;

// The last day that a period ("2024", "2024H1", "2024Q3", "2024-09") can reach; months count as
// having 31 days, which is harmless where days are only compared.
[[nodiscard]] inline Day last_day(std::string_view period) {
  const auto digits = [&](std::size_t from, std::size_t count) {
    Day value = 0;
    for (const char c : period.substr(std::min(from, period.size()), count)) {
      if (c < '0' || c > '9') return 0;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const auto year = digits(0, 4);
  Day month = 0;
  if (period.size() == 4) month = 12;
  if (period.size() == 6 && period[4] == 'H') month = digits(5, 1) * 6;
  if (period.size() == 6 && period[4] == 'Q') month = digits(5, 1) * 3;
  if (period.size() == 7 && period[4] == '-') month = digits(5, 2);
  if (year == 0 || month < 1 || month > 12)
    throw ConfigError("unknown kind of period: " + std::string(period));
  return year * 10'000 + month * 100 + 31;
}

struct Norm {
  std::string id;
  Decimal value;
  std::string unit;
  Day from = 0;
  std::string source;
};

namespace detail {

// One record of RFC 4180 CSV, taken off the front of `text`; throws on faults of quoting.
[[nodiscard]] inline std::vector<std::string> take_record(std::string_view& text) {
  enum class At { Start, Plain, Quoted, Closed };  // where in a field
  std::vector<std::string> fields(1);
  At at = At::Start;
  while (!text.empty()) {
    const char c = text[0];
    text.remove_prefix(1);
    if (at == At::Quoted && c != '"') {
      fields.back() += c;
    } else if (at == At::Quoted) {
      at = At::Closed;
    } else if (c == '"') {
      if (at == At::Plain) throw ConfigError("a quote inside an unquoted field");
      if (at == At::Closed) fields.back() += c;  // a doubled quote
      at = At::Quoted;
    } else if (c == ',') {
      fields.emplace_back();
      at = At::Start;
    } else if (c == '\n') {
      return fields;
    } else if (c != '\r' || !text.starts_with('\n')) {
      if (at == At::Closed) throw ConfigError("text after a closing quote");
      fields.back() += c;
      at = At::Plain;
    }
  }
  if (at == At::Quoted) throw ConfigError("a quoted field does not end");
  return fields;
}

[[nodiscard]] inline Day parse_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-')
    throw ConfigError("from must be a day such as 2003-01-01");
  Day day = 0;
  for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[at] < '0' || text[at] > '9') throw ConfigError("from must be a day");
    day = day * 10 + (text[at] - '0');
  }
  const auto month = day / 100 % 100;
  if (month < 1 || month > 12 || day % 100 < 1 || day % 100 > 31)
    throw ConfigError("from must be a day of the calendar");
  return day;
}

}  // namespace detail

class Norms {
 public:
  // Throws ConfigError with the line for anything but complete, unrepeated rows.
  [[nodiscard]] static Norms parse(std::string_view csv) {
    Norms norms;
    std::size_t row = 0;
    try {
      while (!csv.empty()) {
        ++row;
        norms.add_record(row, detail::take_record(csv));
      }
      if (row == 0) throw ConfigError("the file is empty");
    } catch (const ConfigError& error) {
      throw ConfigError("norms, record " + std::to_string(row) + ": " + error.what());
    }
    return norms;
  }

  // The norm in force on `day`: the one of that id with the latest `from` up to it; null when there
  // is none of that id, ConfigError when all of them begin later.
  [[nodiscard]] const Norm* find(std::string_view id, Day day) const {
    const Norm* found = nullptr;
    const Norm* later = nullptr;
    for (const auto& norm : x_norms) {
      if (norm.id != id) continue;
      if (norm.from > day)
        later = &norm;
      else if (found == nullptr || found->from < norm.from)
        found = &norm;
    }
    if (found == nullptr && later != nullptr)
      throw ConfigError("the norm " + std::string(id) + " is not in force yet in this period (it " +
                        "holds from " + std::to_string(later->from) +
                        "): set a parameter, or assess a later period");
    return found;
  }

  // As find, but the norm must be there.
  [[nodiscard]] const Norm& at(std::string_view id, Day day) const {
    if (const auto* norm = find(id, day)) return *norm;
    throw ConfigError("there is no norm " + std::string(id));
  }

  [[nodiscard]] const std::vector<Norm>& all() const { return x_norms; }

 private:
  void add_record(std::size_t row, const std::vector<std::string>& fields) {
    static const std::vector<std::string> kHeader = {"norm", "value", "unit", "from", "source"};
    if (row == 1) {
      if (fields != kHeader) throw ConfigError("the header must be norm,value,unit,from,source");
      return;
    }
    if (fields.size() != kHeader.size()) throw ConfigError("a row has 5 fields");
    for (const auto& field : fields)
      if (field.empty()) throw ConfigError("no field may be empty");
    const auto value = Decimal::parse(fields[1]);
    if (!value) throw ConfigError(fields[1] + " is not a figure with at most 6 decimals");
    Norm norm{fields[0], *value, fields[2], detail::parse_day(fields[3]), fields[4]};
    for (const auto& other : x_norms)
      if (other.id == norm.id && other.from == norm.from) throw ConfigError("given twice");
    x_norms.push_back(std::move(norm));
  }

  std::vector<Norm> x_norms;
};

}  // namespace assay::sdk
