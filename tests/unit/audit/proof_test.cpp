// All proofs of the trees up to 512 records against the naive tree, and that nothing spoiled
// passes.

#include <gtest/gtest.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "audit/merkle.hpp"
#include "unit/audit/naive_tree.hpp"

namespace assay::audit {
namespace {

TEST(Inclusion, EveryProofUpTo512IsThatOfTheNaiveTree) {
  auto kept = kept_of_naive();
  const auto nodes = kept.source();
  for (std::size_t size = 1; size <= kLargestNaive; ++size) {
    const auto root = naive().root(0, size);
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, nodes).value();
      ASSERT_EQ(proof, naive().path(index, 0, size)) << index << " of " << size;
      ASSERT_TRUE(verify_inclusion(naive().leaf(index), index, size, proof, root))
          << index << " of " << size;
    }
  }
}

TEST(Consistency, EveryProofUpTo512IsThatOfTheNaiveTree) {
  auto kept = kept_of_naive();
  const auto nodes = kept.source();
  for (std::size_t size2 = 0; size2 <= kLargestNaive; ++size2) {
    const auto root2 = naive().root(0, size2);
    for (std::size_t size1 = 0; size1 <= size2; ++size1) {
      const auto proof = consistency_proof(size1, size2, nodes).value();
      // RFC 6962 leaves the empty tree out: it is at the beginning of every tree.
      const auto expected = size1 == 0 ? Proof{} : naive().subproof(size1, 0, size2, true);
      ASSERT_EQ(proof, expected) << size1 << " in " << size2;
      ASSERT_TRUE(verify_consistency(size1, size2, proof, naive().root(0, size1), root2))
          << size1 << " in " << size2;
    }
  }
}

// Which way a proof turns at each hash, from the top: what RFC 6962's recursions decide. A verifier
// told of another place or size must refuse, unless that makes it do the very same.
std::string turns_of_inclusion(std::size_t index, std::size_t size) {
  if (size == 1) return "";
  const auto half = std::bit_floor(size - 1);
  return index < half ? "L" + turns_of_inclusion(index, half)
                      : "R" + turns_of_inclusion(index - half, size - half);
}

std::string turns_of_consistency(std::size_t size1, std::size_t size2, bool whole) {
  if (size1 == size2) return whole ? "." : "x";
  const auto half = std::bit_floor(size2 - 1);
  return size1 <= half ? "L" + turns_of_consistency(size1, half, whole)
                       : "R" + turns_of_consistency(size1 - half, size2 - half, false);
}

// Calls with all 0 < low <= high <= most.
template <class Try>
void for_each_pair(std::size_t most, const Try& attempt) {
  for (std::size_t high = 1; high <= most; ++high)
    for (std::size_t low = 1; low <= high; ++low) attempt(low, high);
}

TEST(Inclusion, OtherPlacesAndSizesDoNotVerify) {
  auto kept = kept_of_naive();
  for_each_pair(13, [&](std::size_t place, std::size_t size) {
    const auto index = place - 1;
    const auto proof = inclusion_proof(index, size, kept.source()).value();
    const auto root = naive().root(0, size);
    for_each_pair(34, [&](std::size_t other_place, std::size_t other_size) {
      const bool same =
          turns_of_inclusion(index, size) == turns_of_inclusion(other_place - 1, other_size);
      ASSERT_EQ(verify_inclusion(naive().leaf(index), other_place - 1, other_size, proof, root),
                same)
          << index << " of " << size << " as " << other_place - 1 << " of " << other_size;
    });
  });
}

TEST(Consistency, OtherSizesDoNotVerify) {
  auto kept = kept_of_naive();
  for_each_pair(13, [&](std::size_t size1, std::size_t size2) {
    const auto proof = consistency_proof(size1, size2, kept.source()).value();
    const auto root1 = naive().root(0, size1);
    const auto root2 = naive().root(0, size2);
    for_each_pair(34, [&](std::size_t other1, std::size_t other2) {
      const bool same =
          turns_of_consistency(size1, size2, true) == turns_of_consistency(other1, other2, true);
      ASSERT_EQ(verify_consistency(other1, other2, proof, root1, root2), same)
          << size1 << " in " << size2 << " as " << other1 << " in " << other2;
    });
  });
}

// Gives every wrong form of a proof: each bit flipped, cut at either end, one hash more.
template <class Try>
void for_each_spoiled(const Proof& proof, const Try& attempt) {
  for (std::size_t i = 0; i < proof.size(); ++i)
    for (std::size_t bit = 0; bit < 8 * sizeof(Digest); ++bit) {
      auto other = proof;
      other[i][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      attempt(other);
    }
  for (std::size_t size = 0; size < proof.size(); ++size) {
    attempt(Proof(proof.begin(), proof.begin() + static_cast<std::ptrdiff_t>(size)));
    attempt(Proof(proof.end() - static_cast<std::ptrdiff_t>(size), proof.end()));
  }
  for (const auto& hash : {Digest{}, proof.empty() ? Digest{} : proof.back()}) {
    auto longer = proof;
    longer.push_back(hash);
    attempt(longer);
    longer = proof;
    longer.insert(longer.begin(), hash);
    attempt(longer);
  }
  for (std::size_t i = 1; i < proof.size(); ++i) {
    auto swapped = proof;
    std::swap(swapped[i - 1], swapped[i]);
    attempt(swapped);
  }
}

template <class Try>
void for_each_flipped(const Digest& digest, const Try& attempt) {
  for (std::size_t bit = 0; bit < 8 * sizeof(Digest); ++bit) {
    auto other = digest;
    other[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    attempt(other);
  }
}

void refuse_spoiled_inclusion(std::size_t index, std::size_t size, const NodeSource& nodes) {
  const auto proof = inclusion_proof(index, size, nodes).value();
  const auto leaf = naive().leaf(index);
  const auto root = naive().root(0, size);
  for_each_spoiled(proof, [&](const Proof& other) {
    ASSERT_FALSE(verify_inclusion(leaf, index, size, other, root)) << index << " of " << size;
  });
  for_each_flipped(leaf, [&](const Digest& other) {
    ASSERT_FALSE(verify_inclusion(other, index, size, proof, root)) << index << " of " << size;
  });
  for_each_flipped(root, [&](const Digest& other) {
    ASSERT_FALSE(verify_inclusion(leaf, index, size, proof, other)) << index << " of " << size;
  });
  for (std::size_t other = 0; other < size + 2; ++other)
    ASSERT_EQ(verify_inclusion(leaf, other, size, proof, root), other == index)
        << other << " for " << index << " of " << size;
}

TEST(Inclusion, NothingSpoiledVerifies) {
  auto kept = kept_of_naive();
  const auto nodes = kept.source();
  for (std::size_t size = 1; size <= 17; ++size)
    for (std::size_t index = 0; index < size; ++index) refuse_spoiled_inclusion(index, size, nodes);
  for (const std::size_t size : {255U, 257U, 300U, 511U, 512U})
    for (const std::size_t index : {std::size_t{0}, size / 2, size - 1})
      refuse_spoiled_inclusion(index, size, nodes);
}

void refuse_spoiled_consistency(std::size_t size1, std::size_t size2, const NodeSource& nodes) {
  const auto proof = consistency_proof(size1, size2, nodes).value();
  const auto root1 = naive().root(0, size1);
  const auto root2 = naive().root(0, size2);
  for_each_spoiled(proof, [&](const Proof& other) {
    ASSERT_FALSE(verify_consistency(size1, size2, other, root1, root2)) << size1 << " in " << size2;
  });
  for_each_flipped(root1, [&](const Digest& other) {
    ASSERT_FALSE(verify_consistency(size1, size2, proof, other, root2)) << size1 << " in " << size2;
  });
  if (size1 > 0)  // the empty tree says nothing about the larger one
    for_each_flipped(root2, [&](const Digest& other) {
      ASSERT_FALSE(verify_consistency(size1, size2, proof, root1, other))
          << size1 << " in " << size2;
    });
  ASSERT_TRUE(size1 == size2 || !verify_consistency(size2, size1, proof, root2, root1))
      << size1 << " in " << size2;
}

TEST(Consistency, NothingSpoiledVerifies) {
  auto kept = kept_of_naive();
  const auto nodes = kept.source();
  for (std::size_t size2 = 0; size2 <= 17; ++size2)
    for (std::size_t size1 = 0; size1 <= size2; ++size1)
      refuse_spoiled_consistency(size1, size2, nodes);
  for (const std::size_t size2 : {255U, 257U, 300U, 511U, 512U})
    for (const std::size_t size1 : {std::size_t{1}, std::size_t{128}, size2 / 2, size2 - 1})
      refuse_spoiled_consistency(size1, size2, nodes);
}

// A log that changed record 3 cannot show that it only grew.
TEST(Consistency, RewrittenHistoryDoesNotVerify) {
  Kept forged;
  Appender tree;
  for (std::size_t i = 0; i < 64; ++i)
    forged.append(tree, i == 3 ? leaf_hash("changed") : naive().leaf(i));
  for (std::size_t size1 = 4; size1 < 64; ++size1) {
    const auto proof = consistency_proof(size1, 64, forged.source()).value();
    EXPECT_FALSE(verify_consistency(size1, 64, proof, naive().root(0, size1), tree.root()));
  }
}

}  // namespace
}  // namespace assay::audit
