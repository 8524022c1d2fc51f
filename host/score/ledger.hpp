#pragma once
// The total of one unit as a sum: terms whose points add up to it exactly. What the declared
// roundings of the nodes leave is a term of its own. Pure.

#include <vector>

#include "score/aggregate.hpp"

namespace assay::score {

// `sheet` must have a total. Takes each leaf's formula out of its cell and fills its {share}.
[[nodiscard]] std::vector<model::Term> ledger(const Tree& tree, const UnitSheet& sheet,
                                              std::span<LeafCell* const> cells, Rounding rounding);

}  // namespace assay::score
