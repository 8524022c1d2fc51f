/* Calls a function that nothing provides. */
#include "planted.h"
void a_function_of_nobody(void);
const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur,
                                       assay_plugin_err* err) {
  (void)host_min, (void)host_cur, (void)err;
  a_function_of_nobody();
  return &planted_plugin;
}
