#include "cli/arguments.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "cli/arguments_builder.hpp"

namespace assay::cli {

namespace {

LogLevel log_level_of(const std::string& word) {
  static const std::map<std::string, LogLevel> levels{{"debug", LogLevel::Debug},
                                                      {"info", LogLevel::Info},
                                                      {"warning", LogLevel::Warning},
                                                      {"error", LogLevel::Error},
                                                      {"off", LogLevel::Off}};
  return levels.at(word);
}

// Characters that stay readable ever after: they are stored with what was done.
bool is_plain_text(std::string_view text, std::size_t limit_bytes) {
  if (text.size() > limit_bytes) return false;
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0 || is_control(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

// DEPARTMENT[/PERSON]
bool is_actor(std::string_view text) {
  constexpr std::size_t kActorLimit_bytes = 200;
  return !text.empty() && !text.starts_with('/') && !text.ends_with('/') &&
         std::ranges::count(text, '/') <= 1 && is_plain_text(text, kActorLimit_bytes);
}

// 32 hexadecimal digits, or the same as a UUID: 8-4-4-4-12.
std::optional<store::RequestId> request_from(std::string text) {
  constexpr std::array<std::size_t, 4> kHyphens = {8, 13, 18, 23};
  constexpr std::size_t kUuid_length = 36;
  const auto is_hyphen = [&](std::size_t at) { return text[at] == '-'; };
  if (text.size() == kUuid_length && std::ranges::all_of(kHyphens, is_hyphen))
    std::erase(text, '-');
  return store::request_from_hex(text);
}

// The deepest command named so far, whose help fits the mistake.
const CLI::App* innermost(const CLI::App& app) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  return deepest;
}

// What may have been meant by `word` where one of a command's commands was to stand.
std::string nearest_command(const CLI::App& command, const std::string& word) {
  std::vector<std::string_view> known;
  for (const auto* below : command.get_subcommands([](const CLI::App*) { return true; }))
    known.push_back(below->get_name());
  return nearest(word, known);
}

Message usage_message(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_name() == "ExtrasError" || error.get_name() == "RequiredError") {
    const auto extras = app.remaining(true);
    if (!extras.empty()) {
      const auto near = nearest_command(*innermost(app), extras.front());
      if (!near.empty())
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

Instead usage_error(const CLI::App& app, const CLI::ParseError& error, const Translate& translate) {
  const auto message = usage_message(app, error);
  std::string command = "assay";
  for (const auto* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    command += " " + at->get_name();
  }
  const Message hint{ASSAY_TEXT("see '{command} --help'"), {{"command", command}}, ""};
  return {static_cast<int>(Failure::Usage), "assay: " + fill(translate(message), message) + "\n" +
                                                fill(translate(hint), hint) + "\n"};
}

// Checks what will be stored with a change: who, why and for which request.
std::optional<Message> take_cause(Building& building) {
  constexpr std::size_t kReasonLimit_bytes = 4'000;
  auto& arguments = building.arguments;
  if (!is_actor(arguments.actor))
    return Message{ASSAY_TEXT("--as takes DEPARTMENT or DEPARTMENT/PERSON in at most 200 "
                              "bytes of text"),
                   {},
                   ""};
  if (!is_plain_text(arguments.reason, kReasonLimit_bytes))
    return Message{ASSAY_TEXT("--reason takes one line of at most 4000 bytes of text"), {}, ""};
  if (arguments.command == Command::Set && arguments.reason.empty())
    return Message{ASSAY_TEXT("--reason is empty: say why the figure changes"), {}, ""};
  if (!building.request) return std::nullopt;
  const auto request = request_from(*building.request);
  if (!request)
    return Message{ASSAY_TEXT("--request takes 32 hexadecimal digits that are not all 0, or a "
                              "UUID: make one with uuidgen"),
                   {},
                   ""};
  arguments.request = *request;
  return std::nullopt;
}

Instead refuse(const Message& message, const Translate& translate) {
  return {static_cast<int>(Failure::Usage), "assay: " + fill(translate(message), message) + "\n"};
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
    return std::unexpected(usage_error(app, error, translate));
  }
  if (const auto wrong = take_cause(building)) return std::unexpected(refuse(*wrong, translate));
  building.arguments.log_level = log_level_of(building.log_level);
  return building.arguments;
}

}  // namespace assay::cli
