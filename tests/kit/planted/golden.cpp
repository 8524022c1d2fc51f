// A bug that only somebody who knows the answer finds.
#include "planted.hpp"

#if defined(PLANTED_golden_cases)
AFTERWARDS(planted::raise(batch);)
#endif
