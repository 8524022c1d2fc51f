#include "store/leaf.hpp"

#include <cstring>
#include <unordered_map>
#include <utility>
#include <variant>

#include "store/journal_show.hpp"
#include "store/wire.hpp"

namespace assay::store {

namespace {

std::string numbered(std::uint64_t number) { return "#" + std::to_string(number); }

template <class Number>
std::string name_in(const std::unordered_map<Number, std::string>& names, Number number) {
  const auto found = names.find(number);
  return found == names.end() ? numbered(number) : found->second;
}

// Names by what the entries say themselves.
class LeafShower final : public JournalShower {
 public:
  void learn(const JournalRecord& record) {
    if (const auto* unit = std::get_if<UnitPart>(&record.part)) {
      x_units.emplace(unit->id, unit->after.unit.code);
      x_ordinals.emplace(unit->after.ordinal, unit->after.unit.code);
    } else if (const auto* indicator = std::get_if<IndicatorPart>(&record.part)) {
      x_indicators.emplace(indicator->number, indicator->after.code);
    } else if (const auto* text = std::get_if<TextPart>(&record.part)) {
      x_texts.emplace(text->number, text->text);
    }
  }

 private:
  Result<std::string> unit_at(std::uint64_t ordinal) override {
    return name_in(x_ordinals, ordinal);
  }
  Result<std::string> unit_of(std::uint64_t id) override { return name_in(x_units, id); }
  Result<std::string> indicator(std::uint32_t number) override {
    return name_in(x_indicators, number);
  }
  Result<std::string> text(std::uint64_t number) override { return name_in(x_texts, number); }

  std::unordered_map<std::uint64_t, std::string> x_ordinals;
  std::unordered_map<std::uint64_t, std::string> x_units;
  std::unordered_map<std::uint32_t, std::string> x_indicators;
  std::unordered_map<std::uint64_t, std::string> x_texts;
};

// As it would lie in an office.
Result<JournalRecord> decode(const Leaf& leaf) {
  const auto wrong =
      fail(Failure::Input, "store.leaf",
           {ASSAY_TEXT("the record of entry {entry} is none, or of another entry: was it made by "
                       "a newer version, or altered?"),
            {{"entry", std::to_string(leaf.seq)}}});
  if (leaf.bytes.empty() || leaf.bytes.size() % sizeof(capnp::word) != 0) return wrong;
  auto words = kj::heapArray<capnp::word>(leaf.bytes.size() / sizeof(capnp::word));
  std::memcpy(words.begin(), leaf.bytes.data(), leaf.bytes.size());
  const auto key = id_key(leaf.seq);
  ASSAY_TRY(const auto value, wire::seal_words(key, RecordKind::Journal, words));
  auto record = decode_journal({Table::Journal, key, value, {}});
  if (!record) return wrong;
  return record;
}

}  // namespace

Result<std::vector<JournalEntry>> read_leaves(std::span<const Leaf> leaves) {
  std::vector<JournalRecord> records;
  LeafShower shower;
  for (const auto& leaf : leaves) {
    ASSAY_TRY(auto record, decode(leaf));
    shower.learn(record);
    records.push_back(std::move(record));
  }
  std::vector<JournalEntry> entries;
  for (auto& record : records) {
    ASSAY_TRY(auto entry, shower.show(std::move(record)));
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace assay::store
