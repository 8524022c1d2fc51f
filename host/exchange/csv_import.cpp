#include "exchange/csv_import.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "exchange/csv_kinds.hpp"
#include "exchange/csv_reader.hpp"
#include "exchange/csv_rows.hpp"
#include "exchange/row_fields.hpp"
#include "exchange/text_source.hpp"

namespace assay::exchange {

namespace {

// The import of one file into a batch.
class CsvImport {
 public:
  CsvImport(CsvReader reader, const CsvLimits& limits, const Progress& progress, ErrorList& errors,
            model::Batch& batch)
      : x_reader(std::move(reader)),
        x_limits(limits),
        x_progress(progress),
        x_errors(errors),
        x_batch(batch),
        x_file(static_cast<std::uint32_t>(batch.files.size() - 1)) {}

  void run() {
    if (!read_header()) return;
    RowFields fields(x_layout, x_errors);
    std::uint64_t rows = 0;
    while (!x_errors.full() && next()) {
      if (++rows > x_limits.rows) return x_errors.add(too_many_rows());
      const auto& row = x_reader.row();
      if (fields.start(row)) append_row(x_layout.kind->kind, fields, {x_file, row.line}, x_batch);
    }
  }

 private:
  bool read_header() {
    const auto before = x_errors.size();
    if (!next()) {
      if (x_errors.size() == before) x_errors.add(empty_file());
      return false;
    }
    auto layout = match_header(x_reader.row().fields);
    if (!layout) {
      layout.error().where.row = x_reader.row().line;
      x_errors.add(std::move(layout).error());
      return false;
    }
    x_layout = std::move(*layout);
    return true;
  }

  // Goes to the next readable row; faulty ones on the way are noted.
  bool next() {
    while (true) {
      auto found = x_reader.next();
      report_progress();
      if (found) return *found;
      // The header's own faults end the reading, since nothing after them can be understood.
      const bool in_header = x_layout.kind == nullptr;
      auto error = std::move(found).error();
      const auto faulty = x_reader.row().fields.size();
      if (faulty < x_layout.columns.size()) error.where.field = x_layout.columns[faulty]->name;
      x_errors.add(std::move(error));
      if (x_reader.stopped() || in_header || x_errors.full()) return false;
    }
  }

  void report_progress() {
    if (!x_progress || x_reader.bytes_done() == x_bytes_done) return;
    x_bytes_done = x_reader.bytes_done();
    x_progress(x_bytes_done, x_reader.bytes_total());
  }

  [[nodiscard]] Error too_many_rows() const {
    return fail(Failure::Input, "import.too_many_rows",
                {ASSAY_TEXT("the file has more than {limit} rows: split it"),
                 {{"limit", std::to_string(x_limits.rows)}}},
                {.row = x_reader.row().line})
        .error();
  }

  static Error empty_file() {
    return fail(Failure::Input, "import.empty_file",
                {ASSAY_TEXT("the file is empty: its first line must name the columns"), {}})
        .error();
  }

  CsvReader x_reader;
  const CsvLimits& x_limits;
  const Progress& x_progress;
  ErrorList& x_errors;
  model::Batch& x_batch;
  std::uint32_t x_file;
  Layout x_layout;
  std::uint64_t x_bytes_done = 0;
};

}  // namespace

Result<void, Errors> read_csv(const std::filesystem::path& file, Encoding encoding,
                              const CsvLimits& limits, const Progress& progress,
                              model::Batch& batch) {
  batch.files.push_back(file.string());
  ErrorList errors(file.string(), std::max<std::size_t>(limits.errors, 1));
  if (auto source = TextSource::open(file, encoding))
    CsvImport(CsvReader(std::move(*source), limits), limits, progress, errors, batch).run();
  else
    errors.add(std::move(source).error());
  if (errors.size() != 0) return std::unexpected(errors.take());
  return {};
}

}  // namespace assay::exchange
