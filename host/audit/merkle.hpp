#pragma once
// The Merkle tree of the audit log (RFC 6962, RFC 9162 §2.1; SHA-256): whoever holds the root of a
// tree can be shown, in a few hashes, that a record is in it and that a later tree only added
// records. The tree lives elsewhere: `Appender` names the nodes to keep, and a `NodeSource` gives
// them back. Only complete subtrees are kept, each written once and never changed. Pure; functions
// are thread-safe, an Appender belongs to one thread at a time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace assay::audit {

inline constexpr int kHighestLevel = 56;
inline constexpr std::uint64_t kLargestTree = std::uint64_t{1} << kHighestLevel;  // leaves

// A complete subtree: it covers the leaves [index·2^level, (index+1)·2^level).
struct NodeId {
  std::uint8_t level = 0;   // 0 is a leaf, at most kHighestLevel
  std::uint64_t index = 0;  // from the left, below 2^(56−level)

  // Level in the highest byte, index in the other seven: ordered by level, then from the left.
  [[nodiscard]] constexpr std::uint64_t packed() const {
    return std::uint64_t{level} << 56U | index;
  }
  bool operator==(const NodeId&) const = default;
};

struct Node {
  NodeId id;
  Digest hash{};

  bool operator==(const Node&) const = default;
};

// Gives the hash of a complete subtree; nullopt when it is not kept. Leaves (level 0) are asked for
// too: keep their hashes, or hash the record again. Only nodes within the size asked about are
// read.
using NodeSource = std::function<Result<std::optional<Digest>>(NodeId)>;

using Proof = std::vector<Digest>;

[[nodiscard]] Digest leaf_hash(std::span<const std::uint8_t> record);  // SHA-256(00 ‖ record)
[[nodiscard]] Digest leaf_hash(std::string_view record);
[[nodiscard]] Digest node_hash(const Digest& left, const Digest& right);  // SHA-256(01 ‖ l ‖ r)
[[nodiscard]] Digest empty_root();                                        // SHA-256 of nothing

// The right edge of a tree, to which leaves are added. A plain value of about 5 KB without memory
// of its own: copy it before a transaction and put the copy back when that fails.
class Appender {
 public:
  Appender() = default;  // the empty tree
  // The tree of `size` leaves, whose edge (at most 56 nodes) is read from `nodes`.
  // Errors: audit.tree_size, audit.node_missing, and those of `nodes`.
  [[nodiscard]] static Result<Appender> open(std::uint64_t size, const NodeSource& nodes);

  // Adds a leaf and gives the nodes it completed, levels 1, 2, … without a gap (none for every
  // second leaf, one a leaf in the mean); valid until the next call. The leaf itself is node
  // {0, size()−1}, and not among them. Needs size() < kLargestTree.
  [[nodiscard]] std::span<const Node> append(const Digest& leaf_hash);

  [[nodiscard]] std::uint64_t size() const { return x_size; }
  [[nodiscard]] Digest root() const;  // at most 56 hashes

 private:
  std::uint64_t x_size = 0;
  std::array<Digest, kHighestLevel + 1> x_edge{};  // [level] is meant where that bit of size is set
  std::array<Node, kHighestLevel> x_completed{};
};

// What a tree of `size` leaves proves, from nodes that may belong to a larger one. Each reads at
// most 2·56 nodes. Errors: audit.tree_size, audit.leaf_index, audit.node_missing, and those of
// `nodes`.
[[nodiscard]] Result<Digest> root(std::uint64_t size, const NodeSource& nodes);
// That leaf `index` is in the tree of `size` leaves.
[[nodiscard]] Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                            const NodeSource& nodes);
// That the tree of `size2` leaves begins with that of `size1`. Empty when size1 is 0 or size2.
[[nodiscard]] Result<Proof> consistency_proof(std::uint64_t size1, std::uint64_t size2,
                                              const NodeSource& nodes);

// Whether the proof holds; no input is too odd, and a proof too long or too short does not hold.
[[nodiscard]] bool verify_inclusion(const Digest& leaf_hash, std::uint64_t index,
                                    std::uint64_t size, std::span<const Digest> proof,
                                    const Digest& root);
// Every tree begins with the empty one: from size1 = 0 this holds for any root2 and says nothing
// about it.
[[nodiscard]] bool verify_consistency(std::uint64_t size1, std::uint64_t size2,
                                      std::span<const Digest> proof, const Digest& root1,
                                      const Digest& root2);

}  // namespace assay::audit
