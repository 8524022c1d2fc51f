#include "store/columns.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

#include "store/fold.hpp"
#include "store/gathered.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kLeast_cell_bytes = 11;  // in an entry of the journal

}  // namespace

Columns::Columns() = default;
Columns::~Columns() = default;
Columns::Columns(Columns&&) noexcept = default;
Columns& Columns::operator=(Columns&&) noexcept = default;

std::size_t Columns::BlockHash::operator()(const BlockKey& key) const {
  // Multiplication by odd constants spreads small numbers; the fields are all small.
  auto mixed = key.period * 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ key.indicator) * 0xc2b2ae3d27d4eb4fULL;
  mixed = (mixed ^ (mixed >> 29U) ^ key.chunk) * 0x165667b19e3779f9ULL;
  return mixed ^ (mixed >> 32U);
}

Columns::Slot& Columns::slot_of(const ObsKey& place) {
  return x_blocks[{place.period, place.indicator, place.chunk}][layer_code(place.layer) - 1U];
}

Result<Columns::Gathered*> Columns::gather(const Transaction& transaction, const ObsKey& place,
                                           Slot& slot) {
  if (!slot.gathered) {
    ASSAY_TRY(auto found, Gathered::look_up(transaction, place, slot.is_written));
    slot.gathered = std::make_unique<Gathered>(std::move(found));
    x_held_bytes += slot.gathered->held_bytes();
    if (slot.is_written) x_again_bytes += slot.gathered->held_bytes();
  }
  return slot.gathered.get();
}

Result<Change> Columns::put(const Transaction& transaction, Cell cell,
                            std::span<const LayerValue> values) {
  assert(!values.empty() && values.size() <= kLayer_count);
  const auto chunk = cell.ordinal / kRows_per_chunk;
  const auto row = cell.ordinal % kRows_per_chunk;
  auto& block = x_blocks[{cell.period, cell.indicator, chunk}];
  // All are looked up before any is changed, so that a fault leaves the cell as it was.
  std::array<Gathered*, kLayer_count> layers{};
  std::array<std::optional<std::int64_t>, kLayer_count> before;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ObsKey place{cell.period, cell.indicator, values[i].layer, chunk};
    ASSAY_TRY(layers[i], gather(transaction, place, block[layer_code(values[i].layer) - 1U]));
    ASSAY_TRY(before[i], layers[i]->current(transaction, row));
  }
  bool is_changed = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool waits = layers[i]->may_differ();
    const auto held_bytes = layers[i]->held_bytes();
    ASSAY_TRY(const bool differs, layers[i]->set(transaction, row, before[i], values[i].value));
    x_held_bytes += layers[i]->held_bytes() - held_bytes;
    is_changed = is_changed || differs;
    if (!waits && layers[i]->may_differ())
      x_waiting.push_back(&block[layer_code(values[i].layer) - 1U]);
  }
  if (!before[0]) return is_changed ? Change::New : Change::Same;
  return is_changed ? Change::Changed : Change::Same;
}

Status Columns::write(Transaction& transaction, FigureSink& sink) {
  auto waiting = std::exchange(x_waiting, {});
  std::erase_if(waiting, [](const Slot* slot) {
    return slot->gathered == nullptr || !slot->gathered->may_differ();
  });
  // In the order of keys: neighbours lie on the same page, and the file does not depend on hashes.
  std::ranges::sort(waiting, {}, [](const Slot* slot) {
    const auto& place = slot->gathered->place();
    return std::tuple(place.period, place.indicator, layer_code(place.layer), place.chunk);
  });
  const auto twice = std::ranges::unique(waiting);
  waiting.erase(twice.begin(), twice.end());
  for (auto* slot : waiting) {
    const auto cells = slot->gathered->changes();
    if (cells.empty()) {
      slot->gathered->settle();
      continue;
    }
    if (slot->gathered->is_whole()) {
      ASSAY_CHECK(write_whole(transaction, sink, *slot, cells));
    } else {
      ASSAY_CHECK(write_deltas(transaction, sink, *slot->gathered, cells));
      x_added += cells.size();
    }
  }
  return {};
}

Status Columns::write_if_many(Transaction& transaction, FigureSink& sink) {
  if (x_held_bytes <= x_limit_bytes) return {};
  if (std::exchange(x_again_bytes, 0) > x_held_bytes / 2) x_limit_bytes *= 2;
  ASSAY_CHECK(write(transaction, sink));
  for (auto& [key, block] : x_blocks)
    for (auto& slot : block) slot.gathered = nullptr;
  x_held_bytes = 0;
  return {};
}

Status Columns::write_whole(Transaction& transaction, FigureSink& sink, Slot& slot,
                            std::span<const CellChange> cells) {
  const auto& gathered = *slot.gathered;
  const auto& place = gathered.place();
  const auto payload = payload_of(gathered.after());
  const auto tell = [&]() -> Result<std::uint64_t> {
    if (cells.size() > kMax_told_cells) {
      const auto before = payload_of(gathered.stored());
      if (before.size() < cells.size() * kLeast_cell_bytes)
        return sink.loaded({place, digest_of_payload(payload), before});
    }
    return sink.changed({place, cells});
  };
  ASSAY_TRY(const auto seq, tell());
  const auto key = place.key();
  ASSAY_TRY(const auto room, transaction.reserve(Table::Obs, key, chunk_bytes(payload)));
  encode_into(room, key, payload, gathered.revision() + 1, seq);
  if (gathered.has_deltas()) ASSAY_CHECK(erase_deltas(transaction, place));
  let_go(slot);
  slot.is_written = true;
  return {};
}

void Columns::let_go(Slot& slot) {
  if (slot.gathered) x_held_bytes -= slot.gathered->held_bytes();
  slot.gathered = nullptr;
}

Status Columns::write_deltas(Transaction& transaction, FigureSink& sink, Gathered& gathered,
                             std::span<const CellChange> cells) {
  ASSAY_TRY(const auto seq, sink.changed({gathered.place(), cells}));
  for (const auto& cell : cells) {
    const auto key = DeltaKey{gathered.place(), cell.slot}.key();
    ASSAY_CHECK(
        transaction.put(Table::ObsDelta, key, encode_delta(key, {cell.slot, cell.after, seq})));
  }
  gathered.settle_as_deltas();
  return {};
}

Status Columns::fold_if_many(Transaction& transaction) {
  const auto added = std::exchange(x_added, 0);
  if (added == 0) return {};
  ASSAY_TRY(const auto count, transaction.count(Table::ObsDelta));
  ASSAY_TRY(const auto chunks, transaction.count(Table::Obs));
  if (count <= std::max(kMany_deltas, kMany_deltas_a_chunk * chunks)) return {};
  // What was looked up may be folded now; nothing waits, so it can be looked up again.
  for (auto& [key, block] : x_blocks)
    for (auto& slot : block) slot = {nullptr, true};
  x_held_bytes = 0;
  ASSAY_CHECK(fold_some(transaction, added + added / 4 + 1));
  return {};
}

}  // namespace assay::store
