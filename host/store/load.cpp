// Bulk load: whole columns, chunk by chunk, past the gathering of single figures.

#include <vector>

#include "store/columns.hpp"
#include "store/fault.hpp"
#include "store/gathered.hpp"
#include "store/prepare.hpp"

namespace assay::store {

namespace {

// The numbers of the chunks of a column that are stored, from `first` on.
Result<std::vector<std::uint32_t>> stored_chunks(const Transaction& transaction, ObsKey place) {
  std::vector<std::uint32_t> found;
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Obs));
  ASSAY_TRY(auto stored, cursor.at_or_after(place.key()));
  while (stored) {
    const auto key = ObsKey::parse(stored->key.view());
    if (!key) return std::unexpected(damaged(*stored, "key"));
    if (key->period != place.period || key->indicator != place.indicator ||
        key->layer != place.layer)
      break;
    found.push_back(key->chunk);
    ASSAY_TRY(stored, cursor.next());
  }
  return found;
}

}  // namespace

// What loading makes of one column.
struct Columns::Loading {
  Transaction& transaction;
  FigureSink& sink;
  bool had_figures = false;
  bool is_changed = false;
};

Status Columns::replace(Loading& loading, const ObsKey& place, const PreparedChunk& chunk) {
  auto& transaction = loading.transaction;
  auto& slot = slot_of(place);
  let_go(slot);
  ASSAY_TRY(auto old, Gathered::look_up(transaction, place, slot.is_written));
  if (old.has_deltas()) ASSAY_CHECK(old.make_whole(transaction));
  const auto before = payload_of(old.stored());
  loading.had_figures = loading.had_figures || !before.empty();
  if (before == chunk.payload) return {};
  loading.is_changed = true;
  ASSAY_TRY(const auto seq, loading.sink.loaded({place, chunk.digest, before}));
  const auto key = place.key();
  ASSAY_TRY(const auto page, transaction.reserve(Table::Obs, key, chunk_bytes(chunk.payload)));
  encode_into(page, key, chunk.payload, old.revision() + 1, seq);
  if (old.has_deltas()) ASSAY_CHECK(erase_deltas(transaction, place));
  slot.is_written = true;
  return {};
}

Result<Change> Columns::load(Transaction& transaction, FigureSink& sink, const ColumnPlace& place,
                             const ColumnFigures& figures) {
  Loading loading{transaction, sink};
  const auto place_of = [&](std::size_t chunk) {
    return ObsKey{place.period, place.indicator, place.layer, static_cast<std::uint32_t>(chunk)};
  };
  Preparer preparer(std::span(&figures, 1));
  const auto count = chunk_count(figures);
  for (std::size_t number = 0; number < count; ++number) {
    const auto& chunk = preparer.next();
    ASSAY_CHECK(replace(loading, place_of(number), chunk));
  }
  ASSAY_TRY(const auto behind, stored_chunks(transaction, place_of(count)));
  const PreparedChunk nothing{.payload = {}, .digest = digest_of_payload({})};
  for (const auto number : behind) ASSAY_CHECK(replace(loading, place_of(number), nothing));
  if (!loading.is_changed) return Change::Same;
  return loading.had_figures ? Change::Changed : Change::New;
}

}  // namespace assay::store
