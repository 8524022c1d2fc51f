#include "store/journal_past.hpp"

#include <algorithm>

#include "store/chunk.hpp"
#include "store/delta.hpp"

namespace assay::store {

Result<std::optional<std::int64_t>> figure_at(const Transaction& transaction, const ObsKey& place,
                                              std::uint32_t slot) {
  ASSAY_TRY(const auto delta, read_delta(transaction, {place, slot}));
  if (delta) return delta->value;
  ASSAY_TRY(const auto stored, transaction.get(Table::Obs, place.key()));
  if (!stored) return std::nullopt;
  ASSAY_TRY(const auto view, view_chunk(*stored));
  if (!view.figures.has(slot)) return std::nullopt;
  return view.figures.cells[slot];
}

Result<Chunk> chunk_at(const Transaction& transaction, const ObsKey& place) {
  Chunk chunk;
  ASSAY_TRY(const auto stored, transaction.get(Table::Obs, place.key()));
  if (stored) {
    ASSAY_TRY(chunk, decode_chunk(*stored));
  }
  ASSAY_TRY(const auto deltas, read_deltas(transaction, place));
  merge(chunk, deltas);
  return chunk;
}

Result<std::optional<CellChange>> FigurePast::step(const FiguresPart& part) {
  if (part.place.chunk != x_chunk) return std::nullopt;
  const auto cell = std::ranges::lower_bound(part.cells, x_slot, {}, &CellChange::slot);
  if (cell == part.cells.end() || cell->slot != x_slot) return std::nullopt;
  x_values[{part.place.period, part.place.indicator, part.place.layer}] = cell->before;
  return *cell;
}

Result<std::optional<CellChange>> FigurePast::step(const LoadedPart& part) {
  if (part.place.chunk != x_chunk) return std::nullopt;
  const auto [value, is_new] =
      x_values.try_emplace({part.place.period, part.place.indicator, part.place.layer});
  if (is_new) {
    ASSAY_TRY(value->second, figure_at(*x_transaction, part.place, x_slot));
  }
  const auto old = chunk_of_payload(part.old_payload);
  CellChange change{x_slot, std::nullopt, value->second};
  if (old && old->has(x_slot)) change.before = old->values[x_slot];
  value->second = change.before;
  if (change.before == change.after) return std::nullopt;
  return change;
}

}  // namespace assay::store
