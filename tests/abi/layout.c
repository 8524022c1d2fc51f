/* The layout of ABI 1: every struct, every member, every number. A line that fails here is a change
 * that breaks plugins in use. Until the first tagged release a change is allowed with a decision
 * record (docs/decisions); afterwards structs may only grow at their tail. */
#include "assay/ext/units.h"
#include "assay/plugin.h"

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), "size of " #type)
#define AT(type, member, bytes) \
  _Static_assert(offsetof(type, member) == (bytes), "place of " #type "." #member)
#define IS(name, number) _Static_assert((name) == (number), "number of " #name)

SIZE(assay_plugin_str, 16);
AT(assay_plugin_str, p, 0);
AT(assay_plugin_str, n, 8);

SIZE(assay_plugin_ratio, 16);
AT(assay_plugin_ratio, numerator, 0);
AT(assay_plugin_ratio, denominator, 8);

SIZE(assay_plugin_err, 40);
AT(assay_plugin_err, size, 0);
AT(assay_plugin_err, code, 4);
AT(assay_plugin_err, row, 8);
AT(assay_plugin_err, col, 16);
AT(assay_plugin_err, msg_len, 20);
AT(assay_plugin_err, msg_cap, 24);
AT(assay_plugin_err, reserved, 28);
AT(assay_plugin_err, msg, 32);

SIZE(assay_plugin_field, 112);
AT(assay_plugin_field, size, 0);
AT(assay_plugin_field, type, 4);
AT(assay_plugin_field, flags, 8);
AT(assay_plugin_field, periods_back, 12);
AT(assay_plugin_field, id, 16);
AT(assay_plugin_field, unit, 32);
AT(assay_plugin_field, doc, 48);
AT(assay_plugin_field, lo, 64);
AT(assay_plugin_field, hi, 72);
AT(assay_plugin_field, source, 80);
AT(assay_plugin_field, words, 96);
AT(assay_plugin_field, n_words, 104);
AT(assay_plugin_field, reserved, 108);

SIZE(assay_plugin_dataset, 56);
AT(assay_plugin_dataset, size, 0);
AT(assay_plugin_dataset, flags, 4);
AT(assay_plugin_dataset, id, 8);
AT(assay_plugin_dataset, doc, 24);
AT(assay_plugin_dataset, columns, 40);
AT(assay_plugin_dataset, n_columns, 48);
AT(assay_plugin_dataset, reserved, 52);

SIZE(assay_plugin_rule, 64);
AT(assay_plugin_rule, size, 0);
AT(assay_plugin_rule, code, 4);
AT(assay_plugin_rule, flags, 8);
AT(assay_plugin_rule, n_operands, 12);
AT(assay_plugin_rule, id, 16);
AT(assay_plugin_rule, text_en, 32);
AT(assay_plugin_rule, text_zh, 48);

SIZE(assay_plugin_param, 88);
AT(assay_plugin_param, size, 0);
AT(assay_plugin_param, type, 4);
AT(assay_plugin_param, flags, 8);
AT(assay_plugin_param, n_words, 12);
AT(assay_plugin_param, id, 16);
AT(assay_plugin_param, standard, 32);
AT(assay_plugin_param, doc, 48);
AT(assay_plugin_param, lo, 64);
AT(assay_plugin_param, hi, 72);
AT(assay_plugin_param, words, 80);

SIZE(assay_plugin_desc, 192);
AT(assay_plugin_desc, size, 0);
AT(assay_plugin_desc, abi_min, 4);
AT(assay_plugin_desc, abi_cur, 8);
AT(assay_plugin_desc, flags, 12);
AT(assay_plugin_desc, id, 16);
AT(assay_plugin_desc, version, 32);
AT(assay_plugin_desc, vendor, 48);
AT(assay_plugin_desc, doc, 64);
AT(assay_plugin_desc, toolchain, 80);
AT(assay_plugin_desc, rule_sha256, 96);
AT(assay_plugin_desc, in, 128);
AT(assay_plugin_desc, out, 136);
AT(assay_plugin_desc, rules, 144);
AT(assay_plugin_desc, params, 152);
AT(assay_plugin_desc, n_in, 160);
AT(assay_plugin_desc, n_out, 164);
AT(assay_plugin_desc, n_rules, 168);
AT(assay_plugin_desc, n_params, 172);
AT(assay_plugin_desc, datasets, 176);
AT(assay_plugin_desc, n_datasets, 184);
AT(assay_plugin_desc, reserved, 188);

SIZE(assay_plugin_col, 40);
AT(assay_plugin_col, size, 0);
AT(assay_plugin_col, type, 4);
AT(assay_plugin_col, rows, 8);
AT(assay_plugin_col, valid, 16);
AT(assay_plugin_col, data, 24);
AT(assay_plugin_col, offsets, 32);

SIZE(assay_plugin_out, 32);
AT(assay_plugin_out, size, 0);
AT(assay_plugin_out, type, 4);
AT(assay_plugin_out, rows, 8);
AT(assay_plugin_out, valid, 16);
AT(assay_plugin_out, data, 24);

SIZE(assay_plugin_table, 40);
AT(assay_plugin_table, size, 0);
AT(assay_plugin_table, n_cols, 4);
AT(assay_plugin_table, rows, 8);
AT(assay_plugin_table, row_start, 16);
AT(assay_plugin_table, time_ms, 24);
AT(assay_plugin_table, cols, 32);

SIZE(assay_plugin_batch, 80);
AT(assay_plugin_batch, size, 0);
AT(assay_plugin_batch, flags, 4);
AT(assay_plugin_batch, n_in, 8);
AT(assay_plugin_batch, n_out, 12);
AT(assay_plugin_batch, rows, 16);
AT(assay_plugin_batch, first_row, 24);
AT(assay_plugin_batch, period, 32);
AT(assay_plugin_batch, in, 48);
AT(assay_plugin_batch, out, 56);
AT(assay_plugin_batch, tables, 64);
AT(assay_plugin_batch, n_tables, 72);
AT(assay_plugin_batch, reserved, 76);

SIZE(assay_plugin_host, 64);
AT(assay_plugin_host, size, 0);
AT(assay_plugin_host, abi, 4);
AT(assay_plugin_host, ctx, 8);
AT(assay_plugin_host, scratch, 16);
AT(assay_plugin_host, tick, 24);
AT(assay_plugin_host, explain, 32);
AT(assay_plugin_host, refuse, 40);
AT(assay_plugin_host, log, 48);
AT(assay_plugin_host, ext, 56);

SIZE(assay_plugin, 48);
AT(assay_plugin, size, 0);
AT(assay_plugin, reserved, 4);
AT(assay_plugin, desc, 8);
AT(assay_plugin, open, 16);
AT(assay_plugin, evaluate, 24);
AT(assay_plugin, close, 32);
AT(assay_plugin, ext, 40);

SIZE(assay_plugin_unit_list, 40);
AT(assay_plugin_unit_list, size, 0);
AT(assay_plugin_unit_list, reserved, 4);
AT(assay_plugin_unit_list, rows, 8);
AT(assay_plugin_unit_list, code, 16);
AT(assay_plugin_unit_list, type, 24);
AT(assay_plugin_unit_list, parent, 32);

SIZE(assay_plugin_units, 16);
AT(assay_plugin_units, size, 0);
AT(assay_plugin_units, reserved, 4);
AT(assay_plugin_units, list, 8);

IS(ASSAY_PLUGIN_F64, 1);
IS(ASSAY_PLUGIN_I64, 2);
IS(ASSAY_PLUGIN_DEC6, 3);
IS(ASSAY_PLUGIN_RATIO, 4);
IS(ASSAY_PLUGIN_BOOL8, 5);
IS(ASSAY_PLUGIN_DATE32, 6);
IS(ASSAY_PLUGIN_TIME64, 7);
IS(ASSAY_PLUGIN_DICT32, 8);
IS(ASSAY_PLUGIN_UTF8, 9);
IS(ASSAY_PLUGIN_OK, 0);
IS(ASSAY_PLUGIN_EINPUT, 1);
IS(ASSAY_PLUGIN_ECONFIG, 2);
IS(ASSAY_PLUGIN_ENOMEM, 3);
IS(ASSAY_PLUGIN_ECANCEL, 4);
IS(ASSAY_PLUGIN_EINTERNAL, 5);
IS(ASSAY_PLUGIN_EABI, 6);
IS(ASSAY_PLUGIN_ROW_INDEPENDENT, 1);
IS(ASSAY_PLUGIN_INTEGER_ONLY, 2);
IS(ASSAY_PLUGIN_REQUIRED, 1);
IS(ASSAY_PLUGIN_RISING, 2);
IS(ASSAY_PLUGIN_FALLING, 4);
IS(ASSAY_PLUGIN_EXPLAIN, 1);
IS(ASSAY_PLUGIN_ABI_MIN, 1);
IS(ASSAY_PLUGIN_ABI_CURRENT, 1);
IS(ASSAY_PLUGIN_NO_ROW, UINT64_MAX);
IS(ASSAY_PLUGIN_NO_COL, UINT32_MAX);
IS(ASSAY_PLUGIN_NO_PARENT, UINT64_MAX);
