#pragma once
// Keeps what a plugin does to the floating-point environment from reaching the host.

#include <cfenv>
#include <cstdint>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace assay::plugin {

// Restores rounding mode, exception masks and flags (on x86 MXCSR) on leaving the scope.
class FloatingPointGuard {
 public:
  FloatingPointGuard() { std::fegetenv(&x_environment); }
  ~FloatingPointGuard() { std::fesetenv(&x_environment); }
  FloatingPointGuard(const FloatingPointGuard&) = delete;
  FloatingPointGuard& operator=(const FloatingPointGuard&) = delete;

 private:
  std::fenv_t x_environment{};
};

// Modes that change results (rounding, flush to zero), without the flags that any computation
// raises.
[[nodiscard]] inline std::uint32_t floating_point_mode() {
#if defined(__SSE__)
  static constexpr std::uint32_t kFlags = 0x3F;
  return _mm_getcsr() & ~kFlags;
#else
  return static_cast<std::uint32_t>(std::fegetround());
#endif
}

}  // namespace assay::plugin
