#include "report/json_parts.hpp"
#include "report/report.hpp"

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

void write_group(JsonWriter& json, const model::Run& run, const model::GroupResult& group) {
  json.object([&] {
    json.text("group", group.id);
    json.text("name", group.name);
    write_component_infos(json, group);
    write_names(json, "grades", "grade", group.grades);
    write_names(json, "awards", "award", group.awards);
    json.array("units", [&] {
      for (const auto& unit : group.units) write_unit(json, run, unit);
    });
  });
}

void write_run(JsonWriter& json, const model::Run& run, const std::string& group_id) {
  json.object([&] {
    write_run_head(json, run);
    json.array("groups", [&] {
      for (const auto& group : run.groups)
        if (group_id.empty() || group.id == group_id) write_group(json, run, group);
    });
    write_run_foot(json, run);
  });
}

}  // namespace

std::string runs_json(std::span<const model::Run> runs, const std::string& group) {
  JsonWriter json;
  if (runs.size() == 1)
    write_run(json, runs.front(), group);
  else
    json.array([&] {
      for (const auto& run : runs) write_run(json, run, group);
    });
  return json.finish();
}

}  // namespace assay::report
