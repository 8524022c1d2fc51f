#pragma once
// From the leaves of one unit to its total: nodes bottom-up with their bonuses, caps and
// deductions, then total cap, X items, deductions and floor. Values; borrows tree and events.

#include <optional>
#include <span>
#include <vector>

#include "score/adjust.hpp"
#include "score/fraction.hpp"
#include "score/leaf.hpp"
#include "score/tree.hpp"

namespace assay::score {

struct NodeResult {
  CellState state = CellState::Absent;
  Decimal points;           // after bonuses, cap and deductions, on its own scale
  Decimal cut;              // what its cap took away, ≤ 0
  Fraction share = {1, 1};  // what one of its points is worth in its parent
};

// What an adjustment did to its component or to the total, signed.
struct Effect {
  const Adjustment* adjustment = nullptr;
  Decimal points;
};

struct UnitSheet {
  std::vector<NodeResult> nodes;  // as in the tree
  std::vector<Effect> effects;
  Decimal total_cut;                    // what the total cap took away, ≤ 0
  Decimal floor_lift;                   // what the floor added, ≥ 0
  std::optional<Decimal> total;         // none: incomplete
  std::vector<model::Note> incomplete;  // beside those of the leaves
  std::vector<model::Note> notes;
};

// `cells` by number of the leaf.
[[nodiscard]] UnitSheet aggregate(const Tree& tree, const model::Group& group,
                                  std::span<const LeafCell* const> cells,
                                  std::span<const Adjustment> adjustments, Rounding rounding);

}  // namespace assay::score
