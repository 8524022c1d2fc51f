#include "air_part.hpp"

#include "norms_on.hpp"
#include "rounding.hpp"

namespace environment {

namespace {

using sdk::Decimal;
using sdk::Row;

Decimal number(std::int64_t value) { return Decimal::from_integer(value); }

}  // namespace

void AirPart::start(std::string_view period) {
  const auto day = sdk::last_day(period);
  x_months = Months::of(period);
  x_rules.reset();
  const auto* standard = x_standards.on(day);
  if (standard == nullptr) return;
  x_rules = Rules{DayRules::on(day, x_norms), PeriodRules::on(day, x_norms),
                  AirLimits::on(day, x_norms), standard->primary_above()};
  auto& rules = x_rules->period;
  if (x_settings.any_days) rules.february = rules.month = rules.year = 0;
}

AirFindings AirPart::assess(Row& row) const {
  const auto& d = x_declared;
  if (!x_rules) {
    give_nothing(row);
    return {};
  }
  const AirReader reader(d, x_settings, x_standards, x_months, x_rules->day);
  const auto rows = reader.read(row);
  const auto period = air_of(rows.days, x_months, x_rules->period);
  give_hour(rows, row);
  give_day(period, row);
  give_counts(period, row);
  give_pm_zero(rows.pm_zero_rows, row);
  AirFindings found;
  found.excellent_ratio = give_ratio(period, row);
  const auto figures = give_figures(period, row);
  found.index = give_index(figures, row);
  found.pm10 = give_fall(d.pm10_reduction, figures[PM10], row[d.pm10_before], row);
  found.pm25 = give_fall(d.pm25_reduction, figures[PM25], row[d.pm25_before], row);
  return found;
}

void AirPart::give_hour(const AirRows& rows, Row& row) const {
  const auto& d = x_declared;
  if (rows.worst_hour_value < 0) {
    row.explain(d.hour_aqi, d.no_hours);
    for (const auto output : d.hour_primary) row.explain(output, d.no_hours);
    return;
  }
  const auto& aqi = rows.worst_hour_aqi;
  const auto& index = aqi.sub_index;
  const auto day = static_cast<DayNumber>(rows.worst_hour / kHours_per_day);
  row.set(d.hour_aqi, number(aqi.value));
  row.explain(d.hour_aqi, d.hour_worst,
              {number(aqi.value), number(dated(day)), number(rows.worst_hour % kHours_per_day),
               number(index[SO2]), number(index[NO2]), number(index[CO]), number(index[O3]),
               number(index[PM10]), number(index[PM25])});
  give_primary(d.hour_primary, aqi, row);
}

void AirPart::give_day(const AirPeriod& period, Row& row) const {
  const auto& d = x_declared;
  if (period.worst == nullptr) {
    row.explain(d.day_aqi, d.no_days);
    for (const auto output : d.day_primary) row.explain(output, d.no_days);
    return;
  }
  const auto& aqi = period.worst->aqi;
  const auto& index = aqi.sub_index;
  row.set(d.day_aqi, number(aqi.value));
  row.explain(
      d.day_aqi, d.day_worst,
      {number(aqi.value), number(dated(period.worst->day)), number(index[SO2]), number(index[NO2]),
       number(index[CO]), number(index[O3]), number(index[PM10]), number(index[PM25])});
  give_primary(d.day_primary, aqi, row);
}

template <class Outputs>
void AirPart::give_primary(const Outputs& outputs, const Aqi& aqi, Row& row) const {
  const auto above = number(x_rules->primary_above);
  for (std::size_t item = 0; item < kItems; ++item) {
    const auto index = number(aqi.sub_index[item]);
    const bool primary = has(aqi.primary, item);
    row.set(outputs[item], primary);
    if (primary)
      row.explain(outputs[item], x_declared.primary, {index, above});
    else
      row.explain(outputs[item], x_declared.not_primary, {index, number(aqi.value), above});
  }
}

void AirPart::give_counts(const AirPeriod& period, Row& row) const {
  const auto& d = x_declared;
  const auto give = [&](sdk::DecimalOutput output, int days) {
    row.set(output, number(days));
    row.explain(output, d.counted,
                {number(period.valid_days), number(period.excellent_days),
                 number(period.flagged_days), number(period.unpublished_days)});
  };
  for (std::size_t i = 0; i < kGrades; ++i) give(d.grade_days[i], period.grade_days[i]);
  give(d.flagged_days, period.flagged_days);
  give(d.unpublished_days, period.unpublished_days);
  for (std::size_t item = 0; item < kItems; ++item) {
    const auto above = number(period.days_above[item]);
    row.set(d.days_above[item], above);
    row.explain(d.days_above[item], d.above_counted,
                {above, number(period.days[item]),
                 Decimal::from_micro(x_rules->period.day_limit_micro[item])});
  }
}

std::optional<sdk::Ratio> AirPart::give_ratio(const AirPeriod& period, Row& row) const {
  const auto& d = x_declared;
  const auto excellent_entered = row[d.excellent_days_entered];
  const auto valid_entered = row[d.valid_days_entered];
  const bool entered = excellent_entered && valid_entered;
  const auto excellent = entered ? *excellent_entered : number(period.excellent_days);
  const auto valid = entered ? *valid_entered : number(period.valid_days);
  if (excellent > valid) row.refuse(d.refused_days, {excellent, valid});
  row.set(d.valid_days, valid);
  row.set(d.excellent_days, excellent);
  const auto explain = [&](auto output) {
    if (entered)
      row.explain(output, d.days_entered, {excellent, valid});
    else
      row.explain(output, d.counted,
                  {valid, excellent, number(period.flagged_days), number(period.unpublished_days)});
  };
  explain(d.valid_days);
  explain(d.excellent_days);
  if (valid.is_zero()) {
    row.explain(d.excellent_ratio, d.no_days);
    return std::nullopt;
  }
  const auto ratio = sdk::Ratio::of(excellent, valid);
  row.set(d.excellent_ratio, ratio);
  explain(d.excellent_ratio);
  return ratio;
}

AirFigures AirPart::give_figures(const AirPeriod& period, Row& row) const {
  const auto& d = x_declared;
  AirFigures figures;
  for (std::size_t item = 0; item < kItems; ++item) {
    const auto output = d.period_figures[item];
    const auto days = number(period.days[item]);
    if (const auto entered = row[d.figures[item]]) {
      figures[item] = Decimal::from_micro(round_half_even(entered->micro(), 1, step_micro(item)));
      row.explain(output, d.figure_entered, {*figures[item]});
    } else if (const auto made_micro = period.figure_micro[item]) {
      figures[item] = Decimal::from_micro(*made_micro);
      row.explain(output, d.figure_made, {days, *figures[item]});
    } else {
      row.explain(output, d.figure_few, {days});
    }
    if (figures[item]) row.set(output, *figures[item]);
  }
  return figures;
}

std::optional<Decimal> AirPart::give_index(const AirFigures& figures, Row& row) const {
  const auto& d = x_declared;
  const auto index = air_index(figures, x_rules->limits);
  if (!index) {
    row.explain(d.air_index, d.index_missing);
    row.explain(d.air_attained, d.index_missing);
    return std::nullopt;
  }
  const auto& [figure, quotient, value, attained] = *index;
  row.set(d.air_index, value);
  row.explain(
      d.air_index, d.index_made,
      {figure[SO2], quotient[SO2], figure[NO2], quotient[NO2], figure[CO], quotient[CO], figure[O3],
       quotient[O3], figure[PM10], quotient[PM10], figure[PM25], quotient[PM25], value});
  row.set(d.air_attained, attained);
  row.explain(d.air_attained, attained ? d.attained : d.not_attained);
  return value;
}

std::optional<Reduction> AirPart::give_fall(sdk::DecimalOutput output, std::optional<Decimal> now,
                                            std::optional<Decimal> before, Row& row) const {
  const auto fall = now && before ? Reduction::of(*now, *before) : std::nullopt;
  if (!fall) {
    row.explain(output, x_declared.fall_missing);
    return std::nullopt;
  }
  row.set(output, fall->percent());
  row.explain(output, x_declared.fell, {*before, *now, fall->percent()});
  return fall;
}

void AirPart::give_pm_zero(std::int64_t rows, Row& row) const {
  const auto& d = x_declared;
  row.set(d.pm_zero_rows, number(rows));
  if (rows == 0)
    row.explain(d.pm_zero_rows, d.no_pm_zero);
  else
    row.explain(d.pm_zero_rows, d.pm_zero, {number(rows)});
}

void AirPart::give_nothing(Row& row) const {
  const auto& d = x_declared;
  const auto explain = [&](auto output) { row.explain(output, d.air_early); };
  for (const auto output :
       {d.hour_aqi, d.day_aqi, d.valid_days, d.excellent_days, d.flagged_days, d.unpublished_days,
        d.air_index, d.pm10_reduction, d.pm25_reduction, d.pm_zero_rows})
    explain(output);
  for (const auto output : d.hour_primary) explain(output);
  for (const auto output : d.day_primary) explain(output);
  for (const auto output : d.grade_days) explain(output);
  for (const auto output : d.days_above) explain(output);
  for (const auto output : d.period_figures) explain(output);
  explain(d.excellent_ratio);
  explain(d.air_attained);
}

}  // namespace environment
