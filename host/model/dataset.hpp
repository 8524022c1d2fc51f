#pragma once
// A dataset 台账: typed rows finer than a figure, such as accidents, hours of air data or projects.
// Declared by the plugins that read it; entered under its id, each row with a code, a unit, a time
// and the declared columns. Values.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"

namespace assay::model {

enum class DatasetType : std::uint8_t { Decimal, Integer, Flag, Day, Time, Word, Text };
inline constexpr auto kLast_dataset_type = DatasetType::Text;

struct DatasetColumn {
  std::string id;
  DatasetType type = DatasetType::Decimal;
  std::string measure_unit;  // of a Decimal or Integer; "" = none
  std::string doc;
  bool required = false;           // every row has it
  std::optional<Decimal> lo, hi;   // inclusive; nothing = open on that side
  std::vector<std::string> words;  // of a Word, by number
  bool operator==(const DatasetColumn&) const = default;

  // Nothing but its wording differs: rows of one are rows of the other.
  [[nodiscard]] bool means_the_same(const DatasetColumn& other) const;
};

struct DatasetInfo {
  std::string id;
  std::string doc;
  std::vector<DatasetColumn> columns;
  bool operator==(const DatasetInfo&) const = default;

  [[nodiscard]] const DatasetColumn* column(std::string_view name) const;
};

// Texts one behind the other.
struct DatasetTexts {
  std::string bytes;
  std::vector<std::uint64_t> ends;  // of each text, in `bytes`

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t row) const {
    const auto from = row == 0 ? 0 : ends[row - 1];
    return std::string_view(bytes).substr(from, ends[row] - from);
  }
  void push_back(std::string_view text) {
    bytes += text;
    ends.push_back(bytes.size());
  }
  bool operator==(const DatasetTexts&) const = default;
};

// The values of one column: millionths, whole numbers, 0 or 1, days or milliseconds since 1970,
// numbers of words; or texts.
struct DatasetValues {
  std::vector<std::uint8_t> valid;    // 0 or 1, by row
  std::vector<std::int64_t> numbers;  // all types but Text; 0 where invalid
  DatasetTexts texts;                 // Text only; "" where invalid
  bool operator==(const DatasetValues&) const = default;
};

// The rows of a dataset in one period, sorted by unit ordinal, then time, then code.
struct DatasetTable {
  DatasetInfo info;
  std::vector<std::uint64_t> row_start;  // units + 1 of them
  DatasetTexts codes;
  std::vector<std::int64_t> time_ms;  // since 1970-01-01T00:00 on the local clock
  std::vector<DatasetValues> columns;

  [[nodiscard]] std::uint64_t rows() const { return time_ms.size(); }
};

}  // namespace assay::model
