#include "model/results.hpp"

#include <algorithm>

namespace assay::model {

GroupResult WholeResults::head(std::size_t group) const {
  const auto& [id, name, components, grades, awards, units] = x_groups[group];
  return {id, name, components, grades, awards, {}};
}

Status WholeResults::visit(std::size_t group, const TakePart& take) const {
  for (std::span left(x_groups[group].units); !left.empty();) {
    const auto part = left.first(std::min(left.size(), kUnits_per_part));
    ASSAY_CHECK(take(part));
    left = left.subspan(part.size());
  }
  return {};
}

Result<GroupResult> gather(const Results& results, std::size_t group) {
  auto whole = results.head(group);
  whole.units.reserve(results.units(group));
  ASSAY_CHECK(results.visit(group, [&](std::span<const UnitResult> part) -> Status {
    whole.units.insert(whole.units.end(), part.begin(), part.end());
    return {};
  }));
  return whole;
}

}  // namespace assay::model
