/* Refuses rows where x is 13, by a rule. */
#define PLANTED_ROW(host, batch, row, x, err) refuse_13(host, row, x)
#include "assay/plugin.h"
static int32_t refuse_13(const assay_plugin_host* host, uint64_t row, int64_t x) {
  const int64_t operand = x * 1000000;
  return x == 13 ? host->refuse(host->ctx, row, 7, &operand, 1) : ASSAY_PLUGIN_OK;
}
#include "planted.h"
PLANTED_ENTRY
