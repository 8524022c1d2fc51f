// Commands about plugins: making, shipping, installing and trusting them.

#include "cli/arguments_builder.hpp"

namespace assay::cli {

void Builder::plugin_commands() {
  auto* plugin =
      family("plugin", ASSAY_TEXT("plugins that make special assessments"), "assay plugin list");
  making_commands(*plugin);
  check_command(*plugin);
  keeping_commands(*plugin);
  trust_commands(*plugin);
}

void Builder::making_commands(CLI::App& plugin) {
  auto& arguments = x_building.arguments;
  auto& plugins = arguments.plugins;
  auto* fresh = command(plugin, "new", Command::PluginNew,
                        ASSAY_TEXT("start a plugin: a folder that builds as it is"),
                        "assay plugin new water-quality");
  fresh->add_option("name", arguments.plugin, say(ASSAY_TEXT("its id, such as water-quality")))
      ->required()
      ->type_name("NAME");
  fresh->add_option("--language", plugins.language, say(ASSAY_TEXT("c or c++")))
      ->type_name("c|c++")
      ->check(CLI::IsMember({"c", "c++"}));
  fresh->add_option("--out", arguments.out, say(ASSAY_TEXT("folder to write; NAME if not given")))
      ->type_name("DIR");
  json(fresh);

  auto* build = command(plugin, "build", Command::PluginBuild,
                        ASSAY_TEXT("build the plugin in a folder, with cmake"),
                        "assay plugin build water-quality");
  plugin_folder(build);

  auto* pack = command(plugin, "pack", Command::PluginPack,
                       ASSAY_TEXT("make a package of what was built, to be signed and shipped"),
                       "assay plugin pack water-quality --out water-quality.tar");
  plugin_folder(pack);
  pack->add_option("--library", plugins.library,
                   say(ASSAY_TEXT("the shared object, if there are several")))
      ->type_name("FILE.so");
  pack->add_option("--out", arguments.out,
                   say(ASSAY_TEXT("FILE.tar or a new folder; ID-VERSION.tar in the plugin's folder "
                                  "if not given")))
      ->type_name("PATH");
  json(pack);

  auto* sign =
      command(plugin, "sign", Command::PluginSign, ASSAY_TEXT("sign a package with your key"),
              "assay plugin sign water-quality-0.1.0.tar --key vendor.example.key");
  package(sign);
  sign->add_option("--key", arguments.key, say(ASSAY_TEXT("file of the signing key")))
      ->type_name("SECRETFILE")
      ->required();
  json(sign);
}

void Builder::keeping_commands(CLI::App& plugin) {
  auto& arguments = x_building.arguments;
  auto* install = command(plugin, "install", Command::PluginInstall,
                          ASSAY_TEXT("install a package whose signer is trusted; runs none of it"),
                          "assay plugin install water-quality-0.1.0.tar");
  package(install);
  install->add_flag("--allow-unsigned", arguments.plugins.allow_unsigned,
                    say(ASSAY_TEXT("also without the signature of a trusted key")));
  plugin_home(install);
  json(install);

  auto* list = command(plugin, "list", Command::PluginList, ASSAY_TEXT("list the plugins found"),
                       "assay plugin list");
  plugin_home(list);
  json(list);

  auto* info = command(plugin, "info", Command::PluginInfo,
                       ASSAY_TEXT("what a plugin reads and gives"), "assay plugin info investment");
  info->add_option("plugin", arguments.plugin,
                   say(ASSAY_TEXT("id, id@version, or path of a .so file or package")))
      ->required()
      ->type_name("PLUGIN");
  info->add_flag("--schema", arguments.plugins.schema,
                 say(ASSAY_TEXT("print the JSON Schema of its parameters")));
  plugin_home(info);
  json(info);

  auto* remove =
      command(plugin, "remove", Command::PluginRemove, ASSAY_TEXT("remove an installed version"),
              "assay plugin remove water-quality@0.1.0");
  remove->add_option("plugin", arguments.plugin, say(ASSAY_TEXT("which version of which plugin")))
      ->required()
      ->type_name("ID@VERSION");
  plugin_home(remove);
  keeping_office(remove, ASSAY_TEXT("office that may stay with this version: then it is kept"));
  json(remove);

  auto* pin = command(plugin, "pin", Command::PluginPin,
                      ASSAY_TEXT("score a scheme's period with one version from now on"),
                      "assay plugin pin my-office county-scheme 2024 safety@1.2.0");
  office(pin);
  pin->add_option("scheme", arguments.plugins.scheme, say(ASSAY_TEXT("id of the scheme")))
      ->required()
      ->type_name("SCHEME");
  pin->add_option("period", arguments.period, say(ASSAY_TEXT("2024, 2024H1, 2024Q3, 2024-09")))
      ->required()
      ->type_name("PERIOD");
  pin->add_option("plugin", arguments.plugin, say(ASSAY_TEXT("which version of which plugin")))
      ->required()
      ->type_name("ID@VERSION");
  plugin_home(pin);
  cause(pin);
  json(pin);

  auto* pins = command(plugin, "pins", Command::PluginPins,
                       ASSAY_TEXT("which versions an office stays with, by scheme and period"),
                       "assay plugin pins my-office");
  office(pins);
  json(pins);
}

void Builder::trust_commands(CLI::App& plugin) {
  auto* trust = plugin.add_subcommand("trust", say(ASSAY_TEXT("whose packages are taken here")));
  trust->require_subcommand(1);
  trust->fallthrough();
  group(trust);
  trust->footer(say(ASSAY_TEXT("Example:")) + "\n  assay plugin trust list");
  auto* add = command(*trust, "add", Command::TrustAdd,
                      ASSAY_TEXT("take what is signed with this key from now on"),
                      "assay plugin trust add vendor.example.pub");
  public_key(add, ASSAY_TEXT("public key, or the file that holds it"));
  auto* list = command(*trust, "list", Command::TrustList, ASSAY_TEXT("list the trusted keys"),
                       "assay plugin trust list");
  auto* remove = command(*trust, "remove", Command::TrustRemove,
                         ASSAY_TEXT("take nothing more that is signed with this key"),
                         "assay plugin trust remove vendor.example");
  public_key(remove, ASSAY_TEXT("the key, its file, its id or its name"));
  for (auto* each : {add, list, remove}) {
    plugin_home(each);
    keeping_office(each, ASSAY_TEXT("the list of this office, for what it is scored with"));
    json(each);
  }
}

void Builder::keeping_office(CLI::App* command, const char* text) {
  command->add_option("--office", x_building.arguments.office, say(text))->type_name("OFFICE");
}

void Builder::package(CLI::App* command) {
  command
      ->add_option("package", x_building.arguments.plugin,
                   say(ASSAY_TEXT("the package: an archive or a folder")))
      ->required()
      ->type_name("PACKAGE");
}

void Builder::plugin_folder(CLI::App* command) {
  command
      ->add_option("folder", x_building.arguments.plugins.folder,
                   say(ASSAY_TEXT("the plugin's folder; the current one if not given")))
      ->type_name("FOLDER");
}

void Builder::plugin_home(CLI::App* command) {
  command
      ->add_option("--home", x_building.arguments.plugins.home,
                   say(ASSAY_TEXT("folder of installed plugins; $ASSAY_PLUGINS or "
                                  "~/.local/share/assay/plugins if not given")))
      ->type_name("DIR");
}

void Builder::public_key(CLI::App* command, const char* text) {
  command->add_option("key", x_building.arguments.plugins.key, say(text))
      ->required()
      ->type_name("KEY");
}

}  // namespace assay::cli
