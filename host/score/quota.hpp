#pragma once
// Who gets the places of a quota: shared by grades and awards. Pure.

#include <cstddef>
#include <vector>

#include "model/scheme.hpp"

namespace assay::score {

struct Candidate {
  std::size_t unit = 0;   // position in the group
  std::size_t place = 0;  // equal = tied
  bool eligible = true;   // false: a consequence keeps it from a place it would have
};

struct Winners {
  std::vector<std::size_t> won;
  std::vector<std::size_t> vacated;  // units whose place stays empty
};

// The number of places, a share being one of `base` units; the least where the quota states
// several, boundless where it states none.
[[nodiscard]] std::size_t places(const model::Quota& quota, std::size_t base);

// `candidates` best first, tied ones by unit code. Without a limit all eligible ones win.
[[nodiscard]] Winners choose(std::vector<Candidate> candidates, const model::Quota& quota,
                             std::size_t base);

}  // namespace assay::score
