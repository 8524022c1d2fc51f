/* Says that all went well and writes nothing. */
#define PLANTED_EVALUATE evaluate_nothing
#include "planted.h"
static int32_t evaluate_nothing(void* inst, const assay_plugin_batch* batch,
                                assay_plugin_err* err) {
  (void)inst, (void)batch, (void)err, (void)planted_write;
  return ASSAY_PLUGIN_OK;
}
PLANTED_ENTRY
