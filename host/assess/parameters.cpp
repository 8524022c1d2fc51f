#include "assess/parameters.hpp"

#include <string_view>

namespace assay::assess {

namespace {

// RFC 8259: quotes, backslashes and control characters are escaped, all else stays UTF-8.
std::string quoted(std::string_view text) {
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

}  // namespace

std::string to_json(const std::map<std::string, std::string>& parameters) {
  std::string json = "{";
  for (const auto& [name, value] : parameters)
    json += (json.size() > 1 ? "," : "") + quoted(name) + ":" + quoted(value);
  return json + "}";
}

}  // namespace assay::assess
