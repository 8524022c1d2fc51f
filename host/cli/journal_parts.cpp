#include "cli/journal_parts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "cli/listings.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace assay::cli {

namespace {

using report::Align;
using report::JsonWriter;
using report::say;
using report::TableColumn;
using store::EntryKind;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t kEdits_shown = 3;

Message kind_word(EntryKind kind) {
  switch (kind) {
    case EntryKind::Made:
      return {ASSAY_TEXT("office made"), {}};
    case EntryKind::Legacy:
      return {ASSAY_TEXT("from the diary"), {}};
    case EntryKind::Upgrade:
      return {ASSAY_TEXT("upgrade"), {}};
    case EntryKind::Text:
      return {ASSAY_TEXT("text"), {}};
    case EntryKind::Unit:
      return {ASSAY_TEXT("unit"), {}};
    case EntryKind::Indicator:
      return {ASSAY_TEXT("indicator"), {}};
    case EntryKind::Figures:
      return {ASSAY_TEXT("figures"), {}};
    case EntryKind::Loaded:
      return {ASSAY_TEXT("figures, replaced whole"), {}};
    case EntryKind::Event:
      return {ASSAY_TEXT("event"), {}};
    case EntryKind::Imported:
      return {ASSAY_TEXT("finished assessment"), {}};
    case EntryKind::Scheme:
      return {ASSAY_TEXT("scheme"), {}};
    case EntryKind::Assessment:
      return {ASSAY_TEXT("special assessment"), {}};
    case EntryKind::Run:
      return {ASSAY_TEXT("run"), {}};
    case EntryKind::Package:
      return {ASSAY_TEXT("plugin package"), {}};
    case EntryKind::Setting:
      return {ASSAY_TEXT("setting"), {}};
    case EntryKind::Published:
      break;
  }
  return {ASSAY_TEXT("published run"), {}};
}

std::optional<std::string> request_text(const store::RequestId& request) {
  if (request == store::RequestId{}) return std::nullopt;
  std::array<std::uint8_t, sizeof request> bytes{};
  std::ranges::transform(request, bytes.begin(), std::to_integer<std::uint8_t>);
  return to_hex(bytes);
}

std::string subject_text(const store::JournalEntry& entry, const Translate& translate) {
  auto text = say(translate, kind_word(entry.kind));
  if (!entry.subject.empty()) text += " " + entry.subject;
  if (entry.period) text += " " + entry.period->str();
  if (entry.layer) text += " " + say(translate, field_word(layer_name(*entry.layer)));
  return report::one_line(excerpt(text));
}

std::string edits_text(const store::JournalEntry& entry, const Translate& translate) {
  std::string text;
  std::size_t count = 0;
  for (const auto& edit : entry.edits) {
    if (++count > kEdits_shown) continue;
    if (!text.empty()) text += "; ";
    // The figure is named by the entry already.
    const auto what = entry.layer ? edit.unit : edit.field;
    text += (what.empty() ? "" : what + " ") + excerpt(shown(edit.before)) + " → " +
            excerpt(shown(edit.after));
  }
  if (count > kEdits_shown)
    text += "; " + say(translate, {ASSAY_TEXT("and {count} more"),
                                   {{"count", std::to_string(count - kEdits_shown)}}});
  return report::one_line(text);
}

std::string action_text(const store::Cause& cause) {
  return cause.detail.empty() ? cause.action : cause.action + " " + excerpt(cause.detail);
}

}  // namespace

Message field_word(std::string_view field) {
  if (field == "actual") return {ASSAY_TEXT("actual"), {}};
  if (field == "required") return {ASSAY_TEXT("target"), {}};
  if (field == "stretch") return {ASSAY_TEXT("stretch target"), {}};
  if (field == "upper") return {ASSAY_TEXT("upper-level target"), {}};
  if (field == "baseline") return {ASSAY_TEXT("baseline"), {}};
  if (field == "state") return {ASSAY_TEXT("state"), {}};
  if (field == "source") return {ASSAY_TEXT("source"), {}};
  if (field == "lead") return {ASSAY_TEXT("unit in charge"), {}};
  if (field == "person") return {ASSAY_TEXT("person in charge"), {}};
  return {std::string(field), {}};
}

std::string_view layer_name(model::Layer layer) {
  static constexpr std::array<std::string_view, 9> names = {
      "actual", "required", "stretch", "upper", "baseline", "state", "source", "lead", "person"};
  return names[static_cast<std::size_t>(layer)];
}

bool is_figure(std::string_view field) {
  return field == "actual" || field == "required" || field == "stretch" || field == "upper" ||
         field == "baseline";
}

std::string shown(const std::optional<std::string>& value) { return value ? *value : "–"; }

// Figures are JSON numbers, all else texts.
void write_value(JsonWriter& json, const char* name, const std::optional<std::string>& value,
                 bool as_figure) {
  if (!value)
    json.null(name);
  else if (as_figure)
    json.figure(name, *value);
  else
    json.text(name, *value);
}

void write_cause(JsonWriter& json, const store::Cause& cause) {
  json.text("time", utc(cause.time_s));
  json.text("actor", cause.actor);
  json.text("action", cause.action);
  json.text("detail", cause.detail);
  json.text("reason", cause.reason);
  write_value(json, "request", request_text(cause.request), false);
}

void write_edits(JsonWriter& json, std::string_view name,
                 const std::vector<store::JournalEdit>& edits, bool of_figures) {
  json.array(name, [&] {
    for (const auto& edit : edits)
      json.object([&] {
        if (edit.unit.empty())
          json.null("unit");
        else
          json.text("unit", edit.unit);
        json.text("field", edit.field);
        const bool as_figure = of_figures && is_figure(edit.field);
        write_value(json, "before", edit.before, as_figure);
        write_value(json, "after", edit.after, as_figure);
      });
  });
}

void write_entry(JsonWriter& json, const store::JournalEntry& entry) {
  json.figure("entry", entry.seq);
  write_cause(json, entry.cause);
  json.text("kind", to_word(entry.kind));
  json.text("subject", entry.subject);
  if (entry.period)
    json.text("period", entry.period->str());
  else
    json.null("period");
  if (entry.layer)
    json.text("layer", layer_name(*entry.layer));
  else
    json.null("layer");
  write_edits(json, "edits", entry.edits,
              entry.kind == EntryKind::Figures || entry.kind == EntryKind::Loaded);
}

std::string entry_table(std::span<const store::JournalEntry> entries, const Translate& translate) {
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("entry"), {}}), Align::Right},
      TableColumn{say(translate, {ASSAY_TEXT("time"), {}}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("who"), {}}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("did"), {}}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("to"), {}}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("what changed"), {}}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("why"), {}}), Align::Left}};
  Rows rows;
  for (const auto& entry : entries)
    rows.push_back({std::to_string(entry.seq), utc(entry.cause.time_s),
                    report::one_line(entry.cause.actor), report::one_line(action_text(entry.cause)),
                    subject_text(entry, translate), edits_text(entry, translate),
                    report::one_line(entry.cause.reason)});
  return report::table(columns, rows);
}

std::string line(const Translate& translate, const Message& message) {
  return say(translate, message) + "\n";
}

void write_head(JsonWriter& json, const char* name, const audit::TreeHead& head) {
  json.object(name, [&] {
    json.figure("size", head.size);
    json.text("root", to_hex(head.root));
  });
}

}  // namespace assay::cli
