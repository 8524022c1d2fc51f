#pragma once
// Each command of the program: asks pipeline, prints report's rendering, returns the exit code.

#include <filesystem>

#include "base/message.hpp"
#include "cli/arguments.hpp"

namespace assay::cli {

struct Session {
  const Arguments& arguments;
  const Translate& translate;
  std::string language;               // "en" or "zh-Hans", for pages
  std::filesystem::path program_dir;  // folder of the running program
};

// 0, or the Failure of the first error, which has been printed to stderr.
[[nodiscard]] int run_command(const Session& session);

}  // namespace assay::cli
