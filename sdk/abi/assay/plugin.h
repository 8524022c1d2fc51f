#pragma once
/* Assay plugin ABI, version 1 (draft: it may still change until it is released).
 *
 * A plugin makes a special assessment: it turns figures of units, one row a unit, into scores,
 * rates and flags. It is a shared object that exports one symbol, assay_plugin_entry. Plain C11,
 * for 64-bit little-endian machines; depends on nothing but the standard headers below.
 *
 * Layout. Every struct that may grow begins with its `size` in bytes and grows only at its tail.
 * Readers compare `size` (ASSAY_PLUGIN_HAS) and take an absent tail as zero. In an array of such
 * structs the first element's `size` is the distance between elements. `reserved` fields are zero.
 * Unknown bits in `flags` mean that the other side asks for something unknown: refuse.
 *
 * Ownership. What the plugin hands out (assay_plugin, descriptor, texts) is constant and lives
 * until the library is unloaded. What the host passes in lives until the call returns. Nobody
 * frees what the other side allocated.
 *
 * Threads. [entry] called on one thread, before anything else; may be called again. [instance] one
 * call at a time per instance, not always on the same thread; two instances may run at the same
 * time. [callback] only from within open or evaluate, on the thread that called it.
 *
 * Nothing may be thrown or longjmp'ed across these functions. A plugin starts no threads, leaves no
 * signal handler, locale, working directory or floating-point mode changed, and reads no clock:
 * the same rows must give the same bytes.
 */

#include <stddef.h>
#include <stdint.h>

#if UINTPTR_MAX != UINT64_MAX
#error "the Assay plugin ABI is for 64-bit machines"
#endif
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the Assay plugin ABI is for little-endian machines"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The versions this header describes: the oldest still served and the newest. */
#define ASSAY_PLUGIN_ABI_MIN 1u
#define ASSAY_PLUGIN_ABI_CURRENT 1u

/* Is `member` inside the struct that `pointer` shows, as the other side compiled it? */
#define ASSAY_PLUGIN_HAS(pointer, type, member) \
  ((pointer)->size >= offsetof(type, member) + sizeof((pointer)->member))

/* Texts are UTF-8 without control characters, `n` bytes, not NUL-terminated; p may be NULL when n
 * is 0. Limits: ids 64 bytes, everything else 4096. Ids are [a-z][a-z0-9_.-]* and never change
 * their meaning. */
typedef struct assay_plugin_str {
  const char* p;
  uint64_t n;
} assay_plugin_str;

/* Types of a field and layout of its buffer. Inputs are DEC6; outputs are DEC6, RATIO or BOOL8;
 * columns of a dataset are any but F64 and RATIO; parameters are DEC6, RATIO, BOOL8, DATE32, DICT32
 * or UTF8. A plugin with a field of another type is refused. */
enum {
  ASSAY_PLUGIN_F64 = 1,    /* double */
  ASSAY_PLUGIN_I64 = 2,    /* int64_t */
  ASSAY_PLUGIN_DEC6 = 3,   /* int64_t, millionths; within +-9.2e18 */
  ASSAY_PLUGIN_RATIO = 4,  /* assay_plugin_ratio */
  ASSAY_PLUGIN_BOOL8 = 5,  /* uint8_t, 0 or 1 */
  ASSAY_PLUGIN_DATE32 = 6, /* int32_t, days since 1970-01-01 */
  ASSAY_PLUGIN_TIME64 = 7, /* int64_t, milliseconds since 1970-01-01T00:00 on the local clock */
  ASSAY_PLUGIN_DICT32 = 8, /* uint32_t, index into the field's words */
  ASSAY_PLUGIN_UTF8 = 9    /* bytes; value i lies in offsets[i] .. offsets[i + 1] */
};

/* An exact quotient; the denominator is above zero. Need not be reduced. */
typedef struct assay_plugin_ratio {
  int64_t numerator;
  int64_t denominator;
} assay_plugin_ratio;

/* What a function returns, and the `code` of an error. */
enum {
  ASSAY_PLUGIN_OK = 0,
  ASSAY_PLUGIN_EINPUT = 1,    /* figures that cannot be assessed; err->row says where */
  ASSAY_PLUGIN_ECONFIG = 2,   /* parameters, or no norm for the period: nothing can be assessed */
  ASSAY_PLUGIN_ENOMEM = 3,    /* out of memory */
  ASSAY_PLUGIN_ECANCEL = 4,   /* tick asked to stop */
  ASSAY_PLUGIN_EINTERNAL = 5, /* a fault of the plugin */
  ASSAY_PLUGIN_EABI = 6       /* no ABI version in common */
};

/* assay_plugin_desc.flags */
enum {
  ASSAY_PLUGIN_ROW_INDEPENDENT = 1, /* a row's outputs depend on that row and the parameters only */
  ASSAY_PLUGIN_INTEGER_ONLY = 2     /* computes without floating point */
};
/* assay_plugin_field.flags, assay_plugin_dataset.flags */
enum {
  ASSAY_PLUGIN_REQUIRED = 1, /* input: rows without it are not passed in; column of a dataset: never
                                invalid; dataset: units without a row in it are not passed in */
  ASSAY_PLUGIN_RISING = 2,   /* input: when it grows, the output "score" never falls */
  ASSAY_PLUGIN_FALLING = 4   /* input: when it grows, the output "score" never rises */
};
/* assay_plugin_batch.flags */
enum { ASSAY_PLUGIN_EXPLAIN = 1 }; /* reasons are wanted: call explain for every valid output */

/* No row, no column (assay_plugin_err). */
#define ASSAY_PLUGIN_NO_ROW UINT64_MAX
#define ASSAY_PLUGIN_NO_COL UINT32_MAX

/* Where a function says what went wrong. Host-owned; `msg` is a buffer of `msg_cap` bytes, of which
 * the plugin fills the first `msg_len`: one line of UTF-8 that says what to do. Text of a return
 * value of ASSAY_PLUGIN_OK is ignored. */
typedef struct assay_plugin_err {
  uint32_t size, code;
  uint64_t row; /* of this batch, or ASSAY_PLUGIN_NO_ROW */
  uint32_t col; /* input, or ASSAY_PLUGIN_NO_COL */
  uint32_t msg_len, msg_cap, reserved;
  char* msg;
} assay_plugin_err;

/* An input, an output or a column of a dataset. Figures outside lo .. hi are not passed in; outputs
 * outside it are refused. Both bounds are inclusive and count to the nearest millionth; +-infinity
 * leaves a side open; only DEC6, I64 and RATIO have any. An output named "full" states the full
 * marks of the output "score".
 *
 * `periods_back` above 0 makes an input the figure of an earlier period: so many periods of the
 * same length before the one assessed, at most 24. Its `source` names the input it is the past of;
 * both are 0 and empty for all other fields. `words` are the values of a DICT32. */
typedef struct assay_plugin_field {
  uint32_t size, type, flags, periods_back;
  assay_plugin_str id, unit, doc; /* unit of measure as people write it, "" = none */
  double lo, hi;
  assay_plugin_str source;
  const assay_plugin_str* words;
  uint32_t n_words, reserved; /* at most 1024 */
} assay_plugin_field;

/* Rows finer than a unit's figures that the plugin reads: accidents, hours of air data, projects.
 * People enter them under its `id`, each with a code, a unit, a time and these columns, of which at
 * most 64. Two plugins that name the same dataset declare the same columns. */
typedef struct assay_plugin_dataset {
  uint32_t size, flags;
  assay_plugin_str id, doc;
  const assay_plugin_field* columns;
  uint32_t n_columns, reserved;
} assay_plugin_dataset;

/* A sentence that explain and refuse use. {0}, {1} ... in the texts stand for the operands, which
 * are DEC6. `code` names it in calls, `id` in what people keep. */
typedef struct assay_plugin_rule {
  uint32_t size, code, flags, n_operands; /* no flags yet; at most 16 operands */
  assay_plugin_str id, text_en, text_zh;
} assay_plugin_rule;

/* A parameter that a scheme may set. `standard` is the value used when it does not, as text; "" =
 * none. The host refuses what is not of its type (RATIO: 60%, 3/5 or 0.6; DICT32: one of `words`)
 * or outside lo .. hi before it opens the plugin, and describes all parameters by a JSON Schema. */
typedef struct assay_plugin_param {
  uint32_t size, type, flags, n_words; /* no flags yet */
  assay_plugin_str id, standard, doc;
  double lo, hi;
  const assay_plugin_str* words;
} assay_plugin_param;

typedef struct assay_plugin_desc {
  uint32_t size, abi_min, abi_cur, flags;
  assay_plugin_str id, version, vendor, doc, toolchain;
  uint8_t rule_sha256[32]; /* changes whenever norms or formulas do */
  const assay_plugin_field *in, *out;
  const assay_plugin_rule* rules;
  const assay_plugin_param* params;
  uint32_t n_in, n_out, n_rules, n_params; /* at most 256, 256, 1024, 256; n_out at least 1 */
  const assay_plugin_dataset* datasets;
  uint32_t n_datasets, reserved; /* at most 16 */
} assay_plugin_desc;

/* A column the plugin reads. A bit of `valid` per row, least significant first; NULL = all valid.
 * Data of an invalid row is zero. */
typedef struct assay_plugin_col {
  uint32_t size, type;
  uint64_t rows;
  const uint8_t* valid;
  const void* data;
  const int64_t* offsets; /* UTF8 only: rows + 1 of them */
} assay_plugin_col;

/* A column the plugin writes. The host allocates both buffers and passes them in zeroed, that is
 * invalid; the plugin sets the bit of each row it has an answer for. */
typedef struct assay_plugin_out {
  uint32_t size, type;
  uint64_t rows;
  uint8_t* valid;
  void* data;
} assay_plugin_out;

/* The rows of one dataset that fall into the period, sorted by unit, then time, then the code they
 * were entered under. Those of unit i are row_start[i] .. row_start[i + 1]; all columns have `rows`
 * rows. */
typedef struct assay_plugin_table {
  uint32_t size, n_cols;
  uint64_t rows;
  const uint64_t* row_start; /* batch rows + 1 of them */
  const int64_t* time_ms;    /* as TIME64; midnight for rows that have a day only */
  const assay_plugin_col* cols;
} assay_plugin_table;

/* The rows of one call; a row is a unit. Columns and tables stand in the order of the descriptor.
 */
typedef struct assay_plugin_batch {
  uint32_t size, flags, n_in, n_out;
  uint64_t rows, first_row; /* first_row: of the whole job, when it comes in pieces */
  assay_plugin_str period;  /* "2024", "2024H1", "2024Q3" or "2024-09" */
  const assay_plugin_col* in;
  const assay_plugin_out* out;
  const assay_plugin_table* tables; /* one for each dataset of the descriptor */
  uint32_t n_tables, reserved;
} assay_plugin_batch;

/* What the host offers. Valid as long as the instance it was passed to; its functions are
 * [callback], except that open may call only log and ext. */
typedef struct assay_plugin_host {
  uint32_t size, abi; /* abi: the version in use, within both sides' ranges */
  void* ctx;          /* first argument of all functions */
  /* Zeroed memory that lives until evaluate returns; `align` is a power of two, at most 64. NULL
   * when the host's limit is reached: return ASSAY_PLUGIN_ENOMEM. */
  void* (*scratch)(void* ctx, uint64_t bytes, uint64_t align);
  /* Call at least once a second of work. Not 0: stop and return ASSAY_PLUGIN_ECANCEL. */
  int32_t (*tick)(void* ctx, uint64_t rows_done);
  /* A reason for output `out` of `row`, or for its absence: rule `code` with its operands. Outputs
   * must be the same with and without it. Not ASSAY_PLUGIN_OK: there is no such row, output or
   * rule. */
  int32_t (*explain)(void* ctx, uint64_t row, uint32_t out, uint32_t rule, const int64_t* operands,
                     uint32_t n_operands);
  /* `row` cannot be assessed, for the reason rule `code` states; all its outputs count as invalid.
   * Works with and without ASSAY_PLUGIN_EXPLAIN. */
  int32_t (*refuse)(void* ctx, uint64_t row, uint32_t rule, const int64_t* operands,
                    uint32_t n_operands);
  /* A line for operators; level 0 debug, 1 info, 2 warning. The host may drop it. */
  void (*log)(void* ctx, int32_t level, assay_plugin_str text);
  /* An extension of the host by its NUL-terminated id, such as "assay.units/1" (assay/ext/units.h);
   * NULL when it has none of that name. */
  const void* (*ext)(void* ctx, const char* id);
} assay_plugin_host;

typedef struct assay_plugin {
  uint32_t size, reserved;
  const assay_plugin_desc* desc;
  /* Makes an instance from `config`, a JSON object of parameters. On ASSAY_PLUGIN_OK *inst is not
   * NULL and is closed exactly once. [instance] */
  int32_t (*open)(assay_plugin_str config, const assay_plugin_host* host, void** inst,
                  assay_plugin_err* err);
  /* Assesses the rows of `batch`. Unless it returns ASSAY_PLUGIN_OK, outputs are ignored. With
   * ASSAY_PLUGIN_EINPUT and a row of a ROW_INDEPENDENT plugin, the host may call again without that
   * row; prefer host->refuse. [instance] */
  int32_t (*evaluate)(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err);
  /* [instance], no call is running */
  void (*close)(void* inst);
  /* An extension of the plugin by its NUL-terminated id, or NULL. May itself be NULL. [entry] */
  const void* (*ext)(const char* id);
} assay_plugin;

/* The sole export. The host serves ABI versions host_min .. host_cur. When the plugin can use one
 * of them it returns its description, otherwise NULL with err->code ASSAY_PLUGIN_EABI. [entry] */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const assay_plugin*
assay_plugin_entry(uint32_t host_min, uint32_t host_cur, assay_plugin_err* err);

/* Column or table i; i must be below n_in, n_out, n_tables, n_cols. */
static inline const assay_plugin_col* assay_plugin_in_at(const assay_plugin_batch* batch,
                                                         uint32_t i) {
  const void* at = (const char*)batch->in + (uint64_t)i * batch->in->size;
  return (const assay_plugin_col*)at;
}
static inline const assay_plugin_out* assay_plugin_out_at(const assay_plugin_batch* batch,
                                                          uint32_t i) {
  const void* at = (const char*)batch->out + (uint64_t)i * batch->out->size;
  return (const assay_plugin_out*)at;
}
static inline const assay_plugin_table* assay_plugin_table_at(const assay_plugin_batch* batch,
                                                              uint32_t i) {
  const void* at = (const char*)batch->tables + (uint64_t)i * batch->tables->size;
  return (const assay_plugin_table*)at;
}
static inline const assay_plugin_col* assay_plugin_col_at(const assay_plugin_table* table,
                                                          uint32_t i) {
  const void* at = (const char*)table->cols + (uint64_t)i * table->cols->size;
  return (const assay_plugin_col*)at;
}

/* Has column `col` a figure in `row`? */
static inline int assay_plugin_is_valid(const assay_plugin_col* col, uint64_t row) {
  return !col->valid || ((col->valid[row / 8] >> (row % 8)) & 1) != 0;
}
/* Says that `row` of `out` holds an answer. */
static inline void assay_plugin_set_valid(const assay_plugin_out* out, uint64_t row) {
  out->valid[row / 8] = (uint8_t)(out->valid[row / 8] | (1u << (row % 8)));
}

#ifdef __cplusplus
} /* extern "C" */
#endif
