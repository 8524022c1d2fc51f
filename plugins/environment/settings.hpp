#pragma once
// What a scheme asks of the environment plugin by its parameters. Values.

#include <optional>

#include "fields.hpp"

namespace environment {

// In the order of the words of the parameter.
enum class Profile { Figures, ExcellentDays, AirIndex, WaterIndex, Ei, Eqi, Pm10, Pm25, Energy };

struct Settings {
  Profile profile = Profile::Figures;
  std::optional<sdk::Decimal> points, worst, best, met;
  sdk::Decimal full_at;
  bool any_days = false;      // figures of a period need no number of days
  bool hours_end = false;     // an hour bears the time of its end
  bool drop_pm_zero = false;  // PM 0 is missing
  ItemSet exempt = 0;

  // Throws ConfigError.
  static Settings read(const Declared& declared, const sdk::Config& config);
};

}  // namespace environment
