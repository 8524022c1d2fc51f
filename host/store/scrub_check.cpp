#include "store/scrub_check.hpp"

#include <array>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "store/axis.hpp"
#include "store/fault.hpp"
#include "store/journal_check.hpp"
#include "store/names.hpp"
#include "store/page_tree.hpp"
#include "store/results.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

namespace fs = std::filesystem;

constexpr int kMax_attempts = 100;  // while others commit faster than heads can be read

// A reader, and what its state looks like page by page.
struct Opened {
  std::shared_ptr<Transaction> transaction;
  PageHealth pages;
};

// Others may commit meanwhile; the reader keeps its pages, but the heads go on.
Result<Opened> open_and_check(const fs::path& folder, Room room, const Progress& progress) {
  ASSAY_TRY(const auto environment, Environment::open_alone(folder, room));
  for (int attempt = 0; attempt < kMax_attempts; ++attempt) {
    ASSAY_TRY(auto transaction, Transaction::begin(environment, Access::Read));
    ASSAY_TRY(auto pages, check_pages(folder / "data.mdb", transaction.number(), progress));
    if (pages)
      return Opened{std::make_shared<Transaction>(std::move(transaction)), std::move(*pages)};
  }
  return fail(Failure::Store, "store.busy",
              {ASSAY_TEXT("others write to the office so often that it cannot be looked at; try "
                          "again when less is written"),
               {}},
              {.file = (folder / "data.mdb").string()});
}

// The highest number under which `table` has an entry, read from the front of its keys.
Result<std::uint64_t> highest(const Transaction& transaction, Table table, bool is_short) {
  ASSAY_TRY(auto cursor, Cursor::open(transaction, table));
  ASSAY_TRY(const auto last, cursor.last());
  if (!last) return 0;
  return is_short ? read_u32(last->key.view(), 0) : read_u64(last->key.view(), 0);
}

Status add_numbers(const Transaction& transaction, Errors& faults) {
  ASSAY_TRY(const auto ids, get_ids(transaction));
  struct Series {
    Table table;
    std::uint64_t next;
    bool is_short;  // u32 in the key
  };
  const std::array series{
      Series{Table::Unit, ids.unit, false},    Series{Table::Indicator, ids.indicator, true},
      Series{Table::Text, ids.text, false},    Series{Table::Event, ids.event, false},
      Series{Table::Scheme, ids.scheme, true}, Series{Table::Run, ids.run, false}};
  for (const auto& [table, next, is_short] : series) {
    ASSAY_TRY(const auto last, highest(transaction, table, is_short));
    if (last >= next)
      faults.push_back(damaged(transaction.file(), table, std::to_string(last), "number"));
  }
  ASSAY_TRY(const auto axis, read_axis(transaction));
  if (axis.size() != ids.ordinal)
    faults.push_back(damaged(transaction.file(), Table::UnitAxis, "table", "length"));
  return {};
}

}  // namespace

Errors check_numbers(const Transaction& transaction) {
  Errors faults;
  if (const auto added = add_numbers(transaction, faults); !added) faults.push_back(added.error());
  return faults;
}

void check_truth(const fs::path& folder, const Progress& progress, Health& health,
                 const FaultFound& found) {
  // The pages first, without LMDB: what is found there is told before LMDB may stumble over it.
  if (const auto early = check_pages(folder / "data.mdb", std::nullopt); !early)
    found(early.error());
  auto opened = open_and_check(folder, Room::Truth, progress);
  if (!opened) return found(opened.error());
  for (const auto& fault : opened->pages.faults) found(fault);
  const auto& transaction = *opened->transaction;
  auto checked = check_office(transaction, progress);
  if (!checked) return found(checked.error());
  health = std::move(*checked);
  health.pages = opened->pages.used;
  for (const auto& fault : std::exchange(health.faults, {})) found(fault);
  // A table whose name is damaged is not there, and its pages are those of a table nobody knows.
  const auto tables = health.format_version < kFormat_version ? kTable_count_1 : kTable_count;
  if (const auto all = transaction.environment().complete(tables); !all) found(all.error());
  for (const auto& fault : check_numbers(transaction)) found(fault);
  const auto log = check_log(transaction, {.key = nullptr, .progress = progress});
  if (!log) return found(log.error());
  health.log_size = log->size;
  health.log_root = log->root;
  for (const auto& fault : log->faults) found(fault);
}

void check_derived(const fs::path& folder, const Progress& progress, const FaultFound& found) {
  std::error_code ignored;
  if (!fs::exists(folder / "data.mdb", ignored)) return;
  const auto opened = open_and_check(folder, Room::Derived, progress);
  if (!opened) return found(opened.error());
  for (const auto& fault : opened->pages.faults) found(fault);
  for (const auto& fault : check_results(opened->transaction, progress)) found(fault);
}

}  // namespace assay::store
