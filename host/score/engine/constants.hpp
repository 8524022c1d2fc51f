#pragma once
// The constants of one leaf, ready for the kernels. Pure; borrows nothing.

#include <cstdint>
#include <optional>

#include "model/scheme.hpp"
#include "score/kernel/leaf.hpp"

namespace assay::score::engine {

// The least and greatest figure of a group; nothing where no unit has one.
struct Extremes {
  std::optional<std::int64_t> least;
  std::optional<std::int64_t> most;
};

// Whether a rule's end is the least or greatest figure of the group.
[[nodiscard]] bool asks_extremes(const model::Bound& bound);

// Measure::Nothing where no kernel has the rule, or where its constants are out of the ordinary:
// such a leaf is scored by its rule, one unit at a time. `indicator` is null for assessments.
// Weight and share are left to the caller.
[[nodiscard]] kernel::Leaf leaf_of(const model::Component& component,
                                   const model::Indicator* indicator, const Extremes& extremes,
                                   Rounding rounding);

}  // namespace assay::score::engine
