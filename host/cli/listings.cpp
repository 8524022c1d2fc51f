#include "cli/listings.hpp"

#include <array>
#include <chrono>
#include <utility>
#include <vector>

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

}  // namespace assay::cli