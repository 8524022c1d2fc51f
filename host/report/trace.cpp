#include "report/trace.hpp"

#include <array>

#include "report/compact_table.hpp"
#include "report/names.hpp"
#include "report/text.hpp"

namespace assay::report {

namespace {

using Row = std::vector<std::string>;

std::string data_of(const model::Note& note, std::string_view key) {
  for (const auto& [known, value] : note.data)
    if (known == key) return value;
  return {};
}

bool is_figure(const model::Note& note) {
  return note.code == "figure.read" || note.code == "figure.rolled_up" ||
         note.code == "assessment.read";
}

// The indicator, or "assessment field".
std::string figure_name(const model::Note& note) {
  auto name = data_of(note, "indicator");
  if (!name.empty()) return name;
  name = data_of(note, "assessment");
  const auto field = data_of(note, "field");
  return field.empty() ? name : name + " " + field;
}

// The figure's source or the assessment's origin, with a state other than confirmed.
std::string source_of(const model::Note& note) {
  const auto source = data_of(note, "source") + data_of(note, "origin");
  const auto state = data_of(note, "state");
  return source + (source.empty() || state.empty() ? "" : ", ") + state;
}

// A rational as a decimal where that is the same.
std::string readable_figure(const std::string& literal) {
  const auto ratio = Ratio::parse(literal);
  if (!ratio) return literal;
  const auto decimal = ratio->times(Decimal::from_integer(1), Rounding::HalfAwayFromZero);
  return decimal && Ratio::of(*decimal) == *ratio ? decimal->str() : literal;
}

// Item | figure | period | value | target | stretch target | source
Row row_of(const std::string& item, const model::Note& note) {
  auto value = readable_figure(data_of(note, "value"));
  if (const auto full = data_of(note, "full"); !full.empty()) value += " / " + full;
  return {item,           figure_name(note),       data_of(note, "period"),
          value,          data_of(note, "target"), data_of(note, "stretch"),
          source_of(note)};
}

}  // namespace

std::string trace_text(const model::GroupResult& group, const model::UnitResult& unit,
                       const Translate& translate) {
  const auto word = [&](const char* text) { return say(translate, {text}); };
  std::vector<Row> rows;
  std::string remarks;
  for (const auto& component : unit.components)
    for (const auto& note : component.trace) {
      const auto name = component_name(group, component.id);
      if (is_figure(note)) rows.push_back(row_of(name, note));
      if (!is_figure(note) || !note.message.text.empty())
        remarks +=
            "- " +
            say(translate,
                {ASSAY_TEXT("{item}: {remark}"),
                 {{"item", one_line(name)}, {"remark", note_text(note, group, translate)}}}) +
            '\n';
    }
  if (rows.empty()) return remarks;
  const std::array<TableColumn, 7> columns = {{{word(ASSAY_TEXT("Item"))},
                                               {word(ASSAY_TEXT("Figure"))},
                                               {word(ASSAY_TEXT("Period"))},
                                               {word(ASSAY_TEXT("Value")), Align::Right},
                                               {word(ASSAY_TEXT("Target")), Align::Right},
                                               {word(ASSAY_TEXT("Stretch target")), Align::Right},
                                               {word(ASSAY_TEXT("Source"))}}};
  return compact_table(columns, rows) + remarks;
}

}  // namespace assay::report
