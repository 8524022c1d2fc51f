#pragma once
// The raw values that go with the journal (docs/formats/store.md): nodes of its Merkle tree, which
// lie behind the entries that completed them, and what became of a request. A Transaction's thread
// rule applies.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audit/merkle.hpp"
#include "base/result.hpp"
#include "store/journal.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Of the nodes that entry `seq` completed: its leaf, and subtrees that end with it.
[[nodiscard]] Key nodes_key(std::uint64_t seq);
[[nodiscard]] bool is_nodes_key(const Key& key);  // else it is that of an entry
[[nodiscard]] std::uint64_t last_leaf(audit::NodeId id);
[[nodiscard]] Bytes encode_nodes(std::uint64_t seq, const Digest& leaf,
                                 std::span<const audit::Node> subtrees);
// By level; store.damaged.
[[nodiscard]] Result<std::vector<Digest>> decode_nodes(const Stored& stored);

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
