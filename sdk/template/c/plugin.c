/* @NAME@: half of one figure. Replace the figures, the rule and the texts by your own; all
 * that may stand here is in assay/plugin.h. */
#include <math.h>
#include <string.h>

#include "assay/plugin.h"

#define STR(literal) {literal, sizeof(literal) - 1}
#define NONE {NULL, 0}

/* What it reads, what it gives, and how it says why. */
static const assay_plugin_field inputs[] = {
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_REQUIRED, 0, STR("x"), NONE,
     STR("the figure"), 0, 1000000, NONE, NULL, 0, 0},
};
static const assay_plugin_field outputs[] = {
    {sizeof(assay_plugin_field), ASSAY_PLUGIN_DEC6, 0, 0, STR("score"), STR("分"),
     STR("half of the figure"), 0, HUGE_VAL, NONE, NULL, 0, 0},
};
enum { HALF = 1 };
static const assay_plugin_rule rules[] = {
    {sizeof(assay_plugin_rule), HALF, 0, 1, STR("half"), STR("half of {0}"), STR("{0}的一半")},
};
static const assay_plugin_desc desc = {
    sizeof(assay_plugin_desc),
    ASSAY_PLUGIN_ABI_MIN,
    ASSAY_PLUGIN_ABI_CURRENT,
    ASSAY_PLUGIN_ROW_INDEPENDENT | ASSAY_PLUGIN_INTEGER_ONLY,
    STR("@NAME@"),
    STR("0.1.0"),
    STR("name your department here"),
    STR("scores half of a figure"),
    STR("C"),
    {1}, /* change it whenever norms or formulas change */
    inputs,
    outputs,
    rules,
    NULL,
    sizeof inputs / sizeof inputs[0],
    sizeof outputs / sizeof outputs[0],
    sizeof rules / sizeof rules[0],
    0,
    NULL,
    0,
    0,
};

/* Figures are millionths; half of one is rounded half away from zero. */
static void assess(const assay_plugin_host* host, const assay_plugin_batch* batch, uint64_t row) {
  const assay_plugin_col* figures = assay_plugin_in_at(batch, 0);
  if (!assay_plugin_is_valid(figures, row)) return;
  const int64_t x = ((const int64_t*)figures->data)[row];
  const assay_plugin_out* score = assay_plugin_out_at(batch, 0);
  ((int64_t*)score->data)[row] = x / 2 + x % 2;
  assay_plugin_set_valid(score, row);
  if ((batch->flags & ASSAY_PLUGIN_EXPLAIN) != 0) host->explain(host->ctx, row, 0, HALF, &x, 1);
}

/* Is the batch what `desc` asks for? */
static int fits(const assay_plugin_batch* batch) {
  return batch->size >= sizeof *batch && batch->n_in == 1 && batch->n_out == 1 &&
         assay_plugin_in_at(batch, 0)->type == ASSAY_PLUGIN_DEC6 &&
         assay_plugin_out_at(batch, 0)->type == ASSAY_PLUGIN_DEC6;
}

static int32_t failed(assay_plugin_err* err, int32_t code, const char* words) {
  if (err == NULL) return code;
  const size_t length = strlen(words);
  err->code = (uint32_t)code;
  err->row = ASSAY_PLUGIN_NO_ROW;
  err->col = ASSAY_PLUGIN_NO_COL;
  err->msg_len = length < err->msg_cap ? (uint32_t)length : err->msg_cap;
  memcpy(err->msg, words, err->msg_len);
  return code;
}

static int32_t open(assay_plugin_str config, const assay_plugin_host* host, void** inst,
                    assay_plugin_err* err) {
  if (host->size < sizeof *host)
    return failed(err, ASSAY_PLUGIN_EABI, "the host lacks functions that @NAME@ needs");
  if (config.n != 2 || memcmp(config.p, "{}", 2) != 0)
    return failed(err, ASSAY_PLUGIN_ECONFIG, "@NAME@ has no parameters: give none");
  /* The host's table lives as long as the instance, and is all there is to remember. */
  memcpy(inst, &host, sizeof host);
  return ASSAY_PLUGIN_OK;
}

static int32_t evaluate(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err) {
  const assay_plugin_host* host = (const assay_plugin_host*)inst;
  if ((batch->flags & ~(uint32_t)ASSAY_PLUGIN_EXPLAIN) != 0)
    return failed(err, ASSAY_PLUGIN_EINTERNAL, "the host asks for something unknown");
  if (!fits(batch))
    return failed(err, ASSAY_PLUGIN_EINTERNAL, "the host passed other columns than declared");
  for (uint64_t row = 0; row < batch->rows; ++row) {
    if (row % 1024 == 0 && host->tick(host->ctx, row) != 0)
      return failed(err, ASSAY_PLUGIN_ECANCEL, "stopped");
    assess(host, batch, row);
  }
  return ASSAY_PLUGIN_OK;
}

static void close(void* inst) { (void)inst; }

static const assay_plugin plugin = {sizeof plugin, 0, &desc, open, evaluate, close, NULL};

const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur,
                                       assay_plugin_err* err) {
  if (host_min <= ASSAY_PLUGIN_ABI_CURRENT && host_cur >= ASSAY_PLUGIN_ABI_MIN) return &plugin;
  failed(err, ASSAY_PLUGIN_EABI, "this plugin serves ABI 1 only");
  return NULL;
}
