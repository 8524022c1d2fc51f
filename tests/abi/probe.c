/* An object whose one function sees every type of the ABI, so that its debugging data describe
 * them all. */
#include "assay/ext/units.h"
#include "assay/plugin.h"

void assay_abi_probe(const assay_plugin* plugin, const assay_plugin_host* host,
                     const assay_plugin_batch* batch, const assay_plugin_units* units,
                     const assay_plugin_ratio* ratio);
void assay_abi_probe(const assay_plugin* plugin, const assay_plugin_host* host,
                     const assay_plugin_batch* batch, const assay_plugin_units* units,
                     const assay_plugin_ratio* ratio) {
  (void)plugin, (void)host, (void)batch, (void)units, (void)ratio;
}
