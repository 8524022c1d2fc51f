#include "pipeline/preview.hpp"

#include <array>
#include <utility>

namespace assay::pipeline {

Preview::Preview(std::unique_ptr<Material> material, score::Scoring scoring)
    : x_material(std::move(material)), x_scoring(std::move(scoring)) {
  const auto& units = x_material->snapshot.units;
  x_ordinals.reserve(units.size());
  for (std::size_t ordinal = 0; ordinal < units.size(); ++ordinal)
    x_ordinals.emplace(units[ordinal].code, ordinal);
}

Result<Preview, Errors> Preview::make(Material material, unsigned threads) {
  auto held = std::make_unique<Material>(std::move(material));
  ASSAY_TRY(auto scoring,
            score::Scoring::make(held->scheme, held->period, held->snapshot, held->assessments));
  scoring.run(threads);
  return Preview(std::move(held), std::move(scoring));
}

Result<std::size_t> Preview::scored_ordinal(const std::string& unit) const {
  const auto found = x_ordinals.find(unit);
  if (found == x_ordinals.end())
    return fail(Failure::Input, "store.unknown_unit",
                {ASSAY_TEXT("there is no unit {unit}; import it with a units file, or correct the "
                            "code"),
                 {{"unit", unit}}});
  if (!x_scoring.find(found->second))
    return fail(
        Failure::Input, "score.unit_not_scored",
        {ASSAY_TEXT("no group of the scheme scores this unit in this period: name one that is "
                    "listed with the run"),
         {}},
        {.unit = unit});
  return found->second;
}

Result<model::GroupResult> Preview::group_of(const std::string& unit) const {
  ASSAY_TRY(const auto ordinal, scored_ordinal(unit));
  return model::gather(x_scoring, x_scoring.find(ordinal)->group);
}

Result<model::GroupResult> Preview::change(const FigureEdit& edit) {
  ASSAY_TRY(const auto ordinal, scored_ordinal(edit.unit));
  if (!x_material->snapshot.indicators.contains(edit.indicator))
    return fail(
        Failure::Input, "store.unknown_indicator",
        {ASSAY_TEXT("there is no indicator {indicator}; import it with an indicators file, or "
                    "correct the code"),
         {{"indicator", edit.indicator}}});
  put(edit, ordinal);
  x_scoring.rescore(std::array{score::ChangedFigure{ordinal, edit.indicator}});
  return model::gather(x_scoring, x_scoring.find(ordinal)->group);
}

// As the office would hold it: a figure has a state, and none has none.
void Preview::put(const FigureEdit& edit, std::size_t ordinal) {
  auto& columns = x_material->snapshot.columns;
  const auto set = [&](model::Layer layer, std::optional<std::int64_t> value) {
    auto& column = columns[{edit.indicator, edit.period, layer}];
    value ? column.set(ordinal, *value) : column.clear(ordinal);
  };
  const auto micro = [](Decimal value) { return value.micro(); };
  if (edit.layer == model::Layer::Actual) {
    const auto& states = columns[{edit.indicator, edit.period, model::Layer::State}];
    auto state =
        edit.state.value_or(states.has(ordinal) ? static_cast<model::State>(states.micro(ordinal))
                                                : model::State::Confirmed);
    set(model::Layer::State,
        edit.value.transform([state](Decimal) { return static_cast<std::int64_t>(state); }));
  }
  set(edit.layer, edit.value.transform(micro));
}

}  // namespace assay::pipeline
