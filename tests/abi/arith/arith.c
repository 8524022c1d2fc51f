/* The plugin of tests/abi in plain C: the gate of 60 % on an exact quotient, and a sum over rows of
 * a dataset. Written against plugin.h only, as a vendor without C++ would. */
#include <math.h>
#include <string.h>

#include "assay/plugin.h"

#define STR(literal) {literal, sizeof(literal) - 1}
#define NONE {NULL, 0}

enum { REACHED, TARGET };
enum { SCORE, COMPLETION, GATED };
enum { BY_ROWS = 1, BY_GATE = 2, NO_TARGET = 3, TOO_LARGE = 0 };

static const assay_plugin_field inputs[] = {
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_REQUIRED, 0, STR("reached"),
     STR("万元"), STR("funds that arrived"), 0, HUGE_VAL, NONE, NULL, 0, 0},
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_REQUIRED, 0, STR("target"),
     STR("万元"), STR("their target"), 0, HUGE_VAL, NONE, NULL, 0, 0},
};
static const assay_plugin_field outputs[] = {
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, 0, 0, STR("score"), STR("万元"),
     STR("sum of the projects"), -HUGE_VAL, HUGE_VAL, NONE, NULL, 0, 0},
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_RATIO, 0, 0, STR("completion"), NONE,
     STR("reached/target"), 0, HUGE_VAL, NONE, NULL, 0, 0},
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_BOOL8, 0, 0, STR("gated"), NONE,
     STR("below the gate of 60 %"), -HUGE_VAL, HUGE_VAL, NONE, NULL, 0, 0},
};
static const assay_plugin_field columns[] = {
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, 0, 0, STR("amount"), STR("万元"),
     STR("funds of a project"), -HUGE_VAL, HUGE_VAL, NONE, NULL, 0, 0},
};
static const assay_plugin_dataset datasets[] = {
    {sizeof(assay_plugin_dataset), 0, STR("arith-projects"), STR("projects"), columns, 1, 0},
};
static const assay_plugin_rule rules[] = {
    {sizeof(assay_plugin_rule), TOO_LARGE, 0, 0, STR("sdk.out_of_range"),
     STR("a figure of this unit is too large to compute exactly: check its measure unit"),
     STR("该单位有数据过大，无法精确计算：请核对计量单位")},
    {sizeof(assay_plugin_rule), BY_ROWS, 0, 1, STR("score"), STR("the projects sum up to {0}"),
     STR("各项目合计{0}万元")},
    {sizeof(assay_plugin_rule), BY_GATE, 0, 2, STR("gated"), STR("{0} of {1} against 60 %"),
     STR("{0}÷{1}，门槛60%")},
    {sizeof(assay_plugin_rule), NO_TARGET, 0, 1, STR("no_target"), STR("{0} without a target"),
     STR("没有目标，实际为{0}")},
};
static const assay_plugin_desc desc = {
    sizeof(assay_plugin_desc),
    ASSAY_PLUGIN_ABI_MIN,
    ASSAY_PLUGIN_ABI_CURRENT,
    ASSAY_PLUGIN_ROW_INDEPENDENT | ASSAY_PLUGIN_INTEGER_ONLY,
    STR("arith"),
    STR("1.0.0"),
    STR("tests"),
    STR("one plugin in four languages"),
    STR("C"),
    {0},
    inputs,
    outputs,
    rules,
    NULL,
    2,
    3,
    4,
    0,
    datasets,
    1,
    0,
};

static const int64_t kLimit_micro = INT64_C(9200000000000000000);

static int64_t divisor_of(int64_t a, int64_t b) {
  while (b != 0) {
    const int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* The sum of the unit's projects; 0 = it leaves the range of figures. */
static int sum_of(const assay_plugin_table* table, uint64_t row, int64_t* sum) {
  const assay_plugin_col* amount = assay_plugin_col_at(table, 0);
  *sum = 0;
  for (uint64_t i = table->row_start[row]; i < table->row_start[row + 1]; ++i) {
    if (!assay_plugin_is_valid(amount, i)) continue;
    const int64_t one = ((const int64_t*)amount->data)[i];
    if (one > 0 ? *sum > kLimit_micro - one : *sum < -kLimit_micro - one) return 0;
    *sum += one;
  }
  return 1;
}

static void assess(const assay_plugin_host* host, const assay_plugin_batch* batch, uint64_t row) {
  const int64_t reached = ((const int64_t*)assay_plugin_in_at(batch, REACHED)->data)[row];
  const int64_t target = ((const int64_t*)assay_plugin_in_at(batch, TARGET)->data)[row];
  const int64_t operands[] = {reached, target};
  int64_t sum = 0;
  if (target == 0) {
    host->refuse(host->ctx, row, NO_TARGET, operands, 1);
    return;
  }
  if (!sum_of(assay_plugin_table_at(batch, 0), row, &sum)) {
    host->refuse(host->ctx, row, TOO_LARGE, NULL, 0);
    return;
  }
  const int64_t divisor = divisor_of(reached, target);
  const assay_plugin_ratio completion = {reached / divisor, target / divisor};

  const assay_plugin_out* out = assay_plugin_out_at(batch, SCORE);
  ((int64_t*)out->data)[row] = sum;
  assay_plugin_set_valid(out, row);
  out = assay_plugin_out_at(batch, COMPLETION);
  ((assay_plugin_ratio*)out->data)[row] = completion;
  assay_plugin_set_valid(out, row);
  out = assay_plugin_out_at(batch, GATED);
  /* reached/target < 3/5, never rounded; below 2^63 * 5, so 128 bits hold it. */
  ((uint8_t*)out->data)[row] =
      (__extension__(__int128) reached) * 5 < (__extension__(__int128) target) * 3 ? 1 : 0;
  assay_plugin_set_valid(out, row);

  if ((batch->flags & ASSAY_PLUGIN_EXPLAIN) == 0) return;
  host->explain(host->ctx, row, SCORE, BY_ROWS, &sum, 1);
  host->explain(host->ctx, row, COMPLETION, BY_GATE, operands, 2);
  host->explain(host->ctx, row, GATED, BY_GATE, operands, 2);
}

static int32_t open(assay_plugin_str config, const assay_plugin_host* host, void** inst,
                    assay_plugin_err* err) {
  static const char kWords[] = "arith has no parameters";
  if (config.n != 2 || memcmp(config.p, "{}", 2) != 0) {
    err->code = ASSAY_PLUGIN_ECONFIG;
    err->msg_len = sizeof kWords - 1 < err->msg_cap ? (uint32_t)(sizeof kWords - 1) : err->msg_cap;
    memcpy(err->msg, kWords, err->msg_len);
    return ASSAY_PLUGIN_ECONFIG;
  }
  /* The host's table lives as long as the instance, and is all there is to remember. */
  memcpy(inst, &host, sizeof host);
  return ASSAY_PLUGIN_OK;
}

static int32_t evaluate(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err) {
  const assay_plugin_host* host = (const assay_plugin_host*)inst;
  if ((batch->flags & ~(uint32_t)ASSAY_PLUGIN_EXPLAIN) != 0) {
    err->code = ASSAY_PLUGIN_EINTERNAL;
    return ASSAY_PLUGIN_EINTERNAL;
  }
  for (uint64_t row = 0; row < batch->rows; ++row) {
    if (row % 1024 == 0 && host->tick(host->ctx, row) != 0) return ASSAY_PLUGIN_ECANCEL;
    assess(host, batch, row);
  }
  return ASSAY_PLUGIN_OK;
}

static void close(void* inst) { (void)inst; }

static const assay_plugin plugin = {sizeof plugin, 0, &desc, open, evaluate, close, NULL};

const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur,
                                       assay_plugin_err* err) {
  if (host_min <= ASSAY_PLUGIN_ABI_CURRENT && host_cur >= ASSAY_PLUGIN_ABI_MIN) return &plugin;
  if (err != NULL) err->code = ASSAY_PLUGIN_EABI;
  return NULL;
}
