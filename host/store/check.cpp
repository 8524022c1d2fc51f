#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "store/axis.hpp"
#include "store/chunk.hpp"
#include "store/delta.hpp"
#include "store/fault.hpp"
#include "store/journal_codec.hpp"
#include "store/journal_nodes.hpp"
#include "store/names.hpp"
#include "store/readers.hpp"
#include "store/result_codec.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kMax_faults = 1'000;

// Walks the tables, verifies and decodes every entry, and follows what one says of another.
// Faults are gathered: one damaged entry does not hide the next.
class Checker {
 public:
  Checker(const Transaction& transaction, const Progress& progress)
      : x_transaction(transaction), x_progress(progress) {}

  Result<Health> run() {
    ASSAY_TRY(const auto format, x_transaction.get(Table::Meta, meta_key("format")));
    if (format) {
      if (const auto record = decode_format(*format)) x_health.format_version = record->version;
    }
    x_health.file_bytes = x_transaction.environment().file_bytes();
    if (auto axis = read_axis(x_transaction))
      x_axis = std::move(*axis);
    else
      note(axis.error());
    for (std::size_t i = 0; i < kTable_count; ++i)
      x_entries += x_transaction.count(static_cast<Table>(i)).value_or(0);
    for (std::size_t i = 0; i < kTable_count; ++i) walk(static_cast<Table>(i));
    head();
    if (x_health.units != x_axis.size())
      note(damaged(x_transaction.file(), Table::Unit, "table", "missing"));
    return std::move(x_health);
  }

 private:
  void note(const Error& error) {
    const auto known = std::ranges::any_of(x_health.faults, [&](const Error& fault) {
      return fault.message == error.message && fault.where == error.where;
    });
    if (!known && x_health.faults.size() < kMax_faults) x_health.faults.push_back(error);
  }

  void walk(Table table) {
    auto cursor = Cursor::open(x_transaction, table);
    if (!cursor) return note(cursor.error());
    std::uint64_t seen = 0;
    for (auto stored = cursor->first();; stored = cursor->next(), ++seen) {
      if (!stored) return note(stored.error());  // a page of the table itself
      const auto& entry = *stored;
      if (!entry) return counted(table, seen);
      const auto sound = look_at(*entry);
      if (!sound) note(sound.error());
      const bool is_chunk = table == Table::Obs || table == Table::UnitAxis;
      ++(is_chunk ? x_health.chunks : x_health.records);
      if (x_progress) x_progress(x_health.chunks + x_health.records, x_entries);
    }
  }

  void head() {
    for (const auto name : {"commits", "log"}) {
      const auto stored = x_transaction.get(Table::Head, meta_key(name));
      if (!stored) note(stored.error());
      if (!stored || !*stored) continue;
      const auto sound = name == std::string_view("log") ? decodes(decode_log_head(**stored))
                                                         : decodes(decode_commit_times(**stored));
      if (!sound) note(sound.error());
      ++x_health.records;
    }
  }

  // LMDB counts the entries of a table; one that cannot be reached any more is missing.
  void counted(Table table, std::uint64_t seen) {
    const auto count = x_transaction.count(table);
    if (!count) return note(count.error());
    if (*count != seen) note(damaged(x_transaction.file(), table, "table", "missing"));
  }

  Status look_at(const Stored& stored) {
    switch (stored.table) {
      case Table::Meta:
        return meta(stored);
      case Table::Name:
        return name(stored);
      case Table::Unit:
        return unit(stored);
      case Table::UnitAxis:
        return axis(stored);
      case Table::Indicator:
        return indicator(stored);
      case Table::Text:
        return text(stored);
      case Table::Obs:
        return figures(stored);
      case Table::Event:
        return event(stored);
      case Table::Imported:
        return imported(stored);
      case Table::Scheme:
        return decodes(decode_scheme(stored));
      case Table::Assessment:
        return assessment(stored);
      case Table::Run:
        return run_record(stored);
      case Table::RunKey:
        return run_name(stored);
      case Table::Diary:
        return decodes(decode_diary(stored));
      case Table::ObsDelta:
        return decodes(decode_delta(stored));
      case Table::Journal:
        return is_nodes_key(stored.key) ? decodes(decode_nodes(stored))
                                        : decodes(decode_journal(stored));
      case Table::Idem:
        return decodes(decode_request(stored));
      case Table::Checkpoint:
        return decodes(decode_checkpoint(stored));
      case Table::Published:
        if (read_u64(stored.key.view(), 8) != 0) return decodes(decode_run_part(stored));
        return decodes(decode_run_head(stored));
      case Table::Package:
        return decodes(decode_package(stored));
      case Table::Setting:
        return setting(stored);
      case Table::Score:  // of another file
      case Table::Head:   // see head()
        break;
    }
    return std::unexpected(damaged(stored, "table"));
  }

  template <class T>
  static Status decodes(const Result<T>& decoded) {
    if (!decoded) return std::unexpected(decoded.error());
    return {};
  }

  static Status holds(bool condition, const Stored& stored, std::string_view why) {
    if (!condition) return std::unexpected(damaged(stored, why));
    return {};
  }

  static Status meta(const Stored& stored) {
    const auto which = describe_key(stored.table, stored.key.view());
    if (which == "format") return decodes(decode_format(stored));
    if (which == "ids") return decodes(decode_ids(stored));
    return {};  // of a later program, which this one need not know
  }

  static Status name(const Stored& stored) {
    ASSAY_TRY(const auto record, decode_name(stored));
    const auto kind = static_cast<NameKind>(read_u32(stored.key.view(), 0));
    return holds(std::ranges::equal(name_key(kind, record.text).view(), stored.key.view()), stored,
                 "key");
  }

  // Some other table's name record leads back to `number`.
  Status is_named(const Stored& stored, NameKind kind, std::string_view text,
                  std::uint64_t number) {
    ASSAY_TRY(const auto found, find_name(x_transaction, kind, text));
    return holds(found == number, stored, "name");
  }

  Status unit(const Stored& stored) {
    ++x_health.units;
    const auto id = read_u64(stored.key.view(), 0);
    x_units.insert(id);
    ASSAY_TRY(const auto record, decode_unit(stored));
    ASSAY_CHECK(is_named(stored, NameKind::Unit, record.unit.code, id));
    return holds(record.ordinal < x_axis.size() && x_axis[record.ordinal] == id, stored, "axis");
  }

  static Status axis(const Stored& stored) { return decodes(decode_chunk(stored)); }

  Status indicator(const Stored& stored) {
    const auto number = read_u32(stored.key.view(), 0);
    const auto decoded = decode_indicator(stored);
    if (x_codes.try_emplace(number).second) ++x_health.indicators;
    if (!decoded) return std::unexpected(decoded.error());
    x_codes[number] = decoded->code;
    return is_named(stored, NameKind::Indicator, decoded->code, number);
  }

  Status text(const Stored& stored) {
    ASSAY_TRY(const auto words, decode_text(stored));
    const auto number = read_u64(stored.key.view(), 0);
    return is_named(stored, NameKind::Text, words, number);
  }

  Status figures(const Stored& stored) {
    const auto key = ObsKey::parse(stored.key.view());
    if (!key) return std::unexpected(damaged(stored, "key"));
    auto sound = chunk_of(stored, *key);
    const auto code = x_codes.find(key->indicator);
    if (code == x_codes.end()) {
      if (sound) return std::unexpected(damaged(stored, "indicator"));
    } else if (!sound && !code->second.empty()) {
      sound.error().where.indicator = code->second;
    }
    return sound;
  }

  Status chunk_of(const Stored& stored, const ObsKey& key) {
    ASSAY_TRY(const auto chunk, decode_chunk(stored));
    const auto end = std::uint64_t{key.chunk} * kRows_per_chunk + chunk.values.size();
    return holds(end <= x_axis.size(), stored, "length");
  }

  Status event(const Stored& stored) {
    ASSAY_TRY(const auto record, decode_event(stored));
    ASSAY_CHECK(
        is_named(stored, NameKind::Event, record.event.code, read_u64(stored.key.view(), 0)));
    return holds(x_units.contains(record.unit_id), stored, "unit");
  }

  Status imported(const Stored& stored) {
    const auto key = ImportedKey::parse(stored.key.view());
    ASSAY_CHECK(holds(key && key->ordinal < x_axis.size(), stored, "key"));
    return decodes(decode_imported(stored));
  }

  static Status setting(const Stored& stored) {
    ASSAY_TRY(const auto record, decode_setting(stored));
    return holds(std::ranges::equal(setting_key(record.name).view(), stored.key.view()), stored,
                 "key");
  }

  static Status assessment(const Stored& stored) {
    ASSAY_TRY(const auto record, decode_assessment(stored));
    return holds(std::ranges::equal(digest_key(record.digest).view(), stored.key.view()), stored,
                 "key");
  }

  Status run_record(const Stored& stored) {
    const auto id = read_u64(stored.key.view(), 0);
    if (read_u64(stored.key.view(), 8) != 0) return decodes(decode_run_part(stored));
    ++x_health.runs;
    ASSAY_CHECK(decodes(decode_run_head(stored)));
    return decodes(read_run(x_transaction, Table::Run, id));  // with all its parts
  }

  Status run_name(const Stored& stored) {
    ASSAY_TRY(const auto id, decode_run_key(stored));
    ASSAY_TRY(const auto found, x_transaction.get(Table::Run, run_part_key(id, 0)));
    return holds(found.has_value(), stored, "run");
  }

  const Transaction& x_transaction;
  const Progress& x_progress;
  std::uint64_t x_entries = 0;  // there are, as LMDB counts them
  Health x_health;
  std::vector<std::uint64_t> x_axis;
  std::unordered_set<std::uint64_t> x_units;               // ids
  std::unordered_map<std::uint32_t, std::string> x_codes;  // indicator number → code
};

}  // namespace

Result<Health> check_office(const Transaction& transaction, const Progress& progress) {
  return Checker(transaction, progress).run();
}

}  // namespace assay::store
