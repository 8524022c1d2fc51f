#pragma once
// The command line as a value. Parsing is CLI11's; this is its only includer's interface.

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/message.hpp"
#include "base/result.hpp"
#include "pipeline/national/data.hpp"
#include "store/journal.hpp"

namespace assay::cli {

enum class Command : std::uint8_t {
  Init,
  Import,
  Set,
  History,
  Score,
  Runs,
  Show,
  Explain,
  Verify,
  AuditVerify,
  AuditShow,
  AuditCheckpoint,
  AuditProof,
  AuditConsistency,
  AuditCheck,
  KeyNew,
  Backup,
  Restore,
  Export,
  PluginNew,
  PluginBuild,
  PluginPack,
  PluginSign,
  PluginInstall,
  PluginList,
  PluginInfo,
  PluginRemove,
  PluginPin,
  PluginPins,
  TrustAdd,
  TrustList,
  TrustRemove,
  PluginCheck,
  Doctor,
  BenchNational
};

// Of the commands about plugins.
struct PluginArguments {
  std::filesystem::path home;    // of installed ones; "" = by the environment
  std::string language = "c++";  // new: c | c++
  std::filesystem::path folder = ".";
  std::filesystem::path library;  // pack; "" = the one that was built
  bool allow_unsigned = false;
  bool schema = false;
  std::string key;                    // to be trusted, or no longer
  std::vector<std::string> versions;  // score: ID@VERSION
  std::string scheme;                 // pin
};

// Of `plugin check`.
struct KitArguments {
  std::vector<std::string> only;
  std::uint64_t seed = 1;
  unsigned time_limit_s = 30;
  std::string reproduce;  // id of a check; "" = run them all
  bool list = false;
  std::filesystem::path cases;             // folder; "" = none
  std::filesystem::path junit_file;        // "" = none
  std::filesystem::path certificate_file;  // "" = none
  std::string date;                        // YYYY-MM-DD; "" = today

  // In a process that the kit started.
  std::string run_one;
  std::filesystem::path library;
  int answer = -1;
};

struct Arguments {
  Command command = Command::Doctor;

  std::filesystem::path office;              // "" only for doctor
  std::vector<std::filesystem::path> files;  // import: CSV files; score: schemes
  std::string encoding = "utf-8";            // utf-8 | gb18030
  std::string period;                        // "" = the scheme's; history: all
  bool strict = false;
  bool scrub = false;    // doctor
  bool replace = false;  // restore
  std::string run;       // number or "latest"
  std::string unit;      // code; audit: "" = all
  std::string group;     // "" = all
  std::string plugin;    // id, id@version or path
  PluginArguments plugins;

  // set, history
  std::string indicator;
  std::optional<std::string> value;
  std::string layer = "actual";  // actual | target | stretch | upper | baseline
  std::optional<std::string> state;
  std::optional<std::string> source;
  bool clear = false;

  // audit, key
  std::optional<std::uint64_t> entry;  // proof: of this one; show: from this one on
  std::uint64_t limit = 50;            // entries shown
  std::string key;                     // verifier key or its file; file of the signing key
  std::string key_name;
  std::filesystem::path checkpoint;  // file; "" = the newest the office has
  std::filesystem::path proof;       // file
  std::filesystem::path backup;      // file

  std::filesystem::path out;  // file or folder to be written; "" = stdout, the working folder
  bool json = false;
  std::filesystem::path csv_file;   // "" = none
  std::filesystem::path html_file;  // "" = none

  KitArguments kit;

  // bench
  pipeline::national::Size nation;
  unsigned threads = 0;                // 0 = as many as there are cores
  std::filesystem::path write_folder;  // "" = none is kept

  std::string actor = "office";
  std::string reason;
  store::RequestId request{};
  LogLevel log_level = LogLevel::Warning;
  std::vector<std::filesystem::path> plugin_path;
};

// What to print instead of running a command: help and version (exit code 0, to stdout) or a
// usage error (2, to stderr).
struct Instead {
  int exit_code = 0;
  std::string text;
};

// `--lang VALUE` or `--lang=VALUE` of a command line, wherever it stands; "" = not given. Needed
// before parsing, since help is written in that language.
[[nodiscard]] std::string language_option(int argc, const char* const* argv);

[[nodiscard]] std::expected<Arguments, Instead> parse_arguments(int argc, const char* const* argv,
                                                                const Translate& translate);

}  // namespace assay::cli
