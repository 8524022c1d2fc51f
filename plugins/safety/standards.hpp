#pragma once
// The norms in force on a day, joined with the parameters of a scheme. Values.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "accidents.hpp"
#include "assay/sdk/norms.hpp"

namespace safety {

enum class Profile { Binary, Proportional, Grades };

// What the parameters say.
struct Settings {
  Profile profile = Profile::Binary;
  std::optional<Rate> metric;  // nothing: the number of deaths
  std::string veto;            // name of a preset; "": none
  bool published = false;      // the published rate counts
  bool no_rows_is_none = false;
  std::optional<sdk::Decimal> points;
};

// One preset of vetoes; any of its conditions is enough.
struct Veto {
  bool chosen = false;
  bool responsible_only = false;  // of accidents, those of responsibility count
  bool proposed = false;          // the department in charge decides
  // So many accidents of that class or worse.
  std::array<std::optional<sdk::Decimal>, 3> counts;
  // So many dead in one accident, by sector.
  std::array<std::optional<sdk::Decimal>, 9> deaths;
  std::optional<sdk::Decimal> least_score;  // of 100
};

struct Standards {
  std::optional<ClassLimits> classes;  // nothing before the regulation of 2007
  std::array<int, kRates> decimals{};
  sdk::Decimal death_days, serious_days, million_hours, osha_hours;
  sdk::Decimal points;
  std::array<sdk::Decimal, 3> grades;  // from which on: excellent, good, pass; of 100
  Veto veto;
};

// Both throw ConfigError.
[[nodiscard]] Settings read_settings(const Declared& declared, const sdk::Config& config);
[[nodiscard]] Standards standards_on(sdk::Day day, const Settings& settings,
                                     const sdk::Norms& norms);

}  // namespace safety
