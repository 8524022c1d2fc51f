// What can be seen before a row is assessed: symbols, loading, the description, and what a plugin
// leaves behind in the process.

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cfenv>
#include <clocale>
#include <string_view>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

#include "kit/checks.hpp"
#include "kit/elf.hpp"

namespace assay::kit {

namespace {

// Functions of the C library, and of the C++ one by how their names begin, that a plugin may not
// use: it reads no clock, starts nothing, loads nothing and talks to nobody. Clocks that other
// libraries read for it show in determinism.clock.
constexpr std::array kForbidden = std::to_array<std::string_view>(
    {"socket",         "connect",      "bind",        "listen",        "accept",
     "accept4",        "send",         "sendto",      "sendmsg",       "recv",
     "recvfrom",       "recvmsg",      "getaddrinfo", "gethostbyname", "fork",
     "vfork",          "clone",        "execve",      "execv",         "execvp",
     "execvpe",        "execl",        "execlp",      "execle",        "fexecve",
     "posix_spawn",    "posix_spawnp", "system",      "popen",         "ptrace",
     "kill",           "syscall",      "dlopen",      "dlmopen",       "dlsym",
     "pthread_create", "thrd_create",  "time",        "gettimeofday",  "clock_gettime",
     "timespec_get",   "clock",        "getrandom",   "getentropy",    "arc4random"});
constexpr std::array kForbidden_beginnings =
    std::to_array<std::string_view>({"_ZNSt6thread", "_ZNSt13random_device"});

bool forbidden(std::string_view name) {
  return std::ranges::find(kForbidden, name) != kForbidden.end() ||
         std::ranges::any_of(kForbidden_beginnings, [&](std::string_view beginning) {
           return name.starts_with(beginning);
         });
}

Found<Symbols> symbols_of(Context& context) {
  auto symbols = read_symbols(context.subject().library);
  if (!symbols)
    return found(ASSAY_TEXT("it cannot be loaded: {reason}"), {{"reason", symbols.error()}});
  return std::move(*symbols);
}

// Everything a host does with a plugin, once.
Check use(Context& context) {
  ASSAY_CHECK(context.find_setup());
  for (int i = 0; i < 3; ++i) {
    ASSAY_TRY(const auto session, Session::open(context, context.setup()));
    static_cast<void>(session->evaluate(make_rows(context, context.setup(), {.rows = 64})));
  }
  return {};
}

// `look` must see the same before a plugin is loaded and after it was used.
template <class Look>
Check leaves(Context& context, const Look& look, const char* text) {
  const std::string before = look();
  ASSAY_CHECK(use(context));
  const std::string after = look();
  if (before == after) return {};
  return found(text, {{"before", before}, {"after", after}});
}

// Names in a folder of /proc, with what each link shows.
std::string listing(const std::string& folder, bool links) {
  std::vector<std::string> names;
  DIR* opened = ::opendir(folder.c_str());
  if (opened == nullptr) return "";
  const auto own = std::to_string(::dirfd(opened));
  while (const dirent* entry = ::readdir(opened)) {
    std::string name = entry->d_name;
    if (name.starts_with('.') || (links && name == own)) continue;
    std::array<char, 256> room{};
    if (links && ::readlinkat(::dirfd(opened), entry->d_name, room.data(), room.size() - 1) > 0)
      name.append("→").append(room.data());
    names.push_back(std::move(name));
  }
  ::closedir(opened);
  std::ranges::sort(names);
  std::string all;
  for (const auto& name : names) all += name + " ";
  return all;
}

std::string signals() {
  std::string all;
  for (int signal = 1; signal < 32; ++signal) {
    struct sigaction action{};
    ::sigaction(signal, nullptr, &action);
    const auto handler = reinterpret_cast<std::uintptr_t>(action.sa_handler);
    if (handler != 0) all += signal_name(signal) + "=" + std::to_string(handler) + " ";
  }
  sigset_t blocked;
  ::sigprocmask(SIG_SETMASK, nullptr, &blocked);
  for (int signal = 1; signal < 32; ++signal)
    if (sigismember(&blocked, signal) == 1) all += "blocked " + signal_name(signal) + " ";
  for (const auto which : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
    itimerval timer{};
    ::getitimer(which, &timer);
    if (timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0) all += "a timer runs ";
  }
  return all;
}

std::string directory() {
  std::array<char, 4096> room{};
  const char* folder = ::getcwd(room.data(), room.size());
  const auto mask = ::umask(0);
  ::umask(mask);
  return std::string(folder == nullptr ? "?" : folder) + ", umask " + std::to_string(mask);
}

std::string floating() {
  auto text = "rounding " + std::to_string(std::fegetround());
#if defined(__SSE__)
  static constexpr unsigned kFlags = 0x3F;
  text += ", MXCSR " + std::to_string(_mm_getcsr() & ~kFlags);
#endif
#if defined(__x86_64__)
  std::fenv_t environment{};
  std::fegetenv(&environment);
  text += ", x87 " + std::to_string(environment.__control_word);
#endif
  return text;
}

std::string environment() {
  std::vector<std::string> texts;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) texts.emplace_back(*at);
  std::ranges::sort(texts);
  std::string all;
  for (const auto& text : texts) all += text + " ";
  return all;
}

}  // namespace

Check abi_exports(Context& context) {
  ASSAY_TRY(const auto symbols, symbols_of(context));
  for (const auto& name : symbols.exports)
    if (name != "assay_plugin_entry")
      return found(ASSAY_TEXT("it exports {symbol} besides assay_plugin_entry"),
                   {{"symbol", name}});
  if (symbols.exports.empty()) return found(ASSAY_TEXT("it does not export assay_plugin_entry"));
  return {};
}

Check abi_imports(Context& context) {
  ASSAY_TRY(const auto symbols, symbols_of(context));
  for (const auto& name : symbols.imports)
    if (forbidden(name))
      return found(
          ASSAY_TEXT("it uses {symbol}: plugins read no clock, start nothing, load nothing "
                     "and talk to nobody"),
          {{"symbol", name}});
  return {};
}

Check abi_load(Context& context) {
  static constexpr auto kLimit = std::chrono::milliseconds(100);
  static constexpr int kAttempts = 4;  // a busy machine must not fail a plugin
  ASSAY_CHECK(context.load());
  auto least = context.loaded().took;
  for (int attempt = 1; attempt < kAttempts && least > kLimit; ++attempt) {
    ASSAY_TRY(const auto took, context.probe("load", {}));
    least = std::min<std::chrono::steady_clock::duration>(
        least, std::chrono::nanoseconds(std::stoll(took)));
  }
  if (least <= kLimit) return {};
  return found(
      ASSAY_TEXT("loading it takes {ms} ms, more than {limit}: move work from constructors "
                 "to open"),
      {{"ms", std::to_string(least / std::chrono::milliseconds(1))},
       {"limit", std::to_string(kLimit.count())}});
}

Check abi_descriptor(Context& context) {
  if (context.subject().host_refuses)
    if (auto refusal = context.subject().host_refuses(context.subject().library))
      return std::unexpected(Finding{Verdict::Failed, std::move(*refusal)});
  ASSAY_CHECK(context.describe());
  context.note("plugin", context.declared().id);
  context.note("version", context.declared().version);
  context.note("toolchain", context.declared().toolchain);
  return {};
}

Check abi_versions(Context& context) {
  Answer answer;
  const auto* plugin = context.target().entry(ASSAY_PLUGIN_ABI_MIN, UINT32_MAX, answer);
  if (plugin == nullptr)
    return found(ASSAY_TEXT("it refuses a host that serves ABI {min} to {max}"),
                 {{"min", std::to_string(ASSAY_PLUGIN_ABI_MIN)}, {"max", "4294967295"}});
  const auto newest = plugin->desc->abi_cur;
  const auto oldest = plugin->desc->abi_min;
  for (const auto& [min, max] : {std::pair{newest + 1, newest + 8}, {0U, oldest - 1}}) {
    if (context.target().entry(min, max, answer) != nullptr)
      return found(ASSAY_TEXT("it serves ABI {oldest} to {newest}, but takes a host of {min} to "
                              "{max}"),
                   {{"oldest", std::to_string(oldest)},
                    {"newest", std::to_string(newest)},
                    {"min", std::to_string(min)},
                    {"max", std::to_string(max)}});
    if (answer.code != ASSAY_PLUGIN_EABI)
      return found(ASSAY_TEXT("it refuses a host of another ABI with {code} instead of EABI"),
                   {{"code", code_name(answer.code)}});
  }
  return {};
}

Check abi_reentry(Context& context) {
  // Copied: what is handed out must not change later, either.
  const auto look = [&] {
    Answer answer;
    const auto* plugin = context.target().entry(1, ASSAY_PLUGIN_ABI_CURRENT, answer);
    if (plugin == nullptr) return std::string();
    std::string table(reinterpret_cast<const char*>(plugin), sizeof *plugin);
    return table.append(reinterpret_cast<const char*>(plugin->desc), sizeof *plugin->desc);
  };
  const auto first = look();
  for (int i = 0; i < 100; ++i)
    if (first.empty() || look() != first)
      return found(ASSAY_TEXT("its entry function gives another description when called again"));
  return {};
}

Check abi_evaluate(Context& context) {
  ASSAY_CHECK(context.find_setup());
  context.note("period", context.setup().period);
  context.note("config", context.setup().config);
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  context.at("64 rows");
  return ends_well(session->evaluate(make_rows(context, context.setup(), {.rows = 64})));
}

Check abi_threads(Context& context) {
  return leaves(
      context, [] { return listing("/proc/self/task", false); },
      ASSAY_TEXT("it leaves threads running: {before}before, {after}after"));
}
Check abi_files(Context& context) {
  return leaves(
      context, [] { return listing("/proc/self/fd", true); },
      ASSAY_TEXT("it leaves files open: {before}before, {after}after"));
}
Check abi_signals(Context& context) {
  return leaves(context, signals,
                ASSAY_TEXT("it leaves signals changed: {before}before, {after}after"));
}
Check abi_directory(Context& context) {
  return leaves(context, directory,
                ASSAY_TEXT("it leaves the working directory changed: {before} before, {after} "
                           "after"));
}
Check abi_locale(Context& context) {
  return leaves(
      context, [] { return std::string(std::setlocale(LC_ALL, nullptr)); },
      ASSAY_TEXT("it leaves the locale changed: {before} before, {after} after"));
}
Check abi_floating(Context& context) {
  return leaves(context, floating,
                ASSAY_TEXT("it leaves the floating-point mode changed: {before} before, {after} "
                           "after"));
}
Check abi_environment(Context& context) {
  return leaves(context, environment,
                ASSAY_TEXT("it leaves the environment changed: {before}before, {after}after"));
}

}  // namespace assay::kit
