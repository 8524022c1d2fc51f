#pragma once
// Breakpoint tables: what lies between two points of a standard's table is found on the straight
// line between them, exactly. Read from CSV (series,value,gives,unit,from,source) compiled into the
// plugin; the points of one series with the same `from` are one table, which holds from that day
// on. Immutable after parse; thread-safe.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/sdk/csv.hpp"
#include "assay/sdk/day.hpp"
#include "assay/sdk/decimal.hpp"
#include "assay/sdk/ratio.hpp"

namespace assay::sdk {

class Curve {
 public:
  struct Point {
    Decimal value, gives;
  };
  Curve(std::string series, std::string unit, Day from)
      : x_series(std::move(series)), x_unit(std::move(unit)), x_from(from) {}

  // (IH − IL)/(BH − BL)·(value − BL) + IL; nothing below the first point or above the last.
  [[nodiscard]] std::optional<Ratio> at(Decimal value) const {
    const auto high = std::ranges::lower_bound(x_points, value, {}, &Point::value);
    if (high == x_points.end()) return std::nullopt;
    if (high->value == value) return Ratio::of(high->gives);
    if (high == x_points.begin()) return std::nullopt;
    const auto low = high - 1;
    const auto rise = Ratio::of(high->gives) + -Ratio::of(low->gives);
    const auto way =
        Ratio::between(Ratio::of(value), Ratio::of(low->value), Ratio::of(high->value));
    return Ratio::of(low->gives) + rise * way;
  }

  [[nodiscard]] const std::vector<Point>& points() const { return x_points; }  // values rise
  [[nodiscard]] const std::string& series() const { return x_series; }
  [[nodiscard]] const std::string& unit() const { return x_unit; }  // of the values
  [[nodiscard]] Day from() const { return x_from; }

 private:
  friend class Breakpoints;
  std::string x_series, x_unit;
  Day x_from;
  std::vector<Point> x_points;
};

class Breakpoints {
 public:
  // Throws ConfigError with the record for anything but complete rows whose values rise.
  [[nodiscard]] static Breakpoints parse(std::string_view csv) {
    Breakpoints made;
    read_csv(csv, "breakpoints", {"series", "value", "gives", "unit", "from", "source"},
             [&](const std::vector<std::string>& fields) { made.add(fields); });
    return made;
  }

  // The table of `series` in force on `day`, whose values are in `unit`; ConfigError when there is
  // none.
  [[nodiscard]] const Curve& at(std::string_view series, std::string_view unit, Day day) const {
    const Curve* found = nullptr;
    for (const auto& curve : x_curves)
      if (curve.series() == series && curve.from() <= day &&
          (found == nullptr || found->from() < curve.from()))
        found = &curve;
    if (found == nullptr)
      throw ConfigError("no breakpoints of " + std::string(series) +
                        " are in force yet in this period: assess a later one");
    if (found->unit() != unit)
      throw ConfigError("the breakpoints of " + std::string(series) + " are in " + found->unit() +
                        ", wanted in " + std::string(unit));
    return *found;
  }

  [[nodiscard]] const std::vector<Curve>& all() const { return x_curves; }

 private:
  void add(const std::vector<std::string>& fields) {
    const auto value = Decimal::parse(fields[1]);
    const auto gives = Decimal::parse(fields[2]);
    if (!value || !gives) throw ConfigError("value and gives are figures with at most 6 decimals");
    const auto from = parse_day(fields[4]);
    const auto same = [&](const Curve& curve) {
      return curve.series() == fields[0] && curve.from() == from;
    };
    auto curve = std::ranges::find_if(x_curves, same);
    if (curve == x_curves.end())
      curve = x_curves.insert(x_curves.end(), Curve(fields[0], fields[3], from));
    if (curve->unit() != fields[3]) throw ConfigError("one table is in one unit of measure");
    auto& points = curve->x_points;
    if (!points.empty() && points.back().value >= *value) throw ConfigError("values must rise");
    points.push_back({*value, *gives});
  }

  std::vector<Curve> x_curves;
};

}  // namespace assay::sdk
