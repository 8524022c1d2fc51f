#include "aqi.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

#include "norms_on.hpp"
#include "rounding.hpp"

namespace environment {

namespace {

using Points = std::vector<std::pair<std::string, IaqiTable::Point>>;

IaqiTable table_of(const Points& points, std::string_view series, int beyond) {
  std::vector<IaqiTable::Point> of_series;
  for (const auto& [name, point] : points)
    if (name == series) of_series.push_back(point);
  try {
    return {of_series, beyond};
  } catch (const sdk::ConfigError& error) {
    throw sdk::ConfigError("breakpoints of " + std::string(series) + ": " + error.what());
  }
}

int most_index(const std::array<std::int16_t, kItems>& sub_index) {
  return *std::ranges::max_element(sub_index);
}

}  // namespace

AqiStandard::AqiStandard(const Points& points, const sdk::Norms& norms, sdk::Day from)
    : x_from(from) {
  const NormsOn norm(norms, from);
  // Above the last point the index ends, except where the standard says otherwise.
  const int top = 500;
  x_hour = {table_of(points, "so2_1h", norm.integer("aqi.so2_1h.beyond")),
            table_of(points, "no2_1h", top),
            table_of(points, "co_1h", top),
            table_of(points, "o3_1h", top),
            table_of(points, "pm10_24h", top),
            table_of(points, "pm25_24h", top)};
  x_day = {table_of(points, "so2_24h", top),
           table_of(points, "no2_24h", top),
           table_of(points, "co_24h", top),
           table_of(points, "o3_8h", norm.integer("aqi.o3_8h.beyond")),
           table_of(points, "pm10_24h", top),
           table_of(points, "pm25_24h", top)};
  x_rounds = norm.integer("aqi.rounds_input") != 0;
  x_day_has_o3_1h = norm.integer("aqi.day_has_o3_1h") != 0;
  x_least = norm.integer("aqi.least");
  x_missing_above = norm.integer("aqi.missing.above");
  x_primary_above = norm.integer("aqi.primary.above");
}

inline int AqiStandard::sub_index(const IaqiTable& table, std::int64_t micro,
                                  std::size_t item) const {
  // Most figures are entered as rounded as they have to be.
  if (x_rounds && micro % step_micro(item) != 0)
    micro = round_half_even(micro, 1, step_micro(item));
  return table.at(micro);
}

inline int AqiStandard::publish(int rest, ItemSet missing) const {
  if (rest < 0 || (missing != 0 && rest <= x_missing_above)) return kNo_index;
  return std::max(rest, x_least);
}

int AqiStandard::hour_value(const HourSample& sample, ItemSet exempt) const {
  int rest = kNo_index;
  ItemSet missing = static_cast<ItemSet>(~sample.given & kAll_items);
  for (std::size_t item = 0; item < kItems; ++item) {
    // What is not given is 0, which never is more than the others.
    const int one = sub_index(x_hour[item], sample.micro[item], item);
    rest = std::max(rest, one);
    missing |= static_cast<ItemSet>((one < 0 ? 1U : 0U) << item);
  }
  if (missing == kAll_items) return kNo_index;
  return publish(rest, missing & static_cast<ItemSet>(~exempt));
}

Aqi AqiStandard::hour(const HourSample& sample, ItemSet exempt) const {
  Aqi aqi;
  for (std::size_t item = 0; item < kItems; ++item)
    aqi.sub_index[item] = static_cast<std::int16_t>(
        has(sample.given, item) ? sub_index(x_hour[item], sample.micro[item], item) : kNo_index);
  return combine(aqi, exempt);
}

Aqi AqiStandard::day(const DaySample& sample, ItemSet exempt) const {
  Aqi aqi;
  for (std::size_t item = 0; item < kItems; ++item)
    aqi.sub_index[item] = static_cast<std::int16_t>(
        has(sample.given, item) ? sub_index(x_day[item], sample.micro[item], item) : kNo_index);
  if (x_day_has_o3_1h && sample.o3_1h_given)
    aqi.sub_index[O3] =
        std::max(aqi.sub_index[O3],
                 static_cast<std::int16_t>(sub_index(x_hour[O3], sample.o3_1h_micro, O3)));
  return combine(aqi, exempt);
}

Aqi AqiStandard::combine(Aqi aqi, ItemSet exempt) const {
  aqi.rest = static_cast<std::int16_t>(most_index(aqi.sub_index));
  for (std::size_t item = 0; item < kItems; ++item) {
    if (aqi.sub_index[item] < 0 && !has(exempt, item)) aqi.missing |= only(item);
    if (aqi.sub_index[item] == aqi.rest && aqi.rest > x_primary_above) aqi.primary |= only(item);
  }
  aqi.value = static_cast<std::int16_t>(publish(aqi.rest, aqi.missing));
  return aqi;
}

AqiStandards AqiStandards::parse(std::string_view breakpoints, const sdk::Norms& norms) {
  std::map<sdk::Day, Points> versions;
  sdk::read_csv(breakpoints, "breakpoints",
                {"series", "sub_index", "value", "unit", "from", "source"},
                [&](const std::vector<std::string>& row) {
                  int sub_index = 0;
                  const auto* end = row[1].data() + row[1].size();
                  const auto value = sdk::Decimal::parse(row[2]);
                  if (std::from_chars(row[1].data(), end, sub_index).ptr != end || !value)
                    throw sdk::ConfigError(row[1] + ", " + row[2] + " are not figures");
                  versions[sdk::parse_day(row[4])].push_back({row[0], {sub_index, *value}});
                });
  AqiStandards standards;
  for (const auto& [from, points] : versions)
    standards.x_versions.emplace_back(points, norms, from);
  return standards;
}

const AqiStandard* AqiStandards::on(sdk::Day day) const {
  const AqiStandard* found = nullptr;
  for (const auto& version : x_versions)
    if (version.from() <= day) found = &version;
  return found;
}

}  // namespace environment
