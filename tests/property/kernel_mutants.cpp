// Kernels of which one bound of the proof is broken.

// AVX2 and plain C++ have both ways to take the remainder; more would take long to compile.
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#define HWY_TARGET_INCLUDE "property/kernel_mutants.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "property/kernel_proof.hpp"
#include "score/kernel/node-inl.h"

HWY_BEFORE_NAMESPACE();
namespace kernel_proof::HWY_NAMESPACE {

// Without the guard an estimate just below a half may be taken for one above it.
struct NoGuard {
  static constexpr double kGuard = 0;
  static constexpr int kFigure_bits = 50;
};

// Figures for which the conversion to double does not hold.
struct LongFigures {
  static constexpr double kGuard = 0x1p-10;
  static constexpr int kFigure_bits = 53;
};

std::vector<Mutant> broken() {
  namespace kernels = assay::score::kernel::HWY_NAMESPACE;
  static const auto kNo_guard = kernels::kernels_for<NoGuard>("no guard");
  static const auto kLong_figures = kernels::kernels_for<LongFigures>("long figures");
  const std::string target = hwy::TargetName(HWY_TARGET);
  return {{target + " without guard", &kNo_guard},
          {target + " with figures up to 2^53", &kLong_figures}};
}

}  // namespace kernel_proof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace kernel_proof {

HWY_EXPORT(broken);

std::vector<Mutant> mutants() {
  auto found = HWY_DYNAMIC_DISPATCH(broken)();
  for (auto& mutant : HWY_STATIC_DISPATCH(broken)()) found.push_back(mutant);
  return found;
}

}  // namespace kernel_proof

#endif
