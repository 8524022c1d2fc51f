#pragma once
// Who reads the office, and whether someone holds it so long that its file cannot but grow: pages
// of old states are used again only when nobody reads them. A Transaction's thread rule applies.

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Those of processes that live.
[[nodiscard]] Result<std::vector<OpenReader>> open_readers(const Environment& environment);

// When commits were made, as far as it is needed to tell the age of readers: in `head`, since
// readers of other processes tell no time. The newest are exact to the second, older ones coarser.
struct CommitTime {
  std::uint64_t transaction = 0;
  std::int64_t time_s = 0;
};
[[nodiscard]] Result<std::vector<CommitTime>> decode_commit_times(const Stored& stored);
[[nodiscard]] Result<std::vector<CommitTime>> read_commit_times(const Transaction& transaction);
// Before the commit of a transaction that changes something.
[[nodiscard]] Status note_commit_time(Transaction& transaction, std::int64_t time_s);

// Store error store.stalled_reader when the file is large, more than twice what is in use, and a
// reader has been open for more than `limit_s`. `transaction` is about to write.
[[nodiscard]] Status refuse_stalled_readers(const Transaction& transaction, std::int64_t now_s,
                                            std::int64_t limit_s);

}  // namespace assay::store
