#pragma once
// RFC 4180 records of a text, with the line each one begins on. Strict: stray and unclosed quote
// marks, NUL bytes, broken UTF-8 and records over the limits are errors; white space is kept;
// blank lines are skipped. Lines end with LF, CRLF or CR. One thread at a time.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "exchange/csv_import.hpp"
#include "exchange/text_source.hpp"

namespace assay::exchange {

// The parts of a record, borrowed until the next call of CsvReader::next().
struct CsvRow {
  std::uint64_t line = 0;  // of the file, from 1
  std::vector<std::string_view> fields;
};

class CsvReader {
 public:
  CsvReader(TextSource source, const CsvLimits& limits);
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;
  ~CsvReader();

  // Whether there was one more record; row() shows it. After an error (Input, where.row set)
  // row() shows the fields before the faulty one; call again for the records that follow, unless
  // stopped(). Codes: import.nul, import.not_utf8, import.quotes, import.open_quote,
  // import.long_row, import.long_field and those of TextSource.
  [[nodiscard]] Result<bool> next();
  [[nodiscard]] const CsvRow& row() const;
  [[nodiscard]] bool stopped() const;  // the rest of the text cannot be read

  [[nodiscard]] std::uint64_t bytes_done() const;
  [[nodiscard]] std::uint64_t bytes_total() const;  // 0 = not known

 private:
  class Reading;
  std::unique_ptr<Reading> x_reading;
};

}  // namespace assay::exchange
