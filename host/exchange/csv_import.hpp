#pragma once
// CSV files → model::Batch. The kind of a file is told by its header (docs/formats/csv.md). Checks
// what one row can show by itself (columns, syntax, words, limits); what needs the office (unknown
// units, duplicates across files) is checked by pipeline. Reads in pieces; owns nothing.

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "model/batch.hpp"

namespace assay::exchange {

enum class Encoding : std::uint8_t { Utf8, Gb18030 };

struct CsvLimits {
  std::uint64_t line_bytes = 1U << 20;    // longest record, quoted line ends included
  std::uint64_t field_bytes = 64U << 10;  // longest field
  std::uint64_t rows = 100'000'000;       // rows of one file
  std::size_t errors = 100;               // errors reported per command
};

// Appends the rows of `file` to `batch` (also its name to batch.files). On errors the batch's
// content is unspecified and at most `limits.errors` errors are returned, in row order.
[[nodiscard]] Result<void, Errors> read_csv(const std::filesystem::path& file, Encoding encoding,
                                            const CsvLimits& limits, const Progress& progress,
                                            model::Batch& batch);

}  // namespace assay::exchange
