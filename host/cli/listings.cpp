#include "cli/listings.hpp"

#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "pipeline/version.hpp"
#include "report/json_writer.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace assay::cli {

namespace {

using report::Align;
using report::JsonWriter;
using report::say;
using report::TableColumn;
using Rows = std::vector<std::vector<std::string>>;

struct Kind {
  const char* key;
  Message name;
  const pipeline::Counts& counts;
};

std::array<Kind, 6> kinds_of(const pipeline::ImportReport& report) {
  return {{{"units", {ASSAY_TEXT("units"), {}, ""}, report.units},
           {"indicators", {ASSAY_TEXT("indicators"), {}, ""}, report.indicators},
           {"targets", {ASSAY_TEXT("targets"), {}, ""}, report.targets},
           {"observations", {ASSAY_TEXT("observations"), {}, ""}, report.observations},
           {"events", {ASSAY_TEXT("events"), {}, ""}, report.events},
           {"assessments", {ASSAY_TEXT("assessments"), {}, ""}, report.assessments}}};
}

std::uint64_t rows_of(const pipeline::Counts& counts) {
  return counts.created + counts.changed + counts.same;
}

void write_field(JsonWriter& json, const plugin::FieldInfo& field) {
  json.object([&] {
    json.text("id", field.id);
    json.text("type", field.type);
    json.text("measure_unit", field.measure_unit);
    json.text("doc", field.doc);
    json.key("required");
    json.boolean(field.required);
  });
}

void write_plugin(JsonWriter& json, const plugin::PluginInfo& info) {
  json.text("plugin", info.id);
  json.text("version", info.version);
  json.text("vendor", info.vendor);
  json.text("doc", info.doc);
  json.text("toolchain", info.toolchain);
  json.figure("abi_min", info.abi_min);
  json.figure("abi_current", info.abi_current);
  json.text("rule_digest", to_hex(info.rule_digest));
  json.text("binary_digest", to_hex(info.binary_digest));
  json.text("path", info.path.string());
  json.array("inputs", [&] {
    for (const auto& field : info.inputs) write_field(json, field);
  });
  json.array("outputs", [&] {
    for (const auto& field : info.outputs) write_field(json, field);
  });
  json.array("parameters", [&] {
    for (const auto& parameter : info.parameters)
      json.object([&] {
        json.text("id", parameter.id);
        json.text("standard", parameter.standard);
        json.text("doc", parameter.doc);
      });
  });
}

std::string fields_text(const std::vector<plugin::FieldInfo>& fields, const Translate& translate) {
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("field"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("type"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("unit of measure"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("needed"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("meaning"), {}, ""}), Align::Left}};
  const auto yes = say(translate, {ASSAY_TEXT("yes"), {}, ""});
  Rows rows;
  for (const auto& field : fields)
    rows.push_back(
        {field.id, field.type, field.measure_unit, field.required ? yes : "", field.doc});
  return report::table(columns, rows);
}

std::string parameters_text(const std::vector<plugin::ParameterInfo>& parameters,
                            const Translate& translate) {
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("parameter"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("without it"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("meaning"), {}, ""}), Align::Left}};
  Rows rows;
  for (const auto& parameter : parameters)
    rows.push_back({parameter.id, parameter.standard, parameter.doc});
  return report::table(columns, rows);
}

}  // namespace

std::string utc(std::int64_t seconds) {
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  const auto two = [](auto value) {
    const auto text = std::to_string(value);
    return text.size() < 2 ? "0" + text : text;
  };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day())) +
         "T" + two(clock.hours().count()) + ":" + two(clock.minutes().count()) + ":" +
         two(clock.seconds().count()) + "Z";
}

std::string repeated_text(std::uint64_t entry, const Translate& translate) {
  return say(translate, {ASSAY_TEXT("this request was carried out before, see entry {entry} of "
                                    "the journal: nothing changed"),
                         {{"entry", std::to_string(entry)}}}) +
         "\n";
}

std::string import_text(const pipeline::ImportReport& report, const Translate& translate) {
  if (report.repeated) return repeated_text(*report.repeated, translate);
  const auto total = report.total();
  if (total.created + total.changed == 0)
    return say(translate,
               {ASSAY_TEXT("nothing changed: all {count} rows are in the office already"),
                {{"count", std::to_string(total.same)}},
                ""}) +
           "\n";
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("kind"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("new"), {}, ""}), Align::Right},
      TableColumn{say(translate, {ASSAY_TEXT("changed"), {}, ""}), Align::Right},
      TableColumn{say(translate, {ASSAY_TEXT("unchanged"), {}, ""}), Align::Right}};
  Rows rows;
  for (const auto& kind : kinds_of(report))
    if (rows_of(kind.counts) != 0)
      rows.push_back({say(translate, kind.name), std::to_string(kind.counts.created),
                      std::to_string(kind.counts.changed), std::to_string(kind.counts.same)});
  return report::table(columns, rows);
}

std::string import_json(const pipeline::ImportReport& report) {
  JsonWriter json;
  json.object([&] {
    json.key("repeated");
    json.boolean(report.repeated.has_value());
    for (const auto& kind : kinds_of(report))
      json.object(kind.key, [&] {
        json.figure("new", kind.counts.created);
        json.figure("changed", kind.counts.changed);
        json.figure("unchanged", kind.counts.same);
      });
  });
  return json.finish();
}

std::string runs_text(std::span<const store::RunSummary> runs, const Translate& translate) {
  if (runs.empty()) return say(translate, {ASSAY_TEXT("no run yet"), {}, ""}) + "\n";
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("run"), {}, ""}), Align::Right},
      TableColumn{say(translate, {ASSAY_TEXT("scheme"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("version"), {}, ""}), Align::Right},
      TableColumn{say(translate, {ASSAY_TEXT("period"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("units"), {}, ""}), Align::Right},
      TableColumn{say(translate, {ASSAY_TEXT("incomplete"), {}, ""}), Align::Right},
      TableColumn{say(translate, {ASSAY_TEXT("made"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("by"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("title"), {}, ""}), Align::Left}};
  Rows rows;
  for (const auto& run : runs)
    rows.push_back({std::to_string(run.id), run.scheme, std::to_string(run.version),
                    run.period.str(), std::to_string(run.units), std::to_string(run.incomplete),
                    utc(run.created_s), run.actor, run.title});
  return report::table(columns, rows);
}

std::string runs_json(std::span<const store::RunSummary> runs) {
  JsonWriter json;
  json.array([&] {
    for (const auto& run : runs)
      json.object([&] {
        json.figure("run", run.id);
        json.text("scheme", run.scheme);
        json.figure("version", run.version);
        json.text("period", run.period.str());
        json.text("title", run.title);
        json.figure("units", run.units);
        json.figure("incomplete", run.incomplete);
        json.text("created", utc(run.created_s));
        json.text("actor", run.actor);
      });
  });
  return json.finish();
}

std::string plugins_text(std::span<const pipeline::PluginListing> plugins,
                         const Translate& translate) {
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("plugin"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("version"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("file"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("what it assesses"), {}, ""}), Align::Left}};
  Rows rows;
  for (const auto& listing : plugins) {
    if (listing.info)
      rows.push_back(
          {listing.info->id, listing.info->version, listing.path.string(), listing.info->doc});
    else
      rows.push_back({listing.path.stem().string(), "-", listing.path.string(),
                      report::error_text(listing.info.error(), translate)});
  }
  return report::table(columns, rows);
}

std::string plugins_json(std::span<const pipeline::PluginListing> plugins) {
  JsonWriter json;
  json.array([&] {
    for (const auto& listing : plugins)
      json.object([&] {
        if (listing.info) {
          write_plugin(json, *listing.info);
        } else {
          json.text("path", listing.path.string());
          json.text("error", describe(listing.info.error()));
        }
      });
  });
  return json.finish();
}

std::string plugin_text(const plugin::PluginInfo& info, const Translate& translate) {
  std::string text = info.id + " " + info.version + "\n" + info.doc + "\n";
  const auto line = [&](const Message& label, const std::string& value) {
    text += say(translate, label) + ": " + value + "\n";
  };
  line({ASSAY_TEXT("vendor"), {}, ""}, info.vendor);
  line({ASSAY_TEXT("file"), {}, ""}, info.path.string());
  line({ASSAY_TEXT("toolchain"), {}, ""}, info.toolchain);
  line({ASSAY_TEXT("ABI"), {}, ""},
       std::to_string(info.abi_min) + "-" + std::to_string(info.abi_current));
  line({ASSAY_TEXT("digest of the file"), {}, ""}, to_hex(info.binary_digest));
  text += "\n" + say(translate, {ASSAY_TEXT("It reads, per unit:"), {}, ""}) + "\n" +
          fields_text(info.inputs, translate);
  text += "\n" + say(translate, {ASSAY_TEXT("It gives, per unit:"), {}, ""}) + "\n" +
          fields_text(info.outputs, translate);
  if (!info.parameters.empty())
    text += "\n" + say(translate, {ASSAY_TEXT("A scheme may set:"), {}, ""}) + "\n" +
            parameters_text(info.parameters, translate);
  return text;
}

std::string plugin_json(const plugin::PluginInfo& info) {
  JsonWriter json;
  json.object([&] { write_plugin(json, info); });
  return json.finish();
}

std::string installation_text(std::span<const pipeline::PluginListing> plugins,
                              const Translate& translate) {
  return "assay " + std::string(pipeline::kVersion) + "\n" +
         say(translate, {ASSAY_TEXT("language of texts: English"), {}, ""}) + "\n" +
         plugins_text(plugins, translate);
}

}  // namespace assay::cli
