#include "pipeline/import_check.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "pipeline/import_findings.hpp"

namespace assay::pipeline {

using import_detail::contradictions;
using import_detail::Findings;
using import_detail::kNone;
using import_detail::KnownIndicators;
using import_detail::KnownUnits;
using import_detail::Ordinal;
using import_detail::suggestion;
using model::Batch;
using model::Direction;
using model::Indicator;
using model::Origin;
using model::Period;
using model::Sourced;
using model::Unit;
using model::UnitView;

class ImportCheck::State {
 public:
  State(const Batch& batch, const model::Catalog& office, std::size_t limit)
      : x_batch(batch), x_findings(batch, limit), x_units(office.units, batch.units) {
    for (const auto& [code, indicator] : office.indicators) x_indicators.add(indicator);
    for (const auto& row : batch.indicators) x_indicators.add(row.value);
  }

  void check_batch() {
    check_units();
    check_cycles("parent", &UnitView::parent);
    check_cycles("successor", &UnitView::successor);
    check_indicators();
    check_all(x_batch.targets);
    check_all(x_batch.observations);
    check_events();
    check_assessments();
  }

  Findings& findings() { return x_findings; }

  std::optional<FigurePlace> check(const Sourced<model::Target>& row) {
    const auto& target = row.value;
    const auto figure = find_figure(target, row.origin);
    if (!figure) return figure;
    const auto& indicator = x_indicators[figure->indicator];
    check_decimals(indicator, target.required, row, "required");
    check_decimals(indicator, target.stretch, row, "stretch");
    check_decimals(indicator, target.upper, row, "upper");
    check_decimals(indicator, target.baseline, row, "baseline");
    check_stretch(indicator, target, row.origin);
    return figure;
  }

  std::optional<FigurePlace> check(const Sourced<model::Observation>& row) {
    const auto figure = find_figure(row.value, row.origin);
    if (figure) check_decimals(x_indicators[figure->indicator], row.value.value, row, "value");
    return figure;
  }

  [[nodiscard]] std::optional<FigurePlace> find(const std::string& unit,
                                                const std::string& indicator, Period period) const {
    const FigurePlace place{x_units.find(unit), x_indicators.find(indicator), period.key()};
    if (place.unit == kNone || place.indicator == kNone) return std::nullopt;
    return place;
  }

  void contradicts(const Origin& row, const std::optional<Origin>& first,
                   const FigurePlace& figure) {
    contradicts(row, first,
                {.unit = std::string(x_units[figure.unit].code),
                 .indicator = x_indicators[figure.indicator].code});
  }

 private:
  // --- passes -----------------------------------------------------------------------------------

  void check_units() {
    Keys<Ordinal> keys;
    check_rows(x_batch.units, keys, [this](const Sourced<Unit>& row) {
      const auto& [unit, origin] = row;
      const Where where{.unit = unit.code};
      if (!unit.parent.empty()) find_unit(unit.parent, origin, "parent", where);
      if (!unit.successor.empty()) find_unit(unit.successor, origin, "successor", where);
      return std::optional(x_units.find(unit.code));
    });
  }

  void check_indicators() {
    Keys<std::string_view> keys;
    check_rows(x_batch.indicators, keys, [](const Sourced<Indicator>& row) {
      return std::optional<std::string_view>(row.value.code);
    });
  }

  template <class T>
  void check_all(const std::vector<Sourced<T>>& rows) {
    Keys<FigurePlace> keys;
    check_rows(rows, keys, [this](const Sourced<T>& row) { return check(row); });
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
  void check_cycles(const char* column, std::string_view UnitView::* link) {
    if (x_batch.units.empty()) return;
    std::vector<Ordinal> next(x_units.size());
    for (Ordinal i = 0; i < next.size(); ++i) next[i] = x_units.find(x_units[i].*link);
    std::vector<std::size_t> rows(x_units.size(), x_batch.units.size());  // first row of the unit
    for (auto row = x_batch.units.size(); row-- > 0;)
      rows[x_units.find(x_batch.units.view(row).code)] = row;

    enum class Mark : std::uint8_t { New, OnPath, Done };
    std::vector<Mark> marks(x_units.size(), Mark::New);
    std::vector<std::pair<std::size_t, Ordinal>> circles;  // row and unit
    std::vector<Ordinal> path;
    for (std::size_t row = 0; row < x_batch.units.size(); ++row) {
      path.clear();
      auto unit = x_units.find(x_batch.units.view(row).code);
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
      x_findings.add(x_batch.units.origin(row), "import.cycle",
                     {ASSAY_TEXT("these units follow each other in a circle: {circle}: change one "
                                 "of the links"),
                      {{"circle", text}}},
                     {.field = column, .unit = std::string(x_units[unit].code)});
    }
  }

  // --- rows -------------------------------------------------------------------------------------

  template <class Key>
  using Keys = std::vector<std::pair<Key, std::size_t>>;

  // Checks each row by `check_row`, which gives its key if that is known, and then that no key has
  // two values.
  template <class Rows, class Key, class CheckRow>
  void check_rows(const Rows& rows, Keys<Key>& keys, CheckRow check_row) {
    keys.reserve(rows.size());
    x_findings.start_pass();
    for (std::size_t i = 0; i < rows.size() && !x_findings.full(); ++i)
      if (const auto key = check_row(rows[i])) keys.emplace_back(*key, i);
    x_findings.start_pass();
    for (const auto& [row, first] : contradictions(rows, std::move(keys))) {
      if (x_findings.full()) return;
      contradicts(rows[row].origin, rows[first].origin, place(rows[row].value));
    }
  }

  void contradicts(const Origin& row, const std::optional<Origin>& first, Where where) {
    if (first)
      x_findings.add(row, "import.duplicate",
                     {ASSAY_TEXT("the same thing stands in {file}:{row} with other values: keep "
                                 "one of the two rows"),
                      {{"file", x_batch.files[first->file]}, {"row", std::to_string(first->row)}}},
                     std::move(where));
    else
      x_findings.add(row, "import.duplicate",
                     {ASSAY_TEXT("the same thing stands in an earlier row with other values: keep "
                                 "one of the two rows"),
                      {}},
                     std::move(where));
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

  // `meant`: what was said of codes before.
  static std::string suggest(std::map<std::string, std::string>& meant, const std::string& code,
                             const auto& known) {
    const auto [entry, added] = meant.try_emplace(code);
    if (added) entry->second = suggestion(code, known);
    return entry->second;
  }

  Ordinal find_unit(const std::string& code, const Origin& origin, const char* column,
                    Where where) {
    const auto unit = x_units.find(code);
    if (unit != kNone) return unit;
    where.field = column;
    const auto meant = suggest(x_meant_units, code, x_units);
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
    const auto meant = suggest(x_meant_indicators, code, x_indicators);
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
  std::optional<FigurePlace> find_figure(const T& row, const Origin& origin) {
    const auto unit = find_unit(row.unit, origin, "unit", {.indicator = row.indicator});
    const auto indicator = find_indicator(row.indicator, origin, {.unit = row.unit});
    if (unit != kNone) check_life(x_units[unit], row.period, origin, row.indicator);
    if (unit == kNone || indicator == kNone) return std::nullopt;
    return FigurePlace{unit, indicator, row.period.key()};
  }

  void check_life(const UnitView& unit, Period period, const Origin& origin,
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
                   {.field = "period", .unit = std::string(unit.code), .indicator = indicator});
  }

  template <class T>
  void check_decimals(const Indicator& indicator, std::optional<Decimal> figure,
                      const Sourced<T>& row, const char* column) {
    static constexpr std::array<std::int64_t, 7> kStep_micro = {1'000'000, 100'000, 10'000, 1'000,
                                                                100,       10,      1};
    if (!figure || !indicator.decimals) return;
    const auto step = kStep_micro[static_cast<std::size_t>(std::clamp(*indicator.decimals, 0, 6))];
    if (figure->micro() % step == 0) return;
    auto where = place(row.value);
    where.field = column;
    x_findings.add(row.origin, "import.decimals",
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
  KnownUnits x_units;
  KnownIndicators x_indicators;
  std::map<std::string, std::string> x_meant_units;
  std::map<std::string, std::string> x_meant_indicators;
};

ImportCheck::ImportCheck(const Batch& batch, const model::Catalog& office, std::size_t limit)
    : x_state(std::make_unique<State>(batch, office, limit)) {}
ImportCheck::~ImportCheck() = default;

void ImportCheck::check_batch() { x_state->check_batch(); }
void ImportCheck::start_figures() { x_state->findings().start_pass(); }
bool ImportCheck::full() const { return x_state->findings().full(); }
bool ImportCheck::clean() const { return x_state->findings().empty(); }

std::optional<FigurePlace> ImportCheck::find(const std::string& unit, const std::string& indicator,
                                             Period period) const {
  return x_state->find(unit, indicator, period);
}
Errors ImportCheck::take() { return x_state->findings().take(); }

std::optional<FigurePlace> ImportCheck::check(const Sourced<model::Target>& row) {
  return x_state->check(row);
}

std::optional<FigurePlace> ImportCheck::check(const Sourced<model::Observation>& row) {
  return x_state->check(row);
}

void ImportCheck::contradicts(const Origin& row, const std::optional<Origin>& first,
                              const FigurePlace& place) {
  x_state->contradicts(row, first, place);
}

Errors check(const Batch& batch, const model::Catalog& office, std::size_t limit) {
  ImportCheck whole(batch, office, limit);
  whole.check_batch();
  return whole.take();
}

}  // namespace assay::pipeline
