// Bugs in what the answers mean; each is for the check of its name.
#include "planted.hpp"

#if defined(PLANTED_meaning_ranges)
AFTERWARDS(for (std::uint64_t row = 0; row < batch->rows;
                ++row) if (planted::figures(batch, planted::kX)[row] == 1'000'000'000)
               planted::score(batch, row) = 1'000'000'001;)

#elif defined(PLANTED_meaning_explained)
static std::int32_t (*explain)(void*, std::uint64_t, std::uint32_t, std::uint32_t,
                               const std::int64_t*, std::uint32_t);
// Keeps the reasons of the flag to itself.
static std::int32_t say_less(void* ctx, std::uint64_t row, std::uint32_t out, std::uint32_t rule,
                             const std::int64_t* operands, std::uint32_t n_operands) {
  if (out == planted::kOdd) return ASSAY_PLUGIN_OK;
  return explain(ctx, row, out, rule, operands, n_operands);
}
OPEN {
  static assay_plugin_host tables[256];  // of the instances, of which never so many are open
  static std::size_t opened = 0;
  if (host->size < sizeof tables[0]) return fail(err);
  auto& table = tables[opened++ % 256];
  table = *host;
  explain = host->explain;
  table.explain = say_less;
  return planted::open(config, &table, inst, err);
}
PLUGIN(open, planted::evaluate)

#elif defined(PLANTED_meaning_explain_neutral)
AFTERWARDS(if ((batch->flags & ASSAY_PLUGIN_EXPLAIN) == 0) planted::raise(batch);)

#elif defined(PLANTED_meaning_permutation)
AFTERWARDS(for (std::uint64_t row = 1; row < batch->rows; row += 2) planted::score(batch, row) /=
           2;)

#elif defined(PLANTED_meaning_chunks)
AFTERWARDS(for (std::uint64_t i = 0; i < batch->rows % 7; ++i) planted::raise(batch);)

#elif defined(PLANTED_meaning_threads)
#include <unistd.h>

#include <atomic>
static std::atomic<void*> working;
AFTERWARDS(working = inst; ::usleep(2'000); if (working != inst) planted::raise(batch);)

#elif defined(PLANTED_meaning_rising)
AFTERWARDS(for (std::uint64_t row = 0; row < batch->rows;
                ++row) if (planted::figures(batch, planted::kX)[row] > 500'000'000)
               planted::score(batch, row) = 0;)

#elif defined(PLANTED_meaning_falling)
AFTERWARDS(for (std::uint64_t row = 0; row < batch->rows;
                ++row) if (planted::figures(batch, planted::kZ)[row] > 500'000'000)
               planted::score(batch, row) = 1'000'000'000;)

#elif defined(PLANTED_meaning_measure_units)
ENTRY {
  static assay_plugin_desc desc;
  static std::vector<assay_plugin_field> out;
  static const assay_plugin made = {sizeof made,    0,      &desc, planted::open, planted::evaluate,
                                    planted::close, nullptr};
  desc = *planted::sound().desc;
  out.assign(desc.out, desc.out + desc.n_out);
  out[planted::kFull].unit = {"kg", 2};
  desc.out = out.data();
  return planted::sound_entry(host_min, host_cur, err) == nullptr ? nullptr : &made;
}
#endif
