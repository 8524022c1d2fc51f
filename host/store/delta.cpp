#include "store/delta.hpp"

#include <algorithm>
#include <cassert>

#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store {

namespace {

// Checksum, value, entry; the entry's highest bit says that the figure was cleared.
constexpr std::size_t kValue_at = 8;
constexpr std::size_t kSeq_at = 16;
constexpr std::uint64_t kCleared = std::uint64_t{1} << 63U;

bool is_of(const Stored& stored, const Key& place) {
  const auto key = stored.key.view();
  return key.size() > place.view().size() &&
         std::ranges::equal(key.first(place.view().size()), place.view());
}

}  // namespace

DeltaBytes encode_delta(const Key& key, const Delta& delta) {
  assert(delta.seq < kCleared);
  DeltaBytes bytes{};
  write_le(bytes, kValue_at, static_cast<std::uint64_t>(delta.value.value_or(0)), 8);
  write_le(bytes, kSeq_at, delta.seq | (delta.value ? 0 : kCleared), 8);
  seal(key, bytes);
  return bytes;
}

Result<Delta> decode_delta(const Stored& stored) {
  const auto key = DeltaKey::parse(stored.key.view());
  if (!key) return std::unexpected(damaged(stored, "key"));
  ASSAY_CHECK(verify_sum(stored, DeltaBytes{}.size()));
  if (stored.value.size() != DeltaBytes{}.size()) return std::unexpected(damaged(stored, "length"));
  const auto value = static_cast<std::int64_t>(read_le(stored.value, kValue_at, 8));
  const auto seq = read_le(stored.value, kSeq_at, 8);
  Delta delta{key->slot, std::nullopt, seq & ~kCleared};
  if ((seq & kCleared) == 0)
    delta.value = value;
  else if (value != 0)
    return std::unexpected(damaged(stored, "cleared"));
  return delta;
}

Result<bool> has_deltas(const Transaction& transaction, const ObsKey& place) {
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::ObsDelta));
  ASSAY_TRY(const auto stored, cursor.at_or_after(DeltaKey{place, 0}.key()));
  return stored && is_of(*stored, place.key());
}

Result<std::vector<Delta>> read_deltas(const Transaction& transaction, const ObsKey& place) {
  std::vector<Delta> deltas;
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::ObsDelta));
  ASSAY_TRY(auto stored, cursor.at_or_after(DeltaKey{place, 0}.key()));
  const auto prefix = place.key();
  while (stored && is_of(*stored, prefix)) {
    ASSAY_TRY(const auto delta, decode_delta(*stored));
    deltas.push_back(delta);
    ASSAY_TRY(stored, cursor.next());
  }
  return deltas;
}

Result<std::optional<Delta>> read_delta(const Transaction& transaction, const DeltaKey& key) {
  ASSAY_TRY(const auto stored, transaction.get(Table::ObsDelta, key.key()));
  if (!stored) return std::nullopt;
  return decode_delta(*stored);
}

Status erase_deltas(Transaction& transaction, const ObsKey& place) {
  ASSAY_TRY(const auto deltas, read_deltas(transaction, place));
  for (const auto& delta : deltas)
    ASSAY_CHECK(transaction.erase(Table::ObsDelta, DeltaKey{place, delta.slot}.key()));
  return {};
}

void merge(Chunk& chunk, const std::vector<Delta>& deltas) {
  for (const auto& delta : deltas) {
    if (delta.value)
      chunk.set(delta.slot, *delta.value);
    else
      chunk.clear(delta.slot);
    chunk.max_seq = std::max(chunk.max_seq, delta.seq);
  }
}

}  // namespace assay::store
