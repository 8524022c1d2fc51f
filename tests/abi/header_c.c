/* Compiled by the abi.* tests only. */
#include "assay/ext/units.h"
#include "assay/plugin.h"

int main(void) {
  const assay_plugin_out column = {sizeof column, ASSAY_PLUGIN_DEC6, 0, NULL, NULL};
  return ASSAY_PLUGIN_HAS(&column, assay_plugin_out, data) ? 0 : 1;
}
