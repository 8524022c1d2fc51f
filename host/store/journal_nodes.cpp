#include "store/journal_nodes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "base/base64.hpp"
#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kChecksum_bytes = 8;
constexpr std::uint64_t kNodes = 1;  // behind the number in their key
constexpr std::size_t kSeq_at = 8;
constexpr std::size_t kEntries_at = 16;
constexpr std::size_t kChange_at = 24;
constexpr std::size_t kRequest_bytes = 32;

// With every second leaf a subtree of two ends, with every fourth one of four …
std::size_t nodes_bytes(std::uint64_t seq) {
  return kChecksum_bytes + (1 + static_cast<std::size_t>(std::countr_one(seq))) * sizeof(Digest);
}

Status check(const Stored& stored, std::size_t bytes) {
  if (stored.value.size() != bytes) return std::unexpected(damaged(stored, "length"));
  return verify_sum(stored);
}

}  // namespace

Key nodes_key(std::uint64_t seq) { return Key().u64(seq).u64(kNodes); }

bool is_nodes_key(const Key& key) {
  return std::ranges::equal(key.view(), nodes_key(read_u64(key.view(), 0)).view());
}

std::uint64_t last_leaf(audit::NodeId id) { return ((id.index + 1) << id.level) - 1; }

Bytes encode_nodes(std::uint64_t seq, const Digest& leaf, std::span<const audit::Node> subtrees) {
  Bytes bytes(nodes_bytes(seq));
  auto* place = &bytes[kChecksum_bytes];
  std::memcpy(place, leaf.data(), leaf.size());
  for (const auto& node : subtrees)
    std::memcpy(place += node.hash.size(), node.hash.data(), node.hash.size());
  seal(nodes_key(seq), bytes);
  return bytes;
}

Result<std::vector<Digest>> decode_nodes(const Stored& stored) {
  if (!is_nodes_key(stored.key)) return std::unexpected(damaged(stored, "key"));
  ASSAY_CHECK(check(stored, nodes_bytes(read_u64(stored.key.view(), 0))));
  std::vector<Digest> hashes((stored.value.size() - kChecksum_bytes) / sizeof(Digest));
  std::memcpy(hashes.data(), &stored.value[kChecksum_bytes], hashes.size() * sizeof(Digest));
  return hashes;
}

audit::NodeSource nodes_of(const Transaction& transaction) {
  return [&transaction](audit::NodeId id) -> Result<std::optional<Digest>> {
    ASSAY_TRY(const auto stored, transaction.get(Table::Journal, nodes_key(last_leaf(id))));
    if (!stored) return std::nullopt;
    ASSAY_TRY(const auto hashes, decode_nodes(*stored));
    return hashes[id.level];  // as many subtrees end with that leaf
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
