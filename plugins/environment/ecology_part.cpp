#include <array>

#include "norms_on.hpp"
#include "other_parts.hpp"

namespace environment {

namespace {

using sdk::Decimal;
using sdk::Row;

template <std::size_t Count>
std::optional<std::array<Decimal, Count>> all_of(const Row& row,
                                                 const std::array<sdk::Input, Count>& inputs) {
  std::array<Decimal, Count> values;
  for (std::size_t i = 0; i < Count; ++i) {
    const auto value = row[inputs[i]];
    if (!value) return std::nullopt;
    values[i] = *value;
  }
  return values;
}

}  // namespace

void EcologyPart::start(sdk::Day day) {
  const NormsOn norm(x_norms, day);
  x_ei.reset();
  x_eqi.reset();
  if (norm.has("ei.class.1")) x_ei = EcologyNorms::ei_on(day, x_norms);
  if (norm.has("eqi.class.1")) x_eqi = EcologyNorms::eqi_on(day, x_norms);
}

EcologyPart::Findings EcologyPart::assess(Row& row) const {
  Findings found;
  found.ei_counted = give_ei(row);
  found.eqi = give_eqi(row);
  return found;
}

std::optional<Decimal> EcologyPart::give_ei(Row& row) const {
  const auto& d = x_declared;
  const auto level = row[d.ei_limit].value_or(Decimal());
  if (level.micro() % Decimal::kScale != 0) row.refuse(d.refused_limit, {level});
  const auto parts = all_of(row, d.ei_inputs);
  if (!x_ei || !parts) {
    for (const auto output : {d.ei, d.ei_counted, d.ei_class, d.ei_change, d.ei_change_class})
      row.explain(output, x_ei ? d.part_missing : d.ecology_early);
    return std::nullopt;
  }
  const auto& [biology, vegetation, water, stress, load] = *parts;
  const auto index = ecology_index(*parts, *x_ei);
  row.set(d.ei, index);
  row.explain(d.ei, d.ei_made, {biology, vegetation, water, stress, load, index});
  const auto counted =
      limited(index, static_cast<std::size_t>(level.micro() / Decimal::kScale), *x_ei);
  row.set(d.ei_counted, counted);
  row.explain(d.ei_counted, d.limited_to, {index, level, counted});
  const auto of_class = Decimal::from_integer(ecology_class(counted, *x_ei));
  row.set(d.ei_class, of_class);
  row.explain(d.ei_class, d.classed, {counted, of_class});
  give_change(index, row);
  return counted;
}

void EcologyPart::give_change(Decimal now, Row& row) const {
  const auto& d = x_declared;
  const auto parts = all_of(row, d.ei_inputs_before);
  if (!parts) {
    row.explain(d.ei_change, d.part_missing);
    row.explain(d.ei_change_class, d.part_missing);
    return;
  }
  const auto before = ecology_index(*parts, *x_ei);
  const auto change = now - before;
  const auto size = Decimal::from_integer(change_class(change, *x_ei));
  row.set(d.ei_change, change);
  row.explain(d.ei_change, d.ei_changed, {before, now, change, size});
  row.set(d.ei_change_class, size);
  row.explain(d.ei_change_class, d.ei_changed, {before, now, change, size});
}

std::optional<Decimal> EcologyPart::give_eqi(Row& row) const {
  const auto& d = x_declared;
  const auto parts = all_of(row, d.eqi_inputs);
  if (!x_eqi || !parts) {
    for (const auto output : {d.eqi, d.eqi_class})
      row.explain(output, x_eqi ? d.part_missing : d.ecology_early);
    return std::nullopt;
  }
  const auto& [pattern, function, biodiversity, stress] = *parts;
  const auto index = ecology_index(*parts, *x_eqi);
  row.set(d.eqi, index);
  row.explain(d.eqi, d.eqi_made, {pattern, function, biodiversity, stress, index});
  const auto of_class = Decimal::from_integer(ecology_class(index, *x_eqi));
  row.set(d.eqi_class, of_class);
  row.explain(d.eqi_class, d.classed, {index, of_class});
  return index;
}

}  // namespace environment
