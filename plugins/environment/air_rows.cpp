#include "air_rows.hpp"

#include <algorithm>
#include <limits>

namespace environment {

namespace {

sdk::Decimal number(std::int64_t value) { return sdk::Decimal::from_integer(value); }

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

template <std::size_t... Item>
std::array<sdk::Values<sdk::Decimal>, kItems> columns_of(
    const sdk::Records& records, const std::array<sdk::Column<sdk::Decimal>, kItems>& columns,
    std::index_sequence<Item...> /*items*/) {
  return {records.values(columns[Item])...};
}

// The six figures of row i. What is not given is 0 in memory, too.
template <class Sample>
bool take_sample(const std::array<sdk::Values<sdk::Decimal>, kItems>& columns, std::uint64_t i,
                 bool drop_zero, Sample& sample) {
  sample.given = 0;
  for (std::size_t item = 0; item < kItems; ++item) {
    sample.micro[item] = columns[item][i];
    sample.given |= static_cast<ItemSet>((columns[item].has(i) ? 1U : 0U) << item);
  }
  ItemSet zero = 0;
  for (const auto item : {PM10, PM25})
    if (sample.micro[item] == 0) zero |= static_cast<ItemSet>(sample.given & only(item));
  if (drop_zero) sample.given &= static_cast<ItemSet>(~zero);
  return zero != 0;
}

}  // namespace

AirRows AirReader::read(const sdk::Row& row) const {
  AirRows made;
  read_hours(row, made);
  read_days(row, made);
  return made;
}

const AqiStandard& AirReader::standard_on(DayNumber day, const sdk::Row& row) const {
  const auto* standard = x_standards.on(dated(day));
  if (standard == nullptr) row.refuse(x_declared.refused_day_early, {number(dated(day))});
  return *standard;
}

void AirReader::read_hours(const sdk::Row& row, AirRows& made) const {
  const auto records = row[x_declared.hourly];
  const auto columns =
      columns_of(records, x_declared.hour_columns, std::make_index_sequence<kItems>());
  const AqiStandard* standard = nullptr;
  DayOfHours hours;
  HourSample sample;
  HourSample worst;
  const AqiStandard* worst_standard = nullptr;
  std::int64_t last_hour = std::numeric_limits<std::int64_t>::min();
  DayNumber day = 0;
  bool in_period = false;
  const auto finish_day = [&] {
    if (!in_period) return;
    const auto figures = hours.finish(x_rules);
    made.days.push_back({day, figures, standard->day(figures, x_settings.exempt)});
  };
  for (std::uint64_t i = 0; i < records.size(); ++i) {
    const auto time_ms = records.times_ms()[i];
    const auto hour = floor_divide(time_ms, kMs_per_hour) - (x_settings.hours_end ? 1 : 0);
    const auto today = static_cast<DayNumber>(floor_divide(hour, kHours_per_day));
    const auto of_day = hour - today * kHours_per_day;
    if (time_ms % kMs_per_hour != 0)
      row.refuse(x_declared.refused_hour,
                 {number(static_cast<std::int64_t>(i) + 1), number(dated(today))});
    if (hour == last_hour)
      row.refuse(x_declared.refused_hour_twice, {number(dated(today)), number(of_day)});
    if (standard == nullptr || today != day) {
      finish_day();
      day = today;
      in_period = x_months.has(day);
      standard = &standard_on(day, row);
    }
    last_hour = hour;
    if (!in_period) continue;  // the hour that ends as the period begins
    made.pm_zero_rows += take_sample(columns, i, x_settings.drop_pm_zero, sample) ? 1 : 0;
    hours.add(static_cast<std::size_t>(of_day), sample);
    const auto value = standard->hour_value(sample, x_settings.exempt);
    if (value <= made.worst_hour_value) continue;
    made.worst_hour_value = value;
    made.worst_hour = hour;
    worst = sample;
    worst_standard = standard;
  }
  finish_day();
  if (worst_standard != nullptr)
    made.worst_hour_aqi = worst_standard->hour(worst, x_settings.exempt);
}

// A day that is entered stands in for the one made of hours.
void AirReader::read_days(const sdk::Row& row, AirRows& made) const {
  const auto records = row[x_declared.daily];
  const auto columns =
      columns_of(records, x_declared.day_columns, std::make_index_sequence<kItems>());
  const auto o3_1h = records.values(x_declared.day_o3_1h);
  std::vector<AirDay> entered;
  for (std::uint64_t i = 0; i < records.size(); ++i) {
    AirDay one;
    one.day =
        static_cast<DayNumber>(floor_divide(records.times_ms()[i], kMs_per_hour * kHours_per_day));
    if (!entered.empty() && entered.back().day == one.day)
      row.refuse(x_declared.refused_day_twice, {number(dated(one.day))});
    made.pm_zero_rows += take_sample(columns, i, x_settings.drop_pm_zero, one.sample) ? 1 : 0;
    one.sample.o3_1h_given = o3_1h.has(i);
    one.sample.o3_1h_micro = o3_1h[i];
    one.aqi = standard_on(one.day, row).day(one.sample, x_settings.exempt);
    entered.push_back(one);
  }
  if (entered.empty()) return;
  std::vector<AirDay> merged;
  std::ranges::set_union(entered, made.days, std::back_inserter(merged), {}, &AirDay::day,
                         &AirDay::day);
  made.days = std::move(merged);
}

}  // namespace environment
