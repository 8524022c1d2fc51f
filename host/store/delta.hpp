#pragma once
// Deltas: single figures that lie beside their chunk until they are folded into it
// (docs/formats/store.md, "Deltas"). A delta says what its row holds now, whatever the chunk says.
// Pure functions and reads; a Transaction's thread rule applies.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "store/chunk.hpp"
#include "store/transaction.hpp"

namespace assay::store {

struct Delta {
  std::uint32_t slot = 0;
  std::optional<std::int64_t> value;  // nothing = cleared
  std::uint64_t seq = 0;              // journal entry that made it
};

using DeltaBytes = std::array<std::byte, 24>;

[[nodiscard]] DeltaBytes encode_delta(const Key& key, const Delta& delta);
[[nodiscard]] Result<Delta> decode_delta(const Stored& stored);

// Whether there is a delta of the column chunk.
[[nodiscard]] Result<bool> has_deltas(const Transaction& transaction, const ObsKey& place);
// All of one column chunk, by slot.
[[nodiscard]] Result<std::vector<Delta>> read_deltas(const Transaction& transaction,
                                                     const ObsKey& place);
// What one row holds besides its chunk; nothing when the chunk says it.
[[nodiscard]] Result<std::optional<Delta>> read_delta(const Transaction& transaction,
                                                      const DeltaKey& key);
[[nodiscard]] Status erase_deltas(Transaction& transaction, const ObsKey& place);

// Sets rows and the last entry folded in, not the revision.
void merge(Chunk& chunk, const std::vector<Delta>& deltas);

}  // namespace assay::store
