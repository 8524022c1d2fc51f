/* Gives a ratio over zero where x is 13 and over -1 where it is 14. */
#define PLANTED_ROW(host, batch, row, x, err) set_rate(batch, row, x)
#include "assay/plugin.h"
static int32_t set_rate(const assay_plugin_batch* batch, uint64_t row, int64_t x) {
  const assay_plugin_ratio value = {1, x - (x == 14 ? 15 : x)};
  if (x == 13 || x == 14) ((assay_plugin_ratio*)assay_plugin_out_at(batch, 1)->data)[row] = value;
  return ASSAY_PLUGIN_OK;
}
#include "planted.h"
PLANTED_ENTRY
