/* Takes for y what x was three periods earlier. */
#define PLANTED_Y                                                                          \
  {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6,   0,         3,        PLANTED_STR("y"), \
   PLANTED_STR("kg"),          PLANTED_STR("past"), -HUGE_VAL, HUGE_VAL, PLANTED_STR("x")}
#include "planted.h"
PLANTED_ENTRY
