#include "score/figures.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "score/fraction.hpp"

namespace assay::score {

namespace {

constexpr std::int64_t kMonths_of_year = 12;

std::int64_t months_of(model::Period period) {
  return static_cast<std::int64_t>(period.months().size());
}

model::Period year_of(model::Period period) {
  return model::Period::year(static_cast<int>(period.key() / 100));
}

std::string joined(const std::vector<model::Period>& periods) {
  std::string text;
  for (const auto period : periods) text += (text.empty() ? "" : ", ") + period.str();
  return text;
}

const model::Column* column_of(const model::Snapshot& snapshot, const std::string& indicator,
                               model::Period period, model::Layer layer) {
  return snapshot.column(indicator, period, layer);
}

std::optional<Decimal> cell(const model::Column* column, std::size_t ordinal) {
  return column == nullptr ? std::nullopt : column->at(ordinal);
}

std::unexpected<Fault> no_target(const std::string& indicator, model::Period period,
                                 std::string_view layer) {
  return missing(
      "missing_target",
      {{"indicator", indicator}, {"period", period.str()}, {"layer", std::string(layer)}},
      ASSAY_TEXT("no {layer} target of {indicator} for {period}: enter it"));
}

}  // namespace

FigureColumn::FigureColumn(const Inputs& inputs, const std::string& indicator, model::Period period)
    : x_snapshot(inputs.snapshot),
      x_indicator(&inputs.snapshot->indicators.find(indicator)->second),
      x_least(inputs.scheme->figures),
      x_rounding(inputs.rounding()),
      x_whole(part_of(period)) {}

FigureColumn::Part FigureColumn::part_of(model::Period period) const {
  const auto& code = x_indicator->code;
  Part part{.period = period,
            .actual = column_of(*x_snapshot, code, period, model::Layer::Actual),
            .state = column_of(*x_snapshot, code, period, model::Layer::State),
            .source = column_of(*x_snapshot, code, period, model::Layer::Source),
            .parts = {}};
  if (x_indicator->rollup != model::Rollup::None)
    for (const auto finer : period.parts()) part.parts.push_back(part_of(finer));
  return part;
}

model::State FigureColumn::state_of(const Part& part, std::size_t ordinal) {
  if (part.state == nullptr || !part.state->has(ordinal)) return model::State::Confirmed;
  return static_cast<model::State>(part.state->micro(ordinal));
}

bool FigureColumn::counts(const Part& part, std::size_t ordinal) const {
  return part.actual != nullptr && part.actual->has(ordinal) && state_of(part, ordinal) >= x_least;
}

const std::string* FigureColumn::source_of(const Part& part, std::size_t ordinal) const {
  if (part.source == nullptr || !part.source->has(ordinal)) return nullptr;
  const auto number = static_cast<std::size_t>(part.source->micro(ordinal));
  if (number >= x_snapshot->texts.size() || x_snapshot->texts[number].empty()) return nullptr;
  return &x_snapshot->texts[number];
}

Scored<Figure> FigureColumn::at(std::size_t ordinal) const {
  if (counts(x_whole, ordinal)) {
    const auto* whole = &x_whole;
    return figure_of({&whole, 1}, ordinal, *x_whole.actual->at(ordinal));
  }
  if (x_whole.parts.empty()) return absent(ordinal, {});
  Gathered gathered;
  gather(x_whole, ordinal, gathered);
  if (!gathered.absent.empty()) return absent(ordinal, gathered.absent);
  const auto value = combine(gathered.found, ordinal);
  if (!value) return too_large();
  auto figure = figure_of(gathered.found, ordinal, *value);
  figure.rolled_up = true;
  return figure;
}

FigureColumn::Found FigureColumn::value_at(std::size_t ordinal, Decimal& value) const {
  if (counts(x_whole, ordinal)) {
    value = *x_whole.actual->at(ordinal);
    return Found::Figure;
  }
  if (x_whole.parts.empty()) return Found::Missing;
  Gathered gathered;
  gather(x_whole, ordinal, gathered);
  if (!gathered.absent.empty()) return Found::Missing;
  const auto combined = combine(gathered.found, ordinal);
  if (!combined) return Found::TooLarge;
  value = *combined;
  return Found::Figure;
}

// The coarsest periods that have a figure, down to the months; of `last` only the end counts.
void FigureColumn::gather(const Part& part, std::size_t ordinal, Gathered& gathered) const {
  if (counts(part, ordinal)) {
    gathered.found.push_back(&part);
    return;
  }
  const auto found_before = gathered.found.size();
  const auto absent_before = gathered.absent.size();
  const bool only_last = x_indicator->rollup == model::Rollup::Last && !part.parts.empty();
  for (std::size_t i = only_last ? part.parts.size() - 1 : 0; i < part.parts.size(); ++i)
    gather(part.parts[i], ordinal, gathered);
  // Nothing at all below: name the period itself, not each of its months.
  if (gathered.found.size() == found_before) {
    gathered.absent.resize(absent_before);
    gathered.absent.push_back(part.period);
  }
}

std::optional<Decimal> FigureColumn::combine(std::span<const Part* const> parts,
                                             std::size_t ordinal) const {
  const auto value = [&](const Part* part) { return part->actual->micro(ordinal); };
  Int128 sum = 0;
  Int128 months = 0;
  switch (x_indicator->rollup) {
    case model::Rollup::Last:
      return Decimal::from_micro(value(parts.back()));
    case model::Rollup::Max:
      return Decimal::from_micro(value(*std::ranges::max_element(parts, {}, value)));
    case model::Rollup::Mean:
      for (const auto* part : parts) {
        sum += Int128{value(part)} * months_of(part->period);
        months += months_of(part->period);
      }
      return to_decimal(sum, months, x_rounding);
    case model::Rollup::Sum:
    case model::Rollup::None:
      break;
  }
  for (const auto* part : parts) sum += value(part);
  return to_decimal(sum, 1, x_rounding);
}

Figure FigureColumn::figure_of(std::span<const Part* const> parts, std::size_t ordinal,
                               Decimal value) const {
  Figure figure{.value = value, .source = {}, .sourced = true};
  std::vector<const std::string*> sources;
  for (const auto* part : parts) {
    figure.state = std::min(figure.state, state_of(*part, ordinal));
    const auto* source = source_of(*part, ordinal);
    figure.sourced = figure.sourced && source != nullptr;
    if (source == nullptr || std::ranges::find(sources, source) != sources.end()) continue;
    if (!sources.empty()) figure.source += "; ";
    figure.source += *source;
    sources.push_back(source);
  }
  return figure;
}

std::unexpected<Fault> FigureColumn::absent(std::size_t ordinal,
                                            const std::vector<model::Period>& parts) const {
  const auto period = x_whole.period;
  Data data{{"indicator", x_indicator->code}, {"period", period.str()}};
  if (x_whole.actual != nullptr && x_whole.actual->has(ordinal)) {
    data.emplace_back("state", model::to_word(state_of(x_whole, ordinal)));
    data.emplace_back("least", model::to_word(x_least));
    return missing("missing_figure", std::move(data),
                   ASSAY_TEXT("the figure of {indicator} for {period} is only {state}: bring it "
                              "to {least}, or lower `figures` of the scheme"));
  }
  if (parts.empty() || parts.front() == period)
    return missing("missing_figure", std::move(data),
                   ASSAY_TEXT("no figure of {indicator} for {period}: enter it, or choose a "
                              "missing-data rule in the scheme"));
  data.emplace_back("parts", joined(parts));
  return missing("missing_figure", std::move(data),
                 ASSAY_TEXT("{indicator} for {period} cannot be rolled up, as {parts} has no "
                            "figure that counts: enter or confirm it"));
}

TargetColumn::TargetColumn(const Inputs& inputs, const std::string& indicator, model::Period period,
                           bool pace_linear)
    : x_indicator(indicator),
      x_period(period),
      x_rounding(inputs.rounding()),
      x_exact(layers_of(*inputs.snapshot, indicator, period)) {
  if (pace_linear && period.kind() != model::Period::Kind::Year)
    x_year = layers_of(*inputs.snapshot, indicator, year_of(period));
}

TargetColumn::Layers TargetColumn::layers_of(const model::Snapshot& snapshot,
                                             const std::string& indicator, model::Period period) {
  return {.required = column_of(snapshot, indicator, period, model::Layer::Required),
          .stretch = column_of(snapshot, indicator, period, model::Layer::Stretch),
          .upper = column_of(snapshot, indicator, period, model::Layer::Upper)};
}

std::optional<Decimal> TargetColumn::pro_rata(const model::Column* column,
                                              std::size_t ordinal) const {
  const auto year = cell(column, ordinal);
  if (!year) return std::nullopt;
  return to_decimal(Int128{year->micro()} * months_of(x_period), kMonths_of_year, x_rounding);
}

Scored<TargetFigures> TargetColumn::at(std::size_t ordinal) const {
  if (const auto required = cell(x_exact.required, ordinal))
    return TargetFigures{.required = *required,
                         .stretch = cell(x_exact.stretch, ordinal),
                         .upper = cell(x_exact.upper, ordinal)};
  if (const auto required = pro_rata(x_year.required, ordinal))
    return TargetFigures{.required = *required,
                         .stretch = pro_rata(x_year.stretch, ordinal),
                         .upper = pro_rata(x_year.upper, ordinal),
                         .paced = true};
  return no_target(x_indicator, x_period, "required");
}

BoundColumn::BoundColumn(const Inputs& inputs, const model::Bound& bound,
                         const FigureColumn& figures, std::span<const std::size_t> members)
    : x_kind(bound.kind), x_indicator(figures.indicator().code), x_period(figures.period()) {
  using Kind = model::Bound::Kind;
  const auto layer = [&](model::Layer which) {
    return column_of(*inputs.snapshot, x_indicator, x_period, which);
  };
  if (x_kind == Kind::Fixed) x_same_for_all = bound.fixed;
  if (x_kind == Kind::Required) x_column = layer(model::Layer::Required);
  if (x_kind == Kind::Stretch) x_column = layer(model::Layer::Stretch);
  if (x_kind == Kind::Upper) x_column = layer(model::Layer::Upper);
  if (x_kind == Kind::Baseline) x_column = layer(model::Layer::Baseline);
  if (x_kind != Kind::GroupMin && x_kind != Kind::GroupMax) return;
  for (const auto member : members) {
    const auto figure = figures.at(member);
    if (!figure) continue;
    if (!x_same_for_all) x_same_for_all = figure->value;
    x_same_for_all = x_kind == Kind::GroupMin ? std::min(*x_same_for_all, figure->value)
                                              : std::max(*x_same_for_all, figure->value);
  }
}

Scored<Decimal> BoundColumn::at(std::size_t ordinal) const {
  using Kind = model::Bound::Kind;
  if (x_same_for_all) return *x_same_for_all;
  if (x_kind == Kind::GroupMin || x_kind == Kind::GroupMax)
    return missing("missing_figure", {{"indicator", x_indicator}, {"period", x_period.str()}},
                   ASSAY_TEXT("no unit of the group has a figure of {indicator} for {period}: "
                              "enter them"));
  if (const auto value = cell(x_column, ordinal)) return *value;
  const std::string_view layer = x_kind == Kind::Required  ? "required"
                                 : x_kind == Kind::Stretch ? "stretch"
                                 : x_kind == Kind::Upper   ? "upper"
                                                           : "baseline";
  return no_target(x_indicator, x_period, layer);
}

}  // namespace assay::score
