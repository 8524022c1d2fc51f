// The libraries of all instruction sets, and the choice among them.

// Compiled for: AVX3 (AVX-512 F, VL, DQ, BW), AVX2 with FMA, SSE4, and the static one, which is
// plain C++ on x86 (SCALAR or EMU128). Processors with less than SSE4 take the last; vectors
// without fixed size are not for us.
#define ASSAY_UNUSED_TARGETS_ \
  (HWY_SSSE3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#if defined(__SANITIZE_ADDRESS__)  // takes minutes for each; AVX2 and the static one will do
#define HWY_DISABLED_TARGETS (ASSAY_UNUSED_TARGETS_ | HWY_AVX3 | HWY_SSE4)
#else
#define HWY_DISABLED_TARGETS ASSAY_UNUSED_TARGETS_
#endif
#define HWY_TARGET_INCLUDE "score/kernel/targets.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "score/kernel/kernel.hpp"
#include "score/kernel/node-inl.h"

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

const Kernels* library() {
  static const Kernels kLibrary = kernels_for<Proven>(hwy::TargetName(HWY_TARGET));
  return &kLibrary;
}

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <hwy/contrib/sort/vqsort.h>

namespace assay::score::kernel {

namespace {

// Null where the target was not compiled, or is the one that all of the program is compiled for.
const Kernels* library_of(std::int64_t target) {
  if (target == HWY_STATIC_TARGET) return nullptr;
#if HWY_ARCH_X86 && (HWY_TARGETS & HWY_AVX3)
  if (target == HWY_AVX3) return N_AVX3::library();
#endif
#if HWY_ARCH_X86 && (HWY_TARGETS & HWY_AVX2)
  if (target == HWY_AVX2) return N_AVX2::library();
#endif
#if HWY_ARCH_X86 && (HWY_TARGETS & HWY_SSE4)
  if (target == HWY_SSE4) return N_SSE4::library();
#endif
  return nullptr;
}

}  // namespace

std::vector<const Kernels*> supported() {
  std::vector<const Kernels*> libraries;
  // Lower bits are better targets; the one of the program itself is the least.
  for (const auto target : hwy::SupportedAndGeneratedTargets())
    if (const auto* library = library_of(target)) libraries.push_back(library);
  libraries.push_back(HWY_STATIC_DISPATCH(library)());
  return libraries;
}

const Kernels& best() {
  static const Kernels& best = *supported().front();
  return best;
}

void sort_ascending(std::span<std::uint64_t> keys) {
  hwy::Sorter()(keys.data(), keys.size(), hwy::SortAscending());
}

void sort_descending(std::span<std::uint64_t> keys) {
  hwy::Sorter()(keys.data(), keys.size(), hwy::SortDescending());
}

}  // namespace assay::score::kernel

#endif
