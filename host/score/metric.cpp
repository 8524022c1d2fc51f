#include "score/metric.hpp"

namespace assay::score {

MetricColumn::MetricColumn(const Inputs& inputs, const Tree& tree, const model::Metric& metric)
    : x_tree(&tree) {
  switch (metric.kind) {
    case model::Metric::Kind::Attainment:
      x_rate.emplace(inputs, metric.attainment, inputs.period);
      break;
    case model::Metric::Kind::Assessment:
      x_field = find_field(inputs, metric.assessment, metric.field);
      break;
    case model::Metric::Kind::Component:
      x_node = tree.find(metric.component).value_or(0);
      break;
    case model::Metric::Kind::Total:
      x_as_points = true;
      break;
  }
}

Scored<Rate> MetricColumn::at(std::size_t ordinal, const Scoreboard& board,
                              std::size_t unit) const {
  if (x_rate) {
    ASSAY_TRY(const auto reading, x_rate->at(ordinal));
    return reading.rate;
  }
  if (!x_field) return of_component(board, unit);
  ASSAY_TRY(const auto reading, read_field(*x_field, ordinal));
  if (!reading.full || reading.full->is_zero()) return Rate{reading.value};
  const auto rate = multiply(reading.value, quotient(Decimal::kScale, reading.full->micro()));
  if (!rate) return too_large();
  return Rate{*rate};
}

Scored<Rate> MetricColumn::of_component(const Scoreboard& board, std::size_t unit) const {
  const auto& component = *x_tree->nodes[x_node].component;
  const auto points = board.points(unit, x_node);
  if (!points || (component.points.is_zero() && !x_as_points))
    return missing("missing_component", {{"component", component.id}},
                   ASSAY_TEXT("{component} has no points or no full marks here: enter its "
                              "figures"));
  if (x_as_points) return Rate{fraction_of(*points)};
  return Rate{quotient(points->micro(), component.points.micro())};
}

}  // namespace assay::score
