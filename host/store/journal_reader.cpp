// What a Reader says of the journal.

#include <algorithm>

#include "store/fault.hpp"
#include "store/journal_nodes.hpp"
#include "store/journal_past.hpp"
#include "store/journal_show.hpp"
#include "store/journal_undo.hpp"
#include "store/names.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

std::unexpected<Error> no_entry(std::uint64_t seq, std::uint64_t size) {
  return fail(Failure::Input, "store.no_entry",
              {ASSAY_TEXT("there is no entry {entry}; the journal has {size}, counted from 0"),
               {{"entry", std::to_string(seq)}, {"size", std::to_string(size)}}});
}

Result<Stored> stored_entry(const Transaction& transaction, std::uint64_t seq) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Journal, id_key(seq)));
  if (stored) return *stored;
  ASSAY_TRY(const auto head, get_log_head(transaction));
  if (seq >= head.size) return no_entry(seq, head.size);
  return std::unexpected(
      damaged(transaction.file(), Table::Journal, std::to_string(seq), "missing"));
}

// Calls `each` with the records [from, to), newest first.
Status walk_back(const Transaction& transaction, std::uint64_t from, std::uint64_t to,
                 const std::function<Status(JournalRecord)>& each) {
  for (auto seq = to; seq-- > from;) {
    ASSAY_TRY(const auto stored, stored_entry(transaction, seq));
    ASSAY_TRY(auto record, decode_journal(stored));
    ASSAY_CHECK(each(std::move(record)));
  }
  return {};
}

Result<UnitRecord> unit_called(const Transaction& transaction, const std::string& code,
                               std::uint64_t& id) {
  ASSAY_TRY(const auto found, find_name(transaction, NameKind::Unit, code));
  if (!found)
    return fail(
        Failure::Input, "store.unknown_unit",
        {ASSAY_TEXT("there is no unit {unit}; correct the code"), {{"unit", excerpt(code)}}});
  id = *found;
  return get_unit(transaction, id);
}

Result<std::uint32_t> indicator_called(const Transaction& transaction, const std::string& code) {
  ASSAY_TRY(const auto found, find_name(transaction, NameKind::Indicator, code));
  if (!found)
    return fail(Failure::Input, "store.unknown_indicator",
                {ASSAY_TEXT("there is no indicator {indicator}; correct the code"),
                 {{"indicator", excerpt(code)}}});
  return static_cast<std::uint32_t>(*found);
}

// Leaves of a record what it says of one unit: false when that is nothing.
class OneUnit {
 public:
  OneUnit(const Transaction& transaction, std::uint64_t id, std::uint32_t ordinal)
      : x_past(transaction, ordinal), x_id(id), x_ordinal(ordinal) {}

  Result<bool> keep(JournalRecord& record) {
    return std::visit([this](auto& part) { return keep(part); }, record.part);
  }
  // Of a bulk load, whose entry tells only what was before.
  [[nodiscard]] const std::optional<CellChange>& loaded() const { return x_loaded; }

 private:
  template <class Part>
  Result<bool> keep(Part& part) {
    x_loaded.reset();
    if constexpr (std::is_same_v<Part, UnitPart>)
      return part.id == x_id;
    else if constexpr (std::is_same_v<Part, ImportedPart>)
      return part.place.ordinal == x_ordinal;
    else if constexpr (std::is_same_v<Part, EventPart>)
      return part.after.unit_id == x_id || (part.before && part.before->unit_id == x_id);
    else if constexpr (std::is_same_v<Part, FiguresPart>) {
      ASSAY_TRY(const auto cell, x_past.step(part));
      if (!cell) return false;
      const auto kept = *cell;
      part.cells.assign(1, kept);
      return true;
    } else if constexpr (std::is_same_v<Part, LoadedPart>) {
      ASSAY_TRY(x_loaded, x_past.step(part));
      part.old_payload.clear();
      return x_loaded.has_value();
    } else {
      return false;
    }
  }

  FigurePast x_past;
  std::uint64_t x_id;
  std::uint32_t x_ordinal;
  std::optional<CellChange> x_loaded;
};

}  // namespace

Result<std::uint64_t> Reader::log_size() const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto head, get_log_head(x_state->transaction));
  return head.size;
}

Result<JournalEntry> Reader::entry(std::uint64_t seq) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto stored, stored_entry(x_state->transaction, seq));
  ASSAY_TRY(auto record, decode_journal(stored));
  return JournalShower(x_state->transaction).show(std::move(record));
}

Status Reader::visit(std::uint64_t from, std::uint64_t to,
                     const std::function<Status(const JournalEntry&)>& each) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto head, get_log_head(x_state->transaction));
  JournalShower shower(x_state->transaction);
  for (auto seq = from; seq < std::min(to, head.size); ++seq) {
    ASSAY_TRY(const auto stored, stored_entry(x_state->transaction, seq));
    ASSAY_TRY(auto record, decode_journal(stored));
    ASSAY_TRY(const auto entry, shower.show(std::move(record)));
    ASSAY_CHECK(each(entry));
  }
  return {};
}

Result<std::vector<FigureHistory>> Reader::history(const std::string& unit,
                                                   const std::string& indicator,
                                                   std::optional<model::Period> period) const {
  ASSAY_CHECK(x_state->transaction.usable());
  const auto& transaction = x_state->transaction;
  std::uint64_t id = 0;
  ASSAY_TRY(const auto found, unit_called(transaction, unit, id));
  ASSAY_TRY(const auto number, indicator_called(transaction, indicator));
  ASSAY_TRY(const auto head, get_log_head(transaction));
  JournalShower shower(transaction);
  FigurePast past(transaction, found.ordinal);
  std::vector<FigureHistory> rows;
  const auto add = [&](const JournalRecord& record, const auto& part) -> Status {
    if (part.place.indicator != number || (period && period->key() != part.place.period)) return {};
    ASSAY_TRY(const auto cell, past.step(part));
    if (!cell) return {};
    const auto layer = part.place.layer;
    ASSAY_TRY(auto before, shower.figure(layer, cell->before));
    ASSAY_TRY(auto after, shower.figure(layer, cell->after));
    rows.push_back({record.seq, record.cause, model::Period::from_key(part.place.period), layer,
                    std::move(before), std::move(after)});
    return {};
  };
  ASSAY_CHECK(walk_back(transaction, 0, head.size, [&](const JournalRecord& record) -> Status {
    if (const auto* figures = std::get_if<FiguresPart>(&record.part)) return add(record, *figures);
    if (const auto* loaded = std::get_if<LoadedPart>(&record.part)) return add(record, *loaded);
    return {};
  }));
  std::ranges::reverse(rows);
  return rows;
}

Result<std::vector<JournalEntry>> Reader::entries_of_unit(const std::string& unit) const {
  ASSAY_CHECK(x_state->transaction.usable());
  const auto& transaction = x_state->transaction;
  std::uint64_t id = 0;
  ASSAY_TRY(const auto found, unit_called(transaction, unit, id));
  ASSAY_TRY(const auto head, get_log_head(transaction));
  JournalShower shower(transaction);
  OneUnit one(transaction, id, found.ordinal);
  std::vector<JournalEntry> entries;
  ASSAY_CHECK(walk_back(transaction, 0, head.size, [&](JournalRecord record) -> Status {
    ASSAY_TRY(const bool is_kept, one.keep(record));
    if (!is_kept) return {};
    ASSAY_TRY(auto entry, shower.show(std::move(record)));
    if (const auto& cell = one.loaded()) {
      JournalEdit edit{unit, std::string(layer_word(*entry.layer)), {}, {}};
      ASSAY_TRY(edit.before, shower.figure(*entry.layer, cell->before));
      ASSAY_TRY(edit.after, shower.figure(*entry.layer, cell->after));
      entry.edits.push_back(std::move(edit));
    }
    entries.push_back(std::move(entry));
    return {};
  }));
  std::ranges::reverse(entries);
  return entries;
}

Result<std::optional<std::uint64_t>> Reader::request(const RequestId& id) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto found, find_request(x_state->transaction, id));
  if (!found) return std::nullopt;
  return found->seq;
}

namespace {

Status go_back(const Transaction& transaction, std::uint64_t log_size, PeriodFilter filter,
               model::Snapshot& snapshot) {
  ASSAY_TRY(const auto head, get_log_head(transaction));
  if (log_size > head.size) return no_entry(log_size, head.size);
  JournalUndo undo(transaction, snapshot,
                   [filter](std::uint32_t period) { return filter.takes(period); });
  ASSAY_CHECK(walk_back(transaction, log_size, head.size,
                        [&](const JournalRecord& record) { return undo.undo(record); }));
  undo.finish();
  return {};
}

}  // namespace

Result<model::Snapshot> Reader::snapshot_at(std::uint64_t log_size,
                                            std::span<const model::Period> periods) const {
  ASSAY_TRY(auto snapshot, this->snapshot(periods));
  ASSAY_CHECK(
      go_back(x_state->transaction, log_size, {.all = false, .periods = periods}, snapshot));
  return snapshot;
}

Result<model::Snapshot> Reader::snapshot_at(std::uint64_t log_size) const {
  ASSAY_TRY(auto snapshot, this->snapshot());
  ASSAY_CHECK(go_back(x_state->transaction, log_size, {.all = true, .periods = {}}, snapshot));
  return snapshot;
}

Result<Digest> Reader::root(std::uint64_t log_size) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto head, get_log_head(x_state->transaction));
  if (log_size > head.size) return no_entry(log_size, head.size);
  return audit::root(log_size, nodes_of(x_state->transaction));
}

Result<audit::Proof> Reader::inclusion_proof(std::uint64_t seq, std::uint64_t log_size) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto head, get_log_head(x_state->transaction));
  if (log_size > head.size) return no_entry(log_size, head.size);
  return audit::inclusion_proof(seq, log_size, nodes_of(x_state->transaction));
}

Result<audit::Proof> Reader::consistency_proof(std::uint64_t size1, std::uint64_t size2) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto head, get_log_head(x_state->transaction));
  if (size2 > head.size) return no_entry(size2, head.size);
  return audit::consistency_proof(size1, size2, nodes_of(x_state->transaction));
}

Result<std::string> Reader::leaf(std::uint64_t seq) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto stored, stored_entry(x_state->transaction, seq));
  ASSAY_CHECK(decode_journal(stored));
  const auto bytes = leaf_bytes(stored.value);
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Result<std::vector<StoredCheckpoint>> Reader::checkpoints() const {
  ASSAY_CHECK(x_state->transaction.usable());
  std::vector<StoredCheckpoint> checkpoints;
  ASSAY_TRY(auto cursor, Cursor::open(x_state->transaction, Table::Checkpoint));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    ASSAY_TRY(auto text, decode_checkpoint(*stored));
    checkpoints.push_back({read_u64(stored->key.view(), 0), std::move(text)});
    ASSAY_TRY(stored, cursor.next());
  }
  return checkpoints;
}

}  // namespace assay::store
