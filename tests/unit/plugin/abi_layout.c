/* The layout of ABI 1. A line that fails here is a change that breaks every plugin in use. */
#include "assay/ext/units.h"
#include "assay/plugin.h"

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), "size of " #type)
#define AT(type, member, bytes) \
  _Static_assert(offsetof(type, member) == (bytes), "place of " #type "." #member)

SIZE(assay_plugin_str, 16);
SIZE(assay_plugin_ratio, 16);
AT(assay_plugin_ratio, denominator, 8);

SIZE(assay_plugin_err, 40);
AT(assay_plugin_err, code, 4);
AT(assay_plugin_err, row, 8);
AT(assay_plugin_err, col, 16);
AT(assay_plugin_err, msg_len, 20);
AT(assay_plugin_err, msg_cap, 24);
AT(assay_plugin_err, msg, 32);

SIZE(assay_plugin_field, 112);
AT(assay_plugin_field, periods_back, 12);
AT(assay_plugin_field, type, 4);
AT(assay_plugin_field, flags, 8);
AT(assay_plugin_field, id, 16);
AT(assay_plugin_field, doc, 48);
AT(assay_plugin_field, lo, 64);
AT(assay_plugin_field, hi, 72);
AT(assay_plugin_field, source, 80);
AT(assay_plugin_field, words, 96);
AT(assay_plugin_field, n_words, 104);

SIZE(assay_plugin_dataset, 56);
AT(assay_plugin_dataset, id, 8);
AT(assay_plugin_dataset, doc, 24);
AT(assay_plugin_dataset, columns, 40);
AT(assay_plugin_dataset, n_columns, 48);

SIZE(assay_plugin_rule, 64);
AT(assay_plugin_rule, code, 4);
AT(assay_plugin_rule, n_operands, 12);
AT(assay_plugin_rule, text_zh, 48);

SIZE(assay_plugin_param, 88);
AT(assay_plugin_param, n_words, 12);
AT(assay_plugin_param, doc, 48);
AT(assay_plugin_param, words, 80);

SIZE(assay_plugin_desc, 192);
AT(assay_plugin_desc, abi_min, 4);
AT(assay_plugin_desc, abi_cur, 8);
AT(assay_plugin_desc, flags, 12);
AT(assay_plugin_desc, id, 16);
AT(assay_plugin_desc, toolchain, 80);
AT(assay_plugin_desc, rule_sha256, 96);
AT(assay_plugin_desc, in, 128);
AT(assay_plugin_desc, params, 152);
AT(assay_plugin_desc, n_in, 160);
AT(assay_plugin_desc, n_params, 172);
AT(assay_plugin_desc, datasets, 176);
AT(assay_plugin_desc, n_datasets, 184);

SIZE(assay_plugin_col, 40);
AT(assay_plugin_col, valid, 16);
AT(assay_plugin_col, offsets, 32);
SIZE(assay_plugin_out, 32);
AT(assay_plugin_out, data, 24);
SIZE(assay_plugin_table, 40);
AT(assay_plugin_table, row_start, 16);
AT(assay_plugin_table, cols, 32);

SIZE(assay_plugin_batch, 80);
AT(assay_plugin_batch, rows, 16);
AT(assay_plugin_batch, period, 32);
AT(assay_plugin_batch, in, 48);
AT(assay_plugin_batch, tables, 64);
AT(assay_plugin_batch, n_tables, 72);

SIZE(assay_plugin_host, 64);
AT(assay_plugin_host, abi, 4);
AT(assay_plugin_host, ctx, 8);
AT(assay_plugin_host, refuse, 40);
AT(assay_plugin_host, ext, 56);

SIZE(assay_plugin, 48);
AT(assay_plugin, desc, 8);
AT(assay_plugin, open, 16);
AT(assay_plugin, ext, 40);

SIZE(assay_plugin_unit_list, 40);
AT(assay_plugin_unit_list, parent, 32);
SIZE(assay_plugin_units, 16);
AT(assay_plugin_units, list, 8);

_Static_assert(ASSAY_PLUGIN_UTF8 == 9 && ASSAY_PLUGIN_RATIO == 4 && ASSAY_PLUGIN_EABI == 6,
               "numbers of types and codes");
