/* Gives a flag that is neither 0 nor 1 where x is 13. */
#define PLANTED_ROW(host, batch, row, x, err) set_flag(batch, row, x)
#include "assay/plugin.h"
static int32_t set_flag(const assay_plugin_batch* batch, uint64_t row, int64_t x) {
  if (x == 13) ((uint8_t*)assay_plugin_out_at(batch, 2)->data)[row] = 2;
  return ASSAY_PLUGIN_OK;
}
#include "planted.h"
PLANTED_ENTRY
