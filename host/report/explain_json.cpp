#include "report/json_parts.hpp"
#include "report/ledger.hpp"
#include "report/report.hpp"

namespace assay::report {

namespace {

constexpr int kTotal_decimals = 6;

void write_term(JsonWriter& json, const model::Term& term) {
  json.object([&] {
    json.text("kind", term.kind);
    json.text("component", term.component);
    json.text("event", term.event);
    json.figure("points", term.points.str());
    json.figure("full", term.full.str());
    json.object("figures", [&] { write_pairs(json, term.how.args); });
  });
}

const model::ComponentInfo* info_of(const model::GroupResult& group, const std::string& id) {
  for (const auto& component : group.components)
    if (component.id == id) return &component;
  return nullptr;
}

void write_component(JsonWriter& json, const model::GroupResult& group,
                     const model::ComponentResult& component) {
  const auto* info = info_of(group, component.id);
  json.object([&] {
    json.text("component", component.id);
    json.text("parent", info == nullptr ? "" : info->parent);
    write_figure(json, "points", component.points);
    json.figure("full", component.full.str());
    if (info != nullptr && info->weight)
      json.text("weight", info->weight->str());
    else
      json.null("weight");
    json.text("missing", component.missing);
    write_notes(json, "trace", component.trace);
  });
}

void write_next(JsonWriter& json, const Place& place) {
  const auto distance = next_better(*place.group, *place.unit);
  if (!distance) {
    json.null("next");
  } else {
    json.object("next", [&] {
      json.figure("rank", std::uint64_t{distance->rank});
      json.text("unit", distance->unit->unit);
      json.figure("published", distance->published.str());
      json.figure("total", distance->total.str());
    });
  }
  json.array("tied", [&] {
    for (const auto* other : tied_with(*place.group, *place.unit)) json.text(other->unit);
  });
}

void write_sum(JsonWriter& json, const model::UnitResult& unit, std::optional<Decimal> sum) {
  json.array("terms", [&] {
    for (const auto& term : unit.terms) write_term(json, term);
  });
  if (sum)
    json.figure("sum", sum->fixed(kTotal_decimals));
  else
    json.null("sum");
}

}  // namespace

Result<std::string> explain_json(const model::Run& run, const std::string& unit) {
  ASSAY_TRY(const auto place, find_unit(run, unit));
  ASSAY_TRY(const auto sum, checked_sum(*place.unit));
  JsonWriter json;
  json.object([&] {
    write_run_head(json, run);
    json.text("group", place.group->id);
    write_unit_head(json, run, *place.unit);
    write_sum(json, *place.unit, sum);
    write_next(json, place);
    json.array("components", [&] {
      for (const auto& component : place.unit->components)
        write_component(json, *place.group, component);
    });
    write_notes(json, "incomplete", place.unit->incomplete);
    write_notes(json, "notes", place.unit->notes);
    write_run_foot(json, run);
  });
  return json.finish();
}

}  // namespace assay::report
