/* Of a time before the oldest version the host serves. */
#define PLANTED_ABI_MIN 0
#define PLANTED_ABI_CURRENT 0
#include "planted.h"
PLANTED_ENTRY
