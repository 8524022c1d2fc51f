#include "cli/listings_keep.hpp"

#include "report/json_writer.hpp"
#include "report/text.hpp"

namespace assay::cli {

namespace {

using report::JsonWriter;
using report::say;

void write_health(JsonWriter& json, const store::Health& health) {
  json.figure("format_version", health.format_version);
  json.figure("units", health.units);
  json.figure("indicators", health.indicators);
  json.figure("chunks", health.chunks);
  json.figure("records", health.records);
  json.figure("runs", health.runs);
  json.figure("file_bytes", health.file_bytes);
  json.array("faults", [&] {
    for (const auto& fault : health.faults) json.text(describe(fault));
  });
}

}  // namespace

std::string health_text(const store::Health& health, std::span<const store::ReaderInfo> readers,
                        const Translate& translate) {
  std::string text;
  const auto line = [&](const Message& label, std::uint64_t value) {
    text += say(translate, label) + ": " + std::to_string(value) + "\n";
  };
  // Where not even the format could be read, nothing was counted.
  if (health.format_version != 0) {
    line({ASSAY_TEXT("format version"), {}, ""}, health.format_version);
    line({ASSAY_TEXT("units"), {}, ""}, health.units);
    line({ASSAY_TEXT("indicators"), {}, ""}, health.indicators);
    line({ASSAY_TEXT("chunks of figures checked"), {}, ""}, health.chunks);
    line({ASSAY_TEXT("records checked"), {}, ""}, health.records);
    line({ASSAY_TEXT("runs"), {}, ""}, health.runs);
    line({ASSAY_TEXT("size in bytes"), {}, ""}, health.file_bytes);
  }
  for (const auto& reader : readers)
    text += say(translate, {ASSAY_TEXT("process {pid} reads what was there {count} transactions "
                                       "ago"),
                            {{"pid", std::to_string(reader.pid)},
                             {"count", std::to_string(reader.transactions)}}}) +
            "\n";
  text += say(translate, health.faults.empty()
                             ? Message{ASSAY_TEXT("no fault found"), {}, ""}
                             : Message{ASSAY_TEXT("faults found: {count}"),
                                       {{"count", std::to_string(health.faults.size())}},
                                       ""}) +
          "\n";
  return text;
}

std::string scrub_text(const store::Health& health, const Translate& translate) {
  std::string text;
  const auto line = [&](const Message& label, const std::string& value) {
    text += say(translate, label) + ": " + value + "\n";
  };
  if (health.pages != 0) line({ASSAY_TEXT("pages checked"), {}, ""}, std::to_string(health.pages));
  if (health.format_version != 0) {
    line({ASSAY_TEXT("journal entries"), {}, ""}, std::to_string(health.log_size));
    line({ASSAY_TEXT("root"), {}, ""}, to_hex(health.log_root));
  }
  if (!health.derived_faults.empty()) {
    text += say(translate, {ASSAY_TEXT("faults in what is derived: {count}; they are "
                                       "harmless: remove the folder 'derived' of the office, and "
                                       "it is made anew"),
                            {{"count", std::to_string(health.derived_faults.size())}},
                            ""}) +
            "\n";
  }
  return text + health_text(health, {}, translate);
}

std::string scrub_json(const store::Health& health) {
  JsonWriter json;
  json.object([&] {
    json.figure("pages", health.pages);
    json.figure("log_size", health.log_size);
    json.text("log_root", to_hex(health.log_root));
    write_health(json, health);
    json.array("derived_faults", [&] {
      for (const auto& fault : health.derived_faults) json.text(describe(fault));
    });
  });
  return json.finish();
}

std::string health_json(const store::Health& health, std::span<const store::ReaderInfo> readers) {
  JsonWriter json;
  json.object([&] {
    write_health(json, health);
    json.array("readers", [&] {
      for (const auto& reader : readers)
        json.object([&] {
          json.figure("pid", static_cast<std::uint64_t>(reader.pid));
          json.figure("transactions", reader.transactions);
        });
    });
  });
  return json.finish();
}

std::string export_text(const pipeline::ExportReport& report, const Translate& translate) {
  const auto& counts = report.counts;
  const auto rows = counts.units + counts.indicators + counts.targets + counts.observations +
                    counts.events + counts.assessments;
  return say(translate, {ASSAY_TEXT("{rows} rows are written; hash of their content:"),
                         {{"rows", std::to_string(rows)}}}) +
         "\n" + to_hex(report.content) + "\n";
}

std::string export_json(const pipeline::ExportReport& report) {
  const auto& counts = report.counts;
  JsonWriter json;
  json.object([&] {
    json.text("content", to_hex(report.content));
    json.figure("units", counts.units);
    json.figure("indicators", counts.indicators);
    json.figure("targets", counts.targets);
    json.figure("observations", counts.observations);
    json.figure("events", counts.events);
    json.figure("assessments", counts.assessments);
  });
  return json.finish();
}

}  // namespace assay::cli
