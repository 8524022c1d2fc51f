// Commands that show what was made of an office's figures.

#include "cli/arguments_builder.hpp"

namespace assay::cli {

void Builder::result_commands() {
  auto* runs = command(x_app, "runs", Command::Runs, ASSAY_TEXT("list the runs of an office"),
                       "assay runs my-office");
  office(runs);
  json(runs);

  auto* show = command(x_app, "show", Command::Show, ASSAY_TEXT("print the result of a run"),
                       "assay show my-office latest --group counties");
  office(show);
  run(show);
  show->add_option("--group", x_building.arguments.group, say(ASSAY_TEXT("only this group")))
      ->type_name("G");
  json(show);
  result_files(show);

  auto* explain = command(x_app, "explain", Command::Explain,
                          ASSAY_TEXT("show a unit's total as a sum that adds up exactly"),
                          "assay explain my-office latest qindu");
  office(explain);
  run(explain);
  unit(explain);
  json(explain);

  auto* verify = command(x_app, "verify", Command::Verify,
                         ASSAY_TEXT("compute a run again and compare it bit by bit"),
                         "assay verify my-office latest");
  office(verify);
  run(verify);
  json(verify);
}

}  // namespace assay::cli
