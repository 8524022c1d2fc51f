#pragma once
// Figures a Writer was given, gathered by chunk: each chunk is looked up once, changes wait in
// memory, up to kMax_held_bytes, and are written by write(): few of them as deltas beside the
// chunk, many or those of a short chunk by writing it whole. Not thread-safe; belongs to one
// Writer, and all its calls take that Writer's transaction.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "model/snapshot.hpp"
#include "store/chunk.hpp"
#include "store/figure_changes.hpp"
#include "store/prepare.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// A chunk of more rows takes up to this many changed cells of one Writer as deltas. Measured: see
// docs/decisions/0027-deltas.md.
inline constexpr std::size_t kMax_deltas = 64;
inline constexpr std::size_t kMax_short_rows = 512;
// A chunk with more changed cells is told to the journal as a whole, where that is shorter.
inline constexpr std::size_t kMax_told_cells = 512;
// When copies of chunks take more, what waits is written, to lie in the transaction from then on;
// twice as much each time that most of them had been written before, as changes in no order would
// write every chunk again and again.
inline constexpr std::size_t kMax_held_bytes = std::size_t{64} << 20U;
// Above this many deltas in the office, and so many for each of its chunks, who adds some folds a
// few more.
inline constexpr std::uint64_t kMany_deltas = 100'000;
inline constexpr std::uint64_t kMany_deltas_a_chunk = 16;

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

// A whole column.
struct ColumnPlace {
  std::uint32_t period = 0;
  std::uint32_t indicator = 0;
  model::Layer layer = model::Layer::Actual;
};

class Columns {
 public:
  Columns();
  ~Columns();
  Columns(Columns&&) noexcept;
  Columns& operator=(Columns&&) noexcept;

  // Sets all `values`, of which the first tells whether the cell is new.
  [[nodiscard]] Result<Change> put(const Transaction& transaction, Cell cell,
                                   std::span<const LayerValue> values);
  // Replaces a column; rows behind those given hold nothing then. Written at once; changes of the
  // column that still wait are dropped. New when it held no figure.
  [[nodiscard]] Result<Change> load(Transaction& transaction, FigureSink& sink,
                                    const ColumnPlace& place, const ColumnFigures& figures);
  // Tells the sink of all changes that wait, by place, and writes them. May be called again after
  // further changes.
  [[nodiscard]] Status write(Transaction& transaction, FigureSink& sink);
  // The same when they take much memory, all of which is let go then.
  [[nodiscard]] Status write_if_many(Transaction& transaction, FigureSink& sink);
  // Before the commit, after the last write(): while there are many deltas in the office, folds a
  // few more than were added.
  [[nodiscard]] Status fold_if_many(Transaction& transaction);

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
  class Gathered;
  struct Slot {
    std::unique_ptr<Gathered> gathered;
    bool is_written = false;  // by this Writer: it lies in memory that the engine may move
  };
  using Block = std::array<Slot, kLayer_count>;

  [[nodiscard]] Slot& slot_of(const ObsKey& place);
  [[nodiscard]] Result<Gathered*> gather(const Transaction& transaction, const ObsKey& place,
                                         Slot& slot);
  void let_go(Slot& slot);  // of what was gathered
  [[nodiscard]] Status write_whole(Transaction& transaction, FigureSink& sink, Slot& slot,
                                   std::span<const CellChange> cells);
  [[nodiscard]] static Status write_deltas(Transaction& transaction, FigureSink& sink,
                                           Gathered& gathered, std::span<const CellChange> cells);
  struct Loading;
  [[nodiscard]] Status replace(Loading& loading, const ObsKey& place, const PreparedChunk& chunk);

  std::unordered_map<BlockKey, Block, BlockHash> x_blocks;
  std::vector<Slot*> x_waiting;   // those that may differ from what is stored; some twice
  std::uint64_t x_added = 0;      // deltas
  std::size_t x_held_bytes = 0;   // copies of chunks
  std::size_t x_again_bytes = 0;  // of those that this Writer had written before
  std::size_t x_limit_bytes = kMax_held_bytes;
};

}  // namespace assay::store
