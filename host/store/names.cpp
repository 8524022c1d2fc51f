#include "store/names.hpp"

#include "audit/merkle.hpp"
#include "store/fault.hpp"

namespace assay::store {

namespace {

// The record that another one says is there.
Result<Stored> required(const Transaction& transaction, Table table, const Key& key) {
  ASSAY_TRY(const auto found, transaction.get(table, key));
  if (!found)
    return std::unexpected(
        damaged(transaction.file(), table, describe_key(table, key.view()), "missing"));
  return *found;
}

}  // namespace

Result<std::optional<std::uint64_t>> find_name(const Transaction& transaction, NameKind kind,
                                               std::string_view text) {
  ASSAY_TRY(const auto found, transaction.get(Table::Name, name_key(kind, text)));
  if (!found) return std::nullopt;
  ASSAY_TRY(const auto record, decode_name(*found));
  // The key is 128 bits of the text's hash: another text under it means damage.
  if (record.text != text) return std::unexpected(damaged(*found, "text"));
  return record.number;
}

Status put_name(Transaction& transaction, NameKind kind, const std::string& text,
                std::uint64_t number) {
  const auto key = name_key(kind, text);
  return put_encoded(transaction, Table::Name, key, encode(key, NameRecord{number, text}));
}

Result<UnitRecord> get_unit(const Transaction& transaction, std::uint64_t id) {
  ASSAY_TRY(const auto stored, required(transaction, Table::Unit, id_key(id)));
  return decode_unit(stored);
}

Result<std::uint32_t> get_ordinal(const Transaction& transaction, std::uint64_t id) {
  ASSAY_TRY(const auto stored, required(transaction, Table::Unit, id_key(id)));
  return decode_ordinal(stored);
}

Result<std::string> get_text(const Transaction& transaction, std::uint64_t number) {
  if (number == 0) return std::string();
  ASSAY_TRY(const auto stored, required(transaction, Table::Text, id_key(number)));
  return decode_text(stored);
}

Result<IndicatorVersion> get_indicator(const Transaction& transaction, std::uint32_t number) {
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Indicator));
  ASSAY_TRY(auto stored, cursor.at_or_after(version_key(number, 0)));
  std::optional<Stored> newest;
  while (stored && read_u32(stored->key.view(), 0) == number) {
    newest = stored;
    ASSAY_TRY(stored, cursor.next());
  }
  if (!newest)
    return std::unexpected(
        damaged(transaction.file(), Table::Indicator, std::to_string(number), "missing"));
  ASSAY_TRY(auto indicator, decode_indicator(*newest));
  return IndicatorVersion{read_u32(newest->key.view(), 4), std::move(indicator)};
}

Result<IdsRecord> get_ids(const Transaction& transaction) {
  ASSAY_TRY(const auto stored, required(transaction, Table::Meta, meta_key("ids")));
  return decode_ids(stored);
}

Result<LogHead> get_log_head(const Transaction& transaction) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Head, meta_key("log")));
  if (!stored) return LogHead{0, audit::empty_root()};
  return decode_log_head(*stored);
}

Status put_encoded(Transaction& transaction, Table table, const Key& key,
                   const Result<Bytes>& bytes) {
  if (!bytes) return std::unexpected(bytes.error());
  return transaction.put(table, key, *bytes);
}

}  // namespace assay::store
