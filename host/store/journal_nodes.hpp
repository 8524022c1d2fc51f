#pragma once
// The raw values that go with the journal (docs/formats/store.md): nodes of its Merkle tree and
// what became of a request. A Transaction's thread rule applies.

#include <cstdint>
#include <optional>

#include "audit/merkle.hpp"
#include "base/result.hpp"
#include "store/journal.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

[[nodiscard]] Key node_key(audit::NodeId id);
[[nodiscard]] Bytes encode(const Key& key, const Digest& hash);
[[nodiscard]] Result<Digest> decode_node(const Stored& stored);  // store.damaged

// The nodes kept in `transaction`, the hashes of leaves included.
[[nodiscard]] audit::NodeSource nodes_of(const Transaction& transaction);

// Whether a checkpoint's second and third line state this size and root; who signed it is not
// looked at.
[[nodiscard]] bool states(std::string_view checkpoint, std::uint64_t size, const Digest& root);

// What a request did when it landed.
struct RequestRecord {
  std::uint64_t seq = 0;      // its first entry; the log's size where it changed nothing
  std::uint64_t entries = 0;  // how many it made
  Change change = Change::Same;
};

[[nodiscard]] Key request_key(const RequestId& id);
[[nodiscard]] Bytes encode(const Key& key, const RequestRecord& record);
[[nodiscard]] Result<RequestRecord> decode_request(const Stored& stored);
[[nodiscard]] Result<std::optional<RequestRecord>> find_request(const Transaction& transaction,
                                                                const RequestId& id);

}  // namespace assay::store
