#include "kit/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace assay::kit {

namespace {

using Clock = std::chrono::steady_clock;

// Lengths first, as texts may hold anything.
std::string packed(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::string made(sizeof size, '\0');
  std::memcpy(made.data(), &size, sizeof size);
  return made.append(text);
}

// The text at the front of `bytes`, which is moved past it; nothing when it is cut short.
std::optional<std::string> unpacked(std::string_view& bytes) {
  std::uint32_t size = 0;
  if (bytes.size() < sizeof size) return std::nullopt;
  std::memcpy(&size, bytes.data(), sizeof size);
  if (bytes.size() - sizeof size < size) return std::nullopt;
  std::string text(bytes.substr(sizeof size, size));
  bytes.remove_prefix(sizeof size + size);
  return text;
}

std::vector<std::pair<std::string, std::string>> read_pairs(std::string_view bytes) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (true) {
    auto kind = unpacked(bytes);
    auto value = kind ? unpacked(bytes) : std::nullopt;
    if (!value) return pairs;
    pairs.emplace_back(std::move(*kind), std::move(*value));
  }
}

// The environment of a process: the same for everybody, but for where libraries are found.
std::vector<std::string> environment_of(const Launch& how) {
  std::vector<std::string> texts = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC0"};
  for (const char* name : {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"})
    if (const char* value = std::getenv(name); value != nullptr)
      texts.push_back(std::string(name) + "=" + value);
  for (const auto& [name, value] : how.environment) {
    const auto beginning = name + "=";
    std::erase_if(texts, [&](const std::string& text) { return text.starts_with(beginning); });
    texts.push_back(beginning + value);
  }
  return texts;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  made.reserve(texts.size() + 1);
  for (auto& text : texts) made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

// In the new process, before the program: nothing here may allocate.
[[noreturn]] void become(char* const* arguments, char* const* environment, const Launch& how,
                         int kept, int answer) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int stream = 0; stream <= 2; ++stream) ::dup2(nothing, stream);
  for (int file = 3; file < 256; ++file)
    if (file != kept && file != answer) ::close(file);
  for (int signal = 1; signal < 32; ++signal) ::signal(signal, SIG_DFL);
  if (how.fixed_addresses) ::personality(ADDR_NO_RANDOMIZE);
  ::execve(arguments[0], arguments, environment);
  ::_exit(127);
}

// Reads what comes until the end of the pipe; false when the time is over first.
bool drain(int pipe, std::string& bytes, Clock::time_point until) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd watched{pipe, POLLIN, 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    std::array<char, 4096> room{};
    const auto count = ::read(pipe, room.data(), room.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return true;
    bytes.append(room.data(), static_cast<std::size_t>(count));
  }
}

bool wait_end(int process, Clock::time_point until) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd watched{process, POLLIN, 0};
    if (::poll(&watched, 1, static_cast<int>(left)) > 0) return true;
  }
}

}  // namespace

const std::string* Ended::last(const std::string& kind) const {
  for (auto at = told.rbegin(); at != told.rend(); ++at)
    if (at->first == kind) return &at->second;
  return nullptr;
}

Ended run_process(std::vector<std::string> command, const Launch& how, int kept,
                  std::chrono::milliseconds limit) {
  Ended ended;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return ended;
  // Numbers below 256 that are not closed on exec.
  const int answer = ::fcntl(ends[1], F_DUPFD, 3);
  ::close(ends[1]);
  command.push_back(std::to_string(answer));
  auto texts = environment_of(how);
  const auto arguments = pointers(command);
  const auto environment = pointers(texts);

  const auto until = Clock::now() + limit;
  const auto child = ::fork();
  if (child == 0) become(arguments.data(), environment.data(), how, kept, answer);
  ::close(answer);
  if (child < 0) {
    ::close(ends[0]);
    return ended;
  }
  // The number of a process that nobody waited for is not given to another, but a descriptor says
  // so without a second look.
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  std::string bytes;
  // A process may close the pipe and go on, or leave it to one it started.
  const bool in_time = drain(ends[0], bytes, until) && wait_end(process, until);
  if (!in_time) ::syscall(SYS_pidfd_send_signal, process, SIGKILL, nullptr, 0);
  siginfo_t what{};
  while (::waitid(P_PID, static_cast<id_t>(child), &what, WEXITED) < 0 && errno == EINTR) {
  }
  ::close(process);
  ::close(ends[0]);
  ended.how = !in_time                     ? Ended::How::TimedOut
              : what.si_code == CLD_EXITED ? Ended::How::Exited
                                           : Ended::How::Signalled;
  ended.number = what.si_status;
  ended.told = read_pairs(bytes);
  return ended;
}

void tell(int answer, const std::string& kind, const std::string& value) {
  const auto bytes = packed(kind) + packed(value);
  std::string_view left = bytes;
  while (!left.empty()) {
    const auto count = ::write(answer, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    left.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name == nullptr ? "signal " + std::to_string(signal) : "SIG" + std::string(name);
}

}  // namespace assay::kit
