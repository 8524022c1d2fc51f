#pragma once
// Backups of an office while others write to it, and the way back. A backup is one file: a copy of
// the truth as one transaction left it, without unused pages, looked at as a whole before it gets
// its name. What is derived is not in it. Each function either does all or leaves everything as it
// was. Functions are thread-safe.

#include <cstdint>
#include <filesystem>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace assay::store {

// Writes the office's backup into `file`, which must not be there, and returns what looking at it
// found: no faults, and the size and root of its log, to be noted somewhere else. Input errors
// store.no_office, backup.exists, backup.no_folder; Store errors store.damaged (the office or the
// copy), store.full, store.io, …
[[nodiscard]] Result<Health> make_backup(const std::filesystem::path& office,
                                         const std::filesystem::path& file,
                                         const Progress& progress = {});

enum class Replace : std::uint8_t { No, Yes };

// Makes an office of a backup: in a new or empty folder, or, where `replace` says so, in place of
// the office there, which nobody may have open. What was replaced is kept beside it in a folder
// `truth.replaced-…`, to be deleted by hand; entries of its log that the backup does not have are
// no longer the office's. The backup is looked at as a whole first. Returns what that found. Input
// errors store.exists, store.not_empty, store.no_parent, backup.unreadable; Store errors
// backup.damaged, store.in_use, store.no_exchange, store.full, store.io, …
[[nodiscard]] Result<Health> restore_backup(const std::filesystem::path& file,
                                            const std::filesystem::path& office, Replace replace,
                                            const Progress& progress = {});

}  // namespace assay::store
