#include "store/scrub.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "store/derived.hpp"
#include "store/fault.hpp"
#include "store/scrub_check.hpp"
#include "store/scrub_pipe.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSteps_per_word = 1'024;  // between two words of progress
constexpr std::array kFatal_signals{SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM, SIGPIPE};

// Nothing of the parent's ways of ending: no handlers, no core, no words to its terminal.
void prepare_child() {
  for (const int number : kFatal_signals) signal(number, SIG_DFL);
  sigset_t all{};
  sigfillset(&all);
  sigprocmask(SIG_UNBLOCK, &all, nullptr);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return;
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, file);
}

// All that the child does. It never returns to what called the parent.
[[noreturn]] void run_child(int out, const fs::path& office, std::uint32_t patience_s) {
  prepare_child();
  ScrubSink sink(out);
  std::uint64_t steps = 0;
  alarm(patience_s);
  const auto alive = [&](std::uint64_t done, std::uint64_t total) {
    if (steps++ % kSteps_per_word != 0) return;
    alarm(patience_s);  // anew
    sink.progress(done, total);
  };
  Health health;
  check_truth(office / kTruth_folder, alive, health,
              [&](const Error& fault) { sink.fault(Frame::Fault, fault); });
  sink.health(health);
  check_derived(office / kDerived_folder, alive,
                [&](const Error& fault) { sink.fault(Frame::DerivedFault, fault); });
  _exit(0);
}

std::unexpected<Error> cannot(int code, const fs::path& file) {
  return std::unexpected(engine_error(code, file.string()));
}

Error fault_of(Message message, const fs::path& file) {
  return {Failure::Store, "store.damaged", std::move(message), {.file = file.string()}};
}

// What the end of a child that did not finish says of the file.
Result<Error> fault_of_end(int status, std::uint32_t patience_s, const fs::path& file) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    return fault_of({ASSAY_TEXT("checking the file made no progress for {seconds} seconds: its own "
                                "trees are damaged, or the disk does not answer; restore the "
                                "office from a backup"),
                     {{"seconds", std::to_string(patience_s)}}},
                    file);
  const bool crashed = WIFSIGNALED(status) &&
                       std::ranges::find(kFatal_signals, WTERMSIG(status)) != kFatal_signals.end();
  if (crashed || !WIFSIGNALED(status))
    return fault_of({ASSAY_TEXT("reading the file ended the program that checked it ({reason}): "
                                "its own trees are damaged; restore the office from a backup"),
                     {{"reason", crashed ? std::string(sigabbrev_np(WTERMSIG(status)))
                                         : std::to_string(WEXITSTATUS(status))}}},
                    file);
  return fail(Failure::Store, "store.unchecked",
              {ASSAY_TEXT("the check was ended from outside (signal {signal}); try again, with "
                          "more memory if that was why"),
               {{"signal", std::to_string(WTERMSIG(status))}}},
              {.file = file.string()});
}

// The ends of a pipe; what is open at the end is closed.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  void close_end(std::size_t end) {
    if (const int file = std::exchange(ends[end], -1); file >= 0) close(file);
  }
};

}  // namespace

Result<Health> scrub_in_child(const fs::path& office, const ScrubOptions& options) {
  const auto file = office / kTruth_folder / "data.mdb";
  std::error_code code;
  if (!fs::exists(file, code)) {
    if (code) return cannot(code.value(), office);
    return no_office(office);
  }
  Pipe pipe;
  if (pipe2(pipe.ends.data(), O_CLOEXEC) != 0) return cannot(errno, file);
  const auto child = fork();
  if (child < 0) return cannot(errno, file);
  if (child == 0) run_child(pipe.ends[1], office, std::max(options.patience_s, 1U));
  pipe.close_end(1);
  auto news = receive(pipe.ends[0], options.progress);
  pipe.close_end(0);  // a child that still talks ends
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return cannot(errno, file);
  auto& health = news.health;
  if (!news.complete) {
    ASSAY_TRY(auto fault, fault_of_end(status, options.patience_s, file));
    health.faults.push_back(std::move(fault));
  } else if (status != 0) {
    const auto derived = office / kDerived_folder / "data.mdb";
    ASSAY_TRY(auto fault, fault_of_end(status, options.patience_s, derived));
    health.derived_faults.push_back(std::move(fault));
  }
  return std::move(health);
}

}  // namespace assay::store
