#include "ecology.hpp"

#include <algorithm>
#include <string>

#include "norms_on.hpp"
#include "rounding.hpp"

namespace environment {

EcologyNorms EcologyNorms::ei_on(sdk::Day day, const sdk::Norms& norms) {
  const NormsOn norm(norms, day);
  EcologyNorms made{.weights = {},
                    .inverted = 2,
                    .classes = norm.list("ei.class."),
                    .caps = norm.list("ei.cap."),
                    .changes = norm.list("ei.change.")};
  for (const auto* name : {"biology", "vegetation", "water", "stress", "load"})
    made.weights.push_back(norm.decimal(std::string("ei.weight.") + name));
  return made;
}

EcologyNorms EcologyNorms::eqi_on(sdk::Day day, const sdk::Norms& norms) {
  const NormsOn norm(norms, day);
  EcologyNorms made{
      .weights = {}, .inverted = 1, .classes = norm.list("eqi.class."), .caps = {}, .changes = {}};
  for (const auto* name : {"pattern", "function", "biodiversity", "stress"})
    made.weights.push_back(norm.decimal(std::string("eqi.weight.") + name));
  return made;
}

sdk::Decimal ecology_index(std::span<const sdk::Decimal> sub_indices, const EcologyNorms& norms) {
  const auto hundred = sdk::Decimal::from_integer(100);
  sdk::Decimal sum;
  for (std::size_t i = 0; i < sub_indices.size(); ++i) {
    const auto rounded = sdk::Decimal::from_micro(
        round_half_even(sub_indices[i].micro(), 1, sdk::Decimal::kScale / 10));
    const bool inverted = i + norms.inverted >= sub_indices.size();
    sum = sum + sdk::multiply(norms.weights.at(i), inverted ? hundred - rounded : rounded);
  }
  return sum;
}

sdk::Decimal limited(sdk::Decimal index, std::size_t level, const EcologyNorms& norms) {
  return level == 0 ? index : std::min(index, norms.caps.at(level - 1));
}

int ecology_class(sdk::Decimal index, const EcologyNorms& norms) {
  const auto found =
      std::ranges::find_if(norms.classes, [&](sdk::Decimal least) { return index >= least; });
  return static_cast<int>(found - norms.classes.begin()) + 1;
}

int change_class(sdk::Decimal change, const EcologyNorms& norms) {
  const auto size = change.is_negative() ? -change : change;
  const auto found =
      std::ranges::find_if(norms.changes, [&](sdk::Decimal below) { return size < below; });
  return static_cast<int>(found - norms.changes.begin());
}

}  // namespace environment
