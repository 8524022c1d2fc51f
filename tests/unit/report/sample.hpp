#pragma once
// A small finished run, made by hand, that the report tests render.
//
//             gdp of 40  tax of 20  service of 40  else        total    published
//   泾阳县    38.5       19.25      35             bonus 1.5   94.25    94.25
//   秦都区    40         12.3456    30.1           −0.5        81.9456  81.95
//   武功县    missing    15         20                         none

#include <string>
#include <vector>

#include "model/run.hpp"
#include "report/report.hpp"

namespace assay::report::test {

[[nodiscard]] model::Run sample_run();

// The sample with one unit, whose name and group name are `text`, and one note that says `text`.
[[nodiscard]] model::Run hostile_run(const std::string& text);

// What is written of a run that is there as a whole.
[[nodiscard]] std::string csv_of(const model::Run& run, const std::string& group = "");
[[nodiscard]] std::string text_of(const model::Run& run, const std::string& group = "",
                                  const Translate& translate = {});
[[nodiscard]] std::string html_of(const model::Run& run, const std::string& language = "en");
[[nodiscard]] std::string json_of(const std::vector<model::Run>& runs,
                                  const std::string& group = "");

[[nodiscard]] Decimal number(const char* literal);

}  // namespace assay::report::test
