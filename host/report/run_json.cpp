#include <utility>

#include "report/json_parts.hpp"
#include "report/selected.hpp"

namespace assay::report {

namespace {

void write_component_infos(JsonWriter& json, const model::GroupResult& group) {
  json.array("components", [&] {
    for (const auto& component : group.components)
      json.object([&] {
        json.text("component", component.id);
        json.text("name", component.name);
        json.text("parent", component.parent);
        json.figure("points", component.points.str());
        if (component.weight)
          json.text("weight", component.weight->str());
        else
          json.null("weight");
      });
  });
}

// [{"<key>": id, "name": name}]
void write_names(JsonWriter& json, std::string_view list, std::string_view key,
                 const std::vector<std::pair<std::string, std::string>>& names) {
  json.array(list, [&] {
    for (const auto& [id, name] : names)
      json.object([&] {
        json.text(key, id);
        json.text("name", name);
      });
  });
}

void write_unit(JsonWriter& json, const model::Run& run, const model::UnitResult& unit) {
  json.object([&] {
    write_unit_head(json, run, unit);
    json.object("components", [&] {
      for (const auto& component : unit.components)
        write_figure(json, component.id, component.points);
    });
    json.object("missing", [&] {
      for (const auto& component : unit.components)
        if (!component.missing.empty()) json.text(component.id, component.missing);
    });
    write_notes(json, "incomplete", unit.incomplete);
    write_notes(json, "notes", unit.notes);
  });
}

void write_group_head(JsonWriter& json, const model::GroupResult& group) {
  json.text("group", group.id);
  json.text("name", group.name);
  write_component_infos(json, group);
  write_names(json, "grades", "grade", group.grades);
  write_names(json, "awards", "award", group.awards);
}

}  // namespace

RunsJson::RunsJson(bool is_one, Write write)
    : x_is_one(is_one), x_write(std::move(write)), x_json(std::make_unique<JsonWriter>()) {
  if (!x_is_one) x_json->begin_array();
}

RunsJson::~RunsJson() = default;

Status RunsJson::write_some() { return x_write(x_json->take()); }

Status RunsJson::add(const Reported& reported) {
  const auto& run = reported.run;
  auto& json = *x_json;
  json.begin_object();
  write_run_head(json, run);
  json.key("groups");
  json.begin_array();
  for (const auto& [number, group] : selected(reported)) {
    json.begin_object();
    write_group_head(json, group);
    json.key("units");
    json.begin_array();
    ASSAY_CHECK(reported.results.visit(number, [&](std::span<const model::UnitResult> part) {
      for (const auto& unit : part) write_unit(json, run, unit);
      return write_some();
    }));
    json.end_array();
    json.end_object();
  }
  json.end_array();
  write_run_foot(json, run);
  json.end_object();
  return write_some();
}

Status RunsJson::finish() {
  if (!x_is_one) x_json->end_array();
  return x_write(x_json->finish());
}

}  // namespace assay::report
