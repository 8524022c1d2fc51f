#pragma once
// A dataset 台账: typed rows finer than a figure, such as accidents, hours of air data or projects.
// Declared by the plugins that read it; entered under its id, each row with a code, a unit, a time
// and the declared columns. Values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"

namespace assay::model {

enum class DatasetType : std::uint8_t { Decimal, Integer, Flag, Day, Time, Word, Text };

struct DatasetColumn {
  std::string id;
  DatasetType type = DatasetType::Decimal;
  std::string measure_unit;  // "" = none
  std::string doc;
  bool required = false;           // every row has it
  std::optional<Decimal> lo, hi;   // inclusive; nothing = open on that side
  std::vector<std::string> words;  // of a Word, by number
  bool operator==(const DatasetColumn&) const = default;
};

struct DatasetInfo {
  std::string id;
  std::string doc;
  std::vector<DatasetColumn> columns;
  bool operator==(const DatasetInfo&) const = default;
};

// The values of one column: millionths, whole numbers, 0 or 1, days or milliseconds since 1970,
// numbers of words; or texts.
struct DatasetValues {
  std::vector<bool> valid;
  std::vector<std::int64_t> numbers;  // all types but Text; 0 where invalid
  std::vector<std::string> texts;     // Text only
};

// The rows of a dataset in one period, sorted by unit ordinal, then time, then code.
struct DatasetTable {
  DatasetInfo info;
  std::vector<std::uint64_t> row_start;  // units + 1 of them
  std::vector<std::string> codes;
  std::vector<std::int64_t> time_ms;  // since 1970-01-01T00:00 on the local clock
  std::vector<DatasetValues> columns;
};

}  // namespace assay::model
