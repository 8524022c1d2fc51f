// What a repeated request is answered: what came of it the first time.

#include <charconv>
#include <utility>

#include "pipeline/office.hpp"

namespace assay::pipeline {

namespace {

// The number of a run that this entry put, if it put one.
std::optional<std::uint64_t> run_of(const store::JournalEntry& entry) {
  if (entry.kind != store::EntryKind::Run) return std::nullopt;
  for (const auto& edit : entry.edits) {
    if (edit.field != "run" || !edit.after) continue;
    std::uint64_t run = 0;
    const auto* end = edit.after->data() + edit.after->size();
    if (std::from_chars(edit.after->data(), end, run).ec == std::errc()) return run;
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<std::vector<ScoreReport>>> Office::repeated_runs() {
  const auto& request = x_surroundings.request;
  if (request == store::RequestId{}) return std::nullopt;
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(auto seq, reader.request(request));
  if (!seq) return std::nullopt;
  ASSAY_TRY(const auto size, reader.log_size());
  std::vector<ScoreReport> reports;
  // The entries of one request follow each other.
  for (; *seq < size; ++*seq) {
    ASSAY_TRY(const auto entry, reader.entry(*seq));
    if (entry.cause.request != request) break;
    const auto id = run_of(entry);
    if (!id) continue;
    ASSAY_TRY(auto manifest, reader.manifest(*id));
    reports.push_back({.manifest = std::move(manifest), .made = false, .repeated = true});
  }
  return reports;
}

}  // namespace assay::pipeline
