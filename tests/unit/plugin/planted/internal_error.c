/* Fails, with a text full of bytes that must not reach a terminal. */
#define PLANTED_ROW(host, batch, row, x, err) \
  planted_error(err, ASSAY_PLUGIN_EINTERNAL, ASSAY_PLUGIN_NO_ROW, "a \x1b[31mred\xff table\nlost")
#include "planted.h"
PLANTED_ENTRY
