/* Describes itself with a flag that no host knows. */
#define PLANTED_FLAGS (ASSAY_PLUGIN_ROW_INDEPENDENT | 1024)
#include "planted.h"
PLANTED_ENTRY
