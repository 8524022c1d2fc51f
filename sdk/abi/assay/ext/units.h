#pragma once
/* Extension "assay.units/1" of the host: who the rows of the batch are. A plugin that treats units
 * by type, or a unit by those below it, asks for it; one that says ROW_INDEPENDENT may look at the
 * row's own code and type only.
 */

#include "assay/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_PLUGIN_EXT_UNITS "assay.units/1"

/* A row without a parent in the batch. */
#define ASSAY_PLUGIN_NO_PARENT UINT64_MAX

/* Arrays of `rows` elements, in the order of the batch; they live until evaluate returns. */
typedef struct assay_plugin_unit_list {
  uint32_t size, reserved;
  uint64_t rows;
  const assay_plugin_str* code;
  const assay_plugin_str* type; /* "county", "department" ...: the office's word */
  const uint64_t* parent;       /* row of the unit above, or ASSAY_PLUGIN_NO_PARENT */
} assay_plugin_unit_list;

typedef struct assay_plugin_units {
  uint32_t size, reserved;
  /* Fills `list`, whose `size` the plugin has set. [callback], from evaluate only */
  int32_t (*list)(void* ctx, assay_plugin_unit_list* list);
} assay_plugin_units;

#ifdef __cplusplus
} /* extern "C" */
#endif
