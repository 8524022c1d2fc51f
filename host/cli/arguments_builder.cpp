#include "cli/arguments_builder.hpp"

#include <memory>

#include "pipeline/version.hpp"

namespace assay::cli {

CLI::App* Builder::command(CLI::App& parent, const char* name, Command value, const char* text,
                           const char* example) {
  auto* command = parent.add_subcommand(name, say(text));
  command->footer(say(ASSAY_TEXT("Example:")) + "\n  " + example);
  command->callback([&building = x_building, value] { building.arguments.command = value; });
  command->fallthrough();
  group(command);
  return command;
}

CLI::App* Builder::family(const char* name, const char* text, const char* example) {
  auto* family = x_app.add_subcommand(name, say(text));
  family->require_subcommand(1);
  family->fallthrough();
  group(family);
  family->footer(say(ASSAY_TEXT("Example:")) + "\n  " + example);
  return family;
}

void Builder::group(CLI::App* command) {
  command->group(say(ASSAY_TEXT("Commands")));
  command->get_help_ptr()->group(say(ASSAY_TEXT("Options")));
}

void Builder::office(CLI::App* command) {
  command->add_option("office", x_building.arguments.office, say(ASSAY_TEXT("office folder")))
      ->required()
      ->type_name("OFFICE");
}

void Builder::unit(CLI::App* command) {
  command->add_option("unit", x_building.arguments.unit, say(ASSAY_TEXT("unit code")))
      ->required()
      ->type_name("UNIT");
}

void Builder::indicator(CLI::App* command) {
  command
      ->add_option("indicator", x_building.arguments.indicator, say(ASSAY_TEXT("indicator code")))
      ->required()
      ->type_name("INDICATOR");
}

void Builder::run(CLI::App* command) {
  command
      ->add_option("run", x_building.arguments.run, say(ASSAY_TEXT("number of the run, or latest")))
      ->required()
      ->type_name("RUN");
}

void Builder::json(CLI::App* command) {
  command->add_flag("--json", x_building.arguments.json,
                    say(ASSAY_TEXT("print JSON, also errors")));
}

void Builder::cause(CLI::App* command, bool reason_needed) {
  command
      ->add_option("--reason", x_building.arguments.reason,
                   say(ASSAY_TEXT("why: stands in the journal ever after")))
      ->type_name("TEXT")
      ->required(reason_needed);
  command
      ->add_option("--request", x_building.request,
                   say(ASSAY_TEXT("32 hexadecimal digits or a UUID, of your choice: the same "
                                  "request repeated changes nothing")))
      ->type_name("ID");
}

void Builder::result_files(CLI::App* command) {
  auto& arguments = x_building.arguments;
  command
      ->add_option("--csv", arguments.csv_file,
                   say(ASSAY_TEXT("write the result table to FILE; with several schemes, "
                                  "-SCHEME-VERSION is added to its name")))
      ->type_name("FILE");
  command
      ->add_option("--html", arguments.html_file,
                   say(ASSAY_TEXT("write a page for people to FILE, named likewise")))
      ->type_name("FILE");
}

void Builder::verifier_key(CLI::App* command, bool needed) {
  command
      ->add_option("--key", x_building.arguments.key,
                   say(ASSAY_TEXT("verifier key, or the file that holds it")))
      ->type_name("PUBLIC")
      ->required(needed);
}

void Builder::global_options() {
  auto& arguments = x_building.arguments;
  x_app.add_option("--as", arguments.actor, say(ASSAY_TEXT("who acts: DEPARTMENT[/PERSON]")))
      ->type_name("ACTOR");
  x_app.add_option("--lang", x_building.language, say(ASSAY_TEXT("language of texts: zh or en")))
      ->type_name("LANG")
      ->check(CLI::IsMember({"zh", "en"}));
  x_app
      .add_option("--plugin-path", arguments.plugin_path,
                  say(ASSAY_TEXT("folder of plugins, before the built-in ones; may be repeated")))
      ->type_name("DIR")
      ->allow_extra_args(false);
  x_app.add_option("--log-level", x_building.log_level, say(ASSAY_TEXT("log lines to stderr")))
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}));
}

void Builder::build() {
  x_app.require_subcommand(1);
  x_app.option_defaults()
      ->group(say(ASSAY_TEXT("Options")))
      ->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  x_app.set_version_flag("--version", "assay " + std::string(pipeline::kVersion));
  x_app.get_option("--version")->description(say(ASSAY_TEXT("print the version")));
  x_app.set_help_flag("-h,--help", say(ASSAY_TEXT("print this help")));
  auto formatter = std::make_shared<CLI::Formatter>();
  formatter->column_width(34);
  formatter->label("Usage", say(ASSAY_TEXT("Usage")));
  formatter->label("Positionals", say(ASSAY_TEXT("Arguments")));
  formatter->label("SUBCOMMAND", say(ASSAY_TEXT("COMMAND")));
  formatter->label("OPTIONS", say(ASSAY_TEXT("OPTIONS")));
  formatter->label("REQUIRED", say(ASSAY_TEXT("(needed)")));
  x_app.formatter(formatter);
  x_app.footer(
      say(ASSAY_TEXT("Exit codes: 0 ok, 1 refused input, 2 usage, 3 store, 4 plugin, 5 internal")) +
      "\n" + say(ASSAY_TEXT("Example:")) +
      "\n  assay init my-office && assay import my-office *.csv && assay score my-office "
      "scheme.yaml");
  global_options();
  office_commands();
  figure_commands();
  result_commands();
  audit_commands();
  keep_commands();
  plugin_commands();
  bench_commands();
}

}  // namespace assay::cli
