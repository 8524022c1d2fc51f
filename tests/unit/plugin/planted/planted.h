/* A small plugin in plain C around which each planted plugin does one thing differently. It reads
 * `x` (required, 0 to 1000) and the optional `y`, and gives score = x / 2 (0 to 100), rate = x / y
 * and odd = x is an odd number, the first two explained. A file defines PLANTED_… names before
 * including this, or PLANTED_EVALUATE to replace evaluate. */
#pragma once

#include <math.h>
#include <string.h>

#include "assay/plugin.h"

#define PLANTED_STR(literal) {literal, sizeof(literal) - 1}

#ifndef PLANTED_ABI_MIN
#define PLANTED_ABI_MIN ASSAY_PLUGIN_ABI_MIN
#endif
#ifndef PLANTED_ABI_CURRENT
#define PLANTED_ABI_CURRENT ASSAY_PLUGIN_ABI_CURRENT
#endif
#ifndef PLANTED_FLAGS
#define PLANTED_FLAGS ASSAY_PLUGIN_ROW_INDEPENDENT
#endif
/* Per row, after the right outputs were written; not 0 ends evaluate with that code. */
#ifndef PLANTED_ROW
#define PLANTED_ROW(host, batch, row, x, err) ASSAY_PLUGIN_OK
#endif

/* The tail of the descriptor. */
#ifndef PLANTED_DATASETS
#define PLANTED_DATASETS NULL, 0, 0
#endif

#ifndef PLANTED_Y
#define PLANTED_Y                    \
  {                                  \
      sizeof(assay_plugin_field),    \
      ASSAY_PLUGIN_DEC6,             \
      0,                             \
      0,                             \
      PLANTED_STR("y"),              \
      PLANTED_STR(""),               \
      PLANTED_STR("another figure"), \
      -HUGE_VAL,                     \
      HUGE_VAL}
#endif

enum { PLANTED_HALF = 7, PLANTED_OF = 9 };

static const assay_plugin_field planted_in[] = {
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_REQUIRED, 0, PLANTED_STR("x"),
     PLANTED_STR("kg"), PLANTED_STR("a figure"), 0, 1000},
    PLANTED_Y,
};
static const assay_plugin_field planted_out[] = {
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, 0, 0, PLANTED_STR("score"), PLANTED_STR(""),
     PLANTED_STR("half of x"), 0, 100},
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_RATIO, 0, 0, PLANTED_STR("rate"), PLANTED_STR(""),
     PLANTED_STR("x / y"), 0, 2.5},
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_BOOL8, 0, 0, PLANTED_STR("odd"), PLANTED_STR(""),
     PLANTED_STR("x is odd"), 0, 0},
};
static const assay_plugin_rule planted_rules[] = {
    {sizeof(assay_plugin_rule), PLANTED_HALF, 0, 1, PLANTED_STR("half"), PLANTED_STR("half of {0}"),
     PLANTED_STR("{0}的一半")},
    {sizeof(assay_plugin_rule), PLANTED_OF, 0, 2, PLANTED_STR("of"), PLANTED_STR("{0} of {1}"),
     PLANTED_STR("{1}中的{0}")},
};
static const assay_plugin_desc planted_desc = {
    sizeof(assay_plugin_desc),
    PLANTED_ABI_MIN,
    PLANTED_ABI_CURRENT,
    PLANTED_FLAGS,
    PLANTED_STR("planted"),
    PLANTED_STR("1.2.3"),
    PLANTED_STR("tests"),
    PLANTED_STR("a plugin of the tests"),
    PLANTED_STR("cc"),
    {1, 2, 3},
    planted_in,
    planted_out,
    planted_rules,
    0,
    2,
    3,
    2,
    0,
    PLANTED_DATASETS,
};

static int32_t planted_error(assay_plugin_err* err, int32_t code, uint64_t row, const char* text) {
  err->code = (uint32_t)code;
  err->row = row;
  err->msg_len = (uint32_t)strlen(text);
  memcpy(err->msg, text, err->msg_len);
  return code;
}

static const assay_plugin_host* planted_host;

static int32_t planted_open(assay_plugin_str config, const assay_plugin_host* host, void** inst,
                            assay_plugin_err* err) {
  if (config.n != 2)
    return planted_error(err, ASSAY_PLUGIN_ECONFIG, ASSAY_PLUGIN_NO_ROW, "takes no parameters");
  planted_host = host;
  *inst = &planted_host;
  return ASSAY_PLUGIN_OK;
}

static void planted_close(void* inst) { (void)inst; }

static void planted_write(const assay_plugin_host* host, const assay_plugin_batch* batch,
                          uint64_t row) {
  const assay_plugin_col *x = assay_plugin_in_at(batch, 0), *y = assay_plugin_in_at(batch, 1);
  const assay_plugin_out* score = assay_plugin_out_at(batch, 0);
  const assay_plugin_out* rate = assay_plugin_out_at(batch, 1);
  const assay_plugin_out* odd = assay_plugin_out_at(batch, 2);
  const int64_t x_micro = ((const int64_t*)x->data)[row];
  const int64_t y_micro = ((const int64_t*)y->data)[row];
  const int64_t operands[2] = {x_micro, y_micro};

  ((int64_t*)score->data)[row] = x_micro / 2;
  assay_plugin_set_valid(score, row);
  host->explain(host->ctx, row, 0, PLANTED_HALF, operands, 1);
  if (assay_plugin_is_valid(y, row)) {
    const assay_plugin_ratio value = {x_micro, y_micro};
    ((assay_plugin_ratio*)rate->data)[row] = value;
    assay_plugin_set_valid(rate, row);
    host->explain(host->ctx, row, 1, PLANTED_OF, operands, 2);
  }
  ((uint8_t*)odd->data)[row] = x_micro / 1000000 % 2 != 0;
  assay_plugin_set_valid(odd, row);
}

#ifdef PLANTED_EVALUATE
static int32_t PLANTED_EVALUATE(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err);
#else
#define PLANTED_EVALUATE planted_evaluate
static int32_t planted_evaluate(void* inst, const assay_plugin_batch* batch,
                                assay_plugin_err* err) {
  const assay_plugin_host* host = *(const assay_plugin_host* const*)inst;
  (void)err;
  for (uint64_t row = 0; row < batch->rows; ++row) {
    const int64_t x = ((const int64_t*)assay_plugin_in_at(batch, 0)->data)[row] / 1000000;
    (void)x;
    planted_write(host, batch, row);
    const int32_t code = PLANTED_ROW(host, batch, row, x, err);
    if (code != ASSAY_PLUGIN_OK) return code;
  }
  return ASSAY_PLUGIN_OK;
}
#endif

static const assay_plugin planted_plugin = {
    sizeof(assay_plugin), 0, &planted_desc, planted_open, PLANTED_EVALUATE, planted_close, NULL};

#ifndef PLANTED_ENTRY
#define PLANTED_ENTRY                                                          \
  const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur, \
                                         assay_plugin_err* err) {              \
    (void)host_min, (void)host_cur, (void)err;                                 \
    return &planted_plugin;                                                    \
  }
#endif
