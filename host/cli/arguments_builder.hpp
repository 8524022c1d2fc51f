#pragma once
// The commands and options of the program, told to CLI11. Used by parse_arguments() alone; what it
// writes to must stay where it is while the App lives.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "base/message.hpp"
#include "cli/arguments.hpp"

namespace assay::cli {

// Everything parsing writes to.
struct Building {
  Arguments arguments;
  std::string language;
  std::string log_level = "warning";
  std::optional<std::string> request;
};

class Builder {
 public:
  Builder(CLI::App& app, Building& building, const Translate& translate)
      : x_app(app), x_building(building), x_translate(translate) {}

  void build();

 private:
  [[nodiscard]] std::string say(const char* text) const {
    return x_translate(Message{text, {}, ""});
  }
  CLI::App* command(CLI::App& parent, const char* name, Command value, const char* text,
                    const char* example);
  // A command that only holds others.
  CLI::App* family(const char* name, const char* text, const char* example);
  // Under headings in the reader's language; a command's --help is older than the defaults.
  void group(CLI::App* command);

  // Arguments and options that several commands have.
  void office(CLI::App* command);
  void unit(CLI::App* command);
  void indicator(CLI::App* command);
  void run(CLI::App* command);
  void json(CLI::App* command);
  void cause(CLI::App* command, bool reason_needed = false);
  void result_files(CLI::App* command);
  void verifier_key(CLI::App* command, bool needed);
  void package(CLI::App* command);
  void plugin_folder(CLI::App* command);
  void plugin_home(CLI::App* command);
  void keeping_office(CLI::App* command, const char* text);
  void public_key(CLI::App* command, const char* text);

  void global_options();
  void office_commands();
  void figure_commands();
  void result_commands();
  void audit_commands();
  void proof_commands(CLI::App& audit);
  void keep_commands();
  void plugin_commands();
  void making_commands(CLI::App& plugin);
  void keeping_commands(CLI::App& plugin);
  void trust_commands(CLI::App& plugin);
  void check_command(CLI::App& plugin);
  void bench_commands();

  CLI::App& x_app;
  Building& x_building;
  const Translate& x_translate;
};

}  // namespace assay::cli
