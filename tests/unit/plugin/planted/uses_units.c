/* Refuses rows of units that have no parent in the batch, or that are departments. */
#define PLANTED_ROW(host, batch, row, x, err) look(host, batch, row)
#include <string.h>

#include "assay/ext/units.h"
static int32_t look(const assay_plugin_host* host, const assay_plugin_batch* batch, uint64_t row) {
  const assay_plugin_units* units =
      (const assay_plugin_units*)host->ext(host->ctx, ASSAY_PLUGIN_EXT_UNITS);
  assay_plugin_unit_list list = {sizeof list, 0, 0, NULL, NULL, NULL};
  if (units == NULL || units->list(host->ctx, &list) != ASSAY_PLUGIN_OK || list.rows != batch->rows)
    return ASSAY_PLUGIN_EINTERNAL;
  const int64_t operand = (int64_t)list.code[row].n * 1000000;
  const assay_plugin_str type = list.type[row];
  if (list.parent[row] == ASSAY_PLUGIN_NO_PARENT ||
      (type.n == 10 && memcmp(type.p, "department", 10) == 0))
    return host->refuse(host->ctx, row, 7, &operand, 1);
  return ASSAY_PLUGIN_OK;
}
#include "planted.h"
PLANTED_ENTRY
