#pragma once
// Data files of a plugin: CSV (RFC 4180) with a header and no empty field. Pure; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "assay/sdk/error.hpp"

namespace assay::sdk {

namespace detail {

// One record of RFC 4180 CSV, taken off the front of `text`; throws on faults of quoting.
[[nodiscard]] inline std::vector<std::string> take_record(std::string_view& text) {
  enum class At { Start, Plain, Quoted, Closed };  // where in a field
  std::vector<std::string> fields(1);
  At at = At::Start;
  while (!text.empty()) {
    const char c = text[0];
    text.remove_prefix(1);
    if (at == At::Quoted && c != '"') {
      fields.back() += c;
    } else if (at == At::Quoted) {
      at = At::Closed;
    } else if (c == '"') {
      if (at == At::Plain) throw ConfigError("a quote inside an unquoted field");
      if (at == At::Closed) fields.back() += c;  // a doubled quote
      at = At::Quoted;
    } else if (c == ',') {
      fields.emplace_back();
      at = At::Start;
    } else if (c == '\n') {
      return fields;
    } else if (c != '\r' || !text.starts_with('\n')) {
      if (at == At::Closed) throw ConfigError("text after a closing quote");
      fields.back() += c;
      at = At::Plain;
    }
  }
  if (at == At::Quoted) throw ConfigError("a quoted field does not end");
  return fields;
}

}  // namespace detail

// Calls `each` with the fields of every row of `csv`, whose header must be `header`. A ConfigError,
// also one of `each`, says in which record of `what` it arose.
template <class Each>
void read_csv(std::string_view csv, std::string_view what, const std::vector<std::string>& header,
              const Each& each) {
  std::size_t record = 0;
  try {
    while (!csv.empty()) {
      ++record;
      const auto fields = detail::take_record(csv);
      if (record == 1) {
        std::string wanted;
        for (const auto& name : header) wanted += (wanted.empty() ? "" : ",") + name;
        if (fields != header) throw ConfigError("the header must be " + wanted);
        continue;
      }
      if (fields.size() != header.size())
        throw ConfigError("a row has " + std::to_string(header.size()) + " fields");
      for (const auto& field : fields)
        if (field.empty()) throw ConfigError("no field may be empty");
      each(fields);
    }
    if (record == 0) throw ConfigError("the file is empty");
  } catch (const ConfigError& error) {
    throw ConfigError(std::string(what) + ", record " + std::to_string(record) + ": " +
                      error.what());
  }
}

}  // namespace assay::sdk
