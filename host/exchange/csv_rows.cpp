#include "exchange/csv_rows.hpp"

#include <array>
#include <utility>

namespace assay::exchange {

namespace {

using model::Direction;
using model::EventKind;
using model::Rollup;
using model::State;

// The value of a word of the column, `otherwise` when none is given.
template <class T, std::size_t N>
T word(RowFields& row, std::string_view column, std::optional<T> (*from)(std::string_view),
       const std::array<T, N>& all, T otherwise) {
  const auto given = row.given(column);
  if (!given) return otherwise;
  if (const auto value = from(*given)) return *value;
  std::array<std::string_view, N> words;
  for (std::size_t i = 0; i < N; ++i) words[i] = to_word(all[i]);
  row.refuse_word(column, *given, words);
  return otherwise;
}

Direction direction(RowFields& row) {
  static constexpr std::array all = {Direction::Higher, Direction::Lower, Direction::Target};
  return word(row, "direction", &model::direction_from, all, Direction::Higher);
}

Rollup rollup(RowFields& row) {
  static constexpr std::array all = {Rollup::None, Rollup::Sum, Rollup::Last, Rollup::Mean,
                                     Rollup::Max};
  return word(row, "rollup", &model::rollup_from, all, Rollup::None);
}

State state(RowFields& row) {
  static constexpr std::array all = {State::Reported, State::Reviewed, State::Confirmed};
  return word(row, "state", &model::state_from, all, State::Confirmed);
}

EventKind event_kind(RowFields& row) {
  static constexpr std::array all = {EventKind::Bonus, EventKind::Sanction, EventKind::Veto,
                                     EventKind::Falsification, EventKind::Award};
  return word(row, "kind", &model::event_kind_from, all, EventKind::Bonus);
}

// Members are read in column order, so that the errors of a row stand in that order too.
model::Unit unit(RowFields& row) {
  model::Unit unit;
  unit.code = row.code("unit");
  unit.name = row.line_of_text("name");
  unit.type = row.code("type");
  unit.parent = row.code("parent");
  unit.from = row.date("from");
  unit.to = row.date("to");
  if (unit.from && unit.to && *unit.to < *unit.from)
    row.refuse("to", "import.life_span",
               {ASSAY_TEXT("the last day {to} lies before the first day {from}: "
                           "correct one of them"),
                {{"to", unit.to->str()}, {"from", unit.from->str()}}});
  unit.successor = row.code("successor");
  unit.tags = row.codes("tags");
  return unit;
}

model::Indicator indicator(RowFields& row) {
  static constexpr int kDecimals_max = 6;
  model::Indicator indicator;
  indicator.code = row.code("indicator");
  indicator.name = row.line_of_text("name");
  indicator.measure_unit = row.line_of_text("measure_unit");
  indicator.direction = direction(row);
  indicator.decimals = row.digit("decimals", kDecimals_max);
  indicator.owner = row.line_of_text("owner");
  indicator.rollup = rollup(row);
  return indicator;
}

model::Target target(RowFields& row) {
  model::Target target;
  target.unit = row.code("unit");
  target.indicator = row.code("indicator");
  target.period = row.period("period").value_or(model::Period{});
  target.required = row.figure("required").value_or(Decimal{});
  target.stretch = row.figure("stretch");
  target.upper = row.figure("upper");
  target.baseline = row.figure("baseline");
  target.lead = row.line_of_text("lead");
  target.person = row.line_of_text("person");
  return target;
}

model::Observation observation(RowFields& row) {
  model::Observation observation;
  observation.unit = row.code("unit");
  observation.indicator = row.code("indicator");
  observation.period = row.period("period").value_or(model::Period{});
  observation.value = row.figure("value").value_or(Decimal{});
  observation.state = state(row);
  observation.source = row.line_of_text("source");
  return observation;
}

model::Event event(RowFields& row) {
  model::Event event;
  event.code = row.code("event");
  event.unit = row.code("unit");
  event.period = row.period("period").value_or(model::Period{});
  event.kind = event_kind(row);
  event.subject = row.code("subject");
  event.points = row.figure("points");
  event.reason = row.text("reason");
  event.evidence = row.text("evidence");
  event.decided_by = row.line_of_text("decided_by");
  event.date = row.date("date");
  event.state = state(row);
  return event;
}

model::ImportedField imported_field(RowFields& row) {
  model::ImportedField field;
  field.unit = row.code("unit");
  field.period = row.period("period").value_or(model::Period{});
  field.assessment = row.code("assessment");
  field.field = row.code("field");
  field.value = row.figure("value").value_or(Decimal{});
  field.full = row.figure("full");
  if (field.full && *field.full <= Decimal{})
    row.refuse("full", "import.full_marks",
               {ASSAY_TEXT("full marks of {full} cannot be converted from: enter a "
                           "figure above 0, or leave the field empty"),
                {{"full", field.full->str()}}});
  return field;
}

template <class T>
void append(T value, const RowFields& row, model::Origin origin, auto& rows) {
  if (row.valid()) rows.push_back(model::Sourced<T>{std::move(value), origin});
}

}  // namespace

void append_row(Kind kind, RowFields& fields, model::Origin origin, model::Batch& batch) {
  switch (kind) {
    case Kind::Units:
      return append(unit(fields), fields, origin, batch.units);
    case Kind::Indicators:
      return append(indicator(fields), fields, origin, batch.indicators);
    case Kind::Targets:
      return append(target(fields), fields, origin, batch.targets);
    case Kind::Observations:
      return append(observation(fields), fields, origin, batch.observations);
    case Kind::Events:
      return append(event(fields), fields, origin, batch.events);
    case Kind::Assessments:
      return append(imported_field(fields), fields, origin, batch.assessments);
  }
}

}  // namespace assay::exchange
