#pragma once
// Results of runs in the environment `derived`: a head, and for each group its units in parts
// (docs/formats/store.md, "Results"). A Transaction's thread rule applies.

#include <cstdint>
#include <memory>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "model/results.hpp"
#include "store/transaction.hpp"

namespace assay::store {

inline constexpr std::uint32_t kDerived_version = 1;

// The version of all that is kept; of a new environment, store.damaged.
[[nodiscard]] Result<std::uint32_t> read_derived_version(const Transaction& transaction);
[[nodiscard]] Status write_derived_version(Transaction& transaction);

// The results with that digest, null if they are not kept under `run`. Every byte of them has been
// verified; they read on from `transaction`.
[[nodiscard]] Result<std::unique_ptr<const model::Results>> open_results(
    std::shared_ptr<const Transaction> transaction, std::uint64_t run, const Digest& result);
// In place of what is there of the run; those of the oldest runs go when all together take more
// than `limit_bytes`.
[[nodiscard]] Status write_results(Transaction& transaction, std::uint64_t run,
                                   const model::Results& results, const Digest& result,
                                   std::uint64_t limit_bytes);
// Looks at every entry.
[[nodiscard]] Errors check_results(const std::shared_ptr<const Transaction>& transaction,
                                   const Progress& progress = {});

}  // namespace assay::store
