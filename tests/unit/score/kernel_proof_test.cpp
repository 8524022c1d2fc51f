// A small part of the proof that `assay_kernel_proof` gives at length: every kind of leaf, at
// random and where rounding is hardest, against the formulas; and that a broken bound is found out.
#include <gtest/gtest.h>

#include "property/kernel_proof.hpp"
#include "score/kernel/reference.hpp"

namespace {

namespace kernel = assay::score::kernel;

constexpr std::uint64_t kCells = 20'000;
constexpr std::uint64_t kSeed = 7;

TEST(KernelProof, EveryKindOfLeafIsExact) {
  auto with = kernel::supported();
  with.push_back(&kernel::reference());
  for (const auto family : kernel_proof::kFamilies) {
    const auto tally = kernel_proof::prove(family, with, kCells, kSeed);
    EXPECT_EQ(tally.mismatches, 0U) << tally.first;
    EXPECT_GE(tally.cells, kCells);
  }
  const auto tally = kernel_proof::prove_divide(with, kCells, kSeed);
  EXPECT_EQ(tally.mismatches, 0U) << tally.first;
}

TEST(KernelProof, BrokenBoundsAreFoundOut) {
  for (const auto& mutant : kernel_proof::mutants()) {
    const kernel::Kernels* with[] = {mutant.kernels};
    EXPECT_GT(kernel_proof::prove(kernel_proof::Family::Higher, with, kCells, kSeed).mismatches, 0U)
        << mutant.what;
  }
}

}  // namespace
