#include "plugin/parameters.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/suggest.hpp"
#include "model/period.hpp"
#include "plugin/text.hpp"

namespace assay::plugin {

namespace {

constexpr std::size_t kText_max_bytes = 4096;

std::string joined(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

Message wrong(const ParameterInfo& parameter, const std::string& value, std::string text,
              std::string allowed = "") {
  return {std::move(text),
          {{"parameter", parameter.id}, {"value", excerpt(value)}, {"allowed", std::move(allowed)}},
          ""};
}

// Of a figure or rate that could be read.
std::optional<Message> range_fault(const ParameterInfo& parameter, const std::string& value,
                                   const Ratio& figure) {
  if (parameter.lo && figure < Ratio::of(*parameter.lo))
    return wrong(parameter, value,
                 ASSAY_TEXT("parameter {parameter} is {value}: it must be {allowed} or more"),
                 parameter.lo->str());
  if (parameter.hi && figure > Ratio::of(*parameter.hi))
    return wrong(parameter, value,
                 ASSAY_TEXT("parameter {parameter} is {value}: it must be {allowed} or less"),
                 parameter.hi->str());
  return std::nullopt;
}

std::optional<Message> figure_fault(const ParameterInfo& parameter, const std::string& value) {
  const auto figure = Decimal::parse(value);
  if (figure) return range_fault(parameter, value, Ratio::of(*figure));
  return wrong(parameter, value,
               ASSAY_TEXT("parameter {parameter} is {value}: it must be a figure with at most 6 "
                          "decimals"));
}

std::optional<Message> rate_fault(const ParameterInfo& parameter, const std::string& value) {
  const auto rate = Ratio::parse(value);
  if (rate) return range_fault(parameter, value, *rate);
  return wrong(parameter, value,
               ASSAY_TEXT("parameter {parameter} is {value}: it must be a rate such as 60%, 3/5 "
                          "or 0.6"));
}

// RFC 8259: quotes, backslashes and control characters are escaped, all else stays UTF-8.
std::string json_text(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (byte < 0x20) {
      json += "\\u00";
      json += kDigits[byte >> 4U];
      json += kDigits[byte & 15U];
    } else {
      json += c;
    }
  }
  return json + '"';
}

std::string number_schema(const ParameterInfo& parameter, std::string_view pattern) {
  std::string number = R"({"type": "number")";
  if (parameter.lo) number += R"(, "minimum": )" + parameter.lo->str();
  if (parameter.hi) number += R"(, "maximum": )" + parameter.hi->str();
  return R"("anyOf": [)" + number + R"(}, {"type": "string", "pattern": )" + json_text(pattern) +
         "}]";
}

// What a value of the parameter's type looks like, as members of its schema.
std::string type_schema(const ParameterInfo& parameter) {
  if (parameter.type == "dec6") return number_schema(parameter, R"(^-?[0-9]+(\.[0-9]{1,6})?$)");
  if (parameter.type == "ratio")
    return number_schema(parameter, R"(^-?[0-9]+((\.[0-9]{1,6})?%?|/[0-9]*[1-9][0-9]*)$)");
  if (parameter.type == "bool") return R"("enum": [true, false, "true", "false"])";
  if (parameter.type == "date") return R"("type": "string", "format": "date")";
  if (parameter.type == "word") {
    auto words = parameter.words;
    for (auto& word : words) word = json_text(word);
    return R"("enum": [)" + joined(words) + "]";
  }
  return R"("type": "string", "maxLength": )" + std::to_string(kText_max_bytes);
}

std::unexpected<Error> unknown(const PluginInfo& info, const std::string& name) {
  std::vector<std::string> names;
  names.reserve(info.parameters.size());
  for (const auto& parameter : info.parameters) names.push_back(parameter.id);
  const std::vector<std::string_view> known(names.begin(), names.end());
  const auto near = nearest(name, known);
  return fail(
      Failure::Input, "plugin.parameter",
      {near.empty()
           ? ASSAY_TEXT("plugin {plugin} has no parameter {parameter}: it has {known}")
           : ASSAY_TEXT("plugin {plugin} has no parameter {parameter}: did you mean {near}?"),
       {{"plugin", info.id},
        {"parameter", excerpt(name)},
        {"known", names.empty() ? "-" : joined(names)},
        {"near", near}}});
}

}  // namespace

std::optional<Message> value_fault(const ParameterInfo& parameter, const std::string& value) {
  if (parameter.type == "dec6") return figure_fault(parameter, value);
  if (parameter.type == "ratio") return rate_fault(parameter, value);
  if (parameter.type == "bool" && value != "true" && value != "false")
    return wrong(parameter, value,
                 ASSAY_TEXT("parameter {parameter} is {value}: it must be true or false"));
  if (parameter.type == "date" && !model::Date::parse(value))
    return wrong(parameter, value,
                 ASSAY_TEXT("parameter {parameter} is {value}: it must be a day such as "
                            "2024-09-30"));
  if (parameter.type == "word" &&
      std::ranges::find(parameter.words, value) == parameter.words.end())
    return wrong(parameter, value,
                 ASSAY_TEXT("parameter {parameter} is {value}: it must be one of {allowed}"),
                 joined(parameter.words));
  if (parameter.type == "text" && (value.size() > kText_max_bytes || !is_clean(value)))
    return wrong(parameter, value,
                 ASSAY_TEXT("parameter {parameter} is {value}: it must be a text of at most 4096 "
                            "bytes without control characters"));
  return std::nullopt;
}

Status check_parameters(const PluginInfo& info,
                        const std::map<std::string, std::string>& parameters) {
  for (const auto& [name, value] : parameters) {
    const auto declared = std::ranges::find(info.parameters, name, &ParameterInfo::id);
    if (declared == info.parameters.end()) return unknown(info, name);
    if (auto fault = value_fault(*declared, value))
      return fail(Failure::Input, "plugin.parameter", std::move(*fault));
  }
  return {};
}

std::string to_json(const std::map<std::string, std::string>& parameters) {
  std::string json = "{";
  for (const auto& [name, value] : parameters)
    json += (json.size() > 1 ? "," : "") + json_text(name) + ":" + json_text(value);
  return json + "}";
}

std::string schema_of(const PluginInfo& info) {
  std::string members;
  for (const auto& parameter : info.parameters) {
    members += (members.empty() ? "\n    " : ",\n    ") + json_text(parameter.id) + ": {" +
               type_schema(parameter) + ", \"description\": " + json_text(parameter.doc);
    if (!parameter.standard.empty()) members += ", \"default\": " + json_text(parameter.standard);
    members += "}";
  }
  return "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": " +
         json_text("parameters of " + info.id + " " + info.version) +
         ",\n  \"type\": \"object\",\n  \"additionalProperties\": false,\n  \"properties\": {" +
         members + (members.empty() ? "" : "\n  ") + "}\n}\n";
}

}  // namespace assay::plugin
