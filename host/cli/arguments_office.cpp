// Commands that make an office, fill it, and look after it.

#include "cli/arguments_builder.hpp"

namespace assay::cli {

void Builder::office_commands() {
  auto& arguments = x_building.arguments;
  auto* init = command(x_app, "init", Command::Init, ASSAY_TEXT("create an office in a folder"),
                       "assay init my-office");
  office(init);
  cause(init);

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
  cause(import);
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
  score
      ->add_option("--plugin", arguments.plugins.versions,
                   say(ASSAY_TEXT("with this version of a plugin, whatever was used before")))
      ->type_name("ID@VERSION")
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  plugin_home(score);
  score->add_flag("--strict", arguments.strict,
                  say(ASSAY_TEXT("refuse the run when a plugin failed for any unit")));
  cause(score);
  json(score);
  result_files(score);
}

void Builder::figure_commands() {
  auto& arguments = x_building.arguments;
  auto* set = command(x_app, "set", Command::Set,
                      ASSAY_TEXT("change one figure; what it was stays in its history"),
                      "assay set my-office qindu gdp 2024 105.3 --reason 'audit of the accounts'");
  office(set);
  unit(set);
  indicator(set);
  set->add_option("period", arguments.period, say(ASSAY_TEXT("2024, 2024H1, 2024Q3, 2024-09")))
      ->required()
      ->type_name("PERIOD");
  set->add_option("value", arguments.value, say(ASSAY_TEXT("the figure; not with --clear")))
      ->type_name("VALUE");
  set->add_option("--layer", arguments.layer, say(ASSAY_TEXT("which figure; actual if not given")))
      ->type_name("LAYER")
      ->check(CLI::IsMember({"actual", "target", "stretch", "upper", "baseline"}));
  set->add_option("--state", arguments.state,
                  say(ASSAY_TEXT("of an actual figure; as it was if not given, confirmed if new")))
      ->type_name("STATE")
      ->check(CLI::IsMember({"reported", "reviewed", "confirmed"}));
  set->add_option("--source", arguments.source,
                  say(ASSAY_TEXT("of an actual figure; as it was if not given")))
      ->type_name("TEXT");
  set->add_flag("--clear", arguments.clear, say(ASSAY_TEXT("there is no such figure: remove it")));
  cause(set, true);
  json(set);

  auto* history = command(x_app, "history", Command::History,
                          ASSAY_TEXT("every change of a figure: when, who, from what to what, why"),
                          "assay history my-office qindu gdp 2024");
  office(history);
  unit(history);
  indicator(history);
  history->add_option("period", arguments.period, say(ASSAY_TEXT("only this period")))
      ->type_name("PERIOD");
  json(history);
}

void Builder::keep_commands() {
  auto& arguments = x_building.arguments;
  auto* backup = command(x_app, "backup", Command::Backup,
                         ASSAY_TEXT("copy an office, also while others write to it"),
                         "assay backup my-office my-office.backup");
  office(backup);
  backup->add_option("backup", arguments.out, say(ASSAY_TEXT("file to write; it must not exist")))
      ->required()
      ->type_name("FILE");
  json(backup);

  auto* restore = command(x_app, "restore", Command::Restore,
                          ASSAY_TEXT("make an office from a backup, checked throughout"),
                          "assay restore my-office.backup my-office-again");
  restore->add_option("backup", arguments.backup, say(ASSAY_TEXT("what 'assay backup' wrote")))
      ->required()
      ->type_name("BACKUP");
  office(restore);
  restore->add_flag("--replace", arguments.replace,
                    say(ASSAY_TEXT("put it in the place of the office that is there")));
  json(restore);

  auto* save = command(x_app, "export", Command::Export,
                       ASSAY_TEXT("write all that was entered as CSV files, to be imported again"),
                       "assay export my-office --all folder");
  office(save);
  save->add_option("--all", arguments.out, say(ASSAY_TEXT("folder to write; new or empty")))
      ->required()
      ->type_name("DIR");
  json(save);

  auto* doctor = command(x_app, "doctor", Command::Doctor,
                         ASSAY_TEXT("check an office, or without one this installation"),
                         "assay doctor my-office --scrub");
  doctor->add_option("office", arguments.office, say(ASSAY_TEXT("office folder")))
      ->type_name("OFFICE");
  doctor->add_flag("--scrub", arguments.scrub,
                   say(ASSAY_TEXT("read every byte, in a process of its own that may crash")));
  json(doctor);
}

}  // namespace assay::cli
