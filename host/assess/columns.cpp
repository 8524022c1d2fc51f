#include "assess/columns.hpp"

#include <algorithm>
#include <string_view>

#include "base/suggest.hpp"
#include "score/figures.hpp"

namespace assay::assess {

namespace {

// A figure, or why there is none; `refused` when missing-data policies must not cover it.
struct Cell {
  std::optional<Decimal> value;
  Message why;
  bool refused = false;
};

std::string_view layer_word(model::Layer layer) {
  switch (layer) {
    case model::Layer::Required:
      return "required";
    case model::Layer::Stretch:
      return "stretch";
    case model::Layer::Upper:
      return "upper";
    case model::Layer::Baseline:
      return "baseline";
    default:
      return "actual";
  }
}

// Every input that the scheme names must be one of the plugin's.
Status check_names(const model::AssessmentUse& use, const plugin::PluginInfo& info) {
  std::vector<std::string_view> known;
  known.reserve(info.inputs.size());
  for (const auto& field : info.inputs)
    if (field.periods_back == 0) known.push_back(field.id);
  for (const auto& [name, source] : use.inputs) {
    if (const auto found = std::ranges::find(info.inputs, name, &plugin::FieldInfo::id);
        found != info.inputs.end()) {
      if (found->periods_back == 0) continue;
      return fail(Failure::Input, "assess.unknown_input",
                  {ASSAY_TEXT("input {input} of plugin {plugin} is an earlier figure of {source}: "
                              "name an indicator for {source} only"),
                   {{"input", name}, {"plugin", info.id}, {"source", found->source}}},
                  {.field = "assessments." + use.id + ".inputs"});
    }
    std::string list;
    for (const auto id : known) list += (list.empty() ? "" : ", ") + std::string(id);
    const auto near = nearest(name, known);
    return fail(Failure::Input, "assess.unknown_input",
                {near.empty() ? ASSAY_TEXT("plugin {plugin} has no input {input}: it has {known}")
                              : ASSAY_TEXT("plugin {plugin} has no input {input}: did you mean "
                                           "{near}?"),
                 {{"plugin", info.id}, {"input", excerpt(name)}, {"known", list}, {"near", near}}},
                {.field = "assessments." + use.id + ".inputs"});
  }
  return {};
}

std::unexpected<Error> unknown_indicator(const model::AssessmentUse& use,
                                         const plugin::PluginInfo& info,
                                         const plugin::FieldInfo& field,
                                         const std::string& indicator) {
  const bool named = use.inputs.contains(field.id);
  return fail(Failure::Input, "assess.unknown_indicator",
              {named ? ASSAY_TEXT("the office has no indicator {indicator}, from which input "
                                  "{input} of plugin {plugin} is to come: import it or correct "
                                  "the code")
                     : ASSAY_TEXT("plugin {plugin} needs {input}, and the office has no indicator "
                                  "of that code: name one under `inputs`"),
               {{"plugin", info.id}, {"input", field.id}, {"indicator", excerpt(indicator)}}},
              {.field = "assessments." + use.id + ".inputs", .indicator = indicator});
}

// The source of `wanted`, which an earlier figure shares with the input it is the past of; nothing
// when it is optional and the office does not have it.
Result<std::optional<model::InputSource>> source_of(const model::AssessmentUse& use,
                                                    const plugin::PluginInfo& info,
                                                    const plugin::FieldInfo& wanted,
                                                    const model::Snapshot& snapshot) {
  const auto& field = wanted.periods_back == 0
                          ? wanted
                          : *std::ranges::find(info.inputs, wanted.source, &plugin::FieldInfo::id);
  const auto named = use.inputs.find(field.id);
  auto source = named == use.inputs.end() ? model::InputSource{field.id, model::Layer::Actual}
                                          : named->second;
  const auto indicator = snapshot.indicators.find(source.indicator);
  if (indicator == snapshot.indicators.end()) {
    if (named == use.inputs.end() && !wanted.required) return std::nullopt;
    return unknown_indicator(use, info, field, source.indicator);
  }
  const auto& measure_unit = indicator->second.measure_unit;
  if (!field.measure_unit.empty() && field.measure_unit != measure_unit)
    return fail(Failure::Input, "assess.measure_unit",
                {ASSAY_TEXT("{indicator} is in {found}, but input {input} of plugin {plugin} must "
                            "be in {wanted}: enter the figures in {wanted}"),
                 {{"indicator", source.indicator},
                  {"found", measure_unit},
                  {"input", field.id},
                  {"plugin", info.id},
                  {"wanted", field.measure_unit}}},
                {.field = "assessments." + use.id + ".inputs", .indicator = source.indicator});
  return source;
}

class Reader {
 public:
  Reader(model::Period period, model::State least, const model::Snapshot& snapshot)
      : x_period(period), x_snapshot(snapshot) {
    x_scheme.figures = least;
  }

  [[nodiscard]] std::vector<Cell> read(const model::InputSource& source) const {
    return source.layer == model::Layer::Actual ? actual(source.indicator) : target(source);
  }

 private:
  [[nodiscard]] std::vector<Cell> actual(const std::string& indicator) const {
    const score::Inputs inputs{&x_scheme, x_period, &x_snapshot, {}};
    const score::FigureColumn column(inputs, indicator, x_period);
    std::vector<Cell> cells;
    for (std::size_t unit = 0; unit < x_snapshot.units.size(); ++unit) {
      const auto figure = column.at(unit);
      cells.push_back(figure ? Cell{figure->value, {}}
                             : Cell{{}, figure.error().note.message, !figure.error().missing});
    }
    return cells;
  }

  [[nodiscard]] std::vector<Cell> target(const model::InputSource& source) const {
    const auto* column = x_snapshot.column(source.indicator, x_period, source.layer);
    std::vector<Cell> cells;
    for (std::size_t unit = 0; unit < x_snapshot.units.size(); ++unit) {
      const auto figure = column == nullptr ? std::nullopt : column->at(unit);
      cells.push_back({figure,
                       {ASSAY_TEXT("no {layer} target of {indicator} for {period}: enter it"),
                        {{"layer", std::string(layer_word(source.layer))},
                         {"indicator", source.indicator},
                         {"period", x_period.str()}}}});
    }
    return cells;
  }

  model::Scheme x_scheme;  // only what reading of figures looks at
  model::Period x_period;
  const model::Snapshot& x_snapshot;
};

}  // namespace

Result<Columns> read_columns(const model::AssessmentUse& use, const plugin::PluginInfo& info,
                             model::Period period, model::State least,
                             const model::Snapshot& snapshot) {
  ASSAY_CHECK(check_names(use, info));
  Columns columns;
  for (const auto& field : info.inputs) {
    auto& figures = columns.figures.emplace_back(snapshot.units.size());
    ASSAY_TRY(const auto source, source_of(use, info, field, snapshot));
    if (!source) continue;
    const Reader reader(period.earlier(field.periods_back), least, snapshot);
    const auto cells = reader.read(*source);
    for (std::size_t unit = 0; unit < cells.size(); ++unit) {
      figures[unit] = cells[unit].value;
      if (cells[unit].value) continue;
      if (cells[unit].refused)
        columns.failures.emplace(unit, cells[unit].why);
      else if (field.required)
        columns.missing.emplace(unit, cells[unit].why);
    }
  }
  return columns;
}

}  // namespace assay::assess
