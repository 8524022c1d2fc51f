/* Needs a newer host, and does not look at what the host serves. */
#define PLANTED_ABI_MIN 2
#define PLANTED_ABI_CURRENT 3
#include "planted.h"
PLANTED_ENTRY
