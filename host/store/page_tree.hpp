#pragma once
// Whether the pages of a file of LMDB 0.9 form whole trees: LMDB itself has no checksums and trusts
// what it reads, so that damage there can end the program. This reads the file page by page without
// LMDB, looks at every number before it is used and therefore cannot crash. It sees heads, free
// lists, keys and where values lie; what values hold is checked by their own checksums. Functions
// are thread-safe.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/progress.hpp"
#include "base/result.hpp"

namespace assay::store {

struct PageHealth {
  std::uint64_t pages = 0;  // of the file, as its head says
  std::uint64_t used = 0;
  std::uint64_t free = 0;
  std::map<std::string, std::uint64_t> entries;  // by table
  Errors faults;                                 // store.damaged; at most 100
};

// Looks at the state that transaction `txn` left, which must be kept from being written over by a
// reader of it, or at the newest when nobody writes. Nothing when the file has gone on since and
// that state can no longer be told (begin another reader and try again). Store error store.io.
[[nodiscard]] Result<std::optional<PageHealth>> check_pages(const std::filesystem::path& file,
                                                            std::optional<std::uint64_t> txn,
                                                            const Progress& progress = {});

}  // namespace assay::store
