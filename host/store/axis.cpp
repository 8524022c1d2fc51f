#include "store/axis.hpp"

#include "store/chunk.hpp"
#include "store/fault.hpp"

namespace assay::store {

Result<std::vector<std::uint64_t>> read_axis(const Transaction& transaction) {
  std::vector<std::uint64_t> ids;
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::UnitAxis));
  ASSAY_TRY(auto stored, cursor.at_or_after(axis_key(0)));
  for (std::uint32_t number = 0; stored && read_u32(stored->key.view(), 0) == kAxis; ++number) {
    ASSAY_TRY(const auto chunk, decode_chunk(*stored));
    // Every chunk but the last is full, and no row is left out.
    if (read_u32(stored->key.view(), 4) != number ||
        ids.size() != std::size_t{number} * kRows_per_chunk)
      return std::unexpected(damaged(*stored, "gap"));
    for (std::size_t row = 0; row < chunk.values.size(); ++row) {
      if (!chunk.has(row)) return std::unexpected(damaged(*stored, "gap"));
      ids.push_back(static_cast<std::uint64_t>(chunk.values[row]));
    }
    ASSAY_TRY(stored, cursor.next());
  }
  return ids;
}

Status extend_axis(Transaction& transaction, std::uint64_t first,
                   const std::vector<std::uint64_t>& ids) {
  std::size_t done = 0;
  while (done < ids.size()) {
    const auto ordinal = first + done;
    const auto key = axis_key(static_cast<std::uint32_t>(ordinal / kRows_per_chunk));
    Chunk chunk;
    ASSAY_TRY(const auto stored, transaction.get(Table::UnitAxis, key));
    if (stored) {
      ASSAY_TRY(chunk, decode_chunk(*stored));
    }
    auto row = ordinal % kRows_per_chunk;
    if (row != chunk.values.size())
      return std::unexpected(damaged(transaction.file(), Table::UnitAxis,
                                     describe_key(Table::UnitAxis, key.view()), "length"));
    for (; row < kRows_per_chunk && done < ids.size(); ++row, ++done)
      chunk.set(row, static_cast<std::int64_t>(ids[done]));
    ++chunk.revision;
    ASSAY_CHECK(transaction.put(Table::UnitAxis, key, encode(key, chunk)));
  }
  return {};
}

}  // namespace assay::store
