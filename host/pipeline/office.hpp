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
#include "exchange/csv_import.hpp"
#include "model/run.hpp"
#include "plugin/plugin.hpp"
#include "store/store.hpp"

namespace assay::pipeline {

// What an Office needs from outside; `log` must outlive it.
struct Surroundings {
  Log& log;
  std::string actor;                               // "department[/person]"
  std::function<std::int64_t()> now_s;             // seconds since 1970-01-01 UTC
  std::vector<std::filesystem::path> plugin_path;  // folders of plugins
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

struct ImportReport {
  Counts units, indicators, targets, observations, events, assessments;
  [[nodiscard]] Counts total() const;
};

struct ScoreOptions {
  std::optional<model::Period> period;  // overrides the scheme's
  bool strict = false;                  // a failed plugin refuses the run
  Progress progress;
};

struct ScoreReport {
  model::Run run;
  bool made = false;  // false: the same run had been made before
};

[[nodiscard]] Status create_office(const std::filesystem::path& folder,
                                   const Surroundings& surroundings);

class Office {
 public:
  [[nodiscard]] static Result<Office> open(const std::filesystem::path& folder, store::Mode mode,
                                           const Surroundings& surroundings);

  // All files are one transaction: every row lands or none.
  [[nodiscard]] Result<ImportReport, Errors> import(const std::vector<std::filesystem::path>& files,
                                                    const ImportOptions& options);
  // Reads each scheme, makes the assessments it uses, scores, and stores all runs at once: when one
  // scheme is refused, no run is stored. In the order of the files.
  [[nodiscard]] Result<std::vector<ScoreReport>, Errors> score(
      const std::vector<std::filesystem::path>& scheme_files, const ScoreOptions& options);
  [[nodiscard]] Result<std::vector<store::RunSummary>> runs() const;
  // `run` is a number or "latest".
  [[nodiscard]] Result<model::Run> run(const std::string& run) const;
  [[nodiscard]] Result<store::Health> check() const;

 private:
  Office(store::Store store, const Surroundings& surroundings);
  store::Store x_store;
  Surroundings x_surroundings;
};

struct PluginListing {
  std::filesystem::path path;
  Result<plugin::PluginInfo> info;
};
[[nodiscard]] std::vector<PluginListing> list_plugins(const Surroundings& surroundings);
[[nodiscard]] Result<plugin::PluginInfo> plugin_info(const std::string& id_or_path,
                                                     const Surroundings& surroundings);

}  // namespace assay::pipeline
