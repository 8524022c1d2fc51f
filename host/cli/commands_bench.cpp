#include "cli/commands_bench.hpp"

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "cli/answer.hpp"
#include "cli/terminal.hpp"
#include "pipeline/national/national.hpp"
#include "report/compact_table.hpp"
#include "report/json_writer.hpp"

namespace assay::cli {

namespace {

using pipeline::national::Report;

// Four digits that count, as in 1.523e+09: speeds range over many magnitudes.
std::string figure(double value) {
  std::array<char, 32> text{};
  const auto size = std::snprintf(text.data(), text.size(), "%.4g", value);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string figure(const std::optional<double>& value) { return value ? figure(*value) : ""; }

void write_figure(report::JsonWriter& json, const char* name, const std::optional<double>& value) {
  if (value)
    json.figure(name, figure(*value));
  else
    json.null(name);
}

std::string bench_json(const Report& report) {
  report::JsonWriter json;
  json.array([&] {
    for (const auto& row : report.rows) {
      if (!row.bar) continue;
      json.object([&] {
        json.text("name", row.name);
        json.figure("value", figure(row.value));
        json.text("unit", row.unit);
        write_figure(json, "reference", row.reference);
        write_figure(json, "ratio", row.ratio);
        write_figure(json, "bar", row.bar);
        json.key("met");
        json.boolean(row.met().value_or(false));
      });
    }
  });
  return json.finish();
}

std::string bench_text(const Session& session, const Report& report) {
  const auto heading = [&](const char* text) { return say(session, {text, {}, ""}); };
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : report.rows) {
    std::string verdict;
    if (const auto met = row.met())
      verdict = *met ? heading(ASSAY_TEXT("met")) : heading(ASSAY_TEXT("NOT MET"));
    rows.push_back({row.name, figure(row.value), row.unit, figure(row.reference), figure(row.ratio),
                    row.bar ? (row.small_is_good ? "≤ " : "≥ ") + figure(*row.bar) : "", verdict});
  }
  const std::array<report::TableColumn, 7> columns{
      {{heading(ASSAY_TEXT("measured"))},
       {heading(ASSAY_TEXT("value")), report::Align::Right},
       {""},
       {heading(ASSAY_TEXT("reference")), report::Align::Right},
       {heading(ASSAY_TEXT("ratio")), report::Align::Right},
       {heading(ASSAY_TEXT("bar")), report::Align::Right},
       {""}}};
  return say(session, {ASSAY_TEXT("kernels: {target}"), {{"target", report.target}}, ""}) + "\n" +
         report::compact_table(columns, rows);
}

}  // namespace

int bench_national(const Session& session) {
  const auto& arguments = session.arguments;
  pipeline::national::Options options;
  options.size = arguments.nation;
  options.office = arguments.write_folder;
  options.csv = arguments.csv_file;
  options.threads = arguments.threads;
  options.step = [&](const Message& step) { print_error(say(session, step) + " …\n"); };
  const auto report = pipeline::national::run(options);
  if (!report) return refuse(session, report.error());
  return finish(session,
                print(arguments.json ? bench_json(*report) : bench_text(session, *report)));
}

}  // namespace assay::cli
