#pragma once
// What Store and Reader hold; shared by the files that implement store.hpp.

#include <memory>
#include <utility>

#include "base/progress.hpp"
#include "store/derived.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Raised when a later program's office could not be read by this one; see docs/formats/store.md.
inline constexpr std::uint32_t kFormat_version = 2;
inline constexpr std::string_view kTruth_folder = "truth";

struct Reader::State {
  State(Transaction begun, std::shared_ptr<Derived> beside)
      : shared(std::make_shared<Transaction>(std::move(begun))),
        transaction(*shared),
        derived(std::move(beside)) {}

  std::shared_ptr<Transaction> shared;  // with the snapshots taken, which borrow from its map
  Transaction& transaction;
  std::shared_ptr<Derived> derived;
};

struct Store::State {
  std::shared_ptr<Environment> environment;
  Mode mode;
  std::shared_ptr<Derived> derived;
  std::int64_t reader_limit_s = 600;
  std::size_t changed_limit_bytes = kMax_changed_bytes;
};

// Which periods a snapshot takes; the whole office when `all`.
struct PeriodFilter {
  bool all = true;
  std::span<const model::Period> periods;

  [[nodiscard]] bool takes(std::uint32_t period_key) const;
};

// Columns borrow from the map as far as they can; the snapshot then keeps the transaction alive.
[[nodiscard]] Result<model::Snapshot> read_snapshot(
    const std::shared_ptr<const Transaction>& transaction, PeriodFilter filter,
    Verify verify = Verify::Always);
[[nodiscard]] Result<std::vector<model::Period>> read_periods(const Transaction& transaction);
// Of a run that is kept whole under `table`.
[[nodiscard]] Result<model::Run> read_run(const Transaction& transaction, Table table,
                                          std::uint64_t id);
[[nodiscard]] Status put_run_whole(Transaction& transaction, Table table, std::uint64_t id,
                                   const model::Run& run);

// Looks at every table (check.cpp).
[[nodiscard]] Result<Health> check_office(const Transaction& transaction,
                                          const Progress& progress = {});

}  // namespace assay::store
