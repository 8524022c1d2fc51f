#pragma once
// The files that --csv, --html and --out name: checked before any work, written when a run is
// there.

#include "base/result.hpp"
#include "cli/commands.hpp"
#include "report/report.hpp"

namespace assay::cli {

// Usage error output.clash where a result file would replace the other one, an input file or a
// file of the office.
[[nodiscard]] Status check_outputs(const Arguments& arguments);

// The files of --csv and --html. With several runs, scheme and version are added to their names:
// result-SCHEME-VERSION.csv.
[[nodiscard]] Status write_csv(const Session& session, const report::Reported& reported,
                               bool several);
[[nodiscard]] Status write_html(const Session& session, const report::Reported& reported,
                                bool several);

}  // namespace assay::cli
