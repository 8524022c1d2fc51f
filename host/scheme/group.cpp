#include "scheme/group.hpp"

#include <optional>
#include <string>
#include <vector>

#include "scheme/components.hpp"
#include "scheme/consequences.hpp"
#include "scheme/grades.hpp"

namespace assay::scheme {

namespace {

void read_units(Reading& reading, const Value& value, Groups& groups, model::Selection& into) {
  Fields units(reading, value);
  units.allow({kUnits_keys});
  const auto chosen = units.choose(kUnits_keys);
  if (chosen == "type") units.take(chosen, into.type, as_text);
  if (chosen == "tag") units.take(chosen, into.tag, as_text);
  if (chosen == "list")
    units.take(chosen, into.units, [&](Reading&, const Value& list) {
      return as_new_texts(reading, list, groups.placed, 1);
    });
}

// `floor: none` lets totals fall below zero.
void read_total_floor(Fields& group, model::Group& into) {
  const auto* value = group.find("total_floor");
  if (value == nullptr) return;
  into.has_floor = value->node->text != "none";
  if (into.has_floor) group.take("total_floor", into.total_floor, as_decimal);
}

Marks read_totals(Fields& group, model::Group& into) {
  Marks full;
  group.require("points", full, as_positive);
  read_cap(group, "total_cap", full, into.total_cap);
  read_total_floor(group, into);
  if (into.total_cap && into.has_floor && *into.total_cap < into.total_floor)
    group.reading().refuse(
        *group.find("total_cap"), "scheme.floor_above_cap",
        {ASSAY_TEXT("the floor {floor} lies above the cap {cap}: swap or correct them"),
         {{"floor", into.total_floor.str()}, {"cap", into.total_cap->str()}}});
  group.take("qualified", into.qualified, as_decimal);
  return full;
}

}  // namespace

model::Group read_group(Reading& reading, const Value& value, Groups& groups) {
  model::Group into;
  Fields group(reading, value);
  group.allow({kGroup_keys});
  if (group.require("group", into.id, as_id))
    groups.ids.declare(reading, *group.find("group"), into.id);
  into.name = into.id;
  group.take("name", into.name, as_text);
  if (const auto* units = group.need("units")) read_units(reading, *units, groups, into.selection);
  const auto full = read_totals(group, into);

  // First what is referred to, then what refers.
  Scope scope{reading, groups.assessments};
  scope.has_qualified = group.has("qualified") || group.meant("qualified");
  read_components(scope, group, full, into.root);
  if (group.meant("grades")) scope.grades.lost();
  if (group.meant("awards")) scope.awards.lost();
  if (const auto* grades = group.find("grades")) into.grades = read_grades(scope, *grades);
  if (const auto* awards = group.find("awards")) into.awards = read_awards(scope, *awards);
  if (const auto* rank = group.find("rank")) read_rank(scope, *rank, into);
  if (const auto* events = group.find("events")) into.events = read_events(scope, *events);
  if (const auto* gates = group.find("gates")) into.gates = read_gates(scope, *gates);
  return into;
}

}  // namespace assay::scheme
