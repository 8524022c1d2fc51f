#pragma once
// What a Writer knows of one column chunk: what was stored and what it is to become. Belongs to
// Columns and its Writer's thread.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "store/chunk.hpp"
#include "store/columns.hpp"
#include "store/delta.hpp"

namespace assay::store {

// Until there are many changes they are kept as a short list beside what is stored, which stays
// where it lies; then the chunk is copied and changed in place.
class Columns::Gathered {
 public:
  // `is_moving`: the stored bytes may move while the Writer goes on.
  [[nodiscard]] static Result<Gathered> look_up(const Transaction& transaction, const ObsKey& place,
                                                bool is_moving);

  [[nodiscard]] const ObsKey& place() const { return x_place; }
  [[nodiscard]] Result<std::optional<std::int64_t>> current(const Transaction& transaction,
                                                            std::uint32_t slot) const;
  // `before` is what current() said. True when it changed.
  [[nodiscard]] Result<bool> set(const Transaction& transaction, std::uint32_t slot,
                                 std::optional<std::int64_t> before,
                                 std::optional<std::int64_t> after);

  [[nodiscard]] bool is_whole() const { return x_after.has_value(); }
  [[nodiscard]] bool may_differ() const { return x_is_set; }
  [[nodiscard]] bool has_deltas() const { return x_has_deltas; }
  // What differs from what is stored, by slot.
  [[nodiscard]] std::vector<CellChange> changes() const;
  // As it is stored, deltas folded in.
  [[nodiscard]] const model::ColumnChunk& stored() const { return x_stored.figures; }
  [[nodiscard]] std::uint64_t revision() const { return x_stored.revision; }
  // Only when is_whole().
  [[nodiscard]] const Chunk& after() const { return *x_after; }
  // Of copies of the chunk.
  [[nodiscard]] std::size_t held_bytes() const {
    const auto after = x_after ? x_after->values.capacity() : 0;
    return (x_held.values.capacity() + after) * sizeof(std::int64_t);
  }

  // Copies the chunk, deltas folded in.
  [[nodiscard]] Status make_whole(const Transaction& transaction);
  // There turned out to be no change.
  void settle() { x_is_set = false; }
  // The list was written as deltas.
  void settle_as_deltas() {
    x_has_deltas = x_has_deltas || !x_cells.empty();
    x_cells.clear();
    x_is_set = false;
  }

 private:
  [[nodiscard]] Result<std::optional<std::int64_t>> stored_value(const Transaction& transaction,
                                                                 std::uint32_t slot) const;
  [[nodiscard]] std::vector<CellChange>::const_iterator find(std::uint32_t slot) const;

  ObsKey x_place;
  ChunkView x_stored;  // in the map or in x_held; without deltas until make_whole()
  Chunk x_held;
  bool x_has_deltas = false;
  bool x_is_set = false;            // changes may be waiting
  std::vector<CellChange> x_cells;  // by slot, while it is not whole
  std::optional<Chunk> x_after;
};

}  // namespace assay::store
