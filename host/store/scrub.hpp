#pragma once
// The full check of an office in a process of its own: damage to LMDB's own pages can crash or hang
// whoever reads them, and then only that process. The child is a fork that opens the files anew and
// reports through a pipe; what it found before it ended is kept. Functions are thread-safe.

#include <cstdint>
#include <filesystem>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace assay::store {

struct ScrubOptions {
  // So long may one step take (a page, an entry) before the check counts as stuck.
  std::uint32_t patience_s = 120;
  Progress progress;  // pages and entries of the truth; called in this process
};

// Looks at every page of LMDB's trees, every record and chunk, the numbers they refer to each other
// by, the log, and what is derived. All that is wrong is in Health::faults, also that the check
// crashed or hung; of what is derived in Health::derived_faults, which is harmless. Input error
// store.no_office; Store errors when the check could not be made (store.io, store.unchecked).
[[nodiscard]] Result<Health> scrub_in_child(const std::filesystem::path& office,
                                            const ScrubOptions& options = {});

}  // namespace assay::store
