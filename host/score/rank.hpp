#pragma once
// Order of the complete units of a group. Pure.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "score/scoreboard.hpp"
#include "score/tree.hpp"

namespace assay::score {

struct Standing {
  std::size_t unit = 0;    // position in the group
  Decimal figure;          // what the rank is taken on
  std::uint32_t rank = 0;  // 1 = first; tied units share the better rank
};

// Nodes of the group's tie-breakers, in order.
[[nodiscard]] std::vector<std::size_t> breakers_of(const model::Group& group, const Tree& tree);

// Best first; tied units in the order of the group. Incomplete units are left out.
[[nodiscard]] std::vector<Standing> rank(const model::Group& group,
                                         std::span<const std::size_t> breakers,
                                         const Scoreboard& board);

}  // namespace assay::score
