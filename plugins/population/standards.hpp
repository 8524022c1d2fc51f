#pragma once
// The norms in force on a day, joined with the parameters of a scheme. Values.

#include <optional>

#include "assay/sdk/norms.hpp"
#include "words.hpp"

namespace population {

enum class Profile { Modern, Hunan2017, Dazhou2010 };

// What the parameters say.
struct Settings {
  Profile profile = Profile::Modern;
  bool registered = false;  // rates are of the registered population
  bool reshare = false;     // the points of a rate that does not apply go to the others
  std::optional<sdk::Decimal> legacy_last_year, min_births, years, points;
};

struct Modern {
  sdk::Decimal places_points, places_target;
  std::array<sdk::Decimal, kMortalities> points, targets;
};
struct Hunan {
  sdk::Decimal policy_target_points, policy_deduction;                // points per percentage point
  sdk::Decimal sex_target_points, sex_deduction, sex_deduction_rise;  // the last per 1 of the ratio
  sdk::Decimal policy_level_points, progress_full;                    // percentage points
  sdk::Ratio level_above, level_below;                                // weight of the level
  sdk::Decimal sex_level_points, sex_full, sex_zero;
};
struct Dazhou {
  sdk::Decimal births_points, error_points, contraception_points;
  sdk::Ratio births_least, births_most, error_most;
};

struct Standards {
  int rate_decimals = 0;
  int mortality_decimals = 0;
  sdk::Decimal min_births;
  std::size_t years = 1;
  // That of the profile.
  std::optional<Modern> modern;
  std::optional<Hunan> hunan;
  std::optional<Dazhou> dazhou;
};

// Both throw ConfigError; a legacy profile for a year after its last, too.
[[nodiscard]] Settings read_settings(const Declared& declared, const sdk::Config& config);
[[nodiscard]] Standards standards_on(sdk::Day day, const Settings& settings,
                                     const sdk::Norms& norms);

}  // namespace population
