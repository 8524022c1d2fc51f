#include "store/journal_show.hpp"

#include <utility>

#include "store/chunk.hpp"
#include "store/fault.hpp"
#include "store/names.hpp"

namespace assay::store {

namespace {

using Fields = std::vector<std::pair<const char*, std::string>>;  // "" = nothing

std::string words(const std::optional<model::Date>& date) { return date ? date->str() : ""; }
std::string words(const std::optional<Decimal>& value) { return value ? value->str() : ""; }
std::string words(std::string_view word) { return std::string(word); }

std::string joined(const std::vector<std::string>& tags) {
  std::string list;
  for (const auto& tag : tags) list += (list.empty() ? "" : "|") + tag;
  return list;
}

// Fields are called what the columns of the CSV files are.
Fields fields_of(const UnitRecord& record) {
  const auto& [code, name, type, parent, from, to, successor, tags] = record.unit;
  return {{"name", name},    {"type", type},           {"parent", parent},    {"from", words(from)},
          {"to", words(to)}, {"successor", successor}, {"tags", joined(tags)}};
}

Fields fields_of(const model::Indicator& record) {
  const auto& [code, name, measure_unit, direction, decimals, owner, rollup] = record;
  return {{"name", name},
          {"measure_unit", measure_unit},
          {"direction", words(to_word(direction))},
          {"decimals", decimals ? std::to_string(*decimals) : ""},
          {"owner", owner},
          {"rollup", words(to_word(rollup))}};
}

Fields fields_of(const EventRecord& record) {
  const auto& [code, unit, period, kind, subject, points, reason, evidence, decided_by, date,
               state] = record.event;
  return {{"period", period.str()},
          {"kind", words(to_word(kind))},
          {"subject", subject},
          {"points", words(points)},
          {"reason", reason},
          {"evidence", evidence},
          {"decided_by", decided_by},
          {"date", words(date)},
          {"state", words(to_word(state))}};
}

Fields fields_of(const ImportedRecord& record) {
  return {{"value", record.value.str()}, {"full", words(record.full)}};
}

std::optional<std::string> maybe(std::string value) {
  if (value.empty()) return std::nullopt;
  return value;
}

// One edit for each field that is not what it was.
template <class Part>
void add_edits(const Part& part, const std::string& unit, JournalEntry& entry) {
  auto after = fields_of(part.after);
  auto before = part.before ? fields_of(*part.before) : Fields(after.size());
  for (std::size_t i = 0; i < after.size(); ++i)
    if (before[i].second != after[i].second)
      entry.edits.push_back({unit, after[i].first, maybe(std::move(before[i].second)),
                             maybe(std::move(after[i].second))});
}

}  // namespace

Result<JournalEntry> JournalShower::show(JournalRecord record) {
  JournalEntry entry;
  entry.seq = record.seq;
  entry.kind = record.kind();
  entry.cause = std::move(record.cause);
  ASSAY_CHECK(std::visit([&](const auto& part) { return show(part, entry); }, record.part));
  return entry;
}

Result<std::optional<std::string>> JournalShower::figure(model::Layer layer,
                                                         std::optional<std::int64_t> value) {
  using model::Layer;
  if (!value) return std::nullopt;
  if (layer == Layer::State) return words(to_word(static_cast<model::State>(*value)));
  if (layer != Layer::Source && layer != Layer::Lead && layer != Layer::Person)
    return Decimal::from_micro(*value).str();
  ASSAY_TRY(auto word, text(static_cast<std::uint64_t>(*value)));
  return word;
}

Result<std::string> JournalShower::unit_at(std::uint64_t ordinal) {
  const auto number = static_cast<std::uint32_t>(ordinal / kRows_per_chunk);
  auto& ids = x_axis[number];
  const auto row = ordinal % kRows_per_chunk;
  if (ids.empty()) {
    const auto key = axis_key(number);
    ASSAY_TRY(const auto stored, x_transaction->get(Table::UnitAxis, key));
    if (stored) {
      ASSAY_TRY(const auto chunk, decode_chunk(*stored));
      ids.assign(chunk.values.begin(), chunk.values.end());
    }
    if (row >= ids.size())
      return std::unexpected(damaged(x_transaction->file(), Table::UnitAxis,
                                     describe_key(Table::UnitAxis, key.view()), "length"));
  }
  return unit_of(ids[row]);
}

Result<std::string> JournalShower::unit_of(std::uint64_t id) {
  const auto [place, is_new] = x_units.try_emplace(id);
  if (is_new) {
    ASSAY_TRY(auto record, get_unit(*x_transaction, id));
    place->second = std::move(record.unit.code);
  }
  return place->second;
}

Result<std::string> JournalShower::indicator(std::uint32_t number) {
  const auto [place, is_new] = x_indicators.try_emplace(number);
  if (is_new) {
    ASSAY_TRY(auto newest, get_indicator(*x_transaction, number));
    place->second = std::move(newest.indicator.code);
  }
  return place->second;
}

Result<std::string> JournalShower::text(std::uint64_t number) {
  const auto [place, is_new] = x_texts.try_emplace(number);
  if (is_new) {
    ASSAY_TRY(place->second, get_text(*x_transaction, number));
  }
  return place->second;
}

Status JournalShower::place(const ObsKey& place, JournalEntry& entry) {
  ASSAY_TRY(entry.subject, indicator(place.indicator));
  entry.period = model::Period::from_key(place.period);
  entry.layer = place.layer;
  return {};
}

Status JournalShower::show(const MadePart& /*part*/, JournalEntry& /*entry*/) { return {}; }

Status JournalShower::show(const LegacyPart& /*part*/, JournalEntry& /*entry*/) { return {}; }

Status JournalShower::show(const UpgradePart& part, JournalEntry& entry) {
  entry.subject = std::to_string(part.from_format);
  entry.edits.push_back({"", "digest", {}, to_hex(part.state)});
  return {};
}

Status JournalShower::show(const TextPart& part, JournalEntry& entry) {
  entry.subject = part.text;
  return {};
}

Status JournalShower::show(const UnitPart& part, JournalEntry& entry) {
  entry.subject = part.after.unit.code;
  add_edits(part, "", entry);
  return {};
}

Status JournalShower::show(const IndicatorPart& part, JournalEntry& entry) {
  entry.subject = part.after.code;
  add_edits(part, "", entry);
  return {};
}

Status JournalShower::show(const FiguresPart& part, JournalEntry& entry) {
  ASSAY_CHECK(place(part.place, entry));
  for (const auto& [slot, before, after] : part.cells) {
    JournalEdit edit;
    ASSAY_TRY(edit.unit, unit_at(std::uint64_t{part.place.chunk} * kRows_per_chunk + slot));
    edit.field = layer_word(part.place.layer);
    ASSAY_TRY(edit.before, figure(part.place.layer, before));
    ASSAY_TRY(edit.after, figure(part.place.layer, after));
    entry.edits.push_back(std::move(edit));
  }
  return {};
}

Status JournalShower::show(const LoadedPart& part, JournalEntry& entry) {
  ASSAY_CHECK(place(part.place, entry));
  const auto old = chunk_of_payload(part.old_payload);
  for (std::size_t row = 0; old && row < old->values.size(); ++row) {
    if (!old->has(row)) continue;
    JournalEdit edit;
    ASSAY_TRY(edit.unit, unit_at(std::uint64_t{part.place.chunk} * kRows_per_chunk + row));
    edit.field = layer_word(part.place.layer);
    ASSAY_TRY(edit.before, figure(part.place.layer, old->values[row]));
    entry.edits.push_back(std::move(edit));
  }
  return {};
}

Status JournalShower::show(const EventPart& part, JournalEntry& entry) {
  entry.subject = part.after.event.code;
  entry.period = part.after.event.period;
  ASSAY_TRY(const auto unit, unit_of(part.after.unit_id));
  add_edits(part, unit, entry);
  if (part.before && part.before->unit_id != part.after.unit_id) {
    ASSAY_TRY(auto before, unit_of(part.before->unit_id));
    entry.edits.push_back({unit, "unit", std::move(before), unit});
  }
  return {};
}

Status JournalShower::show(const ImportedPart& part, JournalEntry& entry) {
  ASSAY_TRY(const auto unit, unit_at(part.place.ordinal));
  ASSAY_TRY(const auto assessment, text(part.place.assessment));
  ASSAY_TRY(const auto field, text(part.place.field));
  entry.subject = assessment + "." + field;
  entry.period = model::Period::from_key(part.place.period);
  add_edits(part, unit, entry);
  return {};
}

Status JournalShower::show(const SchemePart& part, JournalEntry& entry) {
  entry.subject = part.id;
  entry.edits.push_back({"", "version", {}, std::to_string(part.version)});
  entry.edits.push_back({"", "digest", {}, to_hex(part.digest)});
  return {};
}

Status JournalShower::show(const AssessmentPart& part, JournalEntry& entry) {
  entry.subject = part.id;
  entry.period = part.period;
  entry.edits.push_back({"", "digest", {}, to_hex(part.digest)});
  return {};
}

Status JournalShower::show(const RunEntryPart& part, JournalEntry& entry) {
  entry.subject = part.scheme;
  entry.period = part.period;
  entry.edits.push_back({"", "run", {}, std::to_string(part.number)});
  entry.edits.push_back({"", "version", {}, std::to_string(part.version)});
  if (part.results) entry.edits.push_back({"", "results", {}, to_hex(*part.results)});
  return {};
}

Status JournalShower::show(const PublishedPart& part, JournalEntry& entry) {
  entry.edits.push_back({"", "run", {}, std::to_string(part.run)});
  return {};
}

Status JournalShower::show(const PackagePart& part, JournalEntry& entry) {
  entry.subject = part.id;
  entry.edits.push_back({"", "version", {}, part.version});
  entry.edits.push_back({"", "digest", {}, to_hex(part.digest)});
  return {};
}

Status JournalShower::show(const SettingPart& part, JournalEntry& entry) {
  entry.subject = part.after.name;
  const auto value = [](const SettingRecord& record) -> std::optional<std::string> {
    if (record.value.empty()) return std::nullopt;
    return record.value;
  };
  entry.edits.push_back(
      {"", "value", part.before ? value(*part.before) : std::nullopt, value(part.after)});
  return {};
}

}  // namespace assay::store
