#include "score/rules.hpp"

#include <algorithm>
#include <variant>

#include "score/fraction.hpp"

namespace assay::score {

CellRule prepare(const LeafContext& context) {
  return std::visit([&](const auto& rule) { return prepare_rule(rule, context); },
                    *context.leaf->rule);
}

Decimal most_points(const model::Component& leaf, Rounding rounding) {
  if (const auto* rule = std::get_if<model::AttainmentRule>(&*leaf.rule)) {
    const auto at_cap = scaled(leaf.points, fraction_of(rule->cap), rounding);
    const auto most =
        assay::add(at_cap.value_or(leaf.points), rule->stretch_bonus.value_or(Decimal{}));
    return most ? *most : leaf.points;
  }
  if (const auto* rule = std::get_if<model::StepsRule>(&*leaf.rule)) {
    auto most = rule->otherwise;
    for (const auto& step : rule->steps) most = std::max(most, step.points);
    return most;
  }
  return leaf.points;
}

}  // namespace assay::score
