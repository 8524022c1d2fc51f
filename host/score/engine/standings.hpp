#pragma once
// Gates, ranks, grades and awards of one group, after all its units are scored. Threads may handle
// different groups at once. Writes the results.

#include "score/engine/results.hpp"

namespace assay::score::engine {

// As often as wanted: what an earlier call found is forgotten.
void settle_group(const Plan& plan, std::size_t group, Results& results);

}  // namespace assay::score::engine
