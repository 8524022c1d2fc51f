// A sound plugin (base.cpp, made with the SDK) around which each planted one does one thing wrong:
// it puts functions of its own before those of the sound one, which reads `x` (rising), `z`
// (falling), `y` and a dataset, and gives a score of x/2 − z/4, full marks, a rate, a flag and a
// sum.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "assay/ext/units.h"
#include "assay/plugin.h"

namespace planted {

// Counted from the left as the columns stand.
enum : std::uint32_t { kX = 0, kY = 1, kZ = 2 };
enum : std::uint32_t { kScore = 0, kFull = 1, kRate = 2, kOdd = 3, kSum = 4 };

// The entry function of the sound plugin.
const assay_plugin* sound_entry(std::uint32_t host_min, std::uint32_t host_cur,
                                assay_plugin_err* err);
inline const assay_plugin& sound() { return *sound_entry(1, 1, nullptr); }

inline std::int32_t fail(assay_plugin_err* err, std::int32_t code = ASSAY_PLUGIN_EINTERNAL) {
  static constexpr char kText[] = "planted";
  err->code = static_cast<std::uint32_t>(code);
  err->msg_len = std::min<std::uint32_t>(sizeof kText - 1, err->msg_cap);
  std::memcpy(err->msg, kText, err->msg_len);
  return code;
}

struct Instance {
  void* inner = nullptr;
  const assay_plugin_host* host = nullptr;
  int calls = 0;
  bool marked = false;  // for bugs to remember something by
};

inline Instance& self(void* inst) { return *static_cast<Instance*>(inst); }

inline std::int32_t open(assay_plugin_str config, const assay_plugin_host* host, void** inst,
                         assay_plugin_err* err) {
  void* inner = nullptr;
  const auto code = sound().open(config, host, &inner, err);
  if (code != ASSAY_PLUGIN_OK) return code;
  // Plain memory: where it fails, the plugin says so.
  auto* made = static_cast<Instance*>(std::calloc(1, sizeof(Instance)));
  if (made == nullptr) {
    sound().close(inner);
    return fail(err, ASSAY_PLUGIN_ENOMEM);
  }
  made->inner = inner;
  made->host = host;
  *inst = made;
  return code;
}
inline std::int32_t evaluate(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err) {
  ++self(inst).calls;
  return sound().evaluate(self(inst).inner, batch, err);
}
inline void close(void* inst) {
  sound().close(self(inst).inner);
  std::free(inst);
}

// Input i's figures, and whether one of them is there.
inline const std::int64_t* figures(const assay_plugin_batch* batch, std::uint32_t i) {
  return static_cast<const std::int64_t*>(assay_plugin_in_at(batch, i)->data);
}
inline bool there(const assay_plugin_batch* batch, std::uint32_t i, std::uint64_t row) {
  return assay_plugin_is_valid(assay_plugin_in_at(batch, i), row) != 0;
}
inline std::int64_t& score(const assay_plugin_batch* batch, std::uint64_t row) {
  return static_cast<std::int64_t*>(assay_plugin_out_at(batch, kScore)->data)[row];
}
// One point more for every row.
inline void raise(const assay_plugin_batch* batch) {
  for (std::uint64_t row = 0; row < batch->rows; ++row) score(batch, row) += 1'000'000;
}
// A batch of which all may be changed.
struct Copy {
  explicit Copy(const assay_plugin_batch* from) : batch(*from) {
    for (std::uint32_t i = 0; i < 3; ++i) in.push_back(*assay_plugin_in_at(from, i));
    for (std::uint32_t i = 0; i < 5; ++i) out.push_back(*assay_plugin_out_at(from, i));
    for (auto& one : in) one.size = sizeof one;
    for (auto& one : out) one.size = sizeof one;
    batch.size = std::min<std::uint32_t>(batch.size, sizeof batch);
    batch.in = in.data();
    batch.out = out.data();
  }
  assay_plugin_batch batch;
  std::vector<assay_plugin_col> in;
  std::vector<assay_plugin_out> out;
};

}  // namespace planted

using planted::fail;
using planted::self;

// NOLINTBEGIN(readability-identifier-naming): as short as the plugins they are for
#define ENTRY                                                                             \
  extern "C" const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur, \
                                                    assay_plugin_err* err)
#define EVALUATE \
  static std::int32_t evaluate(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err)
#define OPEN                                                                                    \
  static std::int32_t open(assay_plugin_str config, const assay_plugin_host* host, void** inst, \
                           assay_plugin_err* err)
#define PLUGIN(open_function, evaluate_function)                                               \
  ENTRY {                                                                                      \
    static const assay_plugin made = {                                                         \
        sizeof(assay_plugin), 0,      planted::sound().desc, open_function, evaluate_function, \
        planted::close,       nullptr};                                                        \
    return planted::sound_entry(host_min, host_cur, err) == nullptr ? nullptr : &made;         \
  }
// Runs the sound plugin, then what is planted; `batch` and `inst` are at hand.
#define AFTERWARDS(...)                                    \
  EVALUATE {                                               \
    const auto code = planted::evaluate(inst, batch, err); \
    if (code == ASSAY_PLUGIN_OK) {                         \
      __VA_ARGS__                                          \
    }                                                      \
    return code;                                           \
  }                                                        \
  PLUGIN(planted::open, evaluate)
// Runs what is planted first.
#define BEFORE(...)                             \
  EVALUATE {                                    \
    __VA_ARGS__                                 \
    return planted::evaluate(inst, batch, err); \
  }                                             \
  PLUGIN(planted::open, evaluate)
// NOLINTEND(readability-identifier-naming)
