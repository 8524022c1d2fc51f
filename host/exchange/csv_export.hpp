#pragma once
// model::Snapshot → CSV files in the form of the import (docs/formats/csv.md), so that importing
// them into a new office gives the same office again. Rows are written as they are made; nothing
// but a small buffer is held. One thread at a time; the snapshot is only read.

#include <cstdint>
#include <filesystem>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "model/snapshot.hpp"

namespace assay::exchange {

struct ExportCounts {
  std::uint64_t units = 0;
  std::uint64_t indicators = 0;
  std::uint64_t targets = 0;
  std::uint64_t observations = 0;
  std::uint64_t events = 0;
  std::uint64_t assessments = 0;
};

// Writes units.csv, indicators.csv, targets.csv, observations.csv, events.csv and assessments.csv
// into `folder`, which is made unless it is there and empty; on an error nothing is left there.
// Input errors export.not_empty (the folder holds something), export.no_target (stretch, upper
// level's target, baseline, lead or person of a figure without required target, which no row can
// say), export.no_value (likewise state or source without value), export.io.
[[nodiscard]] Result<ExportCounts> write_csv(const model::Snapshot& snapshot,
                                             const std::filesystem::path& folder,
                                             const Progress& progress = {});

}  // namespace assay::exchange
