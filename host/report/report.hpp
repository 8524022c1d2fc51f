#pragma once
// Results for people and for scripts. Pure: values in, text out; no clock, file, locale or
// terminal. Text for people takes its words from a Translate; JSON and CSV are language-free.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.hpp"
#include "base/result.hpp"
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

// `group` "" = all groups. An unknown group is the Input error report.no_group.
[[nodiscard]] Status check_group(const model::Run& run, const std::string& group);

// Whether the tables of run_text and run_html have columns of leaves, whose points a summary lacks.
[[nodiscard]] bool needs_leaves(const model::Run& run, const std::string& group);

// Ranked table per group, with component points, grades, notes and what is incomplete.
[[nodiscard]] std::string run_text(const model::Run& run, const std::string& group,
                                   const Translate& translate);
// docs/formats/json.md. One run gives an object, several an array.
[[nodiscard]] std::string runs_json(std::span<const model::Run> runs, const std::string& group);
[[nodiscard]] std::string run_csv(const model::Run& run, const std::string& group);
// One self-contained page, readable on a phone and in print, for publication.
[[nodiscard]] std::string run_html(const model::Run& run, const std::string& group,
                                   const Translate& translate, const std::string& language);

// A unit's total as a sum that adds up. Input error report.no_unit.
[[nodiscard]] Result<std::string> explain_text(const model::Run& run, const std::string& unit,
                                               const Translate& translate);
[[nodiscard]] Result<std::string> explain_json(const model::Run& run, const std::string& unit);

// One line an error: "file:row column: what to do".
[[nodiscard]] std::string error_text(const Error& error, const Translate& translate);
[[nodiscard]] std::string errors_json(std::span<const Error> errors);

}  // namespace assay::report
