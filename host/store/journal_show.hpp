#pragma once
// Journal entries in the words of people: numbers of units, indicators and texts become codes and
// texts. What was looked up is kept, as entries ask for the same again and again. Belongs to one
// Reader's thread; the Transaction must outlive it.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/journal.hpp"
#include "store/journal_codec.hpp"
#include "store/transaction.hpp"

namespace assay::store {

class JournalShower {
 public:
  explicit JournalShower(const Transaction& transaction) : x_transaction(&transaction) {}
  virtual ~JournalShower() = default;
  JournalShower(const JournalShower&) = delete;
  JournalShower& operator=(const JournalShower&) = delete;

  [[nodiscard]] Result<JournalEntry> show(JournalRecord record);
  // What a figure says, in decimal or as the text or state it stands for.
  [[nodiscard]] Result<std::optional<std::string>> figure(model::Layer layer,
                                                          std::optional<std::int64_t> value);

  // Codes.
  [[nodiscard]] virtual Result<std::string> unit_at(std::uint64_t ordinal);
  [[nodiscard]] virtual Result<std::string> indicator(std::uint32_t number);

 protected:
  JournalShower() = default;  // of one that finds all names elsewhere
  [[nodiscard]] virtual Result<std::string> unit_of(std::uint64_t id);
  [[nodiscard]] virtual Result<std::string> text(std::uint64_t number);

 private:
  [[nodiscard]] Status place(const ObsKey& place, JournalEntry& entry);

  [[nodiscard]] Status show(const MadePart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const LegacyPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const UpgradePart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const TextPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const UnitPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const IndicatorPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const FiguresPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const LoadedPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const EventPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const ImportedPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const SchemePart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const AssessmentPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const RunEntryPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const PublishedPart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const PackagePart& part, JournalEntry& entry);
  [[nodiscard]] Status show(const SettingPart& part, JournalEntry& entry);

  const Transaction* x_transaction = nullptr;
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> x_axis;  // by chunk
  std::unordered_map<std::uint64_t, std::string> x_units;                // by id
  std::unordered_map<std::uint32_t, std::string> x_indicators;
  std::unordered_map<std::uint64_t, std::string> x_texts;
};

}  // namespace assay::store
