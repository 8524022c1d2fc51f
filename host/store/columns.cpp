#include "store/columns.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <vector>

namespace assay::store {

std::size_t Columns::BlockHash::operator()(const BlockKey& key) const {
  // Multiplication by odd constants spreads small numbers; the fields are all small.
  auto mixed = key.period * 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ key.indicator) * 0xc2b2ae3d27d4eb4fULL;
  mixed = (mixed ^ (mixed >> 29U) ^ key.chunk) * 0x165667b19e3779f9ULL;
  return mixed ^ (mixed >> 32U);
}

Result<Columns::Gathered*> Columns::load(const Transaction& transaction, const BlockKey& key,
                                         model::Layer layer, Block& block) {
  auto& place = block[layer_code(layer) - 1U];
  if (!place) {
    const ObsKey where{key.period, key.indicator, layer, key.chunk};
    ASSAY_TRY(const auto stored, transaction.get(Table::Obs, where.key()));
    Gathered gathered{layer, {}, false};
    if (stored) {
      // A damaged chunk is refused here, or writing it anew would make the damage look sound.
      ASSAY_TRY(gathered.chunk, decode_chunk(*stored));
    }
    place = std::move(gathered);
  }
  return &*place;
}

Result<Change> Columns::put(const Transaction& transaction, Cell cell,
                            std::span<const LayerValue> values) {
  assert(!values.empty() && values.size() <= kLayer_count);
  const BlockKey key{cell.period, cell.indicator, cell.ordinal / kRows_per_chunk};
  const auto row = cell.ordinal % kRows_per_chunk;
  auto& block = x_blocks[key];
  // All are loaded before any is changed, so that a fault leaves the cell as it was.
  std::array<Gathered*, kLayer_count> layers{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    ASSAY_TRY(layers[i], load(transaction, key, values[i].layer, block));
  }
  const bool is_new = !layers[0]->chunk.has(row);
  bool is_changed = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& chunk = layers[i]->chunk;
    const auto& value = values[i].value;
    if (value ? chunk.set(row, *value) : chunk.clear(row)) is_changed = layers[i]->dirty = true;
  }
  if (is_new) return Change::New;
  return is_changed ? Change::Changed : Change::Same;
}

Status Columns::write(Transaction& transaction) {
  std::vector<std::pair<ObsKey, Gathered*>> dirty;
  for (auto& [key, block] : x_blocks)
    for (auto& place : block)
      if (place && place->dirty)
        dirty.emplace_back(ObsKey{key.period, key.indicator, place->layer, key.chunk}, &*place);
  // In the order of keys: neighbours lie on the same page, and the file does not depend on hashes.
  std::ranges::sort(dirty, {}, [](const auto& entry) {
    const auto& key = entry.first;
    return std::tuple(key.period, key.indicator, layer_code(key.layer), key.chunk);
  });
  for (auto& [where, gathered] : dirty) {
    ++gathered->chunk.revision;
    const auto key = where.key();
    ASSAY_CHECK(transaction.put(Table::Obs, key, encode(key, gathered->chunk)));
    gathered->dirty = false;
  }
  return {};
}

}  // namespace assay::store
