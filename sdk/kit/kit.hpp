#pragma once
// The conformance kit: runs every check of the interface against a plugin and says what it found.
// Each check runs in a process of its own, started from the same program, so that a plugin that
// crashes, hangs or changes its process spoils that check alone. Everything follows from the seed.
// One call at a time per process: starting processes is not thread-safe against itself.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/message.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"

namespace assay::kit {

// Rises with every change of what a check demands.
inline constexpr std::string_view kVersion = "1.0";

enum class Verdict : std::uint8_t { Passed, Failed, Skipped };
[[nodiscard]] std::string_view word(Verdict verdict);  // "passed", "failed", "skipped"

struct CheckName {
  std::string_view id;  // "group.name"
  Message title;        // what the check demands
};
// In the order in which they run; the ids never change their meaning.
[[nodiscard]] std::vector<CheckName> check_names();
// "abi" … and their names for people, in the same order.
[[nodiscard]] std::vector<std::pair<std::string_view, Message>> group_names();

// The package around a plugin, as the host reads it.
struct Package {
  // Foreign: with a key that is not trusted here, so that nothing can be said of it.
  enum class Signature : std::uint8_t { None, Foreign, Known };
  Signature signature = Signature::None;
  std::optional<Message> signature_fault;
  // Where the manifest says other than the plugin; runs the plugin, in a check's process.
  std::function<std::optional<Message>()> manifest_fault;
};

// A JSON value, as the program that reads golden cases found it; figures are of kind Other.
struct CaseValue {
  enum class Kind : std::uint8_t { Null, Text, List, Object, Other };
  Kind kind = Kind::Null;
  std::string text;                // of a Text
  std::vector<std::string> names;  // of an Object, by item
  std::vector<CaseValue> items;    // of a List or Object
};

// What is checked. The functions are the host's own reading, so that a plugin passes here if and
// only if the host takes it.
struct Subject {
  std::filesystem::path library;  // what a check's process loads; not needed by run()
  std::string bytes;              // of the shared object: what run() has loaded
  std::function<std::optional<Message>(const std::filesystem::path&)> host_refuses;
  std::optional<Package> package;          // nothing: a bare .so
  std::map<std::string, CaseValue> cases;  // golden cases, by name of file
};

struct Options {
  std::uint64_t seed = 1;
  std::vector<std::string> only;  // ids or groups; empty = all
  unsigned time_limit_s = 30;     // of one check
  // How to start this program for one check, up to the subject: {"/proc/self/exe", "plugin", …}.
  // run_one() answers a command line of these, the subject, and the options below.
  std::vector<std::string> command;
};
inline constexpr std::string_view kOption_run_one = "--run-one";  // id of a check, or a probe
inline constexpr std::string_view kOption_answer = "--answer";    // number of a descriptor
inline constexpr std::string_view kOption_library = "--library";  // the bytes that were hashed
inline constexpr std::string_view kOption_time_limit = "--time-limit";  // seconds
inline constexpr std::string_view kOption_seed = "--seed";

struct CheckResult {
  std::string id;
  Verdict verdict = Verdict::Passed;
  Message detail;  // why it failed or was skipped
  std::string at;  // where it was when it failed: the case that reproduces it
  double seconds = 0;
};

// Seconds = row · rows + call · calls + fixed · instances; measured, not judged.
struct Cost {
  double row_ns = 0, call_ns = 0, fixed_ns = 0;
};

struct Report {
  std::uint64_t seed = 0;
  Digest binary_sha256{};
  std::string plugin, version, toolchain;  // as the plugin says; "" when it could not
  std::string period, config;              // what most checks used
  std::optional<Cost> cost;
  bool bare = true;  // no package around it
  std::vector<CheckResult> results;

  [[nodiscard]] std::size_t count(Verdict verdict) const;
};

// Usage error kit.unknown_check; Plugin error plugin.load.
// `progress` counts checks.
[[nodiscard]] Result<Report> run(const Subject& subject, const Options& options,
                                 const Progress& progress);

// One check in this process, answered on descriptor `answer` (see run()); 0, or an exit code.
[[nodiscard]] int run_one(const Subject& subject, const Options& options, const std::string& id,
                          int answer);

// One check in this process, for a debugger: no process around it, no limit of time.
[[nodiscard]] Result<CheckResult> reproduce(const Subject& subject, const Options& options,
                                            const std::string& id);

}  // namespace assay::kit
