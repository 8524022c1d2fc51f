#include "pipeline/import_check.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "pipeline/import_findings.hpp"

namespace assay::pipeline {

namespace {

using import_detail::contradictions;
using import_detail::Findings;
using import_detail::kNone;
using import_detail::Known;
using import_detail::Ordinal;
using model::Batch;
using model::Direction;
using model::Indicator;
using model::Origin;
using model::Period;
using model::Sourced;
using model::Unit;

class Check {
 public:
  Check(const Batch& batch, const model::Snapshot& office, std::size_t limit)
      : x_batch(batch), x_findings(batch, limit) {
    for (const auto& unit : office.units) x_units.add(unit);
    for (const auto& row : batch.units) x_units.add(row.value);
    for (const auto& [code, indicator] : office.indicators) x_indicators.add(indicator);
    for (const auto& row : batch.indicators) x_indicators.add(row.value);
  }

  Errors run() {
    check_units();
    check_cycles("parent", &Unit::parent);
    check_cycles("successor", &Unit::successor);
    check_indicators();
    check_targets();
    check_observations();
    check_events();
    check_assessments();
    return x_findings.take();
  }

 private:
  // --- passes -----------------------------------------------------------------------------------

  void check_units() {
    Keys<std::string_view> keys;
    check_rows(x_batch.units, keys, [this](const Sourced<Unit>& row) {
      const auto& [unit, origin] = row;
      const Where where{.unit = unit.code};
      if (!unit.parent.empty()) find_unit(unit.parent, origin, "parent", where);
      if (!unit.successor.empty()) find_unit(unit.successor, origin, "successor", where);
      return std::optional<std::string_view>(unit.code);
    });
  }

  void check_indicators() {
    Keys<std::string_view> keys;
    check_rows(x_batch.indicators, keys, [](const Sourced<Indicator>& row) {
      return std::optional<std::string_view>(row.value.code);
    });
  }

  void check_targets() {
    Keys<FigureKey> keys;
    check_rows(x_batch.targets, keys, [this](const Sourced<model::Target>& row) {
      const auto& target = row.value;
      const auto key = find_figure(target, row.origin);
      if (!key) return key;
      const auto& indicator = x_indicators[std::get<1>(*key)];
      const Where where = place(target);
      check_decimals(indicator, target.required, row.origin, "required", where);
      check_decimals(indicator, target.stretch, row.origin, "stretch", where);
      check_decimals(indicator, target.upper, row.origin, "upper", where);
      check_decimals(indicator, target.baseline, row.origin, "baseline", where);
      check_stretch(indicator, target, row.origin);
      return key;
    });
  }

  void check_observations() {
    Keys<FigureKey> keys;
    check_rows(x_batch.observations, keys, [this](const Sourced<model::Observation>& row) {
      const auto key = find_figure(row.value, row.origin);
      if (key)
        check_decimals(x_indicators[std::get<1>(*key)], row.value.value, row.origin, "value",
                       place(row.value));
      return key;
    });
  }

  void check_events() {
    Keys<std::string_view> keys;
    check_rows(x_batch.events, keys, [this](const Sourced<model::Event>& row) {
      const auto& event = row.value;
      const auto unit = find_unit(event.unit, row.origin, "unit", {});
      if (unit != kNone) check_life(x_units[unit], event.period, row.origin, {});
      return std::optional<std::string_view>(event.code);
    });
  }

  void check_assessments() {
    using Key = std::tuple<Ordinal, std::uint32_t, std::string_view, std::string_view>;
    Keys<Key> keys;
    check_rows(x_batch.assessments, keys,
               [this](const Sourced<model::ImportedField>& row) -> std::optional<Key> {
                 const auto& field = row.value;
                 const auto unit = find_unit(field.unit, row.origin, "unit", {});
                 if (unit == kNone) return std::nullopt;
                 check_life(x_units[unit], field.period, row.origin, {});
                 return Key{unit, field.period.key(), field.assessment, field.field};
               });
  }

  // Units whose chain of `link` comes back to them: each circle once, at its first row.
  void check_cycles(const char* column, std::string Unit::* link) {
    std::vector<Ordinal> next(x_units.size());
    for (Ordinal i = 0; i < next.size(); ++i) next[i] = x_units.find(x_units[i].*link);
    std::vector<std::size_t> rows(x_units.size(), x_batch.units.size());  // first row of the unit
    for (auto row = x_batch.units.size(); row-- > 0;)
      rows[x_units.find(x_batch.units[row].value.code)] = row;

    enum class Mark : std::uint8_t { New, OnPath, Done };
    std::vector<Mark> marks(x_units.size(), Mark::New);
    std::vector<std::pair<std::size_t, Ordinal>> circles;  // row and unit
    std::vector<Ordinal> path;
    for (const auto& row : x_batch.units) {
      path.clear();
      auto unit = x_units.find(row.value.code);
      for (; unit != kNone && marks[unit] == Mark::New; unit = next[unit]) {
        marks[unit] = Mark::OnPath;
        path.push_back(unit);
      }
      if (unit != kNone && marks[unit] == Mark::OnPath) {
        const auto begin = std::ranges::find(path, unit);
        const auto first = std::ranges::min_element(begin, path.end(), {},
                                                    [&](Ordinal member) { return rows[member]; });
        circles.emplace_back(rows[*first], *first);
      }
      for (const auto member : path) marks[member] = Mark::Done;
    }
    report_cycles(column, std::move(circles), next);
  }

  void report_cycles(const char* column, std::vector<std::pair<std::size_t, Ordinal>> circles,
                     const std::vector<Ordinal>& next) {
    static constexpr int kCodes_max = 8;
    std::ranges::sort(circles);
    x_findings.start_pass();
    for (const auto& [row, unit] : circles) {
      if (x_findings.full()) return;
      auto text = excerpt(x_units[unit].code);
      auto member = next[unit];
      for (int count = 1; member != unit && count < kCodes_max; ++count, member = next[member])
        text += " → " + excerpt(x_units[member].code);
      if (member != unit) text += " → …";
      text += " → " + excerpt(x_units[unit].code);
      x_findings.add(x_batch.units[row].origin, "import.cycle",
                     {ASSAY_TEXT("these units follow each other in a circle: {circle}: change one "
                                 "of the links"),
                      {{"circle", text}}},
                     {.field = column, .unit = x_units[unit].code});
    }
  }

  // --- rows -------------------------------------------------------------------------------------

  using FigureKey = std::tuple<Ordinal, Ordinal, std::uint32_t>;  // unit, indicator, period
  template <class Key>
  using Keys = std::vector<std::pair<Key, std::size_t>>;

  // Checks each row by `check_row`, which gives its key if that is known, and then that no key has
  // two values.
  template <class T, class Key, class CheckRow>
  void check_rows(const std::vector<Sourced<T>>& rows, Keys<Key>& keys, CheckRow check_row) {
    keys.reserve(rows.size());
    x_findings.start_pass();
    for (std::size_t i = 0; i < rows.size() && !x_findings.full(); ++i)
      if (const auto key = check_row(rows[i])) keys.emplace_back(*key, i);
    x_findings.start_pass();
    for (const auto& [row, first] : contradictions(rows, std::move(keys))) {
      if (x_findings.full()) return;
      const auto& origin = rows[first].origin;
      x_findings.add(rows[row].origin, "import.duplicate",
                     {ASSAY_TEXT("the same thing stands in {file}:{row} with other values: keep "
                                 "one of the two rows"),
                      {{"file", x_batch.files[origin.file]}, {"row", std::to_string(origin.row)}}},
                     place(rows[row].value));
    }
  }

  template <class T>
  static Where place(const T& value) {
    Where where;
    if constexpr (requires { value.unit; }) where.unit = value.unit;
    if constexpr (requires { value.indicator; }) where.indicator = value.indicator;
    if constexpr (std::is_same_v<T, Unit>) where.unit = value.code;
    if constexpr (std::is_same_v<T, Indicator>) where.indicator = value.code;
    return where;
  }

  Ordinal find_unit(const std::string& code, const Origin& origin, const char* column,
                    Where where) {
    const auto unit = x_units.find(code);
    if (unit != kNone) return unit;
    where.field = column;
    const auto meant = x_units.suggestion(code);
    const auto* text =
        meant.empty()
            ? ASSAY_TEXT(
                  "“{code}” is no unit of the office or of this import: correct it, or "
                  "import the unit as well")
            : ASSAY_TEXT(
                  "“{code}” is no unit of the office or of this import, perhaps {nearest} "
                  "is meant: correct it, or import the unit as well");
    x_findings.add(origin, "import.unknown_unit",
                   {text, {{"code", excerpt(code)}, {"nearest", meant}}}, std::move(where));
    return kNone;
  }

  Ordinal find_indicator(const std::string& code, const Origin& origin, Where where) {
    const auto indicator = x_indicators.find(code);
    if (indicator != kNone) return indicator;
    where.field = "indicator";
    const auto meant = x_indicators.suggestion(code);
    const auto* text =
        meant.empty()
            ? ASSAY_TEXT(
                  "“{code}” is no indicator of the office or of this import: correct it, or "
                  "import the indicator as well")
            : ASSAY_TEXT(
                  "“{code}” is no indicator of the office or of this import, perhaps "
                  "{nearest} is meant: correct it, or import the indicator as well");
    x_findings.add(origin, "import.unknown_indicator",
                   {text, {{"code", excerpt(code)}, {"nearest", meant}}}, std::move(where));
    return kNone;
  }

  // Unit, indicator and period of an observation or a target, when they are known.
  template <class T>
  std::optional<FigureKey> find_figure(const T& row, const Origin& origin) {
    const auto unit = find_unit(row.unit, origin, "unit", {.indicator = row.indicator});
    const auto indicator = find_indicator(row.indicator, origin, {.unit = row.unit});
    if (unit != kNone) check_life(x_units[unit], row.period, origin, row.indicator);
    if (unit == kNone || indicator == kNone) return std::nullopt;
    return FigureKey{unit, indicator, row.period.key()};
  }

  void check_life(const Unit& unit, Period period, const Origin& origin,
                  const std::string& indicator) {
    const bool overlaps = (!unit.from || *unit.from <= period.last_day()) &&
                          (!unit.to || period.first_day() <= *unit.to);
    if (overlaps) return;
    x_findings.add(origin, "import.outside_life",
                   {ASSAY_TEXT("{period} lies outside the life of the unit ({from} – {to}): "
                               "correct the period, or the days of the unit"),
                    {{"period", period.str()},
                     {"from", unit.from ? unit.from->str() : "…"},
                     {"to", unit.to ? unit.to->str() : "…"}}},
                   {.field = "period", .unit = unit.code, .indicator = indicator});
  }

  void check_decimals(const Indicator& indicator, std::optional<Decimal> figure,
                      const Origin& origin, const char* column, Where where) {
    static constexpr std::array<std::int64_t, 7> kStep_micro = {1'000'000, 100'000, 10'000, 1'000,
                                                                100,       10,      1};
    if (!figure || !indicator.decimals) return;
    const auto step = kStep_micro[static_cast<std::size_t>(std::clamp(*indicator.decimals, 0, 6))];
    if (figure->micro() % step == 0) return;
    where.field = column;
    x_findings.add(origin, "import.decimals",
                   {ASSAY_TEXT("{value} has more decimals than the {decimals} of the indicator: "
                               "round it, or allow the indicator more"),
                    {{"value", figure->str()}, {"decimals", std::to_string(*indicator.decimals)}}},
                   std::move(where));
  }

  void check_stretch(const Indicator& indicator, const model::Target& target,
                     const Origin& origin) {
    if (!target.stretch || indicator.direction == Direction::Target) return;
    const bool higher = indicator.direction == Direction::Higher;
    if (higher ? *target.stretch >= target.required : *target.stretch <= target.required) return;
    const auto* text =
        higher ? ASSAY_TEXT(
                     "the stretch target {stretch} is easier than the required {required}: "
                     "more is better here, so raise it")
               : ASSAY_TEXT(
                     "the stretch target {stretch} is easier than the required {required}: "
                     "less is better here, so lower it");
    auto where = place(target);
    where.field = "stretch";
    x_findings.add(
        origin, "import.stretch",
        {text, {{"stretch", target.stretch->str()}, {"required", target.required.str()}}},
        std::move(where));
  }

  const Batch& x_batch;
  Findings x_findings;
  Known<Unit> x_units;
  Known<Indicator> x_indicators;
};

}  // namespace

Errors check(const Batch& batch, const model::Snapshot& office, std::size_t limit) {
  return Check(batch, office, limit).run();
}

}  // namespace assay::pipeline
