#pragma once
// One unit of a group in full detail: leaves with their traces, nodes, total and ledger; all but
// what depends on the other units (gates may still leave it incomplete). Borrows inputs and group.

#include <span>
#include <vector>

#include "model/run.hpp"
#include "score/adjust.hpp"
#include "score/leaf.hpp"
#include "score/tree.hpp"

namespace assay::score {

struct UnitSheet;

class UnitScorer {
 public:
  // `members` of the group, over which rules take extremes.
  UnitScorer(const Inputs& inputs, const model::Group& group, std::span<const std::size_t> members);

  // Takes the notes out of `events`.
  [[nodiscard]] model::UnitResult at(std::size_t ordinal, UnitEvents& events) const;
  [[nodiscard]] const Tree& tree() const { return x_tree; }

 private:
  void list_components(const UnitSheet& sheet, std::span<LeafCell> cells,
                       model::UnitResult& result) const;

  const Inputs* x_inputs;
  const model::Group* x_group;
  Tree x_tree;
  std::vector<LeafScorer> x_leaves;
};

}  // namespace assay::score
