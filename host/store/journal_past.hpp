#pragma once
// The figures of one unit, followed back through the journal. Belongs to one thread; the
// Transaction must outlive it.

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>

#include "store/chunk.hpp"
#include "store/journal_codec.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// What a figure holds now, with its delta.
[[nodiscard]] Result<std::optional<std::int64_t>> figure_at(const Transaction& transaction,
                                                            const ObsKey& place,
                                                            std::uint32_t slot);
// A whole column chunk as it is now, deltas folded in; an empty one where there is none.
[[nodiscard]] Result<Chunk> chunk_at(const Transaction& transaction, const ObsKey& place);

class FigurePast {
 public:
  FigurePast(const Transaction& transaction, std::uint32_t ordinal)
      : x_transaction(&transaction),
        x_chunk(ordinal / kRows_per_chunk),
        x_slot(ordinal % kRows_per_chunk) {}

  // To be asked of every entry, newest first: how it changed the unit's figure there, if it did.
  [[nodiscard]] Result<std::optional<CellChange>> step(const FiguresPart& part);
  [[nodiscard]] Result<std::optional<CellChange>> step(const LoadedPart& part);

 private:
  using Column = std::tuple<std::uint32_t, std::uint32_t, model::Layer>;  // period, indicator

  const Transaction* x_transaction;
  std::uint32_t x_chunk;
  std::uint32_t x_slot;
  std::map<Column, std::optional<std::int64_t>> x_values;  // before what was stepped over
};

}  // namespace assay::store
