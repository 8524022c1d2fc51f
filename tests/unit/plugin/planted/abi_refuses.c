/* Looks at what the host serves and refuses it. */
#include "planted.h"
const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur,
                                       assay_plugin_err* err) {
  if (host_min <= 5 && 5 <= host_cur) return &planted_plugin;
  planted_error(err, ASSAY_PLUGIN_EABI, ASSAY_PLUGIN_NO_ROW, "this build serves ABI 5 only");
  return NULL;
}
