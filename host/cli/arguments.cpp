#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "pipeline/version.hpp"

namespace assay::cli {

namespace {

// Everything parsing writes to; it must stay where it is while the App lives.
struct Building {
  Arguments arguments;
  std::string language;
  std::string log_level = "warning";
  std::vector<std::string> commands;  // names, for suggestions
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
  // Under headings in the reader's language; a command's --help is older than the defaults.
  void group(CLI::App* command) {
    command->group(say(ASSAY_TEXT("Commands")));
    command->get_help_ptr()->group(say(ASSAY_TEXT("Options")));
  }
  void office(CLI::App* command) {
    command->add_option("office", x_building.arguments.office, say(ASSAY_TEXT("office folder")))
        ->required()
        ->type_name("OFFICE");
  }
  void json(CLI::App* command) {
    command->add_flag("--json", x_building.arguments.json,
                      say(ASSAY_TEXT("print JSON, also errors")));
  }
  void result_files(CLI::App* command);
  void global_options();
  void office_commands();
  void result_commands();
  void plugin_commands();

  CLI::App& x_app;
  Building& x_building;
  const Translate& x_translate;
};

CLI::App* Builder::command(CLI::App& parent, const char* name, Command value, const char* text,
                           const char* example) {
  auto* command = parent.add_subcommand(name, say(text));
  command->footer(say(ASSAY_TEXT("Example:")) + "\n  " + example);
  command->callback([&building = x_building, value] { building.arguments.command = value; });
  command->fallthrough();
  group(command);
  x_building.commands.emplace_back(name);
  return command;
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

void Builder::office_commands() {
  auto& arguments = x_building.arguments;
  auto* init = command(x_app, "init", Command::Init, ASSAY_TEXT("create an office in a folder"),
                       "assay init my-office");
  office(init);

  auto* import = command(
      x_app, "import", Command::Import, ASSAY_TEXT("read CSV files into an office, all or nothing"),
      "assay import my-office units.csv indicators.csv targets.csv observations.csv");
  office(import);
  import->add_option("files", arguments.files, say(ASSAY_TEXT("CSV files, in any order")))
      ->required()
      ->type_name("FILE");
  import->add_option("--encoding", arguments.encoding, say(ASSAY_TEXT("encoding of the files")))
      ->type_name("utf-8|gb18030")
      ->check(CLI::IsMember({"utf-8", "gb18030"}, CLI::ignore_case));
  json(import);

  auto* score = command(x_app, "score", Command::Score,
                        ASSAY_TEXT("score, rank and grade by one or more schemes; stores the runs"),
                        "assay score my-office county-scheme.yaml --period 2024 --html 2024.html");
  office(score);
  score->add_option("schemes", arguments.files, say(ASSAY_TEXT("scheme files")))
      ->required()
      ->type_name("SCHEME.yaml");
  score->add_option("--period", arguments.period, say(ASSAY_TEXT("2024, 2024H1, 2024Q3, 2024-09")))
      ->type_name("P");
  score->add_flag("--strict", arguments.strict,
                  say(ASSAY_TEXT("refuse the run when a plugin failed for any unit")));
  json(score);
  result_files(score);

  auto* doctor = command(x_app, "doctor", Command::Doctor,
                         ASSAY_TEXT("check an office, or without one this installation"),
                         "assay doctor my-office");
  doctor->add_option("office", arguments.office, say(ASSAY_TEXT("office folder")))
      ->type_name("OFFICE");
  json(doctor);
}

void Builder::result_commands() {
  auto& arguments = x_building.arguments;
  auto* runs = command(x_app, "runs", Command::Runs, ASSAY_TEXT("list the runs of an office"),
                       "assay runs my-office");
  office(runs);
  json(runs);

  auto* show = command(x_app, "show", Command::Show, ASSAY_TEXT("print the result of a run"),
                       "assay show my-office latest --group counties");
  office(show);
  show->add_option("run", arguments.run, say(ASSAY_TEXT("number of the run, or latest")))
      ->required()
      ->type_name("RUN");
  show->add_option("--group", arguments.group, say(ASSAY_TEXT("only this group")))->type_name("G");
  json(show);
  result_files(show);

  auto* explain = command(x_app, "explain", Command::Explain,
                          ASSAY_TEXT("show a unit's total as a sum that adds up exactly"),
                          "assay explain my-office latest qindu");
  office(explain);
  explain->add_option("run", arguments.run, say(ASSAY_TEXT("number of the run, or latest")))
      ->required()
      ->type_name("RUN");
  explain->add_option("unit", arguments.unit, say(ASSAY_TEXT("unit code")))
      ->required()
      ->type_name("UNIT");
  json(explain);
}

void Builder::plugin_commands() {
  auto* plugin =
      x_app.add_subcommand("plugin", say(ASSAY_TEXT("plugins that make special assessments")));
  plugin->require_subcommand(1);
  plugin->fallthrough();
  group(plugin);
  plugin->footer(say(ASSAY_TEXT("Example:")) + "\n  assay plugin list");
  auto* list = command(*plugin, "list", Command::PluginList, ASSAY_TEXT("list the plugins found"),
                       "assay plugin list");
  json(list);
  auto* info = command(*plugin, "info", Command::PluginInfo,
                       ASSAY_TEXT("what a plugin reads and gives"), "assay plugin info investment");
  info->add_option("plugin", x_building.arguments.plugin,
                   say(ASSAY_TEXT("id, or path of a .so file")))
      ->required()
      ->type_name("PLUGIN");
  json(info);
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
  result_commands();
  plugin_commands();
}

LogLevel log_level_of(const std::string& word) {
  static const std::map<std::string, LogLevel> levels{{"debug", LogLevel::Debug},
                                                      {"info", LogLevel::Info},
                                                      {"warning", LogLevel::Warning},
                                                      {"error", LogLevel::Error},
                                                      {"off", LogLevel::Off}};
  return levels.at(word);
}

// DEPARTMENT[/PERSON]: it is stored with what was done and must be readable ever after.
bool is_actor(std::string_view text) {
  constexpr std::size_t kActorLimit_bytes = 200;
  if (text.size() > kActorLimit_bytes || text.starts_with('/') || text.ends_with('/') ||
      text.empty() || std::ranges::count(text, '/') > 1)
    return false;
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0 || is_control(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

// The deepest command named so far, whose help fits the mistake.
const CLI::App* innermost(const CLI::App& app) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  return deepest;
}

Message usage_message(const CLI::App& app, const CLI::ParseError& error, const Building& building) {
  if (error.get_name() == "ExtrasError" || error.get_name() == "RequiredError") {
    const auto extras = app.remaining(true);
    if (!extras.empty()) {
      const std::vector<std::string_view> known(building.commands.begin(), building.commands.end());
      const auto near = nearest(extras.front(), known);
      if (!near.empty() && innermost(app) == &app)
        return {ASSAY_TEXT("'{word}' is not known: did you mean '{near}'?"),
                {{"word", extras.front()}, {"near", near}},
                ""};
      return {ASSAY_TEXT("'{word}' is not expected here"), {{"word", extras.front()}}, ""};
    }
    if (innermost(app) == &app) return {ASSAY_TEXT("name a command"), {}, ""};
    return {ASSAY_TEXT("an argument is missing: {detail}"), {{"detail", error.what()}}, ""};
  }
  return {ASSAY_TEXT("the arguments do not fit: {detail}"), {{"detail", error.what()}}, ""};
}

Instead usage_error(const CLI::App& app, const CLI::ParseError& error, const Building& building,
                    const Translate& translate) {
  const auto message = usage_message(app, error, building);
  std::string command = "assay";
  for (const auto* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    command += " " + at->get_name();
  }
  const Message hint{ASSAY_TEXT("see '{command} --help'"), {{"command", command}}, ""};
  return {static_cast<int>(Failure::Usage), "assay: " + fill(translate(message), message) + "\n" +
                                                fill(translate(hint), hint) + "\n"};
}

}  // namespace

std::string language_option(int argc, const char* const* argv) {
  constexpr std::string_view option = "--lang";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == option && i + 1 < argc) return argv[i + 1];
    if (word.starts_with("--lang=")) return std::string(word.substr(option.size() + 1));
  }
  return {};
}

std::expected<Arguments, Instead> parse_arguments(int argc, const char* const* argv,
                                                  const Translate& translate) {
  Building building;
  const Message about{
      ASSAY_TEXT("Assay: responsibility assessment, exact, reproducible and explained"), {}, ""};
  CLI::App app(translate(about), "assay");
  Builder(app, building, translate).build();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return std::unexpected(Instead{0, app.help()});
  } catch (const CLI::CallForVersion& version) {
    return std::unexpected(Instead{0, std::string(version.what()) + "\n"});
  } catch (const CLI::ParseError& error) {
    return std::unexpected(usage_error(app, error, building, translate));
  }
  if (!is_actor(building.arguments.actor)) {
    const Message message{ASSAY_TEXT("--as takes DEPARTMENT or DEPARTMENT/PERSON in at most 200 "
                                     "bytes of text"),
                          {},
                          ""};
    return std::unexpected(Instead{static_cast<int>(Failure::Usage),
                                   "assay: " + fill(translate(message), message) + "\n"});
  }
  building.arguments.log_level = log_level_of(building.log_level);
  return building.arguments;
}

}  // namespace assay::cli
