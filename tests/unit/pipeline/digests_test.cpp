#include "pipeline/digests.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace assay::pipeline {
namespace {

using model::Layer;
using model::Period;

model::Snapshot small_office() {
  model::Snapshot office;
  office.units = {{.code = "a", .name = "甲县", .type = "county"},
                  {.code = "b", .name = "乙县", .type = "county"}};
  office.indicators["gdp"] = {.code = "gdp", .name = "生产总值", .measure_unit = "亿元"};
  office.indicators["tax"] = {.code = "tax", .name = "税收", .measure_unit = "亿元"};
  office.columns[{"gdp", Period::year(2024), Layer::Actual}].set(1, 5);
  office.texts = {"统计局", "税务局"};
  office.columns[{"gdp", Period::year(2024), Layer::Source}].set(1, 1);
  office.events = {{.code = "e", .unit = "a", .period = Period::year(2024)}};
  return office;
}

TEST(Digests, EveryFigureThatScoringReadsCounts) {
  const auto base = input_digest(small_office(), {"gdp"});
  const std::function<void(model::Snapshot&)> changes[] = {
      [](auto& office) { office.units[0].name = "丙县"; },
      [](auto& office) { std::swap(office.units[0], office.units[1]); },
      [](auto& office) { office.units[0].tags = {"山区"}; },
      [](auto& office) { office.indicators["gdp"].direction = model::Direction::Lower; },
      [](auto& office) { office.columns.begin()->second.set(1, 6); },
      [](auto& office) { office.columns.begin()->second.set(0, 0); },
      [](auto& office) { office.texts[1] = "财政局"; },
      [](auto& office) { office.events[0].points = Decimal::from_integer(0); },
  };
  for (const auto& change : changes) {
    auto office = small_office();
    change(office);
    EXPECT_NE(input_digest(office, {"gdp"}), base) << &change - changes;
  }
}

TEST(Digests, OtherIndicatorsAndTheNumberingOfTextsDoNotCount) {
  auto office = small_office();
  const auto base = input_digest(office, {"gdp"});
  office.columns[{"tax", Period::year(2024), Layer::Actual}].set(0, 9);
  office.indicators["tax"].name = "地方税收";
  std::swap(office.texts[0], office.texts[1]);
  office.columns[{"gdp", Period::year(2024), Layer::Source}].set(1, 0);
  EXPECT_EQ(input_digest(office, {"gdp"}), base);
}

TEST(Digests, TheRunKeyCoversEverythingARunIsMadeFrom) {
  model::Run run;
  run.scheme = "s";
  run.assessments = {{"investment", "plugin investment 1.0.0", {}}};
  const auto base = run_key(run);
  const std::function<void(model::Run&)> changes[] = {
      [](auto& other) { other.scheme = "t"; },
      [](auto& other) { other.version = 2; },
      [](auto& other) { other.period = Period::year(2024); },
      [](auto& other) { other.scheme_digest[0] = 1; },
      [](auto& other) { other.input_digest[31] = 1; },
      [](auto& other) { other.assessments[0].digest[0] = 1; },
      [](auto& other) { other.host_version = "9"; },
  };
  for (const auto& change : changes) {
    auto other = run;
    change(other);
    EXPECT_NE(run_key(other), base) << &change - changes;
  }
  run.actor = "someone else";
  run.created_s = 7;
  run.id = 3;
  EXPECT_EQ(run_key(run), base);
}

}  // namespace
}  // namespace assay::pipeline
