#pragma once
// Functions of the C library made to behave otherwise for the plugin, and for the libraries it
// uses, but not for this program: their addresses are exchanged where the loaded objects keep them.
// For the process of one check; what was exchanged stays so.

#include <cstdint>

namespace assay::kit::fault {

// From the call number `at` (0 = the next) on, memory is used up; with `once`, only that call
// fails. Counts only inside Armed. Call watch_memory() once before, after the plugin was loaded.
void watch_memory();
void fail_memory(std::int64_t at, bool once);
void stop_failing();
[[nodiscard]] std::int64_t memory_calls();  // since the last fail_memory or stop_failing

// All clocks show a day in 2038 and hardly move.
void fake_clocks();

// While a call into the plugin runs on this thread.
class Armed {
 public:
  Armed();
  ~Armed();
  Armed(const Armed&) = delete;
  Armed& operator=(const Armed&) = delete;

 private:
  bool x_before;
};
// While the plugin calls back: memory of the kit's own never fails.
class Pause {
 public:
  Pause();
  ~Pause();
  Pause(const Pause&) = delete;
  Pause& operator=(const Pause&) = delete;

 private:
  bool x_before;
};

}  // namespace assay::kit::fault
