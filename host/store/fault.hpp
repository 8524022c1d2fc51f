#pragma once
// The store's errors: what LMDB, the system and damaged bytes mean for people. The only place that
// turns their codes into Errors. Values; thread-safe.

#include <filesystem>
#include <string_view>

#include "base/result.hpp"
#include "store/table.hpp"

namespace assay::store {

// `code` is an errno value or one of LMDB's own (negative) codes; `file` is what was worked on.
[[nodiscard]] Error engine_error(int code, std::string_view file);

// A record or chunk whose bytes are not what was written. `why` is a short technical word.
[[nodiscard]] Error damaged(const Stored& stored, std::string_view why);
// The same for a table or record that should be there.
[[nodiscard]] Error damaged(std::string_view file, Table table, std::string key,
                            std::string_view why);

// store.no_office: there is none in the folder.
[[nodiscard]] std::unexpected<Error> no_office(const std::filesystem::path& office);

// store.forked: the process was forked since the office was opened.
[[nodiscard]] Error forked(std::string_view file);

}  // namespace assay::store
