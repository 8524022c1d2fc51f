/* Gives 100.000001 of at most 100 where x is 13. */
#define PLANTED_ROW(host, batch, row, x, err) set_score(batch, row, x)
#include "assay/plugin.h"
static int32_t set_score(const assay_plugin_batch* batch, uint64_t row, int64_t x) {
  if (x == 13) ((int64_t*)assay_plugin_out_at(batch, 0)->data)[row] = 100000001;
  return ASSAY_PLUGIN_OK;
}
#include "planted.h"
PLANTED_ENTRY
