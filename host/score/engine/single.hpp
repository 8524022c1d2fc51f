#pragma once
// Scores one unit at a time, by columns where they decide and by the rules themselves where not:
// units with events, with figures no kernel takes, incomplete ones, and single changes. One per
// thread. Borrows the plan and the results.

#include <optional>
#include <vector>

#include "score/aggregate.hpp"
#include "score/engine/results.hpp"
#include "score/leaf.hpp"

namespace assay::score::engine {

class SingleScorer {
 public:
  SingleScorer(const Plan& plan, Results& results) : x_plan(&plan), x_results(&results) {}

  // Figures may have changed since units were scored.
  void forget() { x_scorers.clear(); }

  void score(std::size_t group, std::size_t position);
  // By the rule itself.
  [[nodiscard]] LeafCell leaf_cell(std::size_t group, std::size_t leaf, std::size_t ordinal);
  // The word of the missing-data policy, if it applies to the leaf for this unit.
  [[nodiscard]] std::string_view missing_word(std::size_t group, std::size_t leaf,
                                              std::size_t ordinal);

 private:
  void choose(std::size_t group);
  [[nodiscard]] bool by_columns(std::size_t leaf, std::size_t ordinal, LeafCell& cell) const;
  void keep(std::size_t position, UnitSheet& sheet, UnitEvents& events);

  const Plan* x_plan;
  Results* x_results;
  std::size_t x_group = kNone;  // of which the rest is
  Tree x_tree;
  std::vector<std::optional<LeafScorer>> x_scorers;  // by leaf, made when asked
  std::vector<LeafCell> x_cells;
  std::vector<const LeafCell*> x_cell_pointers;
};

}  // namespace assay::score::engine
