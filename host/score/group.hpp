#pragma once
// Scores one group in full detail, in the order of operations. Pure.

#include <span>

#include "model/run.hpp"
#include "score/adjust.hpp"
#include "score/inputs.hpp"

namespace assay::score {

[[nodiscard]] model::GroupResult score_group(const Inputs& inputs, const EventIndex& events,
                                             const model::Group& group,
                                             std::span<const std::size_t> members);

// The group without its units.
[[nodiscard]] model::GroupResult describe_group(const model::Group& group, const Tree& tree);

}  // namespace assay::score
