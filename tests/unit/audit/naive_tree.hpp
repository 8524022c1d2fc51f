#pragma once
// What the tree is compared with: RFC 6962's definition in its own words, and a place that keeps
// nodes as a store does. Not thread-safe.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "audit/merkle.hpp"
#include "base/sha256.hpp"

namespace assay::audit {

using Bytes = std::vector<std::uint8_t>;
inline constexpr std::size_t kLargestNaive = 512;

// The tree as RFC 6962 §2.1 writes it down: recursive, from the leaves, splitting at the largest
// power of two below the size. Subtrees are remembered, or the proofs of all sizes would take long.
class NaiveTree {
 public:
  explicit NaiveTree(std::vector<Bytes> records) : x_records(std::move(records)) {}

  Digest leaf(std::size_t at) const {
    Bytes bytes{0};
    bytes.insert(bytes.end(), x_records[at].begin(), x_records[at].end());
    return sha256(bytes);
  }

  Digest root(std::size_t begin, std::size_t end) {
    if (begin == end) return sha256(Bytes{});
    if (end - begin == 1) return leaf(begin);
    const auto known = x_roots.find({begin, end});
    if (known != x_roots.end()) return known->second;
    const auto middle = begin + split(end - begin);
    Bytes bytes{1};
    for (const auto& half : {root(begin, middle), root(middle, end)})
      bytes.insert(bytes.end(), half.begin(), half.end());
    return x_roots[{begin, end}] = sha256(bytes);
  }

  // PATH(m, D[n]) of §2.1.1, over the records [begin, end).
  Proof path(std::size_t m, std::size_t begin, std::size_t end) {
    if (end - begin == 1) return {};
    const auto k = split(end - begin);
    Proof proof = m < k ? path(m, begin, begin + k) : path(m - k, begin + k, end);
    proof.push_back(m < k ? root(begin + k, end) : root(begin, begin + k));
    return proof;
  }

  // SUBPROOF(m, D[n], b) of §2.1.2.
  Proof subproof(std::size_t m, std::size_t begin, std::size_t end, bool whole) {
    if (m == end - begin) return whole ? Proof{} : Proof{root(begin, end)};
    const auto k = split(end - begin);
    Proof proof =
        m <= k ? subproof(m, begin, begin + k, whole) : subproof(m - k, begin + k, end, false);
    proof.push_back(m <= k ? root(begin + k, end) : root(begin, begin + k));
    return proof;
  }

 private:
  static std::size_t split(std::size_t size) {
    std::size_t k = 1;
    while (2 * k < size) k *= 2;
    return k;
  }
  std::vector<Bytes> x_records;
  std::map<std::pair<std::size_t, std::size_t>, Digest> x_roots;
};

// Keeps nodes as a store does, and reports any that is written twice.
struct Kept {
  std::map<std::uint64_t, Digest> nodes;
  std::uint64_t reads = 0;

  void put(NodeId id, const Digest& hash) {
    EXPECT_TRUE(nodes.emplace(id.packed(), hash).second) << int{id.level} << ":" << id.index;
  }
  void append(Appender& tree, const Digest& leaf) {
    put({0, tree.size()}, leaf);
    for (const auto& node : tree.append(leaf)) put(node.id, node.hash);
  }
  NodeSource source() {
    return [this](NodeId id) -> Result<std::optional<Digest>> {
      ++reads;
      const auto found = nodes.find(id.packed());
      if (found == nodes.end()) return std::nullopt;
      return found->second;
    };
  }
};

// Records of differing length, all different.
inline NaiveTree& naive() {
  static NaiveTree tree([] {
    std::vector<Bytes> records;
    for (std::size_t i = 0; i < kLargestNaive; ++i) {
      records.emplace_back(i % 70, static_cast<std::uint8_t>(i * 7));
      records.back().push_back(static_cast<std::uint8_t>(i));
      records.back().push_back(static_cast<std::uint8_t>(i >> 8U));
    }
    return records;
  }());
  return tree;
}

inline Kept kept_of_naive() {
  Kept kept;
  Appender tree;
  for (std::size_t i = 0; i < kLargestNaive; ++i) kept.append(tree, naive().leaf(i));
  return kept;
}

}  // namespace assay::audit
