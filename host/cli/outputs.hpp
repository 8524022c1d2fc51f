#pragma once
// The files that --csv, --html and --out name: checked before any work, written when a run is
// there.

#include "base/result.hpp"
#include "cli/commands.hpp"
#include "model/run.hpp"

namespace assay::cli {

// Usage error output.clash where a result file would replace the other one, an input file or a
// file of the office.
[[nodiscard]] Status check_outputs(const Arguments& arguments);

// With several runs, scheme and version are added to the names: result-SCHEME-VERSION.csv.
[[nodiscard]] Status write_results(const Session& session, const model::Run& run, bool several);

}  // namespace assay::cli
