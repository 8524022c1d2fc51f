#pragma once
// Which units each group of a scheme scores, as of the last day of the period. Pure.

#include <vector>

#include "base/result.hpp"
#include "score/inputs.hpp"

namespace assay::score {

// By group. Appends to `errors`: score.unknown_unit, score.unit_left_out, score.unit_in_two_groups,
// score.unit_in_no_group, score.empty_group.
[[nodiscard]] std::vector<Members> select_units(const model::Scheme& scheme, model::Period period,
                                                const model::Snapshot& snapshot, Errors& errors);

}  // namespace assay::score
