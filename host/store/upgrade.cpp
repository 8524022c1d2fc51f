#include "store/upgrade.hpp"

#include <string>
#include <vector>

#include "store/fault.hpp"
#include "store/journal_writer.hpp"
#include "store/names.hpp"
#include "store/state.hpp"
#include "store/state_digest.hpp"

namespace assay::store {

namespace {

Result<FormatRecord> get_format(const Transaction& transaction) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Meta, meta_key("format")));
  if (!stored)
    return std::unexpected(damaged(transaction.file(), Table::Meta, "format", "missing"));
  return decode_format(*stored);
}

Result<std::vector<DiaryEntry>> read_diary(const Transaction& transaction) {
  std::vector<DiaryEntry> entries;
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Diary));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    ASSAY_TRY(auto entry, decode_diary(*stored));
    entries.push_back(std::move(entry));
    ASSAY_TRY(stored, cursor.next());
  }
  return entries;
}

// What was told in the diary is told in the journal from now on.
Status move_diary(Transaction& transaction, Journal& journal) {
  ASSAY_TRY(auto entries, read_diary(transaction));
  for (auto& [actor, action, detail, time_s] : entries) {
    ASSAY_CHECK(
        journal.begin({std::move(actor), std::move(action), std::move(detail), {}, {}, time_s}));
    ASSAY_CHECK(journal.append(LegacyPart{}));
  }
  return transaction.clear(Table::Diary);
}

Status fill_in(Transaction& transaction, const FormatRecord& format, const Cause& cause) {
  ASSAY_CHECK(transaction.make_tables());
  ASSAY_TRY(const auto state, digest_of_state(transaction));
  ASSAY_TRY(auto journal, Journal::open(transaction));
  ASSAY_CHECK(move_diary(transaction, journal));
  ASSAY_CHECK(journal.begin(cause));
  ASSAY_CHECK(journal.append(UpgradePart{format.version, state}));
  ASSAY_CHECK(journal.seal());
  const auto key = meta_key("format");
  ASSAY_CHECK(put_encoded(transaction, Table::Meta, key,
                          encode(key, FormatRecord{kFormat_version, format.created_s})));
  return transaction.commit();
}

}  // namespace

Status upgrade(const std::shared_ptr<Environment>& environment, const Cause& cause) {
  {
    // Taken by the one who writes, as whoever writes much takes it meanwhile; kept until the end.
    std::unique_lock<std::mutex> lock;
    ASSAY_TRY(auto transaction, Transaction::begin(environment, Access::Write));
    lock = environment->lock_tables();
    ASSAY_TRY(const auto format, get_format(transaction));
    if (format.version < kFormat_version) return fill_in(transaction, format, cause);
  }
  return environment->look_for_tables();  // made by whoever was first
}

}  // namespace assay::store
