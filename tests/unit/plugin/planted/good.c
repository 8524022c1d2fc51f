/* Nothing is wrong with this one. */
#include "planted.h"
PLANTED_ENTRY
