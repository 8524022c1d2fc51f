#include <optional>
#include <utility>

#include "pipeline/figure_import.hpp"
#include "pipeline/import_check.hpp"
#include "pipeline/office.hpp"

namespace assay::pipeline {

namespace {

using exchange::CsvFile;

std::unexpected<Errors> one(Error error) { return std::unexpected(Errors{std::move(error)}); }

// Puts every row of one kind; an error gets the row's place.
template <class Rows>
Status put_all(store::Writer& writer, const model::Batch& batch, const Rows& rows, Counts& counts) {
  for (const auto& row : rows) {
    auto change = writer.put(row.value);
    if (!change) {
      auto error = std::move(change).error();
      error.where.file = batch.files[row.origin.file];
      error.where.row = row.origin.row;
      return std::unexpected(std::move(error));
    }
    count(counts, *change);
  }
  return {};
}

// As many names as the journal takes.
std::string file_names(const std::vector<std::string>& files) {
  constexpr std::size_t limit_bytes = 3'900;
  std::string names;
  for (const auto& file : files) {
    const auto name = (names.empty() ? "" : " ") + std::filesystem::path(file).filename().string();
    if (names.size() + name.size() > limit_bytes) return names + " …";
    names += name;
  }
  return names;
}

// One import command: files of figures are read last, as they may name units and indicators of
// the other files, and in blocks, as they may be long.
class Import {
 public:
  Import(const std::vector<std::filesystem::path>& files, const ImportOptions& options)
      : x_paths(files), x_options(options) {
    for (const auto& file : files) x_batch.files.push_back(file.string());
  }

  // Opens all files and reads those without figures.
  void read() {
    for (std::size_t i = 0; i < x_paths.size() && !full(); ++i) {
      auto file = open(i);
      if (!file) {
        x_errors.push_back(std::move(file).error());
      } else if (file->has_figures()) {
        x_figures.emplace_back(i, std::move(*file));
      } else {
        while (file->read(kBlock_rows, x_batch)) tell(*file);
        take_errors(*file);
      }
    }
  }

  // When nothing can be stored, what else is wrong with the files is worth telling.
  Errors faults() {
    for (auto& [number, file] : x_figures) {
      model::Batch block;
      while (!full() && file.read(kBlock_rows, block)) {
        tell(file);
        block = {};
      }
      take_errors(file);
    }
    return std::move(x_errors);
  }
  [[nodiscard]] bool failed() const { return !x_errors.empty(); }
  [[nodiscard]] std::string names() const { return file_names(x_batch.files); }

  Result<ImportReport, Errors> store(store::Writer& writer, const model::Catalog& office) {
    ImportCheck check(x_batch, office, x_options.limits.errors);
    check.check_batch();
    const bool clean = check.clean();
    ImportReport report;
    if (clean)
      if (auto put = put_batch(writer, report); !put) return one(std::move(put).error());
    FigureImport figures(check, clean ? &writer : nullptr, office.units.size(), report);
    check.start_figures();
    for (auto& [number, file] : x_figures)
      if (auto put = figures.run(file, x_options.progress, x_errors); !put) {
        put.error().where.file = x_batch.files[number];
        return one(std::move(put).error());
      }
    if (!x_errors.empty()) return std::unexpected(std::move(x_errors));
    if (figures.has_contradictions()) find_contradictions(figures);
    if (auto found = check.take(); !found.empty()) return std::unexpected(std::move(found));
    return report;
  }

 private:
  static constexpr std::size_t kBlock_rows = 8'192;

  Result<CsvFile> open(std::size_t number) const {
    auto limits = x_options.limits;
    limits.errors -= std::min(limits.errors, x_errors.size());
    return CsvFile::open(x_paths[number], static_cast<std::uint32_t>(number), x_options.encoding,
                         limits);
  }

  void tell(const CsvFile& file) const {
    if (x_options.progress) x_options.progress(file.bytes_done(), file.bytes_total());
  }

  [[nodiscard]] bool full() const { return x_errors.size() >= x_options.limits.errors; }

  void take_errors(CsvFile& file) {
    for (auto& error : file.take_errors())
      if (!full()) x_errors.push_back(std::move(error));
  }

  Status put_batch(store::Writer& writer, ImportReport& report) const {
    ASSAY_CHECK(put_all(writer, x_batch, x_batch.units, report.units));
    ASSAY_CHECK(put_all(writer, x_batch, x_batch.indicators, report.indicators));
    ASSAY_CHECK(put_all(writer, x_batch, x_batch.events, report.events));
    return put_all(writer, x_batch, x_batch.assessments, report.assessments);
  }

  // A pipe cannot be read again: then the earlier row is not named.
  void find_contradictions(FigureImport& figures) const {
    for (const auto& [number, file] : x_figures) {
      std::error_code ignored;
      if (!std::filesystem::is_regular_file(x_paths[number], ignored)) continue;
      if (auto again = open(number)) figures.look_for_first(*again);
    }
    figures.report_contradictions();
  }

  const std::vector<std::filesystem::path>& x_paths;
  const ImportOptions& x_options;
  model::Batch x_batch;  // all but figures
  std::vector<std::pair<std::size_t, CsvFile>> x_figures;
  Errors x_errors;
};

}  // namespace

void count(Counts& counts, store::Change change) {
  switch (change) {
    case store::Change::New:
      ++counts.created;
      break;
    case store::Change::Changed:
      ++counts.changed;
      break;
    case store::Change::Same:
      ++counts.same;
      break;
  }
}

// One transaction, which lands only if it changes something.
Result<ImportReport, Errors> Office::import(const std::vector<std::filesystem::path>& files,
                                            const ImportOptions& options) {
  Import import(files, options);
  import.read();
  if (import.failed()) return std::unexpected(import.faults());
  // The writer comes first: what the check reads cannot change before the commit.
  auto writer = x_store.write(x_surroundings.cause("import", import.names()));
  if (!writer) return one(std::move(writer).error());
  if (const auto entry = writer->landed()) {
    ImportReport report;
    report.repeated = entry;
    return report;
  }
  const auto reader = x_store.read();
  if (!reader) return one(reader.error());
  const auto office = reader->catalog();
  if (!office) return one(office.error());
  ASSAY_TRY(const auto report, import.store(*writer, *office));
  const auto total = report.total();
  // A request that changes nothing is remembered all the same.
  const bool has_request = x_surroundings.request != store::RequestId{};
  if (total.created + total.changed == 0 && !has_request) return report;
  if (auto landed = writer->commit(); !landed) return one(std::move(landed).error());
  return report;
}

}  // namespace assay::pipeline
