#pragma once
// Codes and texts to their numbers and back: the tables `name`, `text` and `indicator`. Stateless;
// a Transaction's thread rule applies.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/entry_codec.hpp"
#include "store/journal_codec.hpp"
#include "store/transaction.hpp"

namespace assay::store {

[[nodiscard]] Result<std::optional<std::uint64_t>> find_name(const Transaction& transaction,
                                                             NameKind kind, std::string_view text);
[[nodiscard]] Status put_name(Transaction& transaction, NameKind kind, const std::string& text,
                              std::uint64_t number);

[[nodiscard]] Result<UnitRecord> get_unit(const Transaction& transaction, std::uint64_t id);
[[nodiscard]] Result<std::uint32_t> get_ordinal(const Transaction& transaction, std::uint64_t id);
// The text of a number; "" for 0.
[[nodiscard]] Result<std::string> get_text(const Transaction& transaction, std::uint64_t number);

struct IndicatorVersion {
  std::uint32_t version = 0;
  model::Indicator indicator;
};
// The newest version.
[[nodiscard]] Result<IndicatorVersion> get_indicator(const Transaction& transaction,
                                                     std::uint32_t number);

[[nodiscard]] Result<IdsRecord> get_ids(const Transaction& transaction);
// How long the journal is; the empty log where there is none.
[[nodiscard]] Result<LogHead> get_log_head(const Transaction& transaction);

// Writes what an encoder made.
[[nodiscard]] Status put_encoded(Transaction& transaction, Table table, const Key& key,
                                 const Result<Bytes>& bytes);

}  // namespace assay::store
