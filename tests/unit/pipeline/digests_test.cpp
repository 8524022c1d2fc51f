#include "pipeline/digests.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <map>
#include <set>

#include "pipeline/column_digest.hpp"

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

TEST(Digests, ColumnsAreTheirFiguresAndNothingElse) {
  using Figures = std::map<std::size_t, std::int64_t>;
  const auto digest = [](const Figures& figures, const std::vector<std::size_t>& cleared) {
    model::Column column;
    for (const auto ordinal : cleared) column.set(ordinal, 77);
    for (const auto& [ordinal, value] : figures) column.set(ordinal, value);
    for (const auto ordinal : cleared) column.clear(ordinal);
    return digest_of(Layer::Actual, column, {});
  };
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  // All different; with figures close together and far apart, and across two chunks.
  const Figures columns[] = {{{0, 0}},
                             {{0, 1}},
                             {{1, 0}},
                             {{0, 0}, {1, 0}},
                             {{0, 5}, {1, 6}},
                             {{0, 5}, {2, 6}},
                             {{0, 6}, {1, 5}},
                             {{0, 5}, {1, 70'005}},
                             {{0, 5}, {1, 5 + (std::int64_t{1} << 32)}},
                             {{0, 5}, {1, 6 + (std::int64_t{1} << 32)}},
                             {{0, kLeast}, {1, kMost}},
                             {{0, kMost}, {1, kLeast}},
                             {{8'000, 5}, {8'001, 6}},
                             {{0, 5}, {8'001, 6}}};
  std::set<std::optional<Digest>> seen;
  for (const auto& figures : columns) {
    const auto base = digest(figures, {});
    EXPECT_TRUE(base && seen.insert(base).second) << &figures - columns;
    EXPECT_EQ(digest(figures, {9}), base) << &figures - columns;
    EXPECT_EQ(digest(figures, {20, 7'999, 30'000}), base) << &figures - columns;
  }
  EXPECT_EQ(digest({}, {}), std::nullopt);
  EXPECT_EQ(digest({}, {3}), std::nullopt);
}

TEST(Digests, DoNotDependOnTheNumberOfThreads) {
  auto office = small_office();
  for (int year = 2000; year < 2024; ++year)
    office.columns[{"gdp", Period::year(year), Layer::Actual}].set(1, year);
  const auto base = input_digest(office, {"gdp"}, 1);
  EXPECT_EQ(input_digest(office, {"gdp"}, 2), base);
  EXPECT_EQ(input_digest(office, {"gdp"}, 7), base);
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
