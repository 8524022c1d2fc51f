#include "cli/commands_plugins.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/answer.hpp"
#include "cli/listings_plugins.hpp"
#include "cli/terminal.hpp"
#include "package/home.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/packages.hpp"
#include "pipeline/pins.hpp"
#include "pipeline/plugins.hpp"

namespace assay::cli {

namespace {

namespace fs = std::filesystem;

int plugin_new(const Session& session) {
  const auto& arguments = session.arguments;
  const auto prefix = session.program_dir.parent_path();
  const auto language = arguments.plugins.language == "c" ? "c" : "cpp";
  const fs::path to = arguments.out.empty() ? fs::path(arguments.plugin) : arguments.out;
  const auto made = pipeline::start_plugin(
      {arguments.plugin, prefix / "share" / "assay" / "template" / language, to});
  if (!made) return refuse(session, made.error());
  return finish(session, print(say(session, {ASSAY_TEXT("{folder} is ready: build it with 'assay "
                                                        "plugin build {folder}'"),
                                             {{"folder", to.string()}}}) +
                               "\n"));
}

// Runs a program, its output going to stderr; 0, or what it ended with.
Result<int> run_program(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  pid_t child = 0;
  const int code =
      ::posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0)
    return fail(Failure::Input, "plugin.build",
                {ASSAY_TEXT("cannot run {program}: {reason}; install it"),
                 {{"program", words.front()}, {"reason", std::generic_category().message(code)}}});
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int plugin_build(const Session& session) {
  const auto folder = session.arguments.plugins.folder;
  const auto build = (folder / "build").string();
  const auto prefix = session.program_dir.parent_path().string();
  const std::vector<std::vector<std::string>> steps = {
      {"cmake", "-S", folder.string(), "-B", build, "-DCMAKE_BUILD_TYPE=Release",
       "-DCMAKE_PREFIX_PATH=" + prefix},
      {"cmake", "--build", build}};
  for (const auto& step : steps) {
    const auto code = run_program(step);
    if (!code) return refuse(session, code.error());
    if (*code != 0)
      return refuse(session, fail(Failure::Input, "plugin.build",
                                  {ASSAY_TEXT("the plugin does not build: correct what the "
                                              "compiler says above"),
                                   {}},
                                  {.file = folder.string()})
                                 .error());
  }
  return finish(session, print(say(session, {ASSAY_TEXT("built: pack it with 'assay plugin pack "
                                                        "{folder}'"),
                                             {{"folder", folder.string()}}}) +
                               "\n"));
}

int plugin_pack(const Session& session) {
  const auto& arguments = session.arguments;
  const auto packed =
      pipeline::pack({arguments.plugins.folder, arguments.plugins.library, arguments.out});
  if (!packed) return refuse(session, packed.error());
  const auto& info = packed->package.info();
  if (arguments.json) return finish(session, print(packed_json(packed->package, packed->path, {})));
  return finish(session, print(say(session, {ASSAY_TEXT("{plugin} {version} is packed in {path}: "
                                                        "sign it with 'assay plugin sign'"),
                                             {{"plugin", info.id},
                                              {"version", info.version},
                                              {"path", packed->path.string()}}}) +
                               "\n"));
}

int plugin_sign(const Session& session) {
  const auto& arguments = session.arguments;
  const auto key = pipeline::read_signer_key(arguments.key);
  if (!key) return refuse(session, key.error());
  const auto package = pipeline::sign(arguments.plugin, *key);
  if (!package) return refuse(session, package.error());
  const auto& info = package->info();
  const auto id = audit::minisign_key(key->verifier());
  if (arguments.json) {
    package::TrustList own;
    own.add(id);
    const auto signature = package->signature(own);
    if (!signature) return refuse(session, signature.error());
    return finish(session, print(packed_json(*package, arguments.plugin, *signature)));
  }
  return finish(session, print(say(session, {ASSAY_TEXT("{plugin} {version} is signed with the key "
                                                        "{key} of {name}"),
                                             {{"plugin", info.id},
                                              {"version", info.version},
                                              {"key", audit::hex_of(id.id)},
                                              {"name", id.name}}}) +
                               "\n"));
}

int plugin_install(const Session& session, const package::Home& home) {
  const auto& arguments = session.arguments;
  const auto package = package::Package::open(arguments.plugin);
  if (!package) return refuse(session, package.error());
  const auto install = home.install(*package, arguments.plugins.allow_unsigned);
  if (!install) return refuse(session, install.error());
  return finish(session,
                print(arguments.json ? install_json(*install, *package)
                                     : install_text(*install, *package, session.translate)));
}

int plugin_list(const Session& session, const pipeline::Surroundings& around) {
  const auto plugins = pipeline::list_plugins(around);
  if (plugins.empty() && !session.arguments.json)
    return finish(session, print(say(session, {ASSAY_TEXT("no plugin found"), {}, ""}) + "\n"));
  return finish(session, print(session.arguments.json ? plugins_json(plugins)
                                                      : plugins_text(plugins, session.translate)));
}

int plugin_info(const Session& session, const pipeline::Surroundings& around) {
  const auto about = pipeline::about_plugin(session.arguments.plugin, around);
  if (!about) return refuse(session, about.error());
  if (session.arguments.plugins.schema) return finish(session, print(about->parameter_schema));
  return finish(session, print(session.arguments.json ? plugin_json(*about)
                                                      : plugin_text(*about, session.translate)));
}

// The office that --office, or the command itself, names.
Result<pipeline::Office> open_office(const Session& session, const pipeline::Surroundings& around,
                                     store::Mode mode) {
  return pipeline::Office::open(session.arguments.office, mode, around);
}

// While an office stays with it, a version is not removed.
Status check_unpinned(const Session& session, const pipeline::Surroundings& around,
                      const package::Reference& reference) {
  if (session.arguments.office.empty()) return {};
  ASSAY_TRY(const auto office, open_office(session, around, store::Mode::ReadOnly));
  ASSAY_TRY(const auto pins, office.pins());
  for (const auto& pin : pins)
    if (pin.plugin.id == reference.id && pin.plugin.version == reference.version)
      return fail(Failure::Plugin, "package.pinned",
                  {ASSAY_TEXT("{scheme} {period} of this office stays with {plugin} {version}: pin "
                              "another version first"),
                   {{"scheme", pin.scheme},
                    {"period", pin.period.str()},
                    {"plugin", reference.id},
                    {"version", reference.version}}});
  return {};
}

int plugin_remove(const Session& session, const pipeline::Surroundings& around,
                  const package::Home& home) {
  const auto reference = plugin_version(session.arguments.plugin);
  if (!reference) return refuse(session, reference.error());
  if (auto free = check_unpinned(session, around, *reference); !free)
    return refuse(session, free.error());
  if (auto removed = home.remove({*reference, home.folder(), false}); !removed)
    return refuse(session, removed.error());
  return finish(session,
                print(say(session, {ASSAY_TEXT("{plugin} {version} is removed"),
                                    {{"plugin", reference->id}, {"version", reference->version}}}) +
                      "\n"));
}

int plugin_pin(const Session& session, const pipeline::Surroundings& around) {
  const auto reference = plugin_version(session.arguments.plugin);
  if (!reference) return refuse(session, reference.error());
  auto period = model::Period::parse(session.arguments.period);
  if (!period) {
    period.error().failure = Failure::Usage;
    return refuse(session, period.error());
  }
  auto office = open_office(session, around, store::Mode::ReadWrite);
  if (!office) return refuse(session, office.error());
  const auto pin = office->pin(session.arguments.plugins.scheme, *period, *reference);
  if (!pin) return refuse(session, pin.error());
  const std::vector<pipeline::Pin> one{*pin};
  return finish(session,
                print(session.arguments.json ? pins_json(one) : pins_text(one, session.translate)));
}

int plugin_pins(const Session& session, const pipeline::Surroundings& around) {
  const auto office = open_office(session, around, store::Mode::ReadOnly);
  if (!office) return refuse(session, office.error());
  const auto pins = office->pins();
  if (!pins) return refuse(session, pins.error());
  return finish(session, print(session.arguments.json ? pins_json(*pins)
                                                      : pins_text(*pins, session.translate)));
}

// Of the office named, or of the folder of installed plugins.
Result<package::TrustList> keys_of(const Session& session, const pipeline::Surroundings& around,
                                   const package::Home& home) {
  if (session.arguments.office.empty()) return home.trusted();
  ASSAY_TRY(const auto office, open_office(session, around, store::Mode::ReadOnly));
  return office.trusted();
}

Result<bool> set_trust(const Session& session, const pipeline::Surroundings& around,
                       const package::Home& home, const audit::MinisignKey& key, bool trusted) {
  if (!session.arguments.office.empty()) {
    ASSAY_TRY(auto office, open_office(session, around, store::Mode::ReadWrite));
    return office.trust(key, trusted);
  }
  return home.change_trust([&](package::TrustList& list) -> Result<bool> {
    if (trusted) return list.add(key);
    ASSAY_TRY(const auto removed, list.remove(audit::hex_of(key.id)));
    return removed.has_value();
  });
}

int trust_add(const Session& session, const pipeline::Surroundings& around,
              const package::Home& home) {
  const auto key = pipeline::read_public_key(session.arguments.plugins.key);
  if (!key) return refuse(session, key.error());
  const auto added = set_trust(session, around, home, *key, true);
  if (!added) return refuse(session, added.error());
  const auto id = audit::hex_of(key->id);
  return finish(
      session,
      print(say(session,
                *added ? Message{ASSAY_TEXT("the key {key} is trusted"), {{"key", id}}}
                       : Message{ASSAY_TEXT("the key {key} was trusted already"), {{"key", id}}}) +
            "\n"));
}

int trust_remove(const Session& session, const pipeline::Surroundings& around,
                 const package::Home& home) {
  auto which = session.arguments.plugins.key;
  if (const auto key = pipeline::read_public_key(which)) which = audit::key_line(*key);
  auto list = keys_of(session, around, home);
  if (!list) return refuse(session, list.error());
  const auto found = list->remove(which);
  if (!found) return refuse(session, found.error());
  if (!*found)
    return refuse(session,
                  fail(Failure::Input, "trust.unknown",
                       {ASSAY_TEXT("no such key is trusted: see 'assay plugin trust list'"), {}})
                      .error());
  const auto removed = set_trust(session, around, home, **found, false);
  if (!removed) return refuse(session, removed.error());
  return finish(session,
                print(say(session, {ASSAY_TEXT("the key is no longer trusted"), {}}) + "\n"));
}

int trust_list(const Session& session, const pipeline::Surroundings& around,
               const package::Home& home) {
  const auto list = keys_of(session, around, home);
  if (!list) return refuse(session, list.error());
  return finish(session, print(session.arguments.json ? trust_json(*list)
                                                      : trust_text(*list, session.translate)));
}

}  // namespace

Result<package::Reference> plugin_version(const std::string& text) {
  auto reference = package::parse_reference(text);
  if (reference && !reference->version.empty()) return std::move(*reference);
  return fail(Failure::Usage, "plugin.reference",
              {ASSAY_TEXT("name the plugin and its version: ID@VERSION"), {}});
}

int plugin_command(const Session& session, const pipeline::Surroundings& around) {
  const package::Home home(around.plugin_home);
  switch (session.arguments.command) {
    case Command::PluginNew:
      return plugin_new(session);
    case Command::PluginBuild:
      return plugin_build(session);
    case Command::PluginPack:
      return plugin_pack(session);
    case Command::PluginSign:
      return plugin_sign(session);
    case Command::PluginInstall:
      return plugin_install(session, home);
    case Command::PluginList:
      return plugin_list(session, around);
    case Command::PluginInfo:
      return plugin_info(session, around);
    case Command::PluginRemove:
      return plugin_remove(session, around, home);
    case Command::PluginPin:
      return plugin_pin(session, around);
    case Command::PluginPins:
      return plugin_pins(session, around);
    case Command::TrustAdd:
      return trust_add(session, around, home);
    case Command::TrustList:
      return trust_list(session, around, home);
    case Command::TrustRemove:
      return trust_remove(session, around, home);
    default:
      return static_cast<int>(Failure::Internal);
  }
}

}  // namespace assay::cli
