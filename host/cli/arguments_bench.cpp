// `assay bench`.

#include "cli/arguments_builder.hpp"

namespace assay::cli {

void Builder::bench_commands() {
  auto& arguments = x_building.arguments;
  auto* bench = family("bench", ASSAY_TEXT("how fast this machine is"), "assay bench national");
  auto* national = command(
      *bench, "national", Command::BenchNational,
      ASSAY_TEXT("make a nation's data set, load and score it, and compare every speed with a "
                 "reference measured at the same time"),
      "assay bench national --units 690000 --indicators 200 --write /tmp/nation");
  national->add_option("--units", arguments.nation.units, say(ASSAY_TEXT("how many units")))
      ->type_name("N")
      ->capture_default_str();
  national
      ->add_option("--indicators", arguments.nation.indicators,
                   say(ASSAY_TEXT("how many indicators, each with a target a unit")))
      ->type_name("N")
      ->capture_default_str();
  national
      ->add_option("--groups", arguments.nation.groups,
                   say(ASSAY_TEXT("how many groups the units are ranked in")))
      ->type_name("N")
      ->capture_default_str();
  national
      ->add_option("--seed", arguments.nation.seed,
                   say(ASSAY_TEXT("same seed and size, same figures")))
      ->type_name("N")
      ->capture_default_str();
  national
      ->add_option("--threads", arguments.threads,
                   say(ASSAY_TEXT("threads that score; as many as there are cores if not given")))
      ->type_name("N")
      ->check(CLI::Range(1U, 256U));
  national
      ->add_option("--write", arguments.write_folder,
                   say(ASSAY_TEXT("keep the office in this folder, which must not be there yet")))
      ->type_name("DIR");
  national
      ->add_option("--csv", arguments.csv_file,
                   say(ASSAY_TEXT("write the data set as CSV files to this folder, too")))
      ->type_name("DIR");
  json(national);
}

}  // namespace assay::cli
