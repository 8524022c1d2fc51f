#pragma once
// The digest of all that an office holds, which an upgrade writes into the journal so that what
// was there before the journal is covered by it too. Independent of how figures are cut into
// deltas and how often they were written. Belongs to one thread.

#include <array>
#include <cstdint>
#include <optional>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "store/table.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// The tables that hold what was entered and made, in the order in which they enter the digest.
inline constexpr std::array kState_tables{
    Table::Text,      Table::Unit,    Table::Indicator,  Table::Obs, Table::Event,
    Table::Imported,  Table::Scheme,  Table::Assessment, Table::Run, Table::RunKey,
    Table::Published, Table::Package, Table::Setting};

// Fed table by table in the order of kState_tables, each in the order of its keys; `content` is
// content_of() an entry. Figures without content are left out.
class StateDigest {
 public:
  void add(Table table, BytesView key, BytesView content);
  [[nodiscard]] Digest finish() { return x_digest.finish(); }  // once

 private:
  DigestBuilder x_digest;
};

// What an entry says, verified (store.damaged): units, indicators, events and imported fields as
// canonical Cap'n Proto; of figures the payload, without deltas; of all else the bytes behind the
// head.
[[nodiscard]] Result<Bytes> content_of(const Stored& stored);

// Digest of all parts of a run, each from its byte 16 on, in their order. `table` is Run or
// Published.
[[nodiscard]] Result<Digest> digest_of_run(const Transaction& transaction, Table table,
                                           std::uint64_t id);

// Of a whole office without deltas.
[[nodiscard]] Result<Digest> digest_of_state(const Transaction& transaction);

}  // namespace assay::store
