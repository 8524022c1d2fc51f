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

// Layout and errors are borrowed by the fields: a Reading must stay where it is.
class CsvFile::Reading {
 public:
  Reading(CsvReader reader, const std::string& file, std::uint32_t number, const CsvLimits& limits)
      : x_reader(std::move(reader)),
        x_limits(limits),
        x_number(number),
        x_errors(file, std::max<std::size_t>(limits.errors, 1)),
        x_fields(x_layout, x_errors) {}

  // Faults of the header end the reading, since nothing after them can be understood.
  Status read_header() {
    auto found = x_reader.next();
    if (!found) return std::unexpected(std::move(found).error());
    if (!*found)
      return fail(Failure::Input, "import.empty_file",
                  {ASSAY_TEXT("the file is empty: its first line must name the columns"), {}});
    auto layout = match_header(x_reader.row().fields);
    if (!layout) {
      layout.error().where.row = x_reader.row().line;
      return std::unexpected(std::move(layout).error());
    }
    x_layout = std::move(*layout);
    return {};
  }

  bool read(std::size_t rows, model::Batch& batch) {
    for (std::size_t i = 0; i < rows; ++i) {
      if (x_errors.full() || !next()) return false;
      if (++x_rows > x_limits.rows) {
        x_errors.add(too_many_rows());
        return false;
      }
      const auto& row = x_reader.row();
      if (x_fields.start(row))
        append_row(x_layout.kind->kind, x_fields, {x_number, row.line}, batch);
    }
    return true;
  }

  [[nodiscard]] const CsvReader& reader() const { return x_reader; }
  [[nodiscard]] Kind kind() const { return x_layout.kind->kind; }
  [[nodiscard]] Errors take_errors() { return x_errors.take(); }

 private:
  // Goes to the next readable row; faulty ones on the way are noted.
  bool next() {
    while (true) {
      auto found = x_reader.next();
      if (found) return *found;
      auto error = std::move(found).error();
      const auto faulty = x_reader.row().fields.size();
      if (faulty < x_layout.columns.size()) error.where.field = x_layout.columns[faulty]->name;
      x_errors.add(std::move(error));
      if (x_reader.stopped() || x_errors.full()) return false;
    }
  }

  [[nodiscard]] Error too_many_rows() const {
    return fail(Failure::Input, "import.too_many_rows",
                {ASSAY_TEXT("the file has more than {limit} rows: split it"),
                 {{"limit", std::to_string(x_limits.rows)}}},
                {.row = x_reader.row().line})
        .error();
  }

  CsvReader x_reader;
  CsvLimits x_limits;
  std::uint32_t x_number;
  Layout x_layout;
  ErrorList x_errors;
  RowFields x_fields;
  std::uint64_t x_rows = 0;
};

Result<CsvFile> CsvFile::open(const std::filesystem::path& file, std::uint32_t number,
                              Encoding encoding, const CsvLimits& limits) {
  const auto in_file = [&](Error error) {
    error.where.file = file.string();
    return std::unexpected(std::move(error));
  };
  auto source = TextSource::open(file, encoding);
  if (!source) return in_file(std::move(source).error());
  auto reading = std::make_unique<Reading>(CsvReader(std::move(*source), limits), file.string(),
                                           number, limits);
  if (auto known = reading->read_header(); !known) return in_file(std::move(known).error());
  return CsvFile(std::move(reading));
}

CsvFile::CsvFile(std::unique_ptr<Reading> reading) : x_reading(std::move(reading)) {}
CsvFile::CsvFile(CsvFile&&) noexcept = default;
CsvFile& CsvFile::operator=(CsvFile&&) noexcept = default;
CsvFile::~CsvFile() = default;

bool CsvFile::has_figures() const {
  const auto kind = x_reading->kind();
  return kind == Kind::Targets || kind == Kind::Observations;
}

bool CsvFile::read(std::size_t rows, model::Batch& batch) { return x_reading->read(rows, batch); }
Errors CsvFile::take_errors() { return x_reading->take_errors(); }
std::uint64_t CsvFile::bytes_done() const { return x_reading->reader().bytes_done(); }
std::uint64_t CsvFile::bytes_total() const { return x_reading->reader().bytes_total(); }

Result<void, Errors> read_csv(const std::filesystem::path& path, Encoding encoding,
                              const CsvLimits& limits, const Progress& progress,
                              model::Batch& batch) {
  batch.files.push_back(path.string());
  auto file =
      CsvFile::open(path, static_cast<std::uint32_t>(batch.files.size() - 1), encoding, limits);
  if (!file) return std::unexpected(Errors{std::move(file).error()});
  while (file->read(10'000, batch))
    if (progress) progress(file->bytes_done(), file->bytes_total());
  if (auto errors = file->take_errors(); !errors.empty()) return std::unexpected(std::move(errors));
  return {};
}

}  // namespace assay::exchange
