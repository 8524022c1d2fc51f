#include "cli/listings_journal.hpp"

#include <array>

#include "cli/journal_parts.hpp"
#include "cli/listings.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace assay::cli {

using report::Align;
using report::JsonWriter;
using report::say;
using report::TableColumn;
using Rows = std::vector<std::vector<std::string>>;

std::string set_text(const pipeline::FigureEdit& edit, const pipeline::FigureReport& report,
                     const Translate& translate) {
  if (report.repeated) return repeated_text(report.entry.value_or(0), translate);
  if (report.changes.empty())
    return line(translate, {ASSAY_TEXT("nothing changed: the figure is that already"), {}});
  std::string text;
  for (const auto& change : report.changes)
    text += report::one_line(edit.unit + " " + edit.indicator + " " + edit.period.str() + " " +
                             say(translate, field_word(change.field)) + ": " +
                             shown(change.before) + " → " + shown(change.after)) +
            "\n";
  return text;
}

std::string set_json(const pipeline::FigureEdit& edit, const pipeline::FigureReport& report) {
  JsonWriter json;
  json.object([&] {
    json.text("unit", edit.unit);
    json.text("indicator", edit.indicator);
    json.text("period", edit.period.str());
    write_edits(json, "changes", report.changes, true);
    if (report.entry)
      json.figure("entry", *report.entry);
    else
      json.null("entry");
    json.key("repeated");
    json.boolean(report.repeated);
  });
  return json.finish();
}

std::string history_text(std::span<const store::FigureHistory> rows, const Translate& translate) {
  if (rows.empty()) return line(translate, {ASSAY_TEXT("no such figure was ever entered"), {}});
  const std::array columns{TableColumn{say(translate, {ASSAY_TEXT("entry"), {}}), Align::Right},
                           TableColumn{say(translate, {ASSAY_TEXT("time"), {}}), Align::Left},
                           TableColumn{say(translate, {ASSAY_TEXT("who"), {}}), Align::Left},
                           TableColumn{say(translate, {ASSAY_TEXT("did"), {}}), Align::Left},
                           TableColumn{say(translate, {ASSAY_TEXT("period"), {}}), Align::Left},
                           TableColumn{say(translate, {ASSAY_TEXT("figure"), {}}), Align::Left},
                           TableColumn{say(translate, {ASSAY_TEXT("before"), {}}), Align::Right},
                           TableColumn{say(translate, {ASSAY_TEXT("after"), {}}), Align::Right},
                           TableColumn{say(translate, {ASSAY_TEXT("why"), {}}), Align::Left}};
  Rows cells;
  for (const auto& row : rows)
    cells.push_back({std::to_string(row.seq), utc(row.cause.time_s),
                     report::one_line(row.cause.actor), report::one_line(row.cause.action),
                     row.period.str(), say(translate, field_word(layer_name(row.layer))),
                     report::one_line(shown(row.before)), report::one_line(shown(row.after)),
                     report::one_line(row.cause.reason)});
  return report::table(columns, cells);
}

std::string history_json(std::span<const store::FigureHistory> rows) {
  JsonWriter json;
  json.array([&] {
    for (const auto& row : rows)
      json.object([&] {
        json.figure("entry", row.seq);
        write_cause(json, row.cause);
        json.text("period", row.period.str());
        const auto layer = layer_name(row.layer);
        json.text("layer", layer);
        write_value(json, "before", row.before, is_figure(layer));
        write_value(json, "after", row.after, is_figure(layer));
      });
  });
  return json.finish();
}

std::string entries_text(const pipeline::EntryList& list, const Translate& translate) {
  auto text = list.entries.empty() ? std::string() : entry_table(list.entries, translate);
  return text + line(translate, {ASSAY_TEXT("{shown} of {size} journal entries"),
                                 {{"shown", std::to_string(list.entries.size())},
                                  {"size", std::to_string(list.log_size)}}});
}

std::string entries_json(const pipeline::EntryList& list) {
  JsonWriter json;
  json.array([&] {
    for (const auto& entry : list.entries) json.object([&] { write_entry(json, entry); });
  });
  return json.finish();
}

std::string log_text(const store::LogHealth& health, bool has_key, const Translate& translate) {
  std::string text;
  const auto value = [&](const Message& label, const std::string& words) {
    text += say(translate, label) + ": " + words + "\n";
  };
  value({ASSAY_TEXT("journal entries"), {}}, std::to_string(health.size));
  value({ASSAY_TEXT("root"), {}}, to_hex(health.root));
  value({ASSAY_TEXT("checkpoints"), {}}, std::to_string(health.checkpoints));
  if (!has_key && health.checkpoints != 0)
    text += line(translate, {ASSAY_TEXT("signatures were not checked: give --key for that"), {}});
  if (health.faults.empty())
    return text + line(translate, {ASSAY_TEXT("no fault found: the office holds what the journal "
                                              "says, from its first entry on"),
                                   {}});
  return text + line(translate, {ASSAY_TEXT("{count} faults found"),
                                 {{"count", std::to_string(health.faults.size())}}});
}

std::string log_json(const store::LogHealth& health, bool has_key) {
  JsonWriter json;
  json.object([&] {
    json.figure("size", health.size);
    json.text("root", to_hex(health.root));
    json.figure("checkpoints", health.checkpoints);
    json.key("signatures_checked");
    json.boolean(has_key);
    json.array("faults", [&] {
      for (const auto& fault : health.faults) json.text(describe(fault));
    });
  });
  return json.finish();
}

}  // namespace assay::cli
