#pragma once
// Units of one group of a run as columns: codes, names, totals, ranks, grades and points of nodes
// packed, and beside them what is said of single units. docs/formats/store.md, "Results", has the
// bytes. Pure functions; thread-safe.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "model/results.hpp"
#include "store/table.hpp"

namespace assay::store {

inline constexpr std::size_t kRows_per_result = model::kUnits_per_part;
static_assert(kRows_per_result == 2'000, "part of the format");
inline constexpr std::uint32_t kNotes_part = 0x8000'0000;  // of the part's number

// Place of a part: groups count from 1, since 0 is the head's.
struct ResultKey {
  std::uint64_t run = 0;
  std::uint32_t group = 0;
  std::uint32_t part = 0;

  [[nodiscard]] Key key() const { return Key().u64(run).u32(group).u32(part); }
  [[nodiscard]] Key notes() const { return Key().u64(run).u32(group).u32(part | kNotes_part); }
};

struct ResultPart {
  Bytes columns;
  std::optional<Bytes> notes;
};

// At most kRows_per_result units, whose components are named by `nodes`, those of their group.
[[nodiscard]] Result<ResultPart> encode_results(const ResultKey& place,
                                                std::span<const model::ComponentInfo> nodes,
                                                std::span<const model::UnitResult> units);
struct PartHead {
  std::size_t rows = 0;
  bool has_notes = false;  // there is an entry of notes beside the columns
};
// Verifies all of the columns' bytes, store.damaged, but does not look at what they say.
[[nodiscard]] Result<PartHead> read_part_head(const Stored& columns);
// store.damaged.
[[nodiscard]] Result<std::vector<model::UnitResult>> decode_results(
    const Stored& columns, const std::optional<Stored>& notes,
    std::span<const model::ComponentInfo> nodes);

}  // namespace assay::store
