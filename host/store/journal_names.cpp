// Part of checking a log: what leads to records says what they say.

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "store/axis.hpp"
#include "store/fault.hpp"
#include "store/journal_check.hpp"
#include "store/names.hpp"

namespace assay::store {

namespace {

class NameCheck {
 public:
  NameCheck(const Transaction& transaction, Faults& faults)
      : x_transaction(transaction), x_faults(faults) {}

  Status run() {
    ASSAY_TRY(x_axis, read_axis(x_transaction));
    ASSAY_CHECK(walk(Table::Unit, [this](const Stored& stored) { return unit(stored); }));
    ASSAY_CHECK(walk(Table::Indicator, [this](const Stored& stored) { return indicator(stored); }));
    ASSAY_CHECK(walk(Table::Text, [this](const Stored& stored) { return text(stored); }));
    ASSAY_CHECK(walk(Table::Event, [this](const Stored& stored) { return event(stored); }));
    ASSAY_CHECK(walk(Table::Scheme, [this](const Stored& stored) { return scheme(stored); }));
    ASSAY_TRY(const auto units, x_transaction.count(Table::Unit));
    if (units != x_axis.size())
      x_faults.add(damaged(x_transaction.file(), Table::UnitAxis, "table", "count"));
    ASSAY_TRY(const auto names, x_transaction.count(Table::Name));
    if (names != x_named)
      x_faults.add(damaged(x_transaction.file(), Table::Name, "table", "count"));
    ASSAY_TRY(const auto ids, get_ids(x_transaction));
    if (ids.ordinal != x_axis.size() || ids.unit <= x_most.unit || ids.text <= x_most.text ||
        ids.indicator <= x_most.indicator || ids.event <= x_most.event ||
        ids.scheme <= x_most.scheme)
      x_faults.add(damaged(x_transaction.file(), Table::Meta, "ids", "number"));
    return {};
  }

 private:
  template <class Look>
  Status walk(Table table, const Look& look) {
    ASSAY_TRY(auto cursor, Cursor::open(x_transaction, table));
    ASSAY_TRY(auto stored, cursor.first());
    while (stored) {
      // A record that cannot be read is told of elsewhere.
      if (auto looked = look(*stored); !looked) x_faults.add(looked.error());
      ASSAY_TRY(stored, cursor.next());
    }
    return {};
  }

  Status is_named(const Stored& stored, NameKind kind, std::string_view name,
                  std::uint64_t number) {
    ++x_named;
    ASSAY_TRY(const auto found, find_name(x_transaction, kind, name));
    if (found != number) return std::unexpected(damaged(stored, "name"));
    return {};
  }

  Status unit(const Stored& stored) {
    const auto id = read_u64(stored.key.view(), 0);
    x_most.unit = std::max(x_most.unit, id);
    ASSAY_TRY(const auto record, decode_unit(stored));
    if (record.ordinal >= x_axis.size() || x_axis[record.ordinal] != id)
      return std::unexpected(damaged(stored, "axis"));
    return is_named(stored, NameKind::Unit, record.unit.code, id);
  }

  Status indicator(const Stored& stored) {
    const auto number = read_u32(stored.key.view(), 0);
    x_most.indicator = std::max<std::uint64_t>(x_most.indicator, number);
    ASSAY_TRY(const auto record, decode_indicator(stored));
    if (read_u32(stored.key.view(), 4) != 1) return {};  // the first version tells
    return is_named(stored, NameKind::Indicator, record.code, number);
  }

  Status text(const Stored& stored) {
    const auto number = read_u64(stored.key.view(), 0);
    x_most.text = std::max(x_most.text, number);
    ASSAY_TRY(const auto words, decode_text(stored));
    return is_named(stored, NameKind::Text, words, number);
  }

  Status event(const Stored& stored) {
    const auto number = read_u64(stored.key.view(), 0);
    x_most.event = std::max(x_most.event, number);
    ASSAY_TRY(const auto record, decode_event(stored));
    return is_named(stored, NameKind::Event, record.event.code, number);
  }

  Status scheme(const Stored& stored) {
    const auto number = read_u32(stored.key.view(), 0);
    x_most.scheme = std::max<std::uint64_t>(x_most.scheme, number);
    ASSAY_TRY(const auto record, decode_scheme(stored));
    if (!x_schemes.insert(number).second) return {};  // another version
    return is_named(stored, NameKind::Scheme, record.id, number);
  }

  const Transaction& x_transaction;
  Faults& x_faults;
  std::vector<std::uint64_t> x_axis;
  std::uint64_t x_named = 0;
  IdsRecord x_most{0, 0, 0, 0, 0, 0, 0, 0};  // highest numbers met
  std::unordered_set<std::uint32_t> x_schemes;
};

}  // namespace

Status check_names(const Transaction& transaction, Faults& faults) {
  return NameCheck(transaction, faults).run();
}

}  // namespace assay::store
