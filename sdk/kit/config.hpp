#pragma once
// Parameters as the JSON object that a plugin is opened with. Pure.

#include <map>
#include <string>

namespace assay::kit {

// Every value as a JSON string.
[[nodiscard]] inline std::string object_text(const std::map<std::string, std::string>& values) {
  const auto quoted = [](const std::string& text) {
    std::string made = "\"";
    for (const char letter : text) {
      if (letter == '"' || letter == '\\') made += '\\';
      made += letter;
    }
    return made + "\"";
  };
  std::string made = "{";
  for (const auto& [name, value] : values)
    made += (made.size() > 1 ? "," : "") + quoted(name) + ":" + quoted(value);
  return made + "}";
}

}  // namespace assay::kit
