#include "store/fold.hpp"

#include "store/delta.hpp"
#include "store/fault.hpp"

namespace assay::store {

namespace {

// 64 MB of chunks: what one transaction gathers in memory.
constexpr std::uint64_t kMax_chunks = 1'000;

// Returns how many deltas there were.
Result<std::uint64_t> fold_chunk(Transaction& transaction, const ObsKey& place) {
  const auto key = place.key();
  ASSAY_TRY(const auto stored, transaction.get(Table::Obs, key));
  if (!stored)
    return std::unexpected(
        damaged(transaction.file(), Table::Obs, describe_key(Table::Obs, key.view()), "missing"));
  ASSAY_TRY(const auto view, view_chunk(*stored));
  auto chunk = copy_of(view);
  ASSAY_TRY(const auto deltas, read_deltas(transaction, place));
  merge(chunk, deltas);
  ++chunk.revision;
  ASSAY_CHECK(transaction.put(Table::Obs, key, encode(key, chunk)));
  for (const auto& delta : deltas)
    ASSAY_CHECK(transaction.erase(Table::ObsDelta, DeltaKey{place, delta.slot}.key()));
  return deltas.size();
}

Result<std::optional<ObsKey>> first_place(const Transaction& transaction) {
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::ObsDelta));
  ASSAY_TRY(const auto stored, cursor.first());
  if (!stored) return std::nullopt;
  const auto key = DeltaKey::parse(stored->key.view());
  if (!key) return std::unexpected(damaged(*stored, "key"));
  return key->column;
}

struct Folded {
  std::uint64_t chunks = 0;
  std::uint64_t deltas = 0;
};

Result<Folded> fold_up_to(Transaction& transaction, std::uint64_t deltas, std::uint64_t chunks) {
  Folded folded;
  while (folded.deltas < deltas && folded.chunks < chunks) {
    ASSAY_TRY(const auto place, first_place(transaction));
    if (!place) break;
    ASSAY_TRY(const auto count, fold_chunk(transaction, *place));
    folded.deltas += count;
    ++folded.chunks;
  }
  return folded;
}

}  // namespace

Result<std::uint64_t> fold_some(Transaction& transaction, std::uint64_t deltas) {
  ASSAY_TRY(const auto folded, fold_up_to(transaction, deltas, kMax_chunks));
  return folded.chunks;
}

Result<std::uint64_t> fold_all(const std::shared_ptr<Environment>& environment,
                               const Progress& progress) {
  std::uint64_t done = 0;
  std::uint64_t chunks = 0;
  for (;;) {
    ASSAY_TRY(auto transaction, Transaction::begin(environment, Access::Write));
    ASSAY_TRY(const auto left, transaction.count(Table::ObsDelta));
    if (progress) progress(done, done + left);
    if (left == 0) return chunks;
    ASSAY_TRY(const auto folded, fold_up_to(transaction, left, kMax_chunks));
    ASSAY_CHECK(transaction.commit());
    done += folded.deltas;
    chunks += folded.chunks;
  }
}

}  // namespace assay::store
