#pragma once
// Figures a Writer was given, gathered by chunk: each chunk is read once, changed in memory and
// written once, at commit. Not thread-safe; belongs to one Writer.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>

#include "base/result.hpp"
#include "model/snapshot.hpp"
#include "store/chunk.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

struct Cell {
  std::uint32_t period = 0;
  std::uint32_t indicator = 0;
  std::uint32_t ordinal = 0;
};

// What a layer is to hold; nothing = no figure.
struct LayerValue {
  model::Layer layer = model::Layer::Actual;
  std::optional<std::int64_t> value;
};

class Columns {
 public:
  // Sets all `values`, of which the first tells whether the cell is new.
  [[nodiscard]] Result<Change> put(const Transaction& transaction, Cell cell,
                                   std::span<const LayerValue> values);
  // Writes the chunks that changed.
  [[nodiscard]] Status write(Transaction& transaction);

 private:
  // The same rows of one indicator and period in all layers.
  struct BlockKey {
    std::uint32_t period = 0;
    std::uint32_t indicator = 0;
    std::uint32_t chunk = 0;
    bool operator==(const BlockKey&) const = default;
  };
  struct BlockHash {
    std::size_t operator()(const BlockKey& key) const;
  };
  struct Gathered {
    model::Layer layer = model::Layer::Actual;
    Chunk chunk;
    bool dirty = false;
  };
  using Block = std::array<std::optional<Gathered>, kLayer_count>;

  [[nodiscard]] static Result<Gathered*> load(const Transaction& transaction, const BlockKey& key,
                                              model::Layer layer, Block& block);

  std::unordered_map<BlockKey, Block, BlockHash> x_blocks;
};

}  // namespace assay::store
