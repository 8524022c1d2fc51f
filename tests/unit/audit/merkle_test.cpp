#include "audit/merkle.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "unit/audit/naive_tree.hpp"

namespace assay::audit {
namespace {

Bytes unhex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(
        static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return bytes;
}

std::vector<std::string> hex_of(const Result<Proof>& proof) {
  std::vector<std::string> all;
  for (const auto& hash : proof.value()) all.push_back(to_hex(hash));
  return all;
}

// The reference data of Certificate Transparency (RFC 6962): eight records, the roots of their
// trees of 0 to 8, and some proofs.
constexpr std::string_view kRecords[] = {"",
                                         "00",
                                         "10",
                                         "2021",
                                         "3031",
                                         "40414243",
                                         "5051525354555657",
                                         "606162636465666768696a6b6c6d6e6f"};
constexpr std::string_view kRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
const std::string leaf_1 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
const std::string leaf_2 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const std::string leaf_5 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const std::string leaf_7 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f";
const std::string nodes_1_to_2 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
const std::string nodes_3_to_4 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const std::string nodes_5_to_6 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
const std::string nodes_7_to_8 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const std::string nodes_1_to_4 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
const std::string nodes_5_to_8 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

Kept kept_of_reference() {
  Kept kept;
  Appender tree;
  for (const auto record : kRecords) kept.append(tree, leaf_hash(unhex(record)));
  return kept;
}

TEST(Merkle, RootsOfTheReferenceRecords) {
  Appender tree;
  EXPECT_EQ(to_hex(tree.root()), kRoots[0]);
  EXPECT_EQ(to_hex(empty_root()), kRoots[0]);
  for (std::size_t i = 0; i < std::size(kRecords); ++i) {
    (void)tree.append(leaf_hash(unhex(kRecords[i])));
    EXPECT_EQ(to_hex(tree.root()), kRoots[i + 1]) << i;
  }
  auto kept = kept_of_reference();
  for (std::size_t size = 0; size < std::size(kRoots); ++size)
    EXPECT_EQ(to_hex(root(size, kept.source()).value()), kRoots[size]);
  EXPECT_EQ(leaf_hash("\x20\x21"), leaf_hash(unhex("2021")));
}

TEST(Merkle, ProofsOfTheReferenceRecords) {
  auto kept = kept_of_reference();
  const auto nodes = kept.source();
  using Hashes = std::vector<std::string>;
  EXPECT_EQ(hex_of(inclusion_proof(0, 1, nodes)), Hashes{});
  EXPECT_EQ(hex_of(inclusion_proof(0, 8, nodes)), (Hashes{leaf_2, nodes_3_to_4, nodes_5_to_8}));
  EXPECT_EQ(hex_of(inclusion_proof(5, 8, nodes)), (Hashes{leaf_5, nodes_7_to_8, nodes_1_to_4}));
  EXPECT_EQ(hex_of(inclusion_proof(2, 3, nodes)), Hashes{nodes_1_to_2});
  EXPECT_EQ(hex_of(inclusion_proof(1, 5, nodes)), (Hashes{leaf_1, nodes_3_to_4, leaf_5}));
  EXPECT_EQ(hex_of(consistency_proof(1, 1, nodes)), Hashes{});
  EXPECT_EQ(hex_of(consistency_proof(1, 8, nodes)), (Hashes{leaf_2, nodes_3_to_4, nodes_5_to_8}));
  EXPECT_EQ(hex_of(consistency_proof(6, 8, nodes)),
            (Hashes{nodes_5_to_6, nodes_7_to_8, nodes_1_to_4}));
  EXPECT_EQ(hex_of(consistency_proof(2, 5, nodes)), (Hashes{nodes_3_to_4, leaf_5}));
  EXPECT_EQ(hex_of(consistency_proof(6, 7, nodes)), (Hashes{nodes_5_to_6, leaf_7, nodes_1_to_4}));
}

TEST(Appender, HasTheRootOfTheNaiveTreeAtEverySizeAndAfterReopening) {
  Kept kept;
  Appender tree;
  for (std::size_t size = 0; size <= kLargestNaive; ++size) {
    const auto expected = naive().root(0, size);
    EXPECT_EQ(tree.root(), expected) << size;
    EXPECT_EQ(root(size, kept.source()).value(), expected) << size;
    // Only the edge is read again: a node for each bit of the size.
    kept.reads = 0;
    auto reopened = Appender::open(size, kept.source());
    ASSERT_TRUE(reopened.has_value());
    EXPECT_EQ(kept.reads, static_cast<std::uint64_t>(std::popcount(size)));
    EXPECT_EQ(reopened->root(), expected) << size;
    tree = *reopened;
    if (size < kLargestNaive) kept.append(tree, naive().leaf(size));
  }
}

// A tree of 512 has 511 inner nodes: each is named once (see Kept::put), none is left out.
TEST(Appender, NamesEachCompleteSubtreeOnce) {
  const auto kept = kept_of_naive();
  EXPECT_EQ(kept.nodes.size(), 512U + 511U);
  for (std::uint8_t level = 0; level <= 9; ++level)
    for (std::size_t index = 0; index < kLargestNaive >> level; ++index) {
      const auto found = kept.nodes.find(NodeId{level, index}.packed());
      ASSERT_NE(found, kept.nodes.end()) << int{level} << ":" << index;
      EXPECT_EQ(found->second, naive().root(index << level, (index + 1) << level));
    }
}

TEST(Appender, CopyGoesBackToWhereItWasMade) {
  Appender tree;
  for (std::size_t i = 0; i < 5; ++i) (void)tree.append(naive().leaf(i));
  const auto before = tree;
  for (std::size_t i = 0; i < 5; ++i) (void)tree.append(naive().leaf(100 + i));
  tree = before;
  EXPECT_EQ(tree.size(), 5U);
  (void)tree.append(naive().leaf(5));
  EXPECT_EQ(tree.root(), naive().root(0, 6));
}

// Records that are all alike make a tree whose subtrees depend on their size alone, so that the
// largest can be looked at: kAlike[level] is a complete one.
const std::array<Digest, kHighestLevel + 1>& alike() {
  static const auto kAlike = [] {
    std::array<Digest, kHighestLevel + 1> hashes{leaf_hash("alike")};
    for (std::size_t level = 1; level < hashes.size(); ++level)
      hashes[level] = node_hash(hashes[level - 1], hashes[level - 1]);
    return hashes;
  }();
  return kAlike;
}

Digest naive_alike(std::uint64_t size) {
  if (std::has_single_bit(size)) return alike()[static_cast<std::size_t>(std::countr_zero(size))];
  const auto left = std::bit_floor(size);
  return node_hash(naive_alike(left), naive_alike(size - left));
}

// Reads of such a tree, each of which must be a complete subtree within `size`.
NodeSource alike_source(std::uint64_t size, std::uint64_t& reads) {
  return [size, &reads](NodeId id) -> Result<std::optional<Digest>> {
    ++reads;
    EXPECT_LE(id.level, kHighestLevel);
    EXPECT_LE(id.index, (size >> id.level) - 1) << int{id.level};
    return alike()[id.level];
  };
}

TEST(Merkle, SizesUpTo2To56) {
  constexpr auto kMost = kLargestTree;
  for (const auto size : {kMost, kMost - 1, kMost / 2 + 1, kMost / 3, std::uint64_t{690'000'000}}) {
    std::uint64_t reads = 0;
    const auto nodes = alike_source(size, reads);
    const auto whole = naive_alike(size);
    EXPECT_EQ(root(size, nodes).value(), whole);
    for (const auto index : {std::uint64_t{0}, size / 2, size - 2, size - 1}) {
      reads = 0;
      const auto proof = inclusion_proof(index, size, nodes).value();
      EXPECT_LE(reads, 2U * kHighestLevel);
      EXPECT_TRUE(verify_inclusion(alike()[0], index, size, proof, whole)) << index;
      EXPECT_FALSE(verify_inclusion(alike()[1], index, size, proof, whole)) << index;
    }
    for (const auto size1 : {std::uint64_t{1}, std::uint64_t{12'345}, size / 2, size - 1}) {
      reads = 0;
      const auto proof = consistency_proof(size1, size, nodes).value();
      EXPECT_LE(reads, 2U * kHighestLevel);
      EXPECT_TRUE(verify_consistency(size1, size, proof, naive_alike(size1), whole)) << size1;
      EXPECT_FALSE(verify_consistency(size1, size, proof, naive_alike(size1 + 1), whole)) << size1;
    }
  }
}

TEST(Appender, CompletesTheLargestTree) {
  std::uint64_t reads = 0;
  auto tree = Appender::open(kLargestTree - 1, alike_source(kLargestTree - 1, reads)).value();
  EXPECT_EQ(reads, 56U);
  const auto completed = tree.append(alike()[0]);
  ASSERT_EQ(completed.size(), 56U);
  for (std::uint8_t level = 1; level <= kHighestLevel; ++level)
    EXPECT_EQ(completed[level - 1U], (Node{{level, (kLargestTree >> level) - 1}, alike()[level]}));
  EXPECT_EQ(tree.size(), kLargestTree);
  EXPECT_EQ(tree.root(), alike()[56]);
  // As it stands in a key: level 56, index 0; the last leaf has seven bytes of ones.
  EXPECT_EQ(completed.back().id.packed(), 0x3800'0000'0000'0000U);
  EXPECT_EQ((NodeId{0, kLargestTree - 1}.packed()), 0x00FF'FFFF'FFFF'FFFFU);
}

std::string code_of(const auto& result) {
  return result.has_value() ? "none" : result.error().code;
}

TEST(Merkle, WrongQuestionsAreRefused) {
  auto kept = kept_of_reference();
  const auto nodes = kept.source();
  EXPECT_EQ(code_of(inclusion_proof(0, 0, nodes)), "audit.leaf_index");
  EXPECT_EQ(code_of(inclusion_proof(8, 8, nodes)), "audit.leaf_index");
  EXPECT_EQ(code_of(inclusion_proof(0, kLargestTree + 1, nodes)), "audit.tree_size");
  EXPECT_EQ(code_of(consistency_proof(8, 7, nodes)), "audit.tree_size");
  EXPECT_EQ(code_of(consistency_proof(1, kLargestTree + 1, nodes)), "audit.tree_size");
  EXPECT_EQ(code_of(root(kLargestTree + 1, nodes)), "audit.tree_size");
  EXPECT_EQ(code_of(Appender::open(kLargestTree + 1, nodes)), "audit.tree_size");

  // More than the log holds: the node is lacking.
  EXPECT_EQ(code_of(root(9, nodes)), "audit.node_missing");
  EXPECT_EQ(code_of(inclusion_proof(0, 16, nodes)), "audit.node_missing");
  EXPECT_EQ(code_of(consistency_proof(9, 10, nodes)), "audit.node_missing");
  EXPECT_EQ(code_of(Appender::open(9, nodes)), "audit.node_missing");

  // Twice the largest tree, well proved, is still refused.
  Proof proof(alike().begin(), alike().end());
  const auto whole = node_hash(alike()[kHighestLevel], alike()[kHighestLevel]);
  EXPECT_FALSE(verify_inclusion(alike()[0], 0, 2 * kLargestTree, proof, whole));
  EXPECT_FALSE(verify_consistency(1, 2 * kLargestTree, proof, alike()[0], whole));

  const Digest any{};
  EXPECT_FALSE(verify_inclusion(any, 0, kLargestTree + 1, {}, any));
  EXPECT_FALSE(verify_inclusion(any, 0, 0, {}, any));
  EXPECT_FALSE(verify_consistency(kLargestTree + 1, kLargestTree + 1, {}, any, any));
  EXPECT_FALSE(verify_consistency(0, 0, {}, any, any));  // the empty tree has one root only
  EXPECT_TRUE(verify_consistency(0, 0, {}, empty_root(), empty_root()));
}

TEST(Merkle, TroubleOfTheSourceIsPassedOn) {
  const NodeSource broken = [](NodeId) -> Result<std::optional<Digest>> {
    return fail(Failure::Store, "store.io", {"broken", {}});
  };
  EXPECT_EQ(code_of(root(3, broken)), "store.io");
  EXPECT_EQ(code_of(inclusion_proof(0, 2, broken)), "store.io");
  EXPECT_EQ(code_of(consistency_proof(3, 4, broken)), "store.io");
  EXPECT_EQ(code_of(Appender::open(1, broken)), "store.io");
}

}  // namespace
}  // namespace assay::audit
