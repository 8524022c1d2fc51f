#pragma once
// The made-up nation as the CSV files of docs/formats/csv.md, for other tools and for measuring
// imports. Same size and seed, same bytes.

#include <filesystem>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "pipeline/national/data.hpp"

namespace assay::pipeline::national {

// units.csv, indicators.csv, targets.csv and observations.csv in `folder`, which is made if need
// be, and scheme.yaml, which ranks all units in one group; progress in rows. Store error
// national.io.
[[nodiscard]] Status write_files(const Size& size, const std::filesystem::path& folder,
                                 const Progress& progress);

[[nodiscard]] std::unexpected<Error> io_fault(const std::filesystem::path& file);

}  // namespace assay::pipeline::national
