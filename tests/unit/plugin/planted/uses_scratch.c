/* Asks for more scratch memory than the host gives, then for what it gives. */
#define PLANTED_ROW(host, batch, row, x, err) scratch(host)
#include "assay/plugin.h"
static int32_t scratch(const assay_plugin_host* host) {
  if (host->scratch(host->ctx, (uint64_t)1 << 40, 8) != NULL) return ASSAY_PLUGIN_EINTERNAL;
  if (host->scratch(host->ctx, 8, 3) != NULL) return ASSAY_PLUGIN_EINTERNAL;
  const unsigned char* room = (const unsigned char*)host->scratch(host->ctx, 1000, 64);
  if (room == NULL || (uintptr_t)room % 64 != 0) return ASSAY_PLUGIN_ENOMEM;
  for (int i = 0; i < 1000; ++i)
    if (room[i] != 0) return ASSAY_PLUGIN_EINTERNAL;
  return host->ext(host->ctx, "assay.history/1") == NULL ? ASSAY_PLUGIN_OK : ASSAY_PLUGIN_EINTERNAL;
}
#include "planted.h"
PLANTED_ENTRY
