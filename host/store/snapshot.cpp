#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <tuple>

#include "store/axis.hpp"
#include "store/catalog.hpp"
#include "store/chunk.hpp"
#include "store/delta.hpp"
#include "store/fault.hpp"
#include "store/names.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

// Reads one snapshot: tables in the order in which they refer to each other.
class SnapshotReader {
 public:
  SnapshotReader(const Transaction& transaction, PeriodFilter filter, Verify verify)
      : x_transaction(transaction), x_filter(filter), x_verify(verify) {}

  Result<model::Snapshot> read() {
    ASSAY_CHECK(read_units());
    ASSAY_CHECK(read_indicators());
    ASSAY_CHECK(read_texts());
    ASSAY_CHECK(read_columns());
    ASSAY_CHECK(read_events());
    ASSAY_CHECK(read_imported());
    return std::move(x_out);
  }

 private:
  Status read_units() {
    ASSAY_TRY(x_axis, read_axis(x_transaction));
    x_out.units.resize(x_axis.size());
    return each_unit(x_transaction, x_axis, [this](UnitRecord&& record) {
      x_ordinals.emplace(x_axis[record.ordinal], record.ordinal);
      x_out.units[record.ordinal] = std::move(record.unit);
    });
  }

  Status read_indicators() {
    return each_indicator(
        x_transaction, [this](std::uint32_t number, model::Indicator&& indicator) {
          x_codes[number] = indicator.code;
          auto code = indicator.code;
          x_out.indicators.insert_or_assign(std::move(code), std::move(indicator));
        });
  }

  Status read_texts() {
    x_out.texts.emplace_back();  // number 0
    ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::Text));
    ASSAY_TRY(auto stored, cursor.first());
    while (stored) {
      ASSAY_TRY(auto text, decode_text(*stored));
      if (read_u64(stored->key.view(), 0) != x_out.texts.size())
        return std::unexpected(damaged(*stored, "gap"));
      x_out.texts.push_back(std::move(text));
      ASSAY_TRY(stored, cursor.next());
    }
    return {};
  }

  // Chunks and the deltas beside them, in the same order. Keys begin with the period: those not
  // wanted are stepped over whole.
  Status read_columns() {
    ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::Obs));
    ASSAY_TRY(auto stored, cursor.first());
    ASSAY_TRY(auto deltas, Cursor::open(x_transaction, Table::ObsDelta));
    ASSAY_TRY(auto delta, deltas.first());
    while (stored) {
      const auto period = read_u32(stored->key.view(), 0);
      if (!x_filter.takes(period)) {
        const auto next = Key().u32(period + 1).u32(0).u32(0).u32(0);
        ASSAY_TRY(stored, cursor.at_or_after(next));
        if (delta) {
          ASSAY_TRY(delta, deltas.at_or_after(next));
        }
        continue;
      }
      ASSAY_CHECK(read_chunk(*stored, deltas, delta));
      ASSAY_TRY(stored, cursor.next());
    }
    if (delta) return std::unexpected(damaged(*delta, "chunk"));
    return {};
  }

  // `delta` is the first that was not read yet, and moves behind those of this chunk.
  Status read_chunk(const Stored& stored, Cursor& deltas, std::optional<Stored>& delta) {
    const auto key = ObsKey::parse(stored.key.view());
    if (!key) return std::unexpected(damaged(stored, "key"));
    const auto code = x_codes.find(key->indicator);
    if (code == x_codes.end()) return std::unexpected(damaged(stored, "key"));
    const auto view = view_chunk(stored, x_verify);
    if (!view) return std::unexpected(name_indicator(view.error(), code->second));
    if (place_of(*key, 0) + view->figures.rows > x_axis.size())
      return std::unexpected(name_indicator(damaged(stored, "length"), code->second));
    if (view->figures.count == 0 && !delta) return {};

    const auto [place, is_new] =
        x_out.columns.try_emplace({code->second, model::Period::from_key(key->period), key->layer});
    auto& column = place->second;
    column.borrow(key->chunk, view->figures);
    auto merged = merge_deltas(stored, deltas, delta, column);
    if (!merged) return std::unexpected(name_indicator(merged.error(), code->second));
    if (column.chunks()[key->chunk].count > 0) return {};
    // No figure, no rows: the same whether they were cleared beside the chunk or in it.
    if (is_new)
      x_out.columns.erase(place);
    else
      column.borrow(key->chunk, {});
    return {};
  }

  // The column copies the chunk as soon as it differs from what lies in the map.
  Status merge_deltas(const Stored& chunk, Cursor& deltas, std::optional<Stored>& delta,
                      model::Column& column) {
    while (delta) {
      const auto key = DeltaKey::parse(delta->key.view());
      if (!key) return std::unexpected(damaged(*delta, "key"));
      const auto column_key = delta->key.view().first(chunk.key.view().size());
      if (!std::ranges::equal(column_key, chunk.key.view())) {
        if (std::ranges::lexicographical_compare(column_key, chunk.key.view()))
          return std::unexpected(damaged(*delta, "chunk"));  // there is none for it
        return {};
      }
      ASSAY_TRY(const auto found, decode_delta(*delta));
      const auto ordinal = place_of(key->column, key->slot);
      if (ordinal >= x_axis.size()) return std::unexpected(damaged(*delta, "length"));
      if (found.value)
        column.set(ordinal, *found.value);
      else
        column.clear(ordinal);
      ASSAY_TRY(delta, deltas.next());
    }
    return {};
  }

  static std::size_t place_of(const ObsKey& key, std::size_t slot) {
    return std::size_t{key.chunk} * kRows_per_chunk + slot;
  }

  static Error name_indicator(Error error, const std::string& code) {
    error.where.indicator = code;
    return error;
  }

  Status read_events() {
    ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::Event));
    ASSAY_TRY(auto stored, cursor.first());
    while (stored) {
      ASSAY_TRY(auto record, decode_event(*stored));
      if (x_filter.takes(record.event.period.key())) {
        const auto unit = x_ordinals.find(record.unit_id);
        if (unit == x_ordinals.end()) return std::unexpected(damaged(*stored, "unit"));
        record.event.unit = x_out.units[unit->second].code;
        x_out.events.push_back(std::move(record.event));
      }
      ASSAY_TRY(stored, cursor.next());
    }
    std::ranges::sort(x_out.events, {}, &model::Event::code);
    return {};
  }

  Status read_imported() {
    std::vector<std::pair<std::uint32_t, model::ImportedField>> fields;  // with their ordinals
    ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::Imported));
    ASSAY_TRY(auto stored, cursor.first());
    while (stored) {
      const auto key = ImportedKey::parse(stored->key.view());
      if (!key || key->ordinal >= x_out.units.size() || key->assessment >= x_out.texts.size() ||
          key->field >= x_out.texts.size())
        return std::unexpected(damaged(*stored, "key"));
      ASSAY_TRY(const auto record, decode_imported(*stored));
      if (x_filter.takes(key->period))
        fields.emplace_back(
            key->ordinal,
            model::ImportedField{x_out.units[key->ordinal].code,
                                 model::Period::from_key(key->period), x_out.texts[key->assessment],
                                 x_out.texts[key->field], record.value, record.full});
      ASSAY_TRY(stored, cursor.next());
    }
    // By words, as the numbers of texts depend on the order of entry.
    std::ranges::sort(fields, {}, [](const auto& entry) {
      const auto& field = entry.second;
      return std::tuple(field.period, std::string_view(field.assessment),
                        std::string_view(field.field), entry.first);
    });
    for (auto& [ordinal, field] : fields) x_out.assessments.push_back(std::move(field));
    return {};
  }

  const Transaction& x_transaction;
  PeriodFilter x_filter;
  Verify x_verify;
  model::Snapshot x_out;
  std::vector<std::uint64_t> x_axis;                            // unit id by ordinal
  std::unordered_map<std::uint64_t, std::uint32_t> x_ordinals;  // and back
  std::unordered_map<std::uint32_t, std::string> x_codes;       // indicator number → code
};

// The first numbers of the keys of `table`, each once.
Status collect_periods(const Transaction& transaction, Table table,
                       std::set<model::Period>& periods) {
  ASSAY_TRY(auto cursor, Cursor::open(transaction, table));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    const auto period = read_u32(stored->key.view(), 0);
    periods.insert(model::Period::from_key(period));
    ASSAY_TRY(stored, cursor.at_or_after(Key().u32(period + 1).u32(0).u32(0).u32(0)));
  }
  return {};
}

}  // namespace

bool PeriodFilter::takes(std::uint32_t period_key) const {
  const auto period = model::Period::from_key(period_key);
  return all || std::ranges::any_of(periods, [&](auto wanted) { return wanted.contains(period); });
}

Result<model::Snapshot> read_snapshot(const std::shared_ptr<const Transaction>& transaction,
                                      PeriodFilter filter, Verify verify) {
  ASSAY_TRY(auto snapshot, SnapshotReader(*transaction, filter, verify).read());
  snapshot.source = transaction;
  return snapshot;
}

Result<std::vector<model::Period>> read_periods(const Transaction& transaction) {
  std::set<model::Period> periods;
  ASSAY_CHECK(collect_periods(transaction, Table::Obs, periods));
  ASSAY_CHECK(collect_periods(transaction, Table::Imported, periods));
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Event));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    ASSAY_TRY(const auto record, decode_event(*stored));
    periods.insert(record.event.period);
    ASSAY_TRY(stored, cursor.next());
  }
  return std::vector(periods.begin(), periods.end());
}

}  // namespace assay::store
