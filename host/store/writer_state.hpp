#pragma once
// What a Writer holds: its transaction, the numbers it gave, and caches of what it looked up, as an
// import asks for the same codes again and again. Several causes may follow each other in one
// transaction: begin(), puts, finish(). Belongs to one Writer and its thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/columns.hpp"
#include "store/entry_codec.hpp"
#include "store/journal_writer.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

struct UnitPlace {
  std::uint64_t id = 0;
  std::uint32_t ordinal = 0;
};

// Codes and texts that a Writer remembers; above, it forgets them and looks them up again.
inline constexpr std::size_t kMax_cached = 100'000;

struct Writer::State {
  // Waits for other writers. `known`: as for Journal::open.
  [[nodiscard]] static Result<std::unique_ptr<State>> start(
      std::shared_ptr<Environment> environment, const LogEnd* known);

  Transaction transaction;
  std::optional<Journal> journal;  // always there once started
  IdsRecord ids;
  IdsRecord ids_before;                 // as they are stored
  std::uint64_t log_before = 0;         // entries that are stored
  std::int64_t time_s = 0;              // of the last cause
  std::optional<RequestRecord> landed;  // the cause's request has landed before
  Change outcome = Change::Same;        // of the cause's puts: Changed if any was, else New
  Columns columns;
  std::uint64_t axis_end = 0;            // as far as it is stored
  std::vector<std::uint64_t> new_units;  // ids, from ordinal axis_end on
  // Unit → parent or successor that was not there yet.
  std::vector<std::pair<std::string, std::string>> named_units;
  std::unordered_map<std::string, UnitPlace> units;
  std::unordered_map<std::string, std::uint32_t> indicators;
  std::unordered_map<std::string, std::uint64_t> texts;
  std::optional<Error> broken;  // a fault of the store: committing would keep half of something

  // Runs `work` unless the Writer is spent or broken, and remembers a fault of the store.
  template <class Work>
  auto guarded(Work work) -> decltype(work()) {
    if (auto usable = transaction.usable(); !usable) return std::unexpected(usable.error());
    if (broken) return std::unexpected(*broken);
    if (landed) return std::unexpected(has_landed());
    auto result = work();
    if (!result && result.error().failure != Failure::Input) broken = result.error();
    return result;
  }

  [[nodiscard]] Error has_landed() const;

  // What follows comes of `cause`; sets `landed`.
  [[nodiscard]] Status begin(const Cause& cause);
  // Takes down what a put said, for `outcome`.
  [[nodiscard]] Result<Change> noted(Result<Change> change);
  // Writes what the cause changed in figures and on the axis, and what became of its request.
  // Input error when a parent or successor is unknown: then nothing may be committed.
  [[nodiscard]] Status finish();
  [[nodiscard]] Status commit();  // after the last finish()

  UnitPlace remember(const std::string& code, UnitPlace place);
  [[nodiscard]] Result<std::optional<UnitPlace>> find_unit(const std::string& code);
  [[nodiscard]] Result<UnitPlace> known_unit(const std::string& code);  // store.unknown_unit
  [[nodiscard]] Result<std::uint32_t> known_indicator(const std::string& code);
  // The number of a text, given now if it has none; nothing for "".
  [[nodiscard]] Result<std::optional<std::int64_t>> number_of(const std::string& text);

  [[nodiscard]] Result<Change> put(const model::Unit& unit);
  [[nodiscard]] Result<Change> put(const model::Indicator& indicator);
  [[nodiscard]] Status known_ordinal(std::uint32_t ordinal) const;  // store.unknown_unit
  [[nodiscard]] Result<Change> put(std::uint32_t ordinal, const model::Target& target);
  [[nodiscard]] Result<Change> put(std::uint32_t ordinal, const model::Observation& observation);
  [[nodiscard]] Result<Change> put(const model::Event& event);
  [[nodiscard]] Result<Change> put(const model::ImportedField& field);
  [[nodiscard]] Result<Change> put(const FigureUpdate& update);
  [[nodiscard]] Result<Change> put(Cell cell, std::span<const LayerValue> values);
  [[nodiscard]] Result<Change> load(const model::ColumnKey& key,
                                    std::span<const std::int64_t> micro,
                                    std::span<const std::uint8_t> valid);
  [[nodiscard]] Result<Change> put_scheme(const std::string& id, std::uint32_t version,
                                          const std::string& text);
  [[nodiscard]] Status put_assessment(const model::Assessment& assessment);
  [[nodiscard]] Status put_package(const StoredPackage& package);
  [[nodiscard]] Result<Change> put_setting(const std::string& name, const std::string& value);
  [[nodiscard]] Result<std::uint64_t> put_run(const model::Run& run, const Digest& key);
  [[nodiscard]] Result<std::uint64_t> put_run(const model::RunManifest& manifest,
                                              const Digest& key);
  [[nodiscard]] Result<Change> put_published(const model::Run& run);
  [[nodiscard]] Status put_checkpoint(std::uint64_t size, const std::string& text);

 private:
  explicit State(Transaction started) : transaction(std::move(started)) {}
  [[nodiscard]] Status check_named_units();
  // Notes a record that changed, and says how.
  template <class Part>
  Result<Change> journaled(Part part) {
    const auto change = part.before ? Change::Changed : Change::New;
    ASSAY_CHECK(journal->append(std::move(part)));
    return change;
  }
};

}  // namespace assay::store
