#pragma once
// What gates and awards compare: an exact value of one unit. Borrows inputs, tree and metric.

#include <optional>

#include "score/outcome.hpp"
#include "score/rate.hpp"
#include "score/scoreboard.hpp"
#include "score/tree.hpp"

namespace assay::score {

class MetricColumn {
 public:
  MetricColumn(const Inputs& inputs, const Tree& tree, const model::Metric& metric);

  // Faults of rates and assessments; missing_component where a component or the total has no
  // points. `unit` is the position of `ordinal` in the group.
  [[nodiscard]] Scored<Rate> at(std::size_t ordinal, const Scoreboard& board,
                                std::size_t unit) const;

 private:
  [[nodiscard]] Scored<Rate> of_component(const Scoreboard& board, std::size_t unit) const;

  const Tree* x_tree;
  std::optional<RateColumn> x_rate;
  std::optional<FieldOf> x_field;
  std::size_t x_node = 0;    // 0 = the total
  bool x_as_points = false;  // compared in points, not as a share of full marks
};

}  // namespace assay::score
