// Ways in which a process can end early; whatever check meets them first must report them.
#include <unistd.h>

#include <stdexcept>

#include "planted.hpp"

#if defined(PLANTED_throws)
BEFORE(throw std::runtime_error("out");)
#elif defined(PLANTED_hangs)
BEFORE(for (;;)::usleep(1'000);)
#elif defined(PLANTED_exits)
BEFORE(std::_Exit(7);)
#elif defined(PLANTED_crashes_at_end)
#include <csignal>
__attribute__((destructor)) static void crash() { std::raise(SIGSEGV); }
PLUGIN(planted::open, planted::evaluate)
#endif
