/* Returns no description, for a reason of its own. */
#include "planted.h"
const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur,
                                       assay_plugin_err* err) {
  (void)host_min, (void)host_cur, (void)planted_plugin;
  planted_error(err, ASSAY_PLUGIN_EINTERNAL, ASSAY_PLUGIN_NO_ROW, "its licence has run out");
  return NULL;
}
