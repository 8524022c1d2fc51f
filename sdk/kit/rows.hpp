#pragma once
// Rows for a plugin as plain values, and how they are made: within what it declares, from a seed,
// with the values at the ends of ranges among them.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kit/declared.hpp"
#include "kit/random.hpp"

namespace assay::kit {

struct Column {
  std::uint32_t type = 0;
  std::vector<std::int64_t> values;  // of any type but UTF8; 0 where there is none
  std::vector<std::string> texts;    // UTF8
  std::vector<bool> there;

  [[nodiscard]] std::size_t size() const { return there.size(); }
  void add(std::int64_t value, bool is_there);
  void add_text(std::string text, bool is_there);
  void add_from(const Column& other, std::size_t row);
};

struct Table {
  std::vector<std::uint64_t> row_start;  // a unit's rows are row_start[unit] … row_start[unit + 1]
  std::vector<std::int64_t> time_ms;
  std::vector<Column> columns;
};

struct Rows {
  std::uint64_t rows = 0, first_row = 0;
  std::string period;
  std::vector<Column> in;
  std::vector<Table> tables;
  std::vector<std::string> codes, types;  // of the units
};

enum class Style : std::uint8_t {
  Mixed,    // figures of everyday size, some at the ends of their range, some missing
  Extreme,  // only figures at the ends of their range, ±0 and the smallest steps
};

struct Wanted {
  std::uint64_t rows = 0;
  Style style = Style::Mixed;
  std::uint64_t table_rows_max = 12;  // of one unit in one dataset
  std::uint64_t table_rows_min = 0;
};

[[nodiscard]] Rows make_rows(const Declared& declared, const std::string& period,
                             const Wanted& wanted, Random& random);

// The rows named, in that order.
[[nodiscard]] Rows picked(const Rows& rows, std::span<const std::size_t> order);
[[nodiscard]] Rows piece(const Rows& rows, std::size_t from, std::size_t to);

// Values at the ends of a field's range, around zero and of the smallest step, all within it.
[[nodiscard]] std::vector<std::int64_t> ends_of(const Field& field);

}  // namespace assay::kit
