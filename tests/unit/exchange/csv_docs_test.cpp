// The examples of docs/formats/csv.md can be imported as they stand.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "unit/exchange/csv_text.hpp"

namespace {

using assay::exchange::testing::brief;
using assay::exchange::testing::import_text;

TEST(CsvDocs, GiveAValidExampleOfEveryKind) {
  const std::string page_path = std::string(ASSAY_SOURCE_DIR) + "/docs/formats/csv.md";
  std::ostringstream page;
  page << std::ifstream(page_path).rdbuf();
  const auto text = page.str();
  const std::string opening = "```csv\n";
  std::string kinds;
  for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
    at += opening.size();
    const auto example = text.substr(at, text.find("```", at) - at);
    const auto imported = import_text(example);
    EXPECT_EQ(brief(imported.errors), "") << example;
    const auto& batch = imported.batch;
    kinds += (batch.units.empty() ? "" : "units ");
    kinds += (batch.indicators.empty() ? "" : "indicators ");
    kinds += (batch.targets.empty() ? "" : "targets ");
    kinds += (batch.observations.empty() ? "" : "observations ");
    kinds += (batch.events.empty() ? "" : "events ");
    kinds += (batch.assessments.empty() ? "" : "assessments ");
  }
  EXPECT_EQ(kinds, "units indicators targets observations events assessments ");
}

}  // namespace
