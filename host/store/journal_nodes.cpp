#include "store/journal_nodes.hpp"

#include <cstring>
#include <string>

#include "base/base64.hpp"
#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kChecksum_bytes = 8;
constexpr std::size_t kNode_bytes = kChecksum_bytes + sizeof(Digest);
constexpr std::size_t kSeq_at = 8;
constexpr std::size_t kEntries_at = 16;
constexpr std::size_t kChange_at = 24;
constexpr std::size_t kRequest_bytes = 32;

Status check(const Stored& stored, std::size_t bytes) {
  if (stored.value.size() != bytes) return std::unexpected(damaged(stored, "length"));
  return verify_sum(stored);
}

}  // namespace

Key node_key(audit::NodeId id) { return id_key(id.packed()); }

Bytes encode(const Key& key, const Digest& hash) {
  Bytes bytes(kNode_bytes);
  std::memcpy(&bytes[kChecksum_bytes], hash.data(), hash.size());
  seal(key, bytes);
  return bytes;
}

Result<Digest> decode_node(const Stored& stored) {
  ASSAY_CHECK(check(stored, kNode_bytes));
  Digest hash;
  std::memcpy(hash.data(), &stored.value[kChecksum_bytes], hash.size());
  return hash;
}

audit::NodeSource nodes_of(const Transaction& transaction) {
  return [&transaction](audit::NodeId id) -> Result<std::optional<Digest>> {
    ASSAY_TRY(const auto stored, transaction.get(Table::MerkleNode, node_key(id)));
    if (!stored) return std::nullopt;
    return decode_node(*stored);
  };
}

bool states(std::string_view checkpoint, std::uint64_t size, const Digest& root) {
  const auto origin = checkpoint.find('\n');
  if (origin == std::string_view::npos) return false;
  return checkpoint.substr(origin + 1)
      .starts_with(std::to_string(size) + "\n" + to_base64(root) + "\n");
}

Key request_key(const RequestId& id) { return Key().bytes(id); }

Bytes encode(const Key& key, const RequestRecord& record) {
  Bytes bytes(kRequest_bytes);
  write_le(bytes, kSeq_at, record.seq, 8);
  write_le(bytes, kEntries_at, record.entries, 8);
  write_le(bytes, kChange_at, static_cast<std::uint64_t>(record.change), 8);
  seal(key, bytes);
  return bytes;
}

Result<RequestRecord> decode_request(const Stored& stored) {
  ASSAY_CHECK(check(stored, kRequest_bytes));
  const auto change = read_le(stored.value, kChange_at, 8);
  if (change > static_cast<std::uint64_t>(Change::Same))
    return std::unexpected(damaged(stored, "layout"));
  return RequestRecord{read_le(stored.value, kSeq_at, 8), read_le(stored.value, kEntries_at, 8),
                       static_cast<Change>(change)};
}

Result<std::optional<RequestRecord>> find_request(const Transaction& transaction,
                                                  const RequestId& id) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Idem, request_key(id)));
  if (!stored) return std::nullopt;
  return decode_request(*stored);
}

}  // namespace assay::store
