#pragma once
// Special assessments for all units of a period: runs the plugin (or gathers the imported rows),
// and names the outcome by the hash of what went in, so that the same question is answered once.

#include <functional>
#include <optional>
#include <vector>

#include "assess/tables.hpp"
#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"
#include "plugin/plugin.hpp"

namespace assay::assess {

// Finds an outcome made earlier, by digest.
using Recall = std::function<Result<std::optional<model::Assessment>>(const Digest&)>;

// The earlier periods whose figures the plugin's inputs are, if any.
[[nodiscard]] std::vector<model::Period> earlier_periods(const plugin::PluginInfo& info,
                                                         model::Period period);

// Runs `plugin` for every unit of the snapshot. An input comes from the indicator and layer that
// `use` names for it, otherwise from the indicator of its own code, if the office has it; figures
// of a state below `least` count as missing, absent ones are rolled up as in scoring. A unit
// without a required input is `missing`; trouble with one unit is its failure; when the plugin
// gives up, all units it was asked about are failures, and the outcome is named so that it is
// never recalled. An output "full" becomes the full marks of the output "score". Rows of datasets
// come from `datasets`; without it, none were entered. The snapshot holds the period and those of
// earlier_periods.
// Input errors: plugin.parameter, assess.unknown_indicator, assess.unknown_input,
// assess.measure_unit, assess.dataset; Plugin error plugin.config, with which nothing can be
// assessed.
[[nodiscard]] Result<model::Assessment> by_plugin(const model::AssessmentUse& use,
                                                  plugin::Plugin& plugin, model::Period period,
                                                  model::State least,
                                                  const model::Snapshot& snapshot,
                                                  const Recall& recall,
                                                  const Datasets& datasets = {});

// Rows of assessments.csv for `use.id`.
[[nodiscard]] model::Assessment from_import(const model::AssessmentUse& use, model::Period period,
                                            const model::Snapshot& snapshot);

}  // namespace assay::assess
