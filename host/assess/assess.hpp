#pragma once
// Special assessments for all units of a period: runs the plugin (or gathers the imported rows),
// and names the outcome by the hash of what went in, so that the same question is answered once.

#include <functional>
#include <optional>

#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"
#include "plugin/plugin.hpp"

namespace assay::assess {

// Finds an outcome made earlier, by digest.
using Recall = std::function<Result<std::optional<model::Assessment>>(const Digest&)>;

// Figures of a state below `least` count as missing.
// Input errors: assess.unknown_indicator, assess.unknown_input, assess.measure_unit. Plugin errors
// become the `failures` of every unit, unless the plugin could not be configured at all.
[[nodiscard]] Result<model::Assessment> by_plugin(const model::AssessmentUse& use,
                                                  plugin::Plugin& plugin, model::Period period,
                                                  model::State least,
                                                  const model::Snapshot& snapshot,
                                                  const Recall& recall);

// Rows of assessments.csv for `use.id`.
[[nodiscard]] model::Assessment from_import(const model::AssessmentUse& use, model::Period period,
                                            const model::Snapshot& snapshot);

}  // namespace assay::assess
