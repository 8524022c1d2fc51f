#include "report/json_writer.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace assay::report {

namespace {

// Stable words of errors_json, by Failure.
std::string_view failure_word(Failure failure) {
  switch (failure) {
    case Failure::Input:
      return "input";
    case Failure::Usage:
      return "usage";
    case Failure::Store:
      return "store";
    case Failure::Plugin:
      return "plugin";
    case Failure::Internal:
      break;
  }
  return "internal";
}

// "file:row:column field"
std::string place_of(const Where& where) {
  std::string place = where.file;
  if (where.row != 0) place += ":" + std::to_string(where.row);
  if (where.column != 0) place += ":" + std::to_string(where.column);
  if (!where.field.empty()) place += (place.empty() ? "" : " ") + where.field;
  return place;
}

// "unit x, indicator y"
std::string subject_of(const Where& where, const Translate& translate) {
  std::string subject;
  if (!where.unit.empty() && !where.indicator.empty())
    subject = say(translate, {ASSAY_TEXT("unit {unit}, indicator {indicator}"),
                              {{"unit", where.unit}, {"indicator", where.indicator}}});
  else if (!where.unit.empty())
    subject = say(translate, {ASSAY_TEXT("unit {unit}"), {{"unit", where.unit}}});
  else if (!where.indicator.empty())
    subject =
        say(translate, {ASSAY_TEXT("indicator {indicator}"), {{"indicator", where.indicator}}});
  return subject;
}

void write_place(JsonWriter& json, const Where& where) {
  const auto text = [&](std::string_view name, const std::string& value) {
    if (value.empty())
      json.null(name);
    else
      json.text(name, value);
  };
  const auto number = [&](std::string_view name, std::uint64_t value) {
    if (value == 0)
      json.null(name);
    else
      json.figure(name, value);
  };
  text("file", where.file);
  number("row", where.row);
  number("column", where.column);
  text("field", where.field);
  text("unit", where.unit);
  text("indicator", where.indicator);
}

}  // namespace

std::string error_text(const Error& error, const Translate& translate) {
  std::string line = place_of(error.where);
  if (!line.empty()) line += ": ";
  const auto text = say(translate, error.message);
  const auto subject = subject_of(error.where, translate);
  line += subject.empty() ? text
                          : say(translate, {ASSAY_TEXT("{message} ({subject})"),
                                            {{"message", text}, {"subject", subject}}});
  return one_line(line);
}

std::string errors_json(std::span<const Error> errors) {
  JsonWriter json;
  json.array([&] {
    for (const auto& error : errors)
      json.object([&] {
        json.text("failure", failure_word(error.failure));
        json.text("code", error.code);
        json.text("message", in_english(error.message));
        write_place(json, error.where);
      });
  });
  return json.finish();
}

}  // namespace assay::report
