#pragma once
// The points of one leaf for all units of a group, missing-data policy applied. This is the loop
// that a columnar engine may replace: it needs only to give the same cells. Values.

#include <span>
#include <string_view>
#include <vector>

#include "score/rules.hpp"

namespace assay::score {

enum class CellState : std::uint8_t {
  Present,
  Absent,  // left out: its weight is shared among its siblings
  Failed   // the unit is incomplete
};

struct LeafCell {
  CellState state = CellState::Failed;
  Decimal points;            // Present
  std::string_view missing;  // word of the policy applied, or ""
  Message how;               // Present; ends in a place {share}
  std::vector<model::Note> trace;
  std::vector<model::Note> incomplete;  // Failed: why
};

// By position in `members`.
using LeafColumn = std::vector<LeafCell>;

[[nodiscard]] LeafColumn score_leaf(const Inputs& inputs, const model::Component& leaf,
                                    std::span<const std::size_t> members);

}  // namespace assay::score
