// The program `assay`: chooses the language, reads the arguments, runs one command.

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <system_error>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/language.hpp"
#include "cli/terminal.hpp"

namespace {

std::filesystem::path program_dir() {
  std::error_code trouble;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", trouble);
  return trouble ? std::filesystem::current_path() : program.parent_path();
}

int run(int argc, char** argv) {
  // A file-size limit shows up as a failed write, which the store reports.
  std::signal(SIGXFSZ, SIG_IGN);
  const auto folder = program_dir();
  const auto language = assay::cli::choose_language(assay::cli::language_option(argc, argv));
  const auto translate = assay::cli::make_translate(language, folder.parent_path() / "share" /
                                                                  "locale");
  const auto arguments = assay::cli::parse_arguments(argc, argv, translate);
  if (!arguments) {
    const auto& instead = arguments.error();
    if (instead.exit_code != 0) {
      assay::cli::print_error(instead.text);
      return instead.exit_code;
    }
    return assay::cli::print(instead.text) ? 0 : static_cast<int>(assay::Failure::Store);
  }
  return assay::cli::run_command(
      {*arguments, translate, assay::cli::html_language(language), folder});
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& failure) {
    // Out of memory and faults of libraries that nobody expected.
    assay::cli::print_error(std::string("assay: internal failure: ") + failure.what() + "\n");
  } catch (...) {
    assay::cli::print_error("assay: internal failure\n");
  }
  return static_cast<int>(assay::Failure::Internal);
}
