#pragma once
// The air of a unit: reads its rows and published figures and gives all outputs of air. Used by one
// thread at a time.

#include <optional>

#include "air_index.hpp"
#include "air_period.hpp"
#include "air_rows.hpp"
#include "reduction.hpp"

namespace environment {

// What a score may be made of.
struct AirFindings {
  std::optional<sdk::Ratio> excellent_ratio;
  std::optional<sdk::Decimal> index;
  std::optional<Reduction> pm10, pm25;
};

class AirPart {
 public:
  AirPart(const Declared& declared, const Settings& settings, const sdk::Norms& norms,
          const AqiStandards& standards)
      : x_declared(declared), x_settings(settings), x_norms(norms), x_standards(standards) {}

  void start(std::string_view period);
  [[nodiscard]] AirFindings assess(sdk::Row& row) const;

 private:
  // The norms of a period; nothing while none is in force yet.
  struct Rules {
    DayRules day;
    PeriodRules period;
    AirLimits limits;
    int primary_above;
  };

  void give_hour(const AirRows& rows, sdk::Row& row) const;
  void give_day(const AirPeriod& period, sdk::Row& row) const;
  template <class Outputs>
  void give_primary(const Outputs& outputs, const Aqi& aqi, sdk::Row& row) const;
  void give_counts(const AirPeriod& period, sdk::Row& row) const;
  [[nodiscard]] std::optional<sdk::Ratio> give_ratio(const AirPeriod& period, sdk::Row& row) const;
  [[nodiscard]] AirFigures give_figures(const AirPeriod& period, sdk::Row& row) const;
  [[nodiscard]] std::optional<sdk::Decimal> give_index(const AirFigures& figures,
                                                       sdk::Row& row) const;
  [[nodiscard]] std::optional<Reduction> give_fall(sdk::DecimalOutput output,
                                                   std::optional<sdk::Decimal> now,
                                                   std::optional<sdk::Decimal> before,
                                                   sdk::Row& row) const;
  void give_pm_zero(std::int64_t rows, sdk::Row& row) const;
  void give_nothing(sdk::Row& row) const;

  const Declared& x_declared;
  const Settings& x_settings;
  const sdk::Norms& x_norms;
  const AqiStandards& x_standards;
  Months x_months;
  std::optional<Rules> x_rules;
};

}  // namespace environment
