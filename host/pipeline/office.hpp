#pragma once
// The order of the steps: what a user can ask of an office, each as one call. The command line and
// the C API use only this. Not thread-safe; use one Office per thread (they share the store).

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "exchange/csv_export.hpp"
#include "exchange/csv_import.hpp"
#include "model/results.hpp"
#include "model/run.hpp"
#include "package/trust.hpp"
#include "package/version.hpp"
#include "pipeline/audit.hpp"
#include "pipeline/change.hpp"
#include "store/store.hpp"

namespace assay::pipeline {

class Computed;  // pipeline/material.hpp
struct Pin;      // pipeline/pins.hpp
class Preview;   // pipeline/preview.hpp

// What an Office needs from outside; `log` must outlive it.
struct Surroundings {
  Log& log;
  std::string actor;                               // "department[/person]"
  std::function<std::int64_t()> now_s;             // seconds since 1970-01-01 UTC
  std::vector<std::filesystem::path> plugin_path;  // folders of plugins
  std::string reason{};                            // why; stands in the journal
  store::RequestId request{};                      // all zero = none
  unsigned threads = 0;                            // scoring; 0: as many as run at once here
  std::filesystem::path plugin_home{};             // folder of installed plugins

  // What the journal is told of an action of this actor, now.
  [[nodiscard]] store::Cause cause(std::string action, std::string detail) const;
};

struct ImportOptions {
  exchange::Encoding encoding = exchange::Encoding::Utf8;
  exchange::CsvLimits limits;
  Progress progress;
};

struct Counts {
  std::uint64_t created = 0;
  std::uint64_t changed = 0;
  std::uint64_t same = 0;
};

void count(Counts& counts, store::Change change);

struct ImportReport {
  Counts units, indicators, targets, observations, events, assessments;
  std::optional<std::uint64_t> repeated;  // the request had landed before, as this journal entry
  [[nodiscard]] Counts total() const;
};

struct ScoreOptions {
  std::optional<model::Period> period;  // overrides the scheme's
  bool strict = false;                  // a failed plugin refuses the run
  // Versions of plugins to be used, whatever was used for the period before.
  std::vector<package::Reference> plugins{};
  Progress progress;
};

struct ScoreReport {
  model::RunManifest manifest;
  bool made = false;      // false: the same run had been made before
  bool repeated = false;  // by the same request
};

// What a run came to; may outlive the Office.
struct RunResults {
  model::Run run;  // without groups
  std::unique_ptr<const model::Results> results;
};

struct ExportReport {
  exchange::ExportCounts counts;
  Digest content{};
};

// One thing that verification compared.
struct VerifyCheck {
  std::string code;  // "scheme", "figures", "assessments", "results", "units", "kept", "published"
  Message what;
  bool same = false;
};

struct Verification {
  model::RunManifest manifest;
  std::vector<VerifyCheck> checks;
  Errors faults;  // one per check that failed
};

[[nodiscard]] Status create_office(const std::filesystem::path& folder,
                                   const Surroundings& surroundings);

// See store/backup.hpp and store/scrub.hpp.
[[nodiscard]] Result<store::Health> back_up_office(const std::filesystem::path& folder,
                                                   const std::filesystem::path& file,
                                                   const Progress& progress);
[[nodiscard]] Result<store::Health> restore_office(const std::filesystem::path& file,
                                                   const std::filesystem::path& folder,
                                                   bool replace, const Progress& progress);
[[nodiscard]] Result<store::Health> scrub_office(const std::filesystem::path& folder,
                                                 const Progress& progress);

class Office {
 public:
  [[nodiscard]] static Result<Office> open(const std::filesystem::path& folder, store::Mode mode,
                                           const Surroundings& surroundings);

  // All files are one transaction: every row lands or none. A request that was carried out before
  // changes nothing.
  [[nodiscard]] Result<ImportReport, Errors> import(const std::vector<std::filesystem::path>& files,
                                                    const ImportOptions& options);
  // Reads each scheme, makes the assessments it uses, scores, and stores all runs at once: when one
  // scheme is refused, no run is stored. In the order of the files. A request that was carried out
  // before scores nothing and gives the runs it made then.
  [[nodiscard]] Result<std::vector<ScoreReport>, Errors> score(
      const std::vector<std::filesystem::path>& scheme_files, const ScoreOptions& options);
  // For trying changes of figures out; stores nothing.
  [[nodiscard]] Result<Preview, Errors> preview(const std::filesystem::path& scheme_file,
                                                const ScoreOptions& options);
  [[nodiscard]] Result<std::vector<store::RunSummary>> runs() const;

  // Of the run `run`, a number or "latest". What is not kept is computed again from what the run
  // was made from, figures as they were then; Internal error run.not_reproducible when that comes
  // to other results.

  // Its summary; all of it if the run was made when runs were stored whole.
  [[nodiscard]] Result<RunResults> run(const std::string& run);
  // The same with points of leaves, computed as the results are gone through.
  [[nodiscard]] Result<RunResults> run_with_leaves(const std::string& run);
  // The run with all that was said of each unit, as it is published. Usage error run.too_large
  // where that would not fit into memory.
  [[nodiscard]] Result<model::Run> run_whole(const std::string& run);
  // The run with the group of `unit` alone: all that was said of this unit, and of the others who
  // they are and how they stand. When no unit of that code was scored: all groups, with the codes
  // of those that were.
  [[nodiscard]] Result<model::Run> explain(const std::string& run, const std::string& unit);
  // Computes the run again, both ways, and compares. Input error run.kept_whole for a run made
  // before figures had a history.
  [[nodiscard]] Result<Verification> verify(const std::string& run, const Progress& progress);
  [[nodiscard]] Result<store::Health> check() const;
  [[nodiscard]] Result<std::vector<store::ReaderInfo>> readers() const;
  // All that was entered, as CSV files in a new folder, and the hash of its content: an office
  // that imports them has the same.
  [[nodiscard]] Result<ExportReport> export_all(const std::filesystem::path& folder,
                                                const Progress& progress) const;

  // One figure, checked as an import of it would be. Input errors office.no_unit,
  // office.no_indicator, set.no_target, set.target_in_use, and those of check() in
  // import_check.hpp.
  [[nodiscard]] Result<FigureReport, Errors> set(const FigureEdit& edit);
  // Every change of a figure, oldest first.
  [[nodiscard]] Result<std::vector<store::FigureHistory>> history(
      const std::string& unit, const std::string& indicator,
      std::optional<model::Period> period) const;

  // Which versions of plugins the schemes' periods stay with, by scheme, period and plugin.
  [[nodiscard]] Result<std::vector<Pin>> pins() const;
  // From now on that version, of those found and those the office keeps. Errors of choose_plugin().
  [[nodiscard]] Result<Pin> pin(const std::string& scheme, model::Period period,
                                const package::Reference& plugin);
  // The keys whose packages this office takes; none: those trusted where plugins are installed.
  [[nodiscard]] Result<package::TrustList> trusted() const;
  // False when it was so already.
  [[nodiscard]] Result<bool> trust(const audit::MinisignKey& key, bool trusted);

  [[nodiscard]] Result<EntryList> entries(const EntryQuery& query) const;
  [[nodiscard]] Result<store::LogHealth> verify_log(const store::LogCheck& check) const;
  // Signs the journal as it is and keeps the checkpoint, after a proof that the journal still
  // begins with what the last one states. Store error audit.altered where it does not; Input error
  // audit.other_name.
  [[nodiscard]] Result<CheckpointReport> make_checkpoint(const audit::SignerKey& key);
  // Input errors audit.no_checkpoint, audit.not_covered, audit.not_ours (the checkpoint given is of
  // another journal).
  [[nodiscard]] Result<InclusionReport> prove(const ProofQuery& query) const;
  // `checkpoint` was signed earlier; with a key its signature is checked. Input error
  // audit.not_ours.
  [[nodiscard]] Result<ConsistencyReport> prove_consistency(const std::string& checkpoint,
                                                            const audit::VerifierKey* key) const;

 private:
  Office(store::Store store, const Surroundings& surroundings);
  [[nodiscard]] Result<std::uint64_t> number_of(const std::string& run) const;
  [[nodiscard]] Result<RunResults> results_of(const store::Reader& reader, std::uint64_t id);
  [[nodiscard]] Result<std::unique_ptr<const Computed>> computed_again(
      const store::Reader& reader, const model::RunManifest& manifest) const;
  // The runs that the request of the Surroundings made before; nothing if it is new, or there is
  // none.
  [[nodiscard]] Result<std::optional<std::vector<ScoreReport>>> repeated_runs();
  // For next time; results that cannot be kept are computed again then.
  void keep(std::uint64_t run, const model::Results& results, const Digest& result);
  store::Store x_store;
  Surroundings x_surroundings;
};

}  // namespace assay::pipeline
