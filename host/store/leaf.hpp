#pragma once
// Journal entries read from their bytes alone, outside an office, as whoever was sent a proof has
// to. Pure; thread-safe.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/journal.hpp"

namespace assay::store {

struct Leaf {
  std::uint64_t seq = 0;
  std::string_view bytes;
};

// Each as Reader::leaf() gave it, with its number. Codes of units and indicators and texts come
// from those among `leaves` that made them; where none did, numbers stand for them: "#12". Input
// error store.leaf: no entry, or not of that number.
[[nodiscard]] Result<std::vector<JournalEntry>> read_leaves(std::span<const Leaf> leaves);

}  // namespace assay::store
