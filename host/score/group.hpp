#pragma once
// Scores one group, in the order of operations. Pure.

#include <span>

#include "model/run.hpp"
#include "score/inputs.hpp"

namespace assay::score {

[[nodiscard]] model::GroupResult score_group(const Inputs& inputs, const model::Group& group,
                                             std::span<const std::size_t> members);

}  // namespace assay::score
