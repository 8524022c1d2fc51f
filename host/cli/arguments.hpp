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

namespace assay::cli {

enum class Command : std::uint8_t {
  Init,
  Import,
  Score,
  Runs,
  Show,
  Explain,
  PluginList,
  PluginInfo,
  Doctor
};

struct Arguments {
  Command command = Command::Doctor;

  std::filesystem::path office;              // "" only for doctor
  std::vector<std::filesystem::path> files;  // import: CSV files; score: schemes
  std::string encoding = "utf-8";            // utf-8 | gb18030
  std::string period;                        // "" = the scheme's
  bool strict = false;
  std::string run;     // number or "latest"
  std::string unit;    // code
  std::string group;   // "" = all
  std::string plugin;  // id or path

  bool json = false;
  std::filesystem::path csv_file;   // "" = none
  std::filesystem::path html_file;  // "" = none

  std::string actor = "office";
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
