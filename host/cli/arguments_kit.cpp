// `assay plugin check`.

#include "cli/arguments_builder.hpp"
#include "kit/kit.hpp"

namespace assay::cli {

void Builder::check_command(CLI::App& plugin) {
  auto& kit = x_building.arguments.kit;
  auto* check = command(plugin, "check", Command::PluginCheck,
                        ASSAY_TEXT("run the conformance kit against a plugin"),
                        "assay plugin check build/plugins/water/water.so --seed 7");
  check
      ->add_option("plugin", x_building.arguments.plugin,
                   say(ASSAY_TEXT("package, archive, .so file, or id of an installed plugin")))
      ->type_name("PLUGIN");
  check
      ->add_option("--only", kit.only, say(ASSAY_TEXT("only this check or group; may be repeated")))
      ->type_name("ID")
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  check
      ->add_option(std::string(kit::kOption_seed), kit.seed,
                   say(ASSAY_TEXT("same seed, same inputs")))
      ->type_name("N")
      ->capture_default_str();
  check
      ->add_option(std::string(kit::kOption_time_limit), kit.time_limit_s,
                   say(ASSAY_TEXT("seconds after which a check is killed")))
      ->type_name("N")
      ->check(CLI::Range(1U, 3600U))
      ->capture_default_str();
  check
      ->add_option("--reproduce", kit.reproduce,
                   say(ASSAY_TEXT("one check in this process, as for a debugger")))
      ->type_name("ID");
  check->add_option("--cases", kit.cases, say(ASSAY_TEXT("folder of golden cases")))
      ->type_name("DIR");
  check->add_flag("--list", kit.list, say(ASSAY_TEXT("name all checks and what they demand")));
  check->add_option("--junit", kit.junit_file, say(ASSAY_TEXT("write the results as JUnit XML")))
      ->type_name("FILE");
  check
      ->add_option("--certificate", kit.certificate_file,
                   say(ASSAY_TEXT("write a certificate to FILE when every check passed")))
      ->type_name("FILE");
  check
      ->add_option("--key", x_building.arguments.key,
                   say(ASSAY_TEXT("sign the certificate with this key (assay key new)")))
      ->type_name("FILE");
  check
      ->add_option("--date", kit.date,
                   say(ASSAY_TEXT("day that the certificate states; today if not given")))
      ->type_name("YYYY-MM-DD");
  plugin_home(check);
  json(check);
  // Of the processes that the kit starts; nobody else needs them.
  check->add_option(std::string(kit::kOption_run_one), kit.run_one)->group("");
  check->add_option(std::string(kit::kOption_library), kit.library)->group("");
  check->add_option(std::string(kit::kOption_answer), kit.answer)->group("");
}

}  // namespace assay::cli
