#include <string_view>
#include <unordered_map>
#include <utility>

#include "assess/assess.hpp"
#include "assess/columns.hpp"
#include "plugin/parameters.hpp"

namespace assay::assess {

namespace {

// What went in; anything that could change the outcome is part of it.
Digest digest_of(const plugin::PluginInfo& info, const std::string& parameters,
                 model::Period period, const model::Snapshot& snapshot, const Columns& columns,
                 const std::vector<model::DatasetTable>& tables) {
  DigestBuilder builder;
  builder.add("assay.assessment/2").add(info.binary_digest).add(info.rule_digest);
  builder.add(parameters).add(period.str());
  for (const auto& unit : snapshot.units) builder.add(unit.code).add(unit.type).add(unit.parent);
  for (std::size_t i = 0; i < columns.figures.size(); ++i) {
    builder.add(info.inputs[i].id);
    for (const auto& figure : columns.figures[i]) builder.add(figure ? figure->str() : "");
  }
  add_to(builder, tables);
  for (const auto* messages : {&columns.missing, &columns.failures})
    for (const auto& [unit, why] : *messages)
      builder.add(static_cast<std::int64_t>(unit)).add(in_english(why));
  return builder.finish();
}

// Names an outcome that must be tried again next time.
Digest failed_digest(const Digest& digest, const Error& error) {
  return DigestBuilder()
      .add("assay.assessment.failed/1")
      .add(digest)
      .add(in_english(error.message))
      .finish();
}

model::FieldType field_type(const std::string& word) {
  if (word == "ratio") return model::FieldType::Ratio;
  return word == "bool" ? model::FieldType::Flag : model::FieldType::Decimal;
}

// All fields the plugin gives, empty for every unit.
std::vector<model::AssessmentField> empty_fields(const plugin::PluginInfo& info,
                                                 std::size_t units) {
  std::vector<model::AssessmentField> fields;
  fields.reserve(info.outputs.size());
  for (const auto& output : info.outputs)
    fields.push_back({.id = output.id,
                      .type = field_type(output.type),
                      .measure_unit = output.measure_unit,
                      .doc = output.doc,
                      .values = std::vector<model::FieldValue>(units),
                      .full = {},
                      .reasons = std::vector<std::vector<Message>>(units)});
  return fields;
}

// Ordinals of the units that have all the plugin needs.
std::vector<std::size_t> complete_units(const Columns& columns, std::size_t units) {
  std::vector<std::size_t> ordinals;
  for (std::size_t unit = 0; unit < units; ++unit)
    if (columns.complete(unit)) ordinals.push_back(unit);
  return ordinals;
}

// Who the rows are; `ordinals` are those of the rows.
std::vector<plugin::RowUnit> row_units(const std::vector<model::Unit>& units,
                                       const std::vector<std::size_t>& ordinals) {
  std::unordered_map<std::string_view, std::size_t> rows;
  for (std::size_t row = 0; row < ordinals.size(); ++row) rows[units[ordinals[row]].code] = row;
  std::vector<plugin::RowUnit> made;
  for (const auto ordinal : ordinals) {
    const auto& unit = units[ordinal];
    const auto parent = rows.find(unit.parent);
    made.push_back({unit.code, unit.type,
                    parent == rows.end() ? std::nullopt : std::optional(parent->second)});
  }
  return made;
}

plugin::Inputs inputs_of(const Columns& columns, const std::vector<model::DatasetTable>& tables,
                         const std::vector<std::size_t>& ordinals, model::Period period,
                         const model::Snapshot& snapshot) {
  plugin::Inputs inputs{.period = period.str(),
                        .rows = ordinals.size(),
                        .columns = {},
                        .ordinals = ordinals,
                        .tables = {},
                        .units = row_units(snapshot.units, ordinals)};
  for (const auto& table : tables) inputs.tables.push_back(&table);
  for (const auto& figures : columns.figures) {
    auto& column = inputs.columns.emplace_back();
    for (const auto unit : ordinals) column.push_back(figures[unit]);
  }
  return inputs;
}

void place(plugin::Outputs outputs, const std::vector<std::size_t>& ordinals,
           model::Assessment& made) {
  for (std::size_t output = 0; output < made.fields.size(); ++output)
    for (std::size_t row = 0; row < ordinals.size(); ++row) {
      made.fields[output].values[ordinals[row]] = outputs.columns[output][row];
      made.fields[output].reasons[ordinals[row]] = std::move(outputs.reasons[output][row]);
    }
  for (auto& [row, why] : outputs.failures) made.failures.emplace(ordinals[row], std::move(why));
}

// By convention the output "full" states the full marks of the output "score".
void attach_full_marks(model::Assessment& made) {
  const auto* full = made.field("full");
  if (full == nullptr || full->type != model::FieldType::Decimal) return;
  for (auto& field : made.fields) {
    if (field.id != "score") continue;
    field.full.resize(full->values.size());
    for (std::size_t unit = 0; unit < full->values.size(); ++unit)
      if (const auto* marks = std::get_if<Decimal>(&full->values[unit])) field.full[unit] = *marks;
  }
}

}  // namespace

std::vector<model::Period> earlier_periods(const plugin::PluginInfo& info, model::Period period) {
  std::vector<model::Period> earlier;
  for (const auto& field : info.inputs)
    if (field.periods_back != 0) earlier.push_back(period.earlier(field.periods_back));
  return earlier;
}

Result<model::Assessment> by_plugin(const model::AssessmentUse& use, plugin::Plugin& plugin,
                                    model::Period period, model::State least,
                                    const model::Snapshot& snapshot, const Recall& recall,
                                    const Datasets& datasets) {
  const auto& info = plugin.info();
  if (auto checked = plugin::check_parameters(info, use.parameters); !checked) {
    checked.error().where.field = "assessments." + use.id + ".parameters";
    return std::unexpected(std::move(checked).error());
  }
  ASSAY_TRY(auto columns, read_columns(use, info, period, least, snapshot));
  ASSAY_TRY(const auto tables, read_tables(info, datasets, snapshot.units.size(), columns));
  const auto parameters = plugin::to_json(use.parameters);
  const auto digest = digest_of(info, parameters, period, snapshot, columns, tables);
  ASSAY_TRY(auto recalled, recall(digest));
  if (recalled) {
    recalled->id = use.id;  // another scheme may have named it otherwise
    return std::move(*recalled);
  }

  const auto ordinals = complete_units(columns, snapshot.units.size());
  auto outputs =
      plugin.evaluate(parameters, inputs_of(columns, tables, ordinals, period, snapshot));
  if (!outputs && outputs.error().code == "plugin.config")
    return std::unexpected(std::move(outputs).error());

  model::Assessment made{.id = use.id,
                         .origin = "plugin " + info.id + " " + info.version,
                         .digest = digest,
                         .period = period,
                         .fields = empty_fields(info, snapshot.units.size()),
                         .missing = std::move(columns.missing),
                         .failures = std::move(columns.failures)};
  if (outputs) {
    place(std::move(*outputs), ordinals, made);
    attach_full_marks(made);
  } else {
    made.digest = failed_digest(digest, outputs.error());
    for (const auto unit : ordinals) made.failures.emplace(unit, outputs.error().message);
  }
  return made;
}

}  // namespace assay::assess
