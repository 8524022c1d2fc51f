/* Reads a dataset with a column of every type: score is the sum of `loss`, rate all other columns
 * of all its rows in one number, odd whether any value was left out. */
#include <math.h>

#include "assay/plugin.h"

#define STR(literal) {literal, sizeof(literal) - 1}
#define COLUMN(type, flags, id, unit, lo, hi, words, n_words) \
  {sizeof(assay_plugin_field),                                \
   type,                                                      \
   flags,                                                     \
   0,                                                         \
   STR(id),                                                   \
   STR(unit),                                                 \
   STR("a column"),                                           \
   lo,                                                        \
   hi,                                                        \
   {0, 0},                                                    \
   words,                                                     \
   n_words,                                                   \
   0}

static const assay_plugin_str kinds[] = {STR("一般"), STR("较大"), STR("重大")};
static const assay_plugin_field columns[] = {
    COLUMN(ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_REQUIRED, "loss", "万元", 0, 90, 0, 0),
    COLUMN(ASSAY_PLUGIN_I64, 0, "deaths", "人", 0, 9, 0, 0),
    COLUMN(ASSAY_PLUGIN_BOOL8, 0, "at_work", "", 0, 0, 0, 0),
    COLUMN(ASSAY_PLUGIN_DATE32, 0, "reported", "", 0, 0, 0, 0),
    COLUMN(ASSAY_PLUGIN_TIME64, 0, "closed", "", 0, 0, 0, 0),
    COLUMN(ASSAY_PLUGIN_DICT32, 0, "kind", "", 0, 0, kinds, 3),
    COLUMN(ASSAY_PLUGIN_UTF8, 0, "place", "", 0, 0, 0, 0),
};
static const assay_plugin_dataset datasets[] = {
    {sizeof(assay_plugin_dataset), 0, STR("accidents"), STR("accidents"), columns, 7, 0}};

#define PLANTED_DATASETS datasets, 1, 0
#define PLANTED_EVALUATE evaluate_rows
#include "planted.h"

static int64_t weigh(const assay_plugin_table* table, uint64_t row) {
  const assay_plugin_col* place = assay_plugin_col_at(table, 6);
  const int64_t length = place->offsets[row + 1] - place->offsets[row];
  const char first = length == 0 ? 'a' : ((const char*)place->data)[place->offsets[row]];
  return ((const int64_t*)assay_plugin_col_at(table, 1)->data)[row] +
         10 * ((const uint8_t*)assay_plugin_col_at(table, 2)->data)[row] +
         100 * (int64_t)((const int32_t*)assay_plugin_col_at(table, 3)->data)[row] +
         ((const int64_t*)assay_plugin_col_at(table, 4)->data)[row] / 1000 +
         1000 * (int64_t)((const uint32_t*)assay_plugin_col_at(table, 5)->data)[row] +
         10000 * length + 100000 * (first - 'a') + table->time_ms[row] / 3600000;
}

static int32_t evaluate_rows(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err) {
  const assay_plugin_table* table = assay_plugin_table_at(batch, 0);
  (void)inst, (void)planted_write;
  if (batch->n_tables != 1 || table->n_cols != 7)
    return planted_error(err, ASSAY_PLUGIN_EINTERNAL, ASSAY_PLUGIN_NO_ROW, "other tables");
  for (uint64_t unit = 0; unit < batch->rows; ++unit) {
    const assay_plugin_out* rate = assay_plugin_out_at(batch, 1);
    int64_t loss = 0;
    assay_plugin_ratio all = {0, 1000000000};
    int any_left_out = 0;
    for (uint64_t row = table->row_start[unit]; row < table->row_start[unit + 1]; ++row) {
      loss += ((const int64_t*)assay_plugin_col_at(table, 0)->data)[row];
      all.numerator += weigh(table, row);
      for (uint32_t i = 0; i < 7; ++i)
        any_left_out |= !assay_plugin_is_valid(assay_plugin_col_at(table, i), row);
    }
    ((int64_t*)assay_plugin_out_at(batch, 0)->data)[unit] = loss;
    ((assay_plugin_ratio*)rate->data)[unit] = all;
    ((uint8_t*)assay_plugin_out_at(batch, 2)->data)[unit] = (uint8_t)any_left_out;
    for (uint32_t i = 0; i < 3; ++i) assay_plugin_set_valid(assay_plugin_out_at(batch, i), unit);
  }
  return ASSAY_PLUGIN_OK;
}

PLANTED_ENTRY
