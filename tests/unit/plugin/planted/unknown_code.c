/* Returns a code that means nothing. */
#define PLANTED_ROW(host, batch, row, x, err) 77
#include "planted.h"
PLANTED_ENTRY
