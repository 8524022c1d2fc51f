#include "audit/merkle.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <string>

#include "base/sha256.hpp"

namespace assay::audit {

namespace {

// First byte of what is hashed, so that no leaf passes for a node (RFC 9162 §2.1.1).
constexpr std::uint8_t kLeaf = 0;
constexpr std::uint8_t kNode = 1;

std::unexpected<Error> tree_size(std::uint64_t size) {
  return fail(
      Failure::Input, "audit.tree_size",
      {ASSAY_TEXT("a tree of {size} records is asked for; give a size that the log has had"),
       {{"size", std::to_string(size)}}});
}

std::unexpected<Error> node_missing(NodeId id) {
  return fail(Failure::Store, "audit.node_missing",
              {ASSAY_TEXT("the audit log lacks node {index} of level {level}; restore a backup"),
               {{"index", std::to_string(id.index)}, {"level", std::to_string(id.level)}}});
}

Result<Digest> read(NodeId id, const NodeSource& nodes) {
  ASSAY_TRY(const auto hash, nodes(id));
  if (!hash) return node_missing(id);
  return *hash;
}

// The root over the leaves [start, end), of which there is at least one; `start` is a multiple of
// a power of two that is not below their number. Their number, in binary, names the complete
// subtrees it is made of; the smallest is rightmost.
Result<Digest> range_root(std::uint64_t start, std::uint64_t end, const NodeSource& nodes) {
  std::optional<Digest> hash;
  while (end > start) {
    const auto level = std::countr_zero(end - start);
    const NodeId id{static_cast<std::uint8_t>(level), (end >> level) - 1};
    ASSAY_TRY(const auto left, read(id, nodes));
    hash = hash ? node_hash(left, *hash) : left;
    end -= std::uint64_t{1} << level;
  }
  return *hash;
}

// Appends the siblings that lead from a node to the root of the tree of `size` leaves. The sibling
// at the right edge may be an incomplete subtree, or absent where the edge is a single path.
Status add_path(NodeId from, std::uint64_t size, const NodeSource& nodes, Proof& proof) {
  for (int level = from.level; size > std::uint64_t{1} << level; ++level) {
    const auto sibling = (from.index >> (level - from.level)) ^ 1U;
    const auto start = sibling << level;
    if (start >= size) continue;
    const auto end = std::min(size, start + (std::uint64_t{1} << level));
    ASSAY_TRY(const auto hash, range_root(start, end, nodes));
    proof.push_back(hash);
  }
  return {};
}

// Walks from the leaf `first` towards the root of a tree whose last leaf is `last` (RFC 9162
// §2.1.3.2 and §2.1.4.2).
class Climb {
 public:
  Climb(std::uint64_t first, std::uint64_t last) : x_first(first), x_last(last) {}

  [[nodiscard]] bool at_root() const { return x_last == 0; }
  // Skips the levels at which our node is a right child.
  void skip_right() {
    while ((x_first & 1U) != 0) up();
  }
  // Whether the next sibling stands to the left; goes up past the level where it joins.
  bool join_left() {
    const bool left = (x_first & 1U) != 0 || x_first == x_last;
    // At the right edge, levels without a sibling have no hash in the proof.
    if (left)
      while ((x_first & 1U) == 0 && x_first != 0) up();
    up();
    return left;
  }

 private:
  void up() {
    x_first >>= 1U;
    x_last >>= 1U;
  }
  std::uint64_t x_first;
  std::uint64_t x_last;
};

}  // namespace

Digest leaf_hash(std::span<const std::uint8_t> record) {
  return Sha256().add(std::span(&kLeaf, 1)).add(record).finish();
}

Digest leaf_hash(std::string_view record) {
  return Sha256().add(std::span(&kLeaf, 1)).add(record).finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
  std::array<std::uint8_t, 1 + 2 * sizeof(Digest)> bytes;
  bytes[0] = kNode;
  std::ranges::copy(left, bytes.begin() + 1);
  std::ranges::copy(right, bytes.begin() + 1 + sizeof(Digest));
  return sha256(bytes);
}

Digest empty_root() { return sha256(std::string_view()); }

Result<Appender> Appender::open(std::uint64_t size, const NodeSource& nodes) {
  if (size > kLargestTree) return tree_size(size);
  Appender tree;
  tree.x_size = size;
  for (int level = 0; level <= kHighestLevel; ++level) {
    const auto index = size >> level;
    if ((index & 1U) == 0) continue;
    ASSAY_TRY(tree.x_edge[static_cast<std::size_t>(level)],
              read({static_cast<std::uint8_t>(level), index - 1}, nodes));
  }
  return tree;
}

std::span<const Node> Appender::append(const Digest& leaf_hash) {
  assert(x_size < kLargestTree);
  Digest hash = leaf_hash;
  std::size_t level = 0;
  for (auto left = x_size; (left & 1U) != 0; left >>= 1U) {
    hash = node_hash(x_edge[level], hash);
    x_completed[level] = {{static_cast<std::uint8_t>(level + 1), left >> 1U}, hash};
    ++level;
  }
  x_edge[level] = hash;
  ++x_size;
  return std::span(x_completed).first(level);
}

Digest Appender::root() const {
  if (x_size == 0) return empty_root();
  auto level = static_cast<std::size_t>(std::countr_zero(x_size));
  Digest hash = x_edge[level];
  for (++level; level < x_edge.size(); ++level)
    if ((x_size >> level & 1U) != 0) hash = node_hash(x_edge[level], hash);
  return hash;
}

Result<Digest> root(std::uint64_t size, const NodeSource& nodes) {
  if (size > kLargestTree) return tree_size(size);
  if (size == 0) return empty_root();
  return range_root(0, size, nodes);
}

Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes) {
  if (size > kLargestTree) return tree_size(size);
  if (index >= size)
    return fail(Failure::Input, "audit.leaf_index",
                {ASSAY_TEXT("record {index} is not among the first {size}; records count from 0"),
                 {{"index", std::to_string(index)}, {"size", std::to_string(size)}}});
  Proof proof;
  ASSAY_CHECK(add_path({0, index}, size, nodes, proof));
  return proof;
}

Result<Proof> consistency_proof(std::uint64_t size1, std::uint64_t size2, const NodeSource& nodes) {
  if (size2 > kLargestTree) return tree_size(size2);
  if (size1 > size2) return tree_size(size1);
  Proof proof;
  if (size1 == 0 || size1 == size2) return proof;
  // The last complete subtree of the smaller tree is one of the larger tree as well. Where it is
  // the whole smaller tree, the verifier holds its hash already.
  const auto level = std::countr_zero(size1);
  const NodeId last{static_cast<std::uint8_t>(level), (size1 >> level) - 1};
  if (last.index != 0) {
    ASSAY_TRY(const auto hash, read(last, nodes));
    proof.push_back(hash);
  }
  ASSAY_CHECK(add_path(last, size2, nodes, proof));
  return proof;
}

bool verify_inclusion(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root) {
  if (size > kLargestTree || index >= size) return false;
  Climb climb(index, size - 1);
  Digest hash = leaf_hash;
  for (const auto& sibling : proof) {
    if (climb.at_root()) return false;
    hash = climb.join_left() ? node_hash(sibling, hash) : node_hash(hash, sibling);
  }
  return climb.at_root() && hash == root;
}

bool verify_consistency(std::uint64_t size1, std::uint64_t size2, std::span<const Digest> proof,
                        const Digest& root1, const Digest& root2) {
  if (size1 > size2 || size2 > kLargestTree) return false;
  if (size1 == size2)
    return proof.empty() && root1 == root2 && (size1 != 0 || root1 == empty_root());
  if (size1 == 0) return proof.empty() && root1 == empty_root();

  Digest hash1 = root1;
  if (!std::has_single_bit(size1)) {
    if (proof.empty()) return false;
    hash1 = proof.front();
    proof = proof.subspan(1);
  }
  Digest hash2 = hash1;
  Climb climb(size1 - 1, size2 - 1);
  climb.skip_right();
  for (const auto& sibling : proof) {
    if (climb.at_root()) return false;
    if (climb.join_left()) {
      hash1 = node_hash(sibling, hash1);
      hash2 = node_hash(sibling, hash2);
    } else {
      hash2 = node_hash(hash2, sibling);
    }
  }
  return climb.at_root() && hash1 == root1 && hash2 == root2;
}

}  // namespace assay::audit
