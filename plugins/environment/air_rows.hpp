#pragma once
// Reads the rows of air data of a unit: its highest hour, and its days, entered or made of hours.
// Used by one thread at a time.

#include <vector>

#include "air_days.hpp"
#include "settings.hpp"

namespace environment {

struct AirRows {
  std::vector<AirDay> days;  // rising
  std::int64_t pm_zero_rows = 0;
  int worst_hour_value = kNo_index;  // kNo_index: no hour has an AQI
  std::int64_t worst_hour = 0;       // hours since 1970-01-01
  Aqi worst_hour_aqi;
};

class AirReader {
 public:
  AirReader(const Declared& declared, const Settings& settings, const AqiStandards& standards,
            const Months& months, const DayRules& rules)
      : x_declared(declared),
        x_settings(settings),
        x_standards(standards),
        x_months(months),
        x_rules(rules) {}

  // Refuses the row where two rows stand for one time, or an hour is none.
  [[nodiscard]] AirRows read(const sdk::Row& row) const;

 private:
  void read_hours(const sdk::Row& row, AirRows& made) const;
  void read_days(const sdk::Row& row, AirRows& made) const;
  [[nodiscard]] const AqiStandard& standard_on(DayNumber day, const sdk::Row& row) const;

  const Declared& x_declared;
  const Settings& x_settings;
  const AqiStandards& x_standards;
  const Months& x_months;
  const DayRules& x_rules;
};

}  // namespace environment
