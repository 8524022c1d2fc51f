/* Gives a reason by a rule it never described. */
#define PLANTED_ROW(host, batch, row, x, err) \
  (host->explain(host->ctx, row, 0, 1234, NULL, 0), ASSAY_PLUGIN_OK)
#include "planted.h"
PLANTED_ENTRY
