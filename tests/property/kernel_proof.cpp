// Proves the scoring kernels of every instruction set of this processor against the formulas in 128
// bits: assay_kernel_proof [CELLS [SEED]], cells for each kind of leaf. Exit status 1 on a
// mismatch, and if a kernel with a broken bound is not found out.
#include "property/kernel_proof.hpp"

#include <charconv>
#include <cstdio>
#include <string_view>

#include "score/kernel/reference.hpp"

namespace {

namespace kernel = assay::score::kernel;

constexpr std::uint64_t kCells = 100'000'000;
constexpr std::uint64_t kSeed = 20'030'101;

std::uint64_t number(std::string_view text, std::uint64_t otherwise) {
  std::uint64_t value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  return trouble == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

bool report(const std::string& name, const kernel_proof::Tally& tally) {
  std::printf("%-14s %12llu cells  %llu mismatches  %s\n", name.c_str(),
              static_cast<unsigned long long>(tally.cells),
              static_cast<unsigned long long>(tally.mismatches), tally.first.c_str());
  std::fflush(stdout);
  return tally.mismatches == 0;
}

// Any kind of leaf may give the mutant away.
bool is_caught(const kernel_proof::Mutant& mutant, std::uint64_t cells, std::uint64_t seed) {
  const kernel::Kernels* with[] = {mutant.kernels};
  for (const auto family : kernel_proof::kFamilies) {
    const auto tally = kernel_proof::prove(family, with, cells, seed);
    if (tally.mismatches == 0) continue;
    std::printf("caught: %s, %llu times in %llu cells; %s\n", mutant.what.c_str(),
                static_cast<unsigned long long>(tally.mismatches),
                static_cast<unsigned long long>(tally.cells), tally.first.c_str());
    return true;
  }
  std::printf("NOT CAUGHT: %s\n", mutant.what.c_str());
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  const auto cells = argc > 1 ? number(argv[1], kCells) : kCells;
  const auto seed = argc > 2 ? number(argv[2], kSeed) : kSeed;
  auto with = kernel::supported();
  with.push_back(&kernel::reference());
  std::printf("seed %llu, targets:", static_cast<unsigned long long>(seed));
  for (const auto* kernels : with) std::printf(" %s", std::string(kernels->target).c_str());
  std::printf("\n");
  bool right = true;
  for (const auto family : kernel_proof::kFamilies)
    right = report(name_of(family), kernel_proof::prove(family, with, cells, seed)) && right;
  right = report("divide", kernel_proof::prove_divide(with, cells, seed)) && right;
  for (const auto& mutant : kernel_proof::mutants())
    right = is_caught(mutant, cells, seed) && right;
  return right ? 0 : 1;
}
