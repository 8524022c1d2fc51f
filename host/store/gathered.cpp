#include "store/gathered.hpp"

#include <utility>

#include "store/fault.hpp"

namespace assay::store {

namespace {

std::optional<std::int64_t> value_of(const model::ColumnChunk& figures, std::uint32_t slot) {
  if (!figures.has(slot)) return std::nullopt;
  return figures.cells[slot];
}

}  // namespace

Result<Columns::Gathered> Columns::Gathered::look_up(const Transaction& transaction,
                                                     const ObsKey& place, bool is_moving) {
  Gathered found;
  found.x_place = place;
  ASSAY_TRY(const auto stored, transaction.get(Table::Obs, place.key()));
  ASSAY_TRY(found.x_has_deltas, store::has_deltas(transaction, place));
  if (stored) {
    // A damaged chunk is refused here, or writing it anew would make the damage look sound.
    ASSAY_TRY(found.x_stored, view_chunk(*stored));
  } else if (found.x_has_deltas) {
    return std::unexpected(damaged(transaction.file(), Table::Obs,
                                   describe_key(Table::Obs, place.key().view()), "missing"));
  }
  const bool is_short = found.x_stored.figures.rows <= kMax_short_rows;
  // Values of more than half a page have pages of their own; others share theirs, which moves them.
  const bool shares_pages =
      stored && stored->value.size() <= transaction.environment().page_bytes() / 2;
  if (is_short || shares_pages || is_moving) {
    found.x_held = copy_of(found.x_stored);
    found.x_stored.figures = describe(found.x_held);
  }
  if (is_short || !transaction.has(Table::ObsDelta)) ASSAY_CHECK(found.make_whole(transaction));
  return found;
}

std::vector<CellChange>::const_iterator Columns::Gathered::find(std::uint32_t slot) const {
  return std::ranges::lower_bound(x_cells, slot, {}, &CellChange::slot);
}

Result<std::optional<std::int64_t>> Columns::Gathered::stored_value(const Transaction& transaction,
                                                                    std::uint32_t slot) const {
  if (x_has_deltas) {
    ASSAY_TRY(const auto delta, read_delta(transaction, {x_place, slot}));
    if (delta) return delta->value;
  }
  return value_of(x_stored.figures, slot);
}

Result<std::optional<std::int64_t>> Columns::Gathered::current(const Transaction& transaction,
                                                               std::uint32_t slot) const {
  if (x_after) return x_after->at(slot);
  const auto found = find(slot);
  if (found != x_cells.end() && found->slot == slot) return found->after;
  return stored_value(transaction, slot);
}

Result<bool> Columns::Gathered::set(const Transaction& transaction, std::uint32_t slot,
                                    std::optional<std::int64_t> before,
                                    std::optional<std::int64_t> after) {
  if (before == after) return false;
  x_is_set = true;
  if (!x_after && x_cells.size() >= kMax_deltas) ASSAY_CHECK(make_whole(transaction));
  if (x_after) return after ? x_after->set(slot, *after) : x_after->clear(slot);
  const auto found = find(slot);
  const auto place = x_cells.begin() + (found - x_cells.cbegin());
  if (found == x_cells.end() || found->slot != slot)
    x_cells.insert(place, {slot, before, after});
  else if (found->before == after)
    x_cells.erase(place);  // as it was stored
  else
    place->after = after;
  return true;
}

Status Columns::Gathered::make_whole(const Transaction& transaction) {
  if (x_after) return {};
  if (x_has_deltas) {
    ASSAY_TRY(const auto deltas, read_deltas(transaction, x_place));
    auto merged = copy_of(x_stored);
    merge(merged, deltas);
    x_held = std::move(merged);
    x_stored.figures = describe(x_held);
  }
  x_after = copy_of(x_stored);
  for (const auto& cell : x_cells) {
    if (cell.after)
      x_after->set(cell.slot, *cell.after);
    else
      x_after->clear(cell.slot);
  }
  x_cells.clear();
  return {};
}

std::vector<CellChange> Columns::Gathered::changes() const {
  if (!x_after) return x_cells;
  std::vector<CellChange> found;
  for (std::uint32_t slot = 0; slot < x_after->values.size(); ++slot) {
    const auto before = value_of(x_stored.figures, slot);
    const auto after = x_after->at(slot);
    if (before != after) found.push_back({slot, before, after});
  }
  return found;
}

}  // namespace assay::store
