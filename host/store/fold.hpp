#pragma once
// Folding: the deltas of a column chunk are written into it and taken away. No figure changes, so
// the journal is told nothing. A Transaction's thread rule applies.

#include <cstdint>
#include <memory>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "store/environment.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Folds column chunks, first key first, until at least `deltas` deltas went away or none is left.
// Returns how many column chunks it folded.
[[nodiscard]] Result<std::uint64_t> fold_some(Transaction& transaction, std::uint64_t deltas);

// Folds all there are, in transactions of moderate size. Progress in deltas.
[[nodiscard]] Result<std::uint64_t> fold_all(const std::shared_ptr<Environment>& environment,
                                             const Progress& progress);

}  // namespace assay::store
