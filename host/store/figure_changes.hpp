#pragma once
// The seam between figures and journal: what a Writer changed in the columns, chunk by chunk, in
// the transaction that changes it. Columns tell a FigureSink of each change just before it is
// written; the sink takes it down and says under which number. All that is passed is borrowed
// through the call only. A Writer's thread rule applies.

#include <cstdint>
#include <optional>
#include <span>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "store/table.hpp"

namespace assay::store {

struct CellChange {
  std::uint32_t slot = 0;              // row of the chunk
  std::optional<std::int64_t> before;  // nothing = no figure
  std::optional<std::int64_t> after;   // never the same as before
};

// Single figures of one column chunk, by slot; at least one, no slot twice.
struct FigureChange {
  ObsKey place;
  std::span<const CellChange> cells;
};

// A column chunk that was replaced whole, or had many figures changed. Equal figures have equal
// payloads (payload.hpp); nothing is told of a chunk whose payload stays the same.
struct LoadedChunk {
  ObsKey place;
  Digest digest{};        // digest_of_payload()
  BytesView old_payload;  // with all deltas folded in; empty when there was no figure
};

// Each returns the number of the journal entry, which becomes the chunk's or delta's max_seq.
class FigureSink {
 public:
  virtual ~FigureSink() = default;
  [[nodiscard]] virtual Result<std::uint64_t> changed(const FigureChange& change) = 0;
  [[nodiscard]] virtual Result<std::uint64_t> loaded(const LoadedChunk& chunk) = 0;
};

}  // namespace assay::store
