/* Does what a library linked with -ffast-math does: switches denormals off as it is loaded. */
#include <xmmintrin.h>

#include "planted.h"
__attribute__((constructor)) static void flush_to_zero(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }
PLANTED_ENTRY
