#include <span>
#include <utility>

#include "pipeline/import_check.hpp"
#include "pipeline/office.hpp"

namespace assay::pipeline {

namespace {

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

// Puts every row of one kind; an error gets the row's place.
template <class T>
Status put_all(store::Writer& writer, const model::Batch& batch,
               const std::vector<model::Sourced<T>>& rows, Counts& counts) {
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

Result<ImportReport> put_batch(store::Writer& writer, const model::Batch& batch) {
  ImportReport report;
  ASSAY_CHECK(put_all(writer, batch, batch.units, report.units));
  ASSAY_CHECK(put_all(writer, batch, batch.indicators, report.indicators));
  ASSAY_CHECK(put_all(writer, batch, batch.targets, report.targets));
  ASSAY_CHECK(put_all(writer, batch, batch.observations, report.observations));
  ASSAY_CHECK(put_all(writer, batch, batch.events, report.events));
  ASSAY_CHECK(put_all(writer, batch, batch.assessments, report.assessments));
  return report;
}

std::string file_names(const std::vector<std::string>& files) {
  std::string names;
  for (const auto& file : files)
    names += (names.empty() ? "" : " ") + std::filesystem::path(file).filename().string();
  return names;
}

Result<model::Batch, Errors> read_files(const std::vector<std::filesystem::path>& files,
                                        const ImportOptions& options) {
  model::Batch batch;
  Errors errors;
  for (const auto& file : files) {
    auto limits = options.limits;
    limits.errors -= errors.size();
    auto read = exchange::read_csv(file, options.encoding, limits, options.progress, batch);
    if (!read)
      errors.insert(errors.end(), std::make_move_iterator(read.error().begin()),
                    std::make_move_iterator(read.error().end()));
    if (errors.size() >= options.limits.errors) break;
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return batch;
}

// Checks and puts `batch` in one transaction, which lands only if it changes something.
Result<ImportReport, Errors> store_batch(store::Store& store, const model::Batch& batch,
                                         const ImportOptions& options,
                                         const store::DiaryEntry& entry) {
  const auto one = [](Error error) { return std::unexpected(Errors{std::move(error)}); };
  // The writer comes first: what the check reads cannot change before the commit.
  auto writer = store.write();
  if (!writer) return one(std::move(writer).error());
  auto reader = store.read();
  if (!reader) return one(std::move(reader).error());
  auto office = reader->snapshot(std::span<const model::Period>{});
  if (!office) return one(std::move(office).error());
  if (auto errors = check(batch, *office, options.limits.errors); !errors.empty())
    return std::unexpected(std::move(errors));

  auto report = put_batch(*writer, batch);
  if (!report) return one(std::move(report).error());
  const auto total = report->total();
  if (total.created + total.changed == 0) return *report;
  if (auto noted = writer->put_diary(entry); !noted) return one(std::move(noted).error());
  if (auto landed = writer->commit(); !landed) return one(std::move(landed).error());
  return *report;
}

}  // namespace

Result<ImportReport, Errors> Office::import(const std::vector<std::filesystem::path>& files,
                                            const ImportOptions& options) {
  ASSAY_TRY(const auto batch, read_files(files, options));
  return store_batch(
      x_store, batch, options,
      {x_surroundings.actor, "import", file_names(batch.files), x_surroundings.now_s()});
}

}  // namespace assay::pipeline
