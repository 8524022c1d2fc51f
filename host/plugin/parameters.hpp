#pragma once
// The parameters that a scheme gives a plugin: checked against what the plugin declares, written as
// the JSON object it gets, and described by a JSON Schema. Pure; thread-safe.

#include <map>
#include <optional>
#include <string>

#include "plugin/plugin.hpp"

namespace assay::plugin {

// What `value` should be, when `parameter` does not take it.
[[nodiscard]] std::optional<Message> value_fault(const ParameterInfo& parameter,
                                                 const std::string& value);

// Every name is one that the plugin declares, every value one that it takes. Input error
// plugin.parameter.
[[nodiscard]] Status check_parameters(const PluginInfo& info,
                                      const std::map<std::string, std::string>& parameters);

// Every value as a JSON string, as the scheme's text has it; names in ascending order.
[[nodiscard]] std::string to_json(const std::map<std::string, std::string>& parameters);

// JSON Schema (draft 2020-12) of the object of parameters, one member a line. Bounds of figures
// hold for numbers; a text such as "60%" is checked for its form only.
[[nodiscard]] std::string schema_of(const PluginInfo& info);

}  // namespace assay::plugin
