// The hash of all that an office was told: the same however it was entered, another one for every
// thing that differs.

#include <gtest/gtest.h>

#include <functional>

#include "pipeline/digests.hpp"

namespace assay::pipeline {
namespace {

using model::Layer;
using model::Period;

constexpr auto kYear = Period::year(2024);

model::Snapshot office() {
  model::Snapshot made;
  made.units = {{.code = "a", .name = "甲县", .type = "county", .tags = {"x", "y"}},
                {.code = "b", .name = "乙县", .type = "county"}};
  made.indicators["gdp"] = {.code = "gdp", .name = "生产总值", .measure_unit = "亿元"};
  made.texts = {"", "统计局", "税务局"};
  made.columns[{"gdp", kYear, Layer::Actual}].set(0, 4);
  made.columns[{"gdp", kYear, Layer::Actual}].set(1, 5);
  made.columns[{"gdp", kYear, Layer::State}].set(0, 0);
  made.columns[{"gdp", kYear, Layer::State}].set(1, 2);
  made.columns[{"gdp", kYear, Layer::Source}].set(1, 1);
  made.columns[{"gdp", kYear, Layer::Required}].set(1, 6);
  made.events = {{.code = "e", .unit = "a", .period = kYear},
                 {.code = "f", .unit = "b", .period = kYear}};
  made.assessments = {{"a", kYear, "safety", "score", Decimal::from_integer(9), std::nullopt},
                      {"b", kYear, "safety", "score", Decimal::from_integer(8), std::nullopt}};
  return made;
}

// The same office, entered the other way round.
model::Snapshot turned_office() {
  auto made = office();
  std::swap(made.units[0], made.units[1]);
  made.texts = {"", "税务局", "统计局", "nobody's"};
  made.columns.clear();
  made.columns[{"gdp", kYear, Layer::Actual}].set(1, 4);
  made.columns[{"gdp", kYear, Layer::Actual}].set(0, 5);
  made.columns[{"gdp", kYear, Layer::State}].set(1, 0);  // and the confirmed one without state
  made.columns[{"gdp", kYear, Layer::Source}].set(0, 2);
  made.columns[{"gdp", kYear, Layer::Required}].set(0, 6);
  made.columns[{"gdp", Period::year(2023), Layer::Actual}].set(0, 1);
  made.columns[{"gdp", Period::year(2023), Layer::Actual}].clear(0);  // nothing is left of it
  std::swap(made.events[0], made.events[1]);
  std::swap(made.assessments[0], made.assessments[1]);
  return made;
}

TEST(ContentDigest, DoesNotDependOnTheOrderOfEntry) {
  EXPECT_EQ(content_digest(turned_office()), content_digest(office()));
}

TEST(ContentDigest, EverythingCounts) {
  const auto base = content_digest(office());
  const std::function<void(model::Snapshot&)> changes[] = {
      [](auto& other) { other.units[0].code = "aa"; },
      [](auto& other) { other.units[0].name = "丙县"; },
      [](auto& other) { std::swap(other.units[0].tags[0], other.units[0].tags[1]); },
      [](auto& other) { other.units[1].to = model::Date::of(2024, 1, 1); },
      [](auto& other) { other.units.push_back({.code = "c"}); },
      [](auto& other) { other.indicators["gdp"].decimals = 2; },
      [](auto& other) { other.indicators["tax"] = {.code = "tax"}; },
      [](auto& other) { other.columns[{"gdp", kYear, Layer::Actual}].set(1, 6); },
      [](auto& other) { other.columns[{"gdp", kYear, Layer::Actual}].clear(1); },
      [](auto& other) { other.columns[{"gdp", kYear, Layer::State}].set(1, 1); },
      [](auto& other) { other.columns[{"gdp", kYear, Layer::State}].clear(0); },
      [](auto& other) { other.columns[{"gdp", kYear, Layer::Source}].clear(1); },
      [](auto& other) { other.columns[{"gdp", kYear, Layer::Source}].set(1, 2); },
      [](auto& other) { other.columns[{"gdp", kYear, Layer::Stretch}].set(1, 6); },
      [](auto& other) { other.columns[{"gdp", Period::year(2023), Layer::Actual}].set(0, 1); },
      [](auto& other) { other.events[0].reason = "x"; },
      [](auto& other) { other.events.pop_back(); },
      [](auto& other) { other.assessments[0].full = Decimal::from_integer(10); },
      [](auto& other) { other.assessments.pop_back(); },
  };
  for (const auto& change : changes) {
    auto other = office();
    change(other);
    EXPECT_NE(content_digest(other), base) << &change - changes;
  }
}

}  // namespace
}  // namespace assay::pipeline
