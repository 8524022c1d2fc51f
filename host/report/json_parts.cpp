#include "report/json_parts.hpp"

#include <set>

#include "base/digest.hpp"

namespace assay::report {

namespace {

constexpr int kTotal_decimals = 6;

void write_note(JsonWriter& json, const model::Note& note) {
  json.object([&] {
    json.text("code", note.code);
    write_pairs(json, note.data, "code");
  });
}

void write_text_or_null(JsonWriter& json, std::string_view name, const std::string& value) {
  if (value.empty())
    json.null(name);
  else
    json.text(name, value);
}

}  // namespace

void write_figure(JsonWriter& json, std::string_view name, const std::optional<Decimal>& value) {
  if (value)
    json.figure(name, value->str());
  else
    json.null(name);
}

void write_run_head(JsonWriter& json, const model::Run& run) {
  json.figure("run", run.id);
  json.text("scheme", run.scheme);
  json.figure("version", std::uint64_t{run.version});
  json.text("period", run.period.str());
  json.text("title", run.title);
}

void write_run_foot(JsonWriter& json, const model::Run& run) {
  json.array("steps", [&] {
    for (const auto& step : run.steps) json.text(step);
  });
  json.object("digests", [&] {
    json.text("scheme", to_hex(run.scheme_digest));
    json.text("input", to_hex(run.input_digest));
    json.array("assessments", [&] {
      for (const auto& used : run.assessments)
        json.object([&] {
          json.text("id", used.id);
          json.text("origin", used.origin);
          json.text("digest", to_hex(used.digest));
          if (!used.by) return;
          json.object("plugin", [&] {
            json.text("id", used.by->id);
            json.text("version", used.by->version);
            json.text("binary_digest", to_hex(used.by->binary));
            json.text("package", to_hex(used.by->package));
          });
        });
    });
  });
  json.text("host_version", run.host_version);
}

void write_unit_head(JsonWriter& json, const model::Run& run, const model::UnitResult& unit) {
  json.text("unit", unit.unit);
  json.text("name", unit.name);
  if (unit.total)
    json.figure("total", unit.total->fixed(kTotal_decimals));
  else
    json.null("total");
  if (unit.published)
    json.figure("published", unit.published->fixed(run.published_decimals));
  else
    json.null("published");
  if (unit.rank)
    json.figure("rank", std::uint64_t{*unit.rank});
  else
    json.null("rank");
  write_text_or_null(json, "grade", unit.grade);
}

void write_pairs(JsonWriter& json, const std::vector<std::pair<std::string, std::string>>& pairs,
                 std::string_view taken) {
  std::set<std::string_view> written{taken};
  for (const auto& [key, value] : pairs)
    if (written.insert(key).second) json.text(key, value);
}

void write_notes(JsonWriter& json, std::string_view name, const std::vector<model::Note>& notes) {
  json.array(name, [&] {
    for (const auto& note : notes) write_note(json, note);
  });
}

}  // namespace assay::report
