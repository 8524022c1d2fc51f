#pragma once
// Compares libraries of kernels with the formulas, block by block, until so many cells are done.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "property/kernel_cells.hpp"

namespace kernel_proof {

struct Tally {
  std::uint64_t cells = 0;  // each compared on every library
  std::uint64_t mismatches = 0;
  std::string first;  // the first mismatch, for people
};

// Leaves of one family added to nodes.
[[nodiscard]] Tally prove(Family family, std::span<const assay::score::kernel::Kernels* const> with,
                          std::uint64_t cells, std::uint64_t seed);
// Kernels::divide.
[[nodiscard]] Tally prove_divide(std::span<const assay::score::kernel::Kernels* const> with,
                                 std::uint64_t cells, std::uint64_t seed);

// Libraries with a bound of their proof broken: they must not pass. Of the best instruction set
// that this processor has, and of plain C++.
struct Mutant {
  std::string what;
  const assay::score::kernel::Kernels* kernels = nullptr;
};
[[nodiscard]] std::vector<Mutant> mutants();

}  // namespace kernel_proof
