#pragma once
// What Store and Reader hold; shared by the files that implement store.hpp.

#include <memory>
#include <utility>

#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Raised when a later program's office could not be read by this one; see docs/formats/store.md.
inline constexpr std::uint32_t kFormat_version = 1;
inline constexpr std::string_view kTruth_folder = "truth";

struct Reader::State {
  Transaction transaction;
};

struct Store::State {
  std::shared_ptr<Environment> environment;
  Mode mode;
};

// Which periods a snapshot takes; the whole office when `all`.
struct PeriodFilter {
  bool all = true;
  std::span<const model::Period> periods;

  [[nodiscard]] bool takes(std::uint32_t period_key) const;
};

[[nodiscard]] Result<model::Snapshot> read_snapshot(const Transaction& transaction,
                                                    PeriodFilter filter);
[[nodiscard]] Result<std::vector<model::Period>> read_periods(const Transaction& transaction);
[[nodiscard]] Result<model::Run> read_run(const Transaction& transaction, std::uint64_t id);

// Looks at every table (check.cpp).
[[nodiscard]] Result<Health> check_office(const Transaction& transaction);

}  // namespace assay::store
