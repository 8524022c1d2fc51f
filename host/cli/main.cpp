// The program `assay`: chooses the language, reads the arguments, runs one command.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
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

// A closed standard stream would lend its number to the next file opened, the office's, and what
// is printed would be written over it. What stands in for it can be neither read nor written.
void occupy_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
    if (fcntl(stream, F_GETFD) < 0 && errno == EBADF)
      static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

// The office is read from a map of its file; a file cut short shows up as this signal.
void file_cut_short(int /*signal*/) {
  constexpr std::string_view text =
      "assay: a file was cut short while it was read: if it is the office's (truth/data.mdb), "
      "restore it from a backup\n";
  static_cast<void>(write(STDERR_FILENO, text.data(), text.size()));
  _exit(static_cast<int>(assay::Failure::Store));
}

int run(int argc, char** argv) {
  occupy_standard_streams();
  std::signal(SIGBUS, file_cut_short);
  // A file-size limit shows up as a failed write, which the store reports.
  std::signal(SIGXFSZ, SIG_IGN);
  const auto folder = program_dir();
  const auto language = assay::cli::choose_language(assay::cli::language_option(argc, argv));
  const auto translate =
      assay::cli::make_translate(language, folder.parent_path() / "share" / "locale");
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
