#pragma once
// The axis of units: which unit has which ordinal. Ordinals are given in the order of entry and
// never again. A Transaction's thread rule applies.

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Unit ids by ordinal.
[[nodiscard]] Result<std::vector<std::uint64_t>> read_axis(const Transaction& transaction);

// Appends `ids` from ordinal `first` on, where the axis must end so far.
[[nodiscard]] Status extend_axis(Transaction& transaction, std::uint64_t first,
                                 const std::vector<std::uint64_t>& ids);

}  // namespace assay::store
