#pragma once
// What a Writer holds: its transaction, the numbers it gave, and caches of what it looked up, as an
// import asks for the same codes again and again. Belongs to one Writer and its thread.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/columns.hpp"
#include "store/entry_codec.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

struct UnitPlace {
  std::uint64_t id = 0;
  std::uint32_t ordinal = 0;
};

struct Writer::State {
  State(Transaction started, const IdsRecord& numbers)
      : transaction(std::move(started)), ids(numbers), ids_before(numbers) {}

  Transaction transaction;
  IdsRecord ids;
  IdsRecord ids_before;
  Columns columns;
  std::vector<std::uint64_t> new_units;  // ids, from ordinal ids_before.ordinal on
  std::vector<std::pair<std::string, std::string>> named_units;  // unit → parent or successor
  std::unordered_map<std::string, UnitPlace> units;
  std::unordered_map<std::string, std::uint32_t> indicators;
  std::unordered_map<std::string, std::uint64_t> texts;
  std::optional<Error> broken;  // a fault of the store: committing would keep half of something

  // Runs `work` unless the Writer is spent or broken, and remembers a fault of the store.
  template <class Work>
  auto guarded(Work work) -> decltype(work()) {
    if (auto usable = transaction.usable(); !usable) return std::unexpected(usable.error());
    if (broken) return std::unexpected(*broken);
    auto result = work();
    if (!result && result.error().failure != Failure::Input) broken = result.error();
    return result;
  }

  [[nodiscard]] Result<std::optional<UnitPlace>> find_unit(const std::string& code);
  [[nodiscard]] Result<UnitPlace> known_unit(const std::string& code);  // store.unknown_unit
  [[nodiscard]] Result<std::uint32_t> known_indicator(const std::string& code);
  // The number of a text, given now if it has none; nothing for "".
  [[nodiscard]] Result<std::optional<std::int64_t>> number_of(const std::string& text);

  [[nodiscard]] Result<Change> put(const model::Unit& unit);
  [[nodiscard]] Result<Change> put(const model::Indicator& indicator);
  [[nodiscard]] Result<Change> put(const model::Target& target);
  [[nodiscard]] Result<Change> put(const model::Observation& observation);
  [[nodiscard]] Result<Change> put(const model::Event& event);
  [[nodiscard]] Result<Change> put(const model::ImportedField& field);
  [[nodiscard]] Result<Change> put_scheme(const std::string& id, std::uint32_t version,
                                          const std::string& text);
  [[nodiscard]] Status put_assessment(const model::Assessment& assessment);
  [[nodiscard]] Result<std::uint64_t> put_run(const model::Run& run, const Digest& key);
  [[nodiscard]] Status put_diary(const DiaryEntry& entry);
  [[nodiscard]] Status commit();
};

}  // namespace assay::store
