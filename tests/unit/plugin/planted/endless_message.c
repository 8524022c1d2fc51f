/* Fails, and says that its message is longer than the buffer. */
#define PLANTED_ROW(host, batch, row, x, err) boast(err)
#include "assay/plugin.h"
static int32_t boast(assay_plugin_err* err) {
  for (uint32_t i = 0; i < err->msg_cap; ++i) err->msg[i] = 'a';
  err->msg_len = 0xFFFFFFFFu;
  return ASSAY_PLUGIN_EINTERNAL;
}
#include "planted.h"
PLANTED_ENTRY
