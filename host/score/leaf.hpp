#pragma once
// The points of one leaf for one unit with all that is to be said of them, missing-data policy
// applied. What the kernels score by columns must come to the same points. Borrows the inputs.

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

// The word of the scheme format: "fail", "zero", "floor", "reshare", "last-period".
[[nodiscard]] std::string_view word_of(model::Missing::Policy policy);

class LeafScorer {
 public:
  // `members` of the group, over which rules take extremes; needed only here.
  LeafScorer(const Inputs& inputs, const model::Component& leaf,
             std::span<const std::size_t> members);

  [[nodiscard]] LeafCell at(std::size_t ordinal) const;

 private:
  [[nodiscard]] LeafCell by_policy(Fault fault, std::size_t ordinal) const;
  [[nodiscard]] LeafCell by_last_period(Fault fault, std::size_t ordinal) const;

  const model::Component* x_leaf;
  CellRule x_rule;
  CellRule x_rule_before;  // last-period only
  model::Period x_earlier;
};

}  // namespace assay::score
