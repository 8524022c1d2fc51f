#include "store/journal_undo.hpp"

#include <algorithm>
#include <utility>

#include "store/chunk.hpp"
#include "store/fault.hpp"
#include "store/names.hpp"

namespace assay::store {

namespace {

// Up to so many cells are changed one by one; each may cost a look at its whole chunk.
constexpr std::size_t kFew_cells = 8;

model::ColumnChunk chunk_of(const model::Column& column, std::size_t number) {
  return number < column.chunks().size() ? column.chunks()[number] : model::ColumnChunk{};
}

bool holds(const model::ColumnChunk& chunk, const CellChange& cell) {
  return cell.after ? chunk.has(cell.slot) && chunk.cells[cell.slot] == *cell.after
                    : !chunk.has(cell.slot);
}

// In place of what the column has there.
void replace(model::Column& column, std::size_t number, const Chunk& chunk) {
  column.borrow(number, {});
  for (std::size_t row = 0; row < chunk.values.size(); ++row)
    if (chunk.has(row)) column.set(number * kRows_per_chunk + row, chunk.values[row]);
}

void drop_if_empty(model::Snapshot& snapshot, const model::ColumnKey& key) {
  const auto column = snapshot.columns.find(key);
  if (column != snapshot.columns.end() &&
      std::ranges::all_of(column->second.chunks(),
                          [](const auto& chunk) { return chunk.count == 0; }))
    snapshot.columns.erase(column);
}

}  // namespace

Status JournalUndo::undo(const JournalRecord& record) {
  ASSAY_TRY(const bool undone,
            std::visit([this](const auto& part) { return this->undo(part); }, record.part));
  if (!undone)
    return std::unexpected(
        damaged(x_transaction->file(), Table::Journal, std::to_string(record.seq), "replay"));
  return {};
}

Result<bool> JournalUndo::undo(const TextPart& part) {
  auto& texts = x_snapshot->texts;
  if (texts.empty() || texts.size() - 1 != part.number || texts.back() != part.text) return false;
  texts.pop_back();
  return true;
}

Result<bool> JournalUndo::undo(const UnitPart& part) {
  auto& units = x_snapshot->units;
  const auto ordinal = part.after.ordinal;
  if (ordinal >= units.size() || units[ordinal] != part.after.unit) return false;
  if (part.before) {
    units[ordinal] = part.before->unit;
    return true;
  }
  if (ordinal + 1 != units.size()) return false;
  units.pop_back();
  return true;
}

Result<bool> JournalUndo::undo(const IndicatorPart& part) {
  const auto found = x_snapshot->indicators.find(part.after.code);
  if (found == x_snapshot->indicators.end() || found->second != part.after) return false;
  if (part.before)
    found->second = *part.before;
  else
    x_snapshot->indicators.erase(found);
  return true;
}

Result<bool> JournalUndo::undo(const FiguresPart& part) {
  if (!x_takes(part.place.period)) return true;
  ASSAY_TRY(const auto key, column_of(part.place));
  auto& column = x_snapshot->columns[key];
  const auto figures = chunk_of(column, part.place.chunk);
  for (const auto& cell : part.cells)
    if (!holds(figures, cell)) return false;
  if (part.cells.size() > kFew_cells) {
    auto chunk = copy_of(figures);
    for (const auto& [slot, before, after] : part.cells)
      before ? chunk.set(slot, *before) : chunk.clear(slot);
    replace(column, part.place.chunk, chunk);
  } else {
    const auto first = std::size_t{part.place.chunk} * kRows_per_chunk;
    for (const auto& [slot, before, after] : part.cells)
      before ? column.set(first + slot, *before) : column.clear(first + slot);
  }
  drop_if_empty(*x_snapshot, key);
  return true;
}

Result<bool> JournalUndo::undo(const LoadedPart& part) {
  if (!x_takes(part.place.period)) return true;
  const auto old = chunk_of_payload(part.old_payload);
  if (!old) return false;
  ASSAY_TRY(const auto key, column_of(part.place));
  auto& column = x_snapshot->columns[key];
  const auto payload = payload_of(chunk_of(column, part.place.chunk));
  if (digest_of_payload(payload) != part.digest) return false;
  replace(column, part.place.chunk, *old);
  drop_if_empty(*x_snapshot, key);
  return true;
}

Result<bool> JournalUndo::undo(const EventPart& part) {
  take_out_events();
  if (x_takes(part.after.event.period.key())) {
    ASSAY_TRY(const auto after, event_of(part.after));
    const auto found = x_events->find(after.code);
    if (found == x_events->end() || found->second != after) return false;
    x_events->erase(found);
  }
  if (part.before && x_takes(part.before->event.period.key())) {
    ASSAY_TRY(auto before, event_of(*part.before));
    auto code = before.code;
    x_events->insert_or_assign(std::move(code), std::move(before));
  }
  return true;
}

Result<bool> JournalUndo::undo(const ImportedPart& part) {
  const auto& [period, assessment, field, ordinal] = part.place;
  if (!x_takes(period)) return true;
  take_out_fields();
  const auto& texts = x_snapshot->texts;
  if (assessment >= texts.size() || field >= texts.size()) return false;
  const auto found = x_fields->find({period, texts[assessment], texts[field], ordinal});
  if (found == x_fields->end() ||
      ImportedRecord{found->second.value, found->second.full} != part.after)
    return false;
  if (part.before) {
    found->second.value = part.before->value;
    found->second.full = part.before->full;
  } else {
    x_fields->erase(found);
  }
  return true;
}

Result<model::ColumnKey> JournalUndo::column_of(const ObsKey& place) {
  const auto [found, is_new] = x_codes.try_emplace(place.indicator);
  if (is_new) {
    ASSAY_TRY(auto newest, get_indicator(*x_transaction, place.indicator));
    found->second = std::move(newest.indicator.code);
  }
  return model::ColumnKey{found->second, model::Period::from_key(place.period), place.layer};
}

Result<model::Event> JournalUndo::event_of(const EventRecord& record) {
  ASSAY_TRY(auto unit, get_unit(*x_transaction, record.unit_id));
  auto event = record.event;
  event.unit = std::move(unit.unit.code);  // never changes
  return event;
}

void JournalUndo::take_out_events() {
  if (x_events) return;
  x_events.emplace();
  for (auto& event : std::exchange(x_snapshot->events, {})) {
    auto code = event.code;
    x_events->emplace_hint(x_events->end(), std::move(code), std::move(event));
  }
}

void JournalUndo::take_out_fields() {
  if (x_fields) return;
  std::unordered_map<std::string, std::uint32_t> ordinals;
  std::uint32_t next = 0;
  for (const auto& unit : x_snapshot->units) ordinals.emplace(unit.code, next++);
  x_fields.emplace();
  for (auto& field : std::exchange(x_snapshot->assessments, {})) {
    FieldKey key{field.period.key(), field.assessment, field.field, ordinals[field.unit]};
    x_fields->emplace_hint(x_fields->end(), std::move(key), std::move(field));
  }
}

void JournalUndo::finish() {
  if (x_events)
    for (auto& [code, event] : *x_events) x_snapshot->events.push_back(std::move(event));
  if (x_fields)
    for (auto& [key, field] : *x_fields) x_snapshot->assessments.push_back(std::move(field));
}

}  // namespace assay::store
