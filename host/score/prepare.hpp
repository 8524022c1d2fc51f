#pragma once
// The first steps of every scoring: its inputs, and the units of each group. Pure.

#include <vector>

#include "base/result.hpp"
#include "model/run.hpp"
#include "score/inputs.hpp"

namespace assay::score {

[[nodiscard]] Inputs inputs_of(const model::Scheme& scheme, model::Period period,
                               const model::Snapshot& snapshot,
                               const std::vector<model::Assessment>& assessments);

// By group; or what is wrong with scheme and office as a whole.
[[nodiscard]] Result<std::vector<Members>, Errors> checked_members(const Inputs& inputs);

// The run without its groups.
[[nodiscard]] model::Run run_of(const model::Scheme& scheme, model::Period period);

}  // namespace assay::score
