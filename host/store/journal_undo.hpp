#pragma once
// Takes a snapshot back in time: each journal entry is undone, newest first. Belongs to one thread.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "model/snapshot.hpp"
#include "store/journal_codec.hpp"
#include "store/transaction.hpp"

namespace assay::store {

class JournalUndo {
 public:
  // `takes` says which periods the snapshot holds, by key.
  JournalUndo(const Transaction& transaction, model::Snapshot& snapshot,
              std::function<bool(std::uint32_t)> takes)
      : x_transaction(&transaction), x_snapshot(&snapshot), x_takes(std::move(takes)) {}

  // store.damaged, named after the entry, where the snapshot is not what the entry left behind.
  [[nodiscard]] Status undo(const JournalRecord& record);
  // Puts back what was taken out of the snapshot to be undone. Once, at the end.
  void finish();

 private:
  using FieldKey = std::tuple<std::uint32_t, std::string, std::string, std::uint32_t>;

  // False when the snapshot does not hold what `part` left.
  [[nodiscard]] Result<bool> undo(const TextPart& part);
  [[nodiscard]] Result<bool> undo(const UnitPart& part);
  [[nodiscard]] Result<bool> undo(const IndicatorPart& part);
  [[nodiscard]] Result<bool> undo(const FiguresPart& part);
  [[nodiscard]] Result<bool> undo(const LoadedPart& part);
  [[nodiscard]] Result<bool> undo(const EventPart& part);
  [[nodiscard]] Result<bool> undo(const ImportedPart& part);
  template <class Part>
  [[nodiscard]] static Result<bool> undo(const Part& /*part*/) {
    return true;  // of what a snapshot does not hold
  }

  [[nodiscard]] Result<model::ColumnKey> column_of(const ObsKey& place);
  [[nodiscard]] Result<model::Event> event_of(const EventRecord& record);
  void take_out_events();
  void take_out_fields();

  const Transaction* x_transaction;
  model::Snapshot* x_snapshot;
  std::function<bool(std::uint32_t)> x_takes;
  std::unordered_map<std::uint32_t, std::string> x_codes;  // of indicators, by number
  // Vectors in which much may have to be found and erased, while they are taken out.
  std::optional<std::map<std::string, model::Event>> x_events;
  std::optional<std::map<FieldKey, model::ImportedField>> x_fields;
};

}  // namespace assay::store
