#pragma once
// CSV files → model::Batch. The kind of a file is told by its header (docs/formats/csv.md). Checks
// what one row can show by itself (columns, syntax, words, limits); what needs the office (unknown
// units, duplicates across files) is checked by pipeline. Reads in pieces, so that a file may be
// of any size.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "model/batch.hpp"

namespace assay::exchange {

enum class Encoding : std::uint8_t { Utf8, Gb18030 };

struct CsvLimits {
  std::uint64_t line_bytes = 1U << 20;    // longest record, quoted line ends included
  std::uint64_t field_bytes = 64U << 10;  // longest field
  std::uint64_t rows = 1'000'000'000;     // rows of one file
  std::size_t errors = 100;               // errors reported per command
};

// One file, from its header on. One thread at a time; owns the open file.
class CsvFile {
 public:
  // Opens the file and reads its header; `number` is its place in Batch::files. Input errors of
  // the file (import.unreadable …) and of the header (import.header …).
  [[nodiscard]] static Result<CsvFile> open(const std::filesystem::path& file, std::uint32_t number,
                                            Encoding encoding, const CsvLimits& limits);
  CsvFile(CsvFile&&) noexcept;
  CsvFile& operator=(CsvFile&&) noexcept;
  ~CsvFile();

  // Targets or observations: what a file may have millions of.
  [[nodiscard]] bool has_figures() const;

  // Appends up to `rows` more rows to `batch`; false when there are none left. Rows with errors
  // are left out; at most limits.errors of them are noted, in row order, and then it ends.
  [[nodiscard]] bool read(std::size_t rows, model::Batch& batch);
  // What was wrong so far, taken out.
  [[nodiscard]] Errors take_errors();

  [[nodiscard]] std::uint64_t bytes_done() const;
  [[nodiscard]] std::uint64_t bytes_total() const;  // 0 = not known

 private:
  class Reading;
  explicit CsvFile(std::unique_ptr<Reading> reading);
  std::unique_ptr<Reading> x_reading;
};

[[nodiscard]] Result<void, Errors> read_csv(const std::filesystem::path& file, Encoding encoding,
                                            const CsvLimits& limits, const Progress& progress,
                                            model::Batch& batch);

}  // namespace assay::exchange
