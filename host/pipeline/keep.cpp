// What keeps an office: copies of it, its export, and who reads it.

#include "pipeline/digests.hpp"
#include "pipeline/office.hpp"
#include "store/backup.hpp"
#include "store/scrub.hpp"

namespace assay::pipeline {

Result<store::Health> back_up_office(const std::filesystem::path& folder,
                                     const std::filesystem::path& file, const Progress& progress) {
  return store::make_backup(folder, file, progress);
}

Result<store::Health> restore_office(const std::filesystem::path& file,
                                     const std::filesystem::path& folder, bool replace,
                                     const Progress& progress) {
  return store::restore_backup(file, folder, replace ? store::Replace::Yes : store::Replace::No,
                               progress);
}

Result<store::Health> scrub_office(const std::filesystem::path& folder, const Progress& progress) {
  return store::scrub_in_child(folder, {.progress = progress});
}

Result<std::vector<store::ReaderInfo>> Office::readers() const { return x_store.readers(); }

Result<ExportReport> Office::export_all(const std::filesystem::path& folder,
                                        const Progress& progress) const {
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(const auto office, reader.snapshot());
  ExportReport report;
  report.content = content_digest(office);
  ASSAY_TRY(report.counts, exchange::write_csv(office, folder, progress));
  return report;
}

}  // namespace assay::pipeline
