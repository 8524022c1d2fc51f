// Bugs that show when something fails; each is for the check of its name.
#include <unistd.h>

#include "planted.hpp"

#if defined(PLANTED_faults_scratch)
BEFORE(const auto* host = self(inst).host;
       *static_cast<volatile char*>(host->scratch(host->ctx, 64, 8)) = 1;)

#elif defined(PLANTED_faults_memory)
BEFORE(auto* room = static_cast<char*>(std::malloc(100)); *const_cast<volatile char*>(room) = 1;
       std::free(room);)

#elif defined(PLANTED_faults_cancel)
EVALUATE {
  const auto code = planted::evaluate(inst, batch, err);
  return code == ASSAY_PLUGIN_ECANCEL ? static_cast<std::int32_t>(ASSAY_PLUGIN_OK) : code;
}
PLUGIN(planted::open, evaluate)

#elif defined(PLANTED_faults_ticks)
AFTERWARDS(if (batch->rows == 30'000)::usleep(1'100'000);)

#elif defined(PLANTED_faults_time)
AFTERWARDS(if (batch->rows > 50'000) for (;;)::usleep(1'000);)

#elif defined(PLANTED_faults_stack)
[[gnu::noinline]] static void deep() {
  volatile char room[400U << 10U];
  for (std::size_t i = 0; i < sizeof room; i += 1024) room[i] = 1;
}
BEFORE(deep();)

#elif defined(PLANTED_faults_recovery)
EVALUATE {
  const auto code = planted::evaluate(inst, batch, err);
  if (code != ASSAY_PLUGIN_OK) self(inst).marked = true;
  if (self(inst).marked) planted::raise(batch);
  return code;
}
PLUGIN(planted::open, evaluate)
#endif
