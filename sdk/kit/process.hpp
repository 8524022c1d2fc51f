#pragma once
// A program started for one piece of work, killed when it takes too long. What it tells comes as
// pairs of texts through a pipe, each complete as soon as it is sent, so that they survive a crash.
// One thread.

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay::kit {

struct Launch {
  std::vector<std::pair<std::string, std::string>> environment;  // set on top of a bare one
  bool fixed_addresses = false;  // the same addresses in every process
};

struct Ended {
  enum class How : std::uint8_t { Exited, Signalled, TimedOut, NotStarted };
  How how = How::NotStarted;
  int number = 0;  // exit code or signal
  std::vector<std::pair<std::string, std::string>> told;

  // The last of a kind; nullptr when there is none.
  [[nodiscard]] const std::string* last(const std::string& kind) const;
};

// Runs `command` with the number of a descriptor to answer on as its last argument. Both output
// streams of the process go nowhere; its descriptors, but for `kept`, are closed.
[[nodiscard]] Ended run_process(std::vector<std::string> command, const Launch& how, int kept,
                                std::chrono::milliseconds limit);

// For the process that was started.
void tell(int answer, const std::string& kind, const std::string& value);

// "SIGSEGV" …
[[nodiscard]] std::string signal_name(int signal);

}  // namespace assay::kit
