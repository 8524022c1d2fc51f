#pragma once
// The tree of components of a group, with the checks of points and weights.

#include "scheme/scope.hpp"

namespace assay::scheme {

inline constexpr int kDepth_max = 16;
inline constexpr std::size_t kComponents_max = 10'000;

// Reads the most points with bonuses; below the full marks nobody could ever have these.
void read_cap(Fields& block, std::string_view key, Marks full, std::optional<Decimal>& into);

// Reads `components` of `group` into `root`, whose points are `full`.
void read_components(Scope& scope, Fields& group, Marks full, model::Component& root);

}  // namespace assay::scheme
