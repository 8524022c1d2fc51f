#include "store/catalog.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "store/axis.hpp"
#include "store/fault.hpp"

namespace assay::store {

namespace {

// A nation's units lie among its journal, on some 500 MB of pages that nobody looks at again.
class PagesRead {
 public:
  explicit PagesRead(const Environment& environment) : x_environment(environment) {}
  PagesRead(const PagesRead&) = delete;
  PagesRead& operator=(const PagesRead&) = delete;
  ~PagesRead() { x_environment.let_go_of_pages(); }

  void note(BytesView bytes) {
    x_first = x_first == nullptr ? bytes.data() : std::min(x_first, bytes.data());
    x_last = std::max(x_last, bytes.data() + bytes.size());
    if (x_last - x_first <= kMost_bytes) return;
    x_environment.let_go_of_pages();
    x_first = x_last = nullptr;
  }

 private:
  static constexpr std::ptrdiff_t kMost_bytes = std::ptrdiff_t{32} << 20U;

  const Environment& x_environment;
  const std::byte* x_first = nullptr;
  const std::byte* x_last = nullptr;
};

}  // namespace

Status each_unit(const Transaction& transaction, std::span<const std::uint64_t> axis,
                 const std::function<void(UnitRecord&&)>& take) {
  std::size_t seen = 0;
  PagesRead pages(transaction.environment());
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Unit));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    pages.note(stored->value);
    ASSAY_TRY(auto record, decode_unit(*stored));
    if (record.ordinal >= axis.size() || axis[record.ordinal] != read_u64(stored->key.view(), 0))
      return std::unexpected(damaged(*stored, "axis"));
    take(std::move(record));
    ++seen;
    ASSAY_TRY(stored, cursor.next());
  }
  if (seen != axis.size())
    return std::unexpected(damaged(transaction.file(), Table::Unit, "table", "missing"));
  return {};
}

Status each_indicator(const Transaction& transaction,
                      const std::function<void(std::uint32_t number, model::Indicator&&)>& take) {
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Indicator));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    ASSAY_TRY(auto indicator, decode_indicator(*stored));
    take(read_u32(stored->key.view(), 0), std::move(indicator));
    ASSAY_TRY(stored, cursor.next());
  }
  return {};
}

Result<model::Catalog> read_catalog(const Transaction& transaction) {
  ASSAY_TRY(const auto axis, read_axis(transaction));
  model::Catalog catalog{.units = model::UnitTable(axis.size()), .indicators = {}};
  ASSAY_CHECK(each_unit(transaction, axis, [&](UnitRecord&& record) {
    catalog.units.put(record.ordinal, record.unit);
  }));
  ASSAY_CHECK(each_indicator(transaction, [&](std::uint32_t, model::Indicator&& indicator) {
    auto code = indicator.code;
    catalog.indicators.insert_or_assign(std::move(code), std::move(indicator));
  }));
  return catalog;
}

}  // namespace assay::store
