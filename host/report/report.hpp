#pragma once
// Results for people and for scripts. Pure: values in, text out; no clock, file, locale or
// terminal. Text for people takes its words from a Translate; JSON and CSV are language-free.
// Results of a run go out as they come in, a few units at a time.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.hpp"
#include "base/result.hpp"
#include "model/results.hpp"
#include "model/run.hpp"

namespace assay::report {

// Columns a terminal gives `text`: 2 for wide (Chinese) characters, 1 otherwise, 0 for combining.
[[nodiscard]] std::size_t display_width(std::string_view text);

// A table aligned for a terminal; cells are UTF-8 and may hold wide characters.
enum class Align : std::uint8_t { Left, Right };
struct TableColumn {
  std::string heading;
  Align align = Align::Left;
};
[[nodiscard]] std::string table(std::span<const TableColumn> columns,
                                std::span<const std::vector<std::string>> rows);

// Takes the next piece of a report; an error ends the report, which returns it.
using Write = std::function<Status(std::string_view)>;

// What is reported; borrows run and results.
struct Reported {
  const model::Run& run;  // without its groups
  const model::Results& results;
  std::string group;  // the one of that id; "" = all groups
};

// An unknown group is the Input error report.no_group.
[[nodiscard]] Status check_group(const Reported& reported);

// Whether the tables of run_text and run_html have columns of leaves, whose points a summary lacks.
[[nodiscard]] bool needs_leaves(const Reported& reported);

// Ranked table per group, with component points, grades, notes and what is incomplete.
[[nodiscard]] Status run_text(const Reported& reported, const Translate& translate,
                              const Write& write);
[[nodiscard]] Status run_csv(const Reported& reported, const Write& write);
// One self-contained page, readable on a phone and in print, for publication.
[[nodiscard]] Status run_html(const Reported& reported, const Translate& translate,
                              const std::string& language, const Write& write);

class JsonWriter;

// docs/formats/json.md: one run as an object, or several as an array.
class RunsJson {
 public:
  // `is_one`: exactly one run will be added.
  RunsJson(bool is_one, Write write);
  ~RunsJson();
  RunsJson(const RunsJson&) = delete;
  RunsJson& operator=(const RunsJson&) = delete;

  [[nodiscard]] Status add(const Reported& reported);
  [[nodiscard]] Status finish();

 private:
  [[nodiscard]] Status write_some();

  bool x_is_one;
  Write x_write;
  std::unique_ptr<JsonWriter> x_json;
};

// A unit's total as a sum that adds up. Input error report.no_unit.
[[nodiscard]] Result<std::string> explain_text(const model::Run& run, const std::string& unit,
                                               const Translate& translate);
[[nodiscard]] Result<std::string> explain_json(const model::Run& run, const std::string& unit);

// One line an error: "file:row column: what to do".
[[nodiscard]] std::string error_text(const Error& error, const Translate& translate);
[[nodiscard]] std::string errors_json(std::span<const Error> errors);

}  // namespace assay::report
