#pragma once
// Order of the complete units of a group. Pure.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/run.hpp"
#include "score/tree.hpp"

namespace assay::score {

struct Standing {
  std::size_t unit = 0;    // position in the group
  Decimal figure;          // what the rank is taken on
  std::uint32_t rank = 0;  // 1 = first; tied units share the better rank
};

[[nodiscard]] Decimal ranked_figure(const model::Group& group, const model::UnitResult& result);

// Best first; tied units in the order of `results`. Incomplete units are left out.
[[nodiscard]] std::vector<Standing> rank(const model::Group& group, const Tree& tree,
                                         std::span<const model::UnitResult> results);

}  // namespace assay::score
