#include "store/state_digest.hpp"

#include "store/chunk.hpp"
#include "store/frame.hpp"
#include "store/journal_codec.hpp"

namespace assay::store {

namespace {

std::string_view characters(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class Record>
Result<Bytes> canonical(const Result<Record>& record) {
  if (!record) return std::unexpected(record.error());
  return canonical_bytes(*record);
}

}  // namespace

void StateDigest::add(Table table, BytesView key, BytesView content) {
  if (table == Table::Obs && content.empty()) return;
  x_digest.add(name_of(table)).add(characters(key)).add(characters(content));
}

Result<Bytes> content_of(const Stored& stored) {
  switch (stored.table) {
    case Table::Unit:
      return canonical(decode_unit(stored));
    case Table::Indicator:
      return canonical(decode_indicator(stored));
    case Table::Event:
      return canonical(decode_event(stored));
    case Table::Imported:
      return canonical(decode_imported(stored));
    case Table::Setting:
      return canonical(decode_setting(stored));
    case Table::Obs: {
      ASSAY_TRY(const auto chunk, view_chunk(stored));
      return payload_of(chunk.figures);
    }
    default: {
      ASSAY_CHECK(verify(stored, kRecord_magic, kRecord_head_bytes));
      const auto content = stored.value.subspan(kRecord_head_bytes);
      return Bytes(content.begin(), content.end());
    }
  }
}

Result<Digest> digest_of_run(const Transaction& transaction, Table table, std::uint64_t id) {
  DigestBuilder digest;
  ASSAY_TRY(auto cursor, Cursor::open(transaction, table));
  ASSAY_TRY(auto stored, cursor.at_or_after(run_part_key(id, 0)));
  while (stored && read_u64(stored->key.view(), 0) == id) {
    ASSAY_TRY(const auto content, content_of(*stored));
    digest.add(characters(content));
    ASSAY_TRY(stored, cursor.next());
  }
  return digest.finish();
}

Result<Digest> digest_of_state(const Transaction& transaction) {
  StateDigest digest;
  for (const auto table : kState_tables) {
    ASSAY_TRY(auto cursor, Cursor::open(transaction, table));
    ASSAY_TRY(auto stored, cursor.first());
    while (stored) {
      ASSAY_TRY(const auto content, content_of(*stored));
      digest.add(table, stored->key.view(), content);
      ASSAY_TRY(stored, cursor.next());
    }
  }
  return digest.finish();
}

}  // namespace assay::store
