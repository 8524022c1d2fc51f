#pragma once
// The kinds of CSV files and their columns (docs/formats/csv.md), and how a header tells the kind.
// Constant tables and a pure function; thread-safe.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::exchange {

enum class Kind : std::uint8_t { Units, Indicators, Targets, Observations, Events, Assessments };

struct ColumnSpec {
  std::string_view name;
  bool required = false;
};

struct KindSpec {
  Kind kind = Kind::Units;
  std::string_view name;  // "units"
  std::span<const ColumnSpec> columns;
};

[[nodiscard]] std::span<const KindSpec> kinds();

// How the fields of a file's rows answer to the columns of its kind.
struct Layout {
  const KindSpec* kind = nullptr;
  std::vector<const ColumnSpec*> columns;  // by field of the row
};

// The kind whose columns the header names: all required ones and no others but its optional ones,
// each once, in any order. Else Input error import.header (which names the nearest kind) or
// import.separator.
[[nodiscard]] Result<Layout> match_header(std::span<const std::string_view> header);

}  // namespace assay::exchange
