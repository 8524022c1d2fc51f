// Walks back from what the office holds. Each key of each table is looked at for itself: what it
// holds must be what the newest entry that touched it left there, what that entry found must be
// what the one before left, and so on, down to nothing.

#include <algorithm>
#include <limits>

#include "store/delta.hpp"
#include "store/fault.hpp"
#include "store/journal_check.hpp"
#include "store/journal_past.hpp"
#include "store/names.hpp"

namespace assay::store {

namespace {

constexpr auto kEnd = std::numeric_limits<std::uint64_t>::max();

std::size_t index_in_state(Table table) {
  return static_cast<std::size_t>(std::ranges::find(kState_tables, table) - kState_tables.begin());
}

// The keys of which an entry tells.
void add_touches(const JournalRecord& record, std::vector<Touch>& touches) {
  const auto add = [&](Table table, const Key& key) {
    touches.push_back({index_in_state(table), key, record.seq});
  };
  if (const auto* text = std::get_if<TextPart>(&record.part))
    add(Table::Text, id_key(text->number));
  if (const auto* unit = std::get_if<UnitPart>(&record.part)) add(Table::Unit, id_key(unit->id));
  if (const auto* indicator = std::get_if<IndicatorPart>(&record.part))
    add(Table::Indicator, version_key(indicator->number, indicator->version));
  if (const auto* figures = std::get_if<FiguresPart>(&record.part))
    add(Table::Obs, figures->place.key());
  if (const auto* loaded = std::get_if<LoadedPart>(&record.part))
    add(Table::Obs, loaded->place.key());
  if (const auto* event = std::get_if<EventPart>(&record.part))
    add(Table::Event, id_key(event->number));
  if (const auto* imported = std::get_if<ImportedPart>(&record.part))
    add(Table::Imported, imported->place.key());
  if (const auto* scheme = std::get_if<SchemePart>(&record.part))
    add(Table::Scheme, version_key(scheme->number, scheme->version));
  if (const auto* assessment = std::get_if<AssessmentPart>(&record.part))
    add(Table::Assessment, digest_key(assessment->digest));
  if (const auto* run = std::get_if<RunEntryPart>(&record.part)) {
    add(Table::Run, run_part_key(run->number, 0));
    add(Table::RunKey, digest_key(run->key));
  }
  if (const auto* package = std::get_if<PackagePart>(&record.part))
    add(Table::Package, digest_key(package->digest));
  if (const auto* setting = std::get_if<SettingPart>(&record.part))
    add(Table::Setting, setting_key(setting->after.name));
  if (const auto* published = std::get_if<PublishedPart>(&record.part))
    add(Table::Published, run_part_key(published->run, 0));
}

}  // namespace

std::strong_ordering Touch::operator<=>(const Touch& other) const {
  if (const auto order = table <=> other.table; order != 0) return order;
  const auto mine = key.view();
  const auto others = other.key.view();
  const auto order = std::lexicographical_compare_three_way(mine.begin(), mine.end(),
                                                            others.begin(), others.end());
  return order != 0 ? order : seq <=> other.seq;
}

void ReplayCheck::add(const JournalRecord& record) {
  add_touches(record, x_touches);
  if (const auto* upgrade = std::get_if<UpgradePart>(&record.part)) {
    auto& found = x_upgrades.emplace_back();
    found.seq = record.seq;
    found.from_format = upgrade->from_format;
    found.state = upgrade->state;
  }
}

Status ReplayCheck::finish(const std::function<void(std::uint64_t entries)>& advanced) {
  std::ranges::sort(x_touches);
  for (std::size_t table = 0; table < kState_tables.size(); ++table)
    if (auto walked = walk_table(table, advanced); !walked) x_faults.add(walked.error());
  for (auto& upgrade : x_upgrades)
    if (upgrade.found.finish() != upgrade.state)
      x_faults.add(
          damaged(x_transaction.file(), Table::Journal, std::to_string(upgrade.seq), "state"));
  return walk_deltas();
}

// Keys that are there and keys that were touched, in one order.
Status ReplayCheck::walk_table(std::size_t table,
                               const std::function<void(std::uint64_t)>& advanced) {
  const auto all = std::ranges::equal_range(x_touches, table, {}, &Touch::table);
  std::span<const Touch> left(all.begin(), all.end());
  ASSAY_TRY(auto cursor, Cursor::open(x_transaction, kState_tables[table]));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored || !left.empty()) {
    const bool is_gone =
        !left.empty() && (!stored || std::ranges::lexicographical_compare(left.front().key.view(),
                                                                          stored->key.view()));
    const auto key = is_gone ? left.front().key : stored->key;
    std::size_t count = 0;
    while (count < left.size() && std::ranges::equal(left[count].key.view(), key.view())) ++count;
    const auto here = is_gone ? std::optional<Stored>() : stored;
    if (auto walked = walk({kState_tables[table], key, here, left.first(count)}); !walked)
      x_faults.add(walked.error());
    left = left.subspan(count);
    advanced(count);
    if (!is_gone) {
      ASSAY_TRY(stored, cursor.next());
    }
  }
  return {};
}

Status ReplayCheck::walk(const Place& place) {
  switch (place.table) {
    case Table::Unit:
      return walk_changes<UnitPart, UnitRecord>(place, decode_unit);
    case Table::Event:
      return walk_changes<EventPart, EventRecord>(place, decode_event);
    case Table::Imported:
      return walk_changes<ImportedPart, ImportedRecord>(place, decode_imported);
    case Table::Setting:
      return walk_changes<SettingPart, SettingRecord>(place, decode_setting);
    case Table::Obs:
      return walk_figures(place);
    default:
      return walk_once(place);
  }
}

// --- Figures ------------------------------------------------------------------------------------

Status ReplayCheck::walk_figures(const Place& place) {
  const auto column = ObsKey::parse(place.key.view());
  if (!column)
    return std::unexpected(damaged(x_transaction.file(), Table::Obs,
                                   describe_key(Table::Obs, place.key.view()), "key"));
  ASSAY_TRY(auto chunk, chunk_at(x_transaction, *column));
  const auto content = [&]() -> Result<Bytes> { return payload_of(chunk); };
  auto below = kEnd;
  for (auto touch = place.touches.rbegin(); touch != place.touches.rend(); ++touch) {
    ASSAY_CHECK(feed(place, touch->seq + 1, below, content));
    below = touch->seq;
    ASSAY_TRY(const auto entry, record(touch->seq));
    bool is_undone = false;
    if (const auto* figures = std::get_if<FiguresPart>(&entry.part)) {
      ASSAY_TRY(is_undone, undo(*figures, touch->seq, chunk));
    } else if (const auto* loaded = std::get_if<LoadedPart>(&entry.part)) {
      is_undone = undo(*loaded, touch->seq, chunk);
    }
    if (!is_undone) return {};
  }
  ASSAY_CHECK(feed(place, 0, below, content));
  close(place, payload_of(chunk).empty());
  return {};
}

Result<bool> ReplayCheck::undo(const FiguresPart& part, std::uint64_t seq, Chunk& chunk) {
  for (const auto& [slot, before, after] : part.cells) {
    if (after ? !chunk.has(slot) || chunk.values[slot] != *after : chunk.has(slot)) {
      ASSAY_CHECK(differ(part.place, slot, seq));
      return false;
    }
    before ? chunk.set(slot, *before) : chunk.clear(slot);
  }
  return true;
}

bool ReplayCheck::undo(const LoadedPart& part, std::uint64_t seq, Chunk& chunk) {
  auto old = chunk_of_payload(part.old_payload);
  if (!old || digest_of_payload(payload_of(chunk)) != part.digest) {
    if (auto told = differ(part.place, std::nullopt, seq); !told) x_faults.add(told.error());
    return false;
  }
  chunk = std::move(*old);
  return true;
}

Status ReplayCheck::differ(const ObsKey& place, std::optional<std::uint32_t> slot,
                           std::uint64_t seq) {
  auto error = damaged(Stored{Table::Obs, place.key(), {}, x_transaction.file()},
                       "journal entry " + std::to_string(seq));
  if (auto code = x_shower.indicator(place.indicator)) error.where.indicator = std::move(*code);
  if (slot) {
    auto unit = x_shower.unit_at(std::uint64_t{place.chunk} * kRows_per_chunk + *slot);
    if (unit) error.where.unit = std::move(*unit);
  }
  x_faults.add(std::move(error));
  return {};
}

// Deltas beside a chunk are figures like the others; one without a chunk is read by nobody.
Status ReplayCheck::walk_deltas() {
  ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::ObsDelta));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    const auto key = DeltaKey::parse(stored->key.view());
    if (!key) return std::unexpected(damaged(*stored, "key"));
    ASSAY_TRY(const auto chunk, x_transaction.get(Table::Obs, key->column.key()));
    if (!chunk) x_faults.add(damaged(*stored, "chunk"));
    // On to the next chunk's: slots end below this.
    ASSAY_TRY(stored, cursor.at_or_after(DeltaKey{key->column, kRows_per_chunk}.key()));
  }
  return {};
}

// --- Records ------------------------------------------------------------------------------------

template <class Part, class Record>
Status ReplayCheck::walk_changes(const Place& place, Result<Record> (*decode)(const Stored&)) {
  std::optional<Record> now;
  if (place.stored) {
    ASSAY_TRY(now, decode(*place.stored));
  }
  const auto content = [&]() -> Result<Bytes> { return now ? canonical_bytes(*now) : Bytes(); };
  auto below = kEnd;
  for (auto touch = place.touches.rbegin(); touch != place.touches.rend(); ++touch) {
    if (now) ASSAY_CHECK(feed(place, touch->seq + 1, below, content));
    below = touch->seq;
    ASSAY_TRY(auto entry, record(touch->seq));
    auto& part = std::get<Part>(entry.part);
    if (!now || !(*now == part.after)) {
      differ(place, touch->seq);
      return {};
    }
    now = std::move(part.before);
  }
  if (now) ASSAY_CHECK(feed(place, 0, below, content));
  close(place, !now.has_value());
  return {};
}

// Of what is written once and never changed.
Status ReplayCheck::walk_once(const Place& place) {
  const auto content = [&]() -> Result<Bytes> { return content_of(*place.stored); };
  if (place.touches.empty()) {
    ASSAY_CHECK(feed(place, 0, kEnd, content));
    close(place, is_part_of_run(place));
    return {};
  }
  const auto seq = place.touches.front().seq;
  if (place.touches.size() > 1) differ(place, place.touches[1].seq);
  if (!place.stored) {
    differ(place, seq);
    return {};
  }
  ASSAY_TRY(const auto entry, record(seq));
  ASSAY_TRY(const bool is_held, holds(*place.stored, entry.part));
  if (!is_held) differ(place, seq);
  return feed(place, seq + 1, kEnd, content);
}

Result<bool> ReplayCheck::holds(const Stored& stored, const ChangePart& part) const {
  if (const auto* text = std::get_if<TextPart>(&part)) {
    ASSAY_TRY(const auto words, decode_text(stored));
    return words == text->text;
  }
  if (const auto* indicator = std::get_if<IndicatorPart>(&part)) {
    ASSAY_TRY(const auto after, decode_indicator(stored));
    if (after != indicator->after) return false;
    if (!indicator->before) return indicator->version == 1;
    const auto key = version_key(indicator->number, indicator->version - 1);
    ASSAY_TRY(const auto earlier, x_transaction.get(Table::Indicator, key));
    if (!earlier) return false;
    ASSAY_TRY(const auto before, decode_indicator(*earlier));
    return before == *indicator->before;
  }
  if (const auto* scheme = std::get_if<SchemePart>(&part)) {
    ASSAY_TRY(const auto record, decode_scheme(stored));
    return record.id == scheme->id && digest_of(record.text) == scheme->digest;
  }
  if (const auto* assessment = std::get_if<AssessmentPart>(&part))
    return content_digest(stored.value) == assessment->content;
  if (const auto* package = std::get_if<PackagePart>(&part))
    return content_digest(stored.value) == package->content;
  if (const auto* published = std::get_if<PublishedPart>(&part)) {
    ASSAY_TRY(const auto content, digest_of_run(x_transaction, Table::Published, published->run));
    return content == published->content;
  }
  const auto* run = std::get_if<RunEntryPart>(&part);
  if (run == nullptr) return false;
  if (stored.table == Table::RunKey) {
    ASSAY_TRY(const auto number, decode_run_key(stored));
    return number == run->number;
  }
  ASSAY_TRY(const auto content, digest_of_run(x_transaction, Table::Run, run->number));
  return content == run->content;
}

// Further parts of a run are covered by the entry of its first.
bool ReplayCheck::is_part_of_run(const Place& place) const {
  if (place.table != Table::Run && place.table != Table::Published) return false;
  const auto table = index_in_state(place.table);
  const Touch first{table, run_part_key(read_u64(place.key.view(), 0), 0), 0};
  const auto found = std::ranges::lower_bound(x_touches, first);
  return found != x_touches.end() && found->table == table &&
         std::ranges::equal(found->key.view(), first.key.view());
}

// --- Shared -------------------------------------------------------------------------------------

Result<JournalRecord> ReplayCheck::record(std::uint64_t seq) const {
  const auto key = id_key(seq);
  ASSAY_TRY(const auto stored, x_transaction.get(Table::Journal, key));
  if (!stored)
    return std::unexpected(
        damaged(x_transaction.file(), Table::Journal, std::to_string(seq), "missing"));
  return decode_journal(*stored);
}

void ReplayCheck::close(const Place& place, bool is_empty) {
  const bool has_base = !x_upgrades.empty() && x_upgrades.front().from_format == 1;
  if (is_empty || has_base) return;
  if (const auto column = ObsKey::parse(place.key.view()); place.table == Table::Obs && column) {
    x_faults.add(damaged(Stored{place.table, place.key, {}, x_transaction.file()}, "journal"));
    return;
  }
  x_faults.add(damaged(x_transaction.file(), place.table,
                       describe_key(place.table, place.key.view()), "journal"));
}

void ReplayCheck::differ(const Place& place, std::uint64_t seq) {
  x_faults.add(damaged(x_transaction.file(), place.table,
                       describe_key(place.table, place.key.view()),
                       "journal entry " + std::to_string(seq)));
}

template <class Content>
Status ReplayCheck::feed(const Place& place, std::uint64_t from, std::uint64_t below,
                         const Content& content) {
  for (auto& upgrade : x_upgrades) {
    if (upgrade.seq < from || upgrade.seq >= below) continue;
    ASSAY_TRY(const auto bytes, content());
    upgrade.found.add(place.table, place.key.view(), bytes);
  }
  return {};
}

}  // namespace assay::store
