// Bugs by which the same input gives other bytes; each is for the check of its name.
#include "planted.hpp"

#if defined(PLANTED_determinism_repeat)
AFTERWARDS(if (self(inst).calls > 6) planted::raise(batch);)

#elif defined(PLANTED_determinism_processes)
static int somewhere;
AFTERWARDS(const auto page = reinterpret_cast<std::uintptr_t>(&somewhere) >> 12U;
           for (std::uint64_t i = 0; i < (page & 0xFFU); ++i) planted::raise(batch);)

#elif defined(PLANTED_determinism_heap)
AFTERWARDS(static const auto* unset = static_cast<const volatile char*>(std::malloc(1U << 20U));
           if (unset != nullptr && unset[1000] != 0) planted::raise(batch);)

#elif defined(PLANTED_determinism_stack)
[[gnu::noinline]] static int painted() {
  unsigned char unset[8192];
  asm volatile("" : "=m"(unset));  // as if it were set
  int count = 0;
  for (const auto byte : unset) count += byte == 0xD7 ? 1 : 0;
  return count;
}
AFTERWARDS(if (painted() > 100) planted::raise(batch);)

#elif defined(PLANTED_determinism_locale)
AFTERWARDS(if (MB_CUR_MAX > 1) planted::raise(batch);)

#elif defined(PLANTED_determinism_timezone)
#include <ctime>
AFTERWARDS(const std::time_t moment = 1'700'000'000; std::tm there{};
           if (::localtime_r(&moment, &there)->tm_hour != 22) planted::raise(batch);)

#elif defined(PLANTED_determinism_environment)
AFTERWARDS(if (std::getenv("DEBUG") != nullptr) planted::raise(batch);)

#elif defined(PLANTED_determinism_clock)
#include <chrono>
AFTERWARDS(const auto now = std::chrono::system_clock::now().time_since_epoch();
           if (now > std::chrono::seconds(2'140'000'000)) planted::raise(batch);)

#elif defined(PLANTED_determinism_thread)
static thread_local bool opened = false;
OPEN {
  opened = true;
  return planted::open(config, host, inst, err);
}
EVALUATE {
  const auto code = planted::evaluate(inst, batch, err);
  if (!opened) planted::raise(batch);
  return code;
}
PLUGIN(open, evaluate)
#endif
