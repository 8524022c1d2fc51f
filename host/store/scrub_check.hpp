#pragma once
// What a scrub looks at, in the process that does it: opens the files for itself and walks them
// from their pages up. Damage can end the process; faults are therefore told as they are found.

#include <filesystem>
#include <functional>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

using FaultFound = std::function<void(const Error&)>;

// Fills in `health` except its faults.
void check_truth(const std::filesystem::path& folder, const Progress& progress, Health& health,
                 const FaultFound& found);
// Says nothing when there is no such folder.
void check_derived(const std::filesystem::path& folder, const Progress& progress,
                   const FaultFound& found);

// The next numbers to give lie above all that are given.
[[nodiscard]] Errors check_numbers(const Transaction& transaction);

}  // namespace assay::store
