/* Stops at the first row where x is 13. */
#define PLANTED_ROW(host, batch, row, x, err)                                            \
  (x) == 13 ? planted_error(err, ASSAY_PLUGIN_EINPUT, row, "13 is no figure I can take") \
            : ASSAY_PLUGIN_OK
#include "planted.h"
PLANTED_ENTRY
