// Runs checks in processes of their own, and one of them in this process.

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/sha256.hpp"
#include "kit/kit.hpp"
#include "kit/probe.hpp"
#include "kit/registry.hpp"

namespace assay::kit {

namespace {

constexpr std::string_view kProbe = "probe.";

// The bytes that were hashed, in memory that nobody can change, for the processes to load.
class Copy {
 public:
  explicit Copy(const std::string& bytes)
      : x_file(::memfd_create("assay-plugin", MFD_ALLOW_SEALING)) {
    std::string_view left = bytes;
    while (!left.empty()) {
      const auto count = ::write(x_file, left.data(), left.size());
      if (count <= 0) return;
      left.remove_prefix(static_cast<std::size_t>(count));
    }
    x_whole =
        ::fcntl(x_file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0;
  }
  ~Copy() { ::close(x_file); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  [[nodiscard]] bool whole() const { return x_whole; }
  [[nodiscard]] int file() const { return x_file; }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(x_file); }

 private:
  int x_file;
  bool x_whole = false;
};

bool chosen(const Options& options, std::string_view id) {
  if (options.only.empty()) return true;
  return std::ranges::any_of(options.only, [&](const std::string& one) {
    return one == id || one == id.substr(0, id.find('.'));
  });
}

Status known(const Options& options) {
  std::vector<std::string> names;
  for (const auto& [group, title] : group_names()) names.emplace_back(group);
  for (const auto& check : registry()) names.emplace_back(check.id);
  for (const auto& one : options.only)
    if (std::ranges::find(names, one) == names.end())
      return fail(Failure::Usage, "kit.unknown_check",
                  {ASSAY_TEXT("there is no check or group {check}: --list names them"),
                   {{"check", excerpt(one)}}});
  return {};
}

std::optional<std::string_view> gate_of(Needs needs) {
  switch (needs) {
    case Needs::Loaded:
      return kGate_load;
    case Needs::Described:
      return kGate_describe;
    case Needs::Working:
    case Needs::Fresh:
      return kGate_work;
    case Needs::Nothing:
      break;
  }
  return std::nullopt;
}

bool is_gate(std::string_view id) {
  return id == kGate_load || id == kGate_describe || id == kGate_work;
}

Check prepare(Context& context, Needs needs) {
  switch (needs) {
    case Needs::Loaded:
      return context.load();
    case Needs::Described:
      return context.describe();
    case Needs::Working:
      return context.find_setup();
    case Needs::Nothing:
    case Needs::Fresh:
      break;
  }
  return {};
}

Check perform(Context& context, const CheckEntry& entry) {
  ASSAY_CHECK(prepare(context, entry.needs));
  context.at("");
  return entry.run(context);
}

void take_verdict(const Ended& ended, const Options& options, CheckResult& result) {
  if (const auto* place = ended.last("at")) result.at = *place;
  const auto* verdict = ended.last("verdict");
  const auto failed = [&](Message message) {
    result.verdict = Verdict::Failed;
    result.detail = std::move(message);
  };
  if (verdict != nullptr) {
    result.verdict = *verdict == word(Verdict::Failed)    ? Verdict::Failed
                     : *verdict == word(Verdict::Skipped) ? Verdict::Skipped
                                                          : Verdict::Passed;
    for (const auto& [kind, value] : ended.told) {
      if (kind == "text") result.detail.text = value;
      if (kind == "text_zh") result.detail.text_zh = value;
      if (kind.starts_with("place ")) result.detail.args.emplace_back(kind.substr(6), value);
    }
  }
  // A process that ends badly after its verdict was spoiled by the plugin as it went.
  const bool ended_well = ended.how == Ended::How::Exited && ended.number == 0;
  if (verdict != nullptr && (result.verdict == Verdict::Failed || ended_well)) {
    if (result.verdict != Verdict::Failed) result.at.clear();
    return;
  }
  const std::string number = std::to_string(ended.number);
  switch (ended.how) {
    case Ended::How::TimedOut:
      return failed({ASSAY_TEXT("it did not end within {seconds} s and was killed"),
                     {{"seconds", std::to_string(options.time_limit_s)}},
                     ""});
    case Ended::How::Signalled:
      return failed(
          {ASSAY_TEXT("it crashed: {signal}"), {{"signal", signal_name(ended.number)}}, ""});
    case Ended::How::Exited:
      return failed(
          {ASSAY_TEXT("it ended the process with exit code {code}"), {{"code", number}}, ""});
    case Ended::How::NotStarted:
      return failed({ASSAY_TEXT("no process could be started for it"), {}, ""});
  }
}

class Runner {
 public:
  Runner(const Options& options, const Copy& copy, Report& report)
      : x_options(options), x_copy(copy), x_report(report) {}

  CheckResult check(const CheckEntry& entry) {
    CheckResult result;
    result.id = entry.id;
    if (const auto gate = gate_of(entry.needs); gate && x_failed_gates.contains(*gate)) {
      result.verdict = Verdict::Skipped;
      result.detail = {ASSAY_TEXT("not made, as {check} failed"),
                       {{"check", x_failed_gates.find(*gate)->second}},
                       ""};
      return result;
    }
    const auto start = std::chrono::steady_clock::now();
    const auto ended = start_one(std::string(entry.id));
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    take_verdict(ended, x_options, result);
    take_notes(ended);
    if (is_gate(entry.id) && result.verdict != Verdict::Passed) close_gates(entry.id);
    return result;
  }

  void measure_cost() {
    if (x_failed_gates.contains(kGate_work)) return;
    const auto ended = start_one(std::string(kProbe) + "cost");
    const auto* row = ended.last("row_ns");
    const auto* call = ended.last("call_ns");
    const auto* fixed = ended.last("fixed_ns");
    if (row != nullptr && call != nullptr && fixed != nullptr)
      x_report.cost = Cost{std::stod(*row), std::stod(*call), std::stod(*fixed)};
  }

 private:
  Ended start_one(const std::string& id) {
    auto command = x_options.command;
    for (const auto& text : {std::string(kOption_library), x_copy.path(), std::string(kOption_seed),
                             std::to_string(x_options.seed), std::string(kOption_time_limit),
                             std::to_string(x_options.time_limit_s), std::string(kOption_run_one),
                             id, std::string(kOption_answer)})
      command.push_back(text);
    return run_process(command, {}, x_copy.file(), std::chrono::seconds(x_options.time_limit_s));
  }

  void take_notes(const Ended& ended) {
    const auto take = [&](const char* kind, std::string& to) {
      if (const auto* value = ended.last(kind)) to = *value;
    };
    take("plugin", x_report.plugin);
    take("version", x_report.version);
    take("toolchain", x_report.toolchain);
    take("period", x_report.period);
    take("config", x_report.config);
  }

  // A gate that fails closes those behind it, which need it, too.
  void close_gates(std::string_view id) {
    bool behind = false;
    for (const auto gate : {kGate_load, kGate_describe, kGate_work}) {
      behind = behind || gate == id;
      if (behind) x_failed_gates.emplace(gate, std::string(id));
    }
  }

  const Options& x_options;
  const Copy& x_copy;
  Report& x_report;
  std::map<std::string_view, std::string> x_failed_gates;  // gate → the one that failed
};

std::unexpected<Error> no_copy() {
  return fail(Failure::Plugin, "plugin.load",
              {ASSAY_TEXT("the plugin cannot be loaded: {reason}"),
               {{"reason", "no copy of it in memory"}}});
}

void tell_finding(int answer, const Check& made) {
  const auto verdict = made ? Verdict::Passed : made.error().verdict;
  if (!made) {
    const auto& message = made.error().message;
    tell(answer, "text", message.text);
    tell(answer, "text_zh", message.text_zh);
    for (const auto& [name, value] : message.args) tell(answer, "place " + name, value);
  }
  tell(answer, "verdict", std::string(word(verdict)));
}

}  // namespace

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Failed:
      return "failed";
    case Verdict::Skipped:
      return "skipped";
    case Verdict::Passed:
      break;
  }
  return "passed";
}

std::size_t Report::count(Verdict verdict) const {
  return static_cast<std::size_t>(std::ranges::count(results, verdict, &CheckResult::verdict));
}

Result<Report> run(const Subject& subject, const Options& options, const Progress& progress) {
  ASSAY_CHECK(known(options));
  const Copy copy(subject.bytes);
  if (!copy.whole()) return no_copy();
  Report report;
  report.seed = options.seed;
  report.binary_sha256 = sha256(subject.bytes);
  report.bare = !subject.package;
  Runner runner(options, copy, report);
  const auto total = registry().size();
  std::uint64_t done = 0;
  for (const auto& entry : registry()) {
    if (progress) progress(done++, total);
    const bool asked = chosen(options, entry.id);
    if (!asked && !is_gate(entry.id)) continue;
    auto result = runner.check(entry);
    if (asked || result.verdict == Verdict::Failed) report.results.push_back(std::move(result));
  }
  if (options.only.empty()) runner.measure_cost();
  if (progress) progress(total, total);
  return report;
}

int run_one(const Subject& subject, const Options& options, const std::string& id, int answer) {
  ::fcntl(answer, F_SETFD, FD_CLOEXEC);
  const auto say = [&](const std::string& kind, const std::string& value) {
    tell(answer, kind, value);
  };
  Context context(subject, options, id, say);
  if (id.starts_with(kProbe)) {
    run_probe(context, id.substr(kProbe.size()));
    return 0;
  }
  const auto* entry = find_check(id);
  if (entry == nullptr) return static_cast<int>(Failure::Usage);
  tell_finding(answer, perform(context, *entry));
  return 0;
}

Result<CheckResult> reproduce(const Subject& subject, const Options& options,
                              const std::string& id) {
  auto asked = options;
  asked.only = {id};
  ASSAY_CHECK(known(asked));
  CheckResult result;
  result.id = id;
  const auto* entry = find_check(id);
  if (entry == nullptr)
    return fail(Failure::Usage, "kit.unknown_check",
                {ASSAY_TEXT("there is no check or group {check}: --list names them"),
                 {{"check", excerpt(id)}}});
  // A file of its own is better for a debugger than a copy in memory.
  std::optional<Copy> copy;
  auto here = subject;
  if (here.library.empty()) {
    if (!copy.emplace(subject.bytes).whole()) return no_copy();
    here.library = copy->path();
  }
  Context context(here, options, id, [&](const std::string& kind, const std::string& value) {
    if (kind == "at") result.at = value;
  });
  if (const auto made = perform(context, *entry); !made) {
    result.verdict = made.error().verdict;
    result.detail = made.error().message;
  } else {
    result.at.clear();
  }
  return result;
}

}  // namespace assay::kit
