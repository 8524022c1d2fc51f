// Rows of datasets, as plugins declare and read them.

#include <gtest/gtest.h>

#include <array>

#include "planted.hpp"

namespace assay::plugin {
namespace {

constexpr std::int64_t kHour_ms = 3'600'000;

struct Row {
  std::string code;
  std::int64_t time_ms = 0;
  std::optional<std::int64_t> loss_micro, deaths, at_work, reported, closed, kind;
  std::optional<std::string> place;
};

// The dataset of planted/reads_rows.c: the rows of each unit.
model::DatasetTable table_of(const model::DatasetInfo& info,
                             const std::vector<std::vector<Row>>& units) {
  model::DatasetTable table;
  table.info = info;
  table.row_start.push_back(0);
  table.columns.resize(info.columns.size());
  for (const auto& rows : units) {
    for (const auto& row : rows) {
      table.codes.push_back(row.code);
      table.time_ms.push_back(row.time_ms);
      const std::array numbers{row.loss_micro, row.deaths, row.at_work,
                               row.reported,   row.closed, row.kind};
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        table.columns[i].valid.push_back(numbers[i].has_value());
        table.columns[i].numbers.push_back(numbers[i].value_or(0));
      }
      table.columns[6].valid.push_back(row.place.has_value());
      table.columns[6].texts.push_back(row.place.value_or(""));
    }
    table.row_start.push_back(table.rows());
  }
  return table;
}

Row whole_row(const std::string& code) {
  return {code, 5 * kHour_ms, 1'500'000, 2, 1, 20, 3'000, 2, "chemical plant"};
}

class Tables : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = load(planted("reads_rows"));
    ASSERT_TRUE(loaded) << describe(loaded.error());
    plugin = std::move(*loaded);
  }

  // Asks about the units `ordinals` of `units`.
  Outputs evaluate(const std::vector<std::vector<Row>>& units,
                   const std::vector<std::size_t>& ordinals) {
    const auto table = table_of(plugin->info().datasets[0].info, units);
    auto inputs = rows_of(std::vector<int>(ordinals.size(), 1));
    inputs.ordinals = ordinals;
    inputs.tables = {&table};
    auto outputs = plugin->evaluate("{}", inputs);
    EXPECT_TRUE(outputs) << describe(outputs.error());
    return outputs ? std::move(*outputs) : Outputs();
  }

  std::unique_ptr<Plugin> plugin;
};

TEST_F(Tables, AreDescribed) {
  ASSERT_EQ(plugin->info().datasets.size(), 1U);
  const auto& use = plugin->info().datasets[0];
  EXPECT_FALSE(use.required);
  EXPECT_EQ(use.info.id, "accidents");
  ASSERT_EQ(use.info.columns.size(), 7U);
  const auto& loss = use.info.columns[0];
  EXPECT_EQ(loss, (model::DatasetColumn{.id = "loss",
                                        .type = model::DatasetType::Decimal,
                                        .measure_unit = "万元",
                                        .doc = "a column",
                                        .required = true,
                                        .lo = decimal("0"),
                                        .hi = decimal("90"),
                                        .words = {}}));
  EXPECT_EQ(use.info.columns[1].type, model::DatasetType::Integer);
  EXPECT_EQ(use.info.columns[2].type, model::DatasetType::Flag);
  EXPECT_EQ(use.info.columns[3].type, model::DatasetType::Day);
  EXPECT_EQ(use.info.columns[4].type, model::DatasetType::Time);
  EXPECT_EQ(use.info.columns[5].words, (std::vector<std::string>{"一般", "较大", "重大"}));
  EXPECT_EQ(use.info.columns[6].type, model::DatasetType::Text);
}

// 2 deaths, 10 at work, day 20, 3 s, word 2, 14 letters of which the first is c, hour 5.
TEST_F(Tables, EveryTypeIsRead) {
  const auto outputs = evaluate({{whole_row("A-1")}}, {0});
  EXPECT_EQ(outputs.columns[0][0], model::FieldValue(decimal("1.5")));
  const auto all = 2 + 10 + 2'000 + 3 + 2'000 + 140'000 + 200'000 + 5;
  EXPECT_EQ(outputs.columns[1][0], model::FieldValue(Ratio::make(all, 1'000'000'000).value()));
  EXPECT_EQ(outputs.columns[2][0], model::FieldValue(false));
}

// Nine rows, so that bits of `valid` go into a second byte.
TEST_F(Tables, WhatWasLeftOutIsInvalid) {
  std::vector<Row> rows(8, whole_row("A-1"));
  rows.push_back({"A-9", 0, 0, {}, {}, {}, {}, {}, {}});
  const auto outputs = evaluate({rows, {whole_row("B-1")}, {}}, {0, 1, 2});
  EXPECT_EQ(outputs.columns[0][0], model::FieldValue(decimal("12")));
  EXPECT_EQ(outputs.columns[2][0], model::FieldValue(true));
  EXPECT_EQ(outputs.columns[2][1], model::FieldValue(false));
  EXPECT_EQ(outputs.columns[0][2], model::FieldValue(decimal("0")));
}

// Units 1 and 3 alone are asked about: their rows move together.
TEST_F(Tables, RowsFollowTheirUnits) {
  std::vector<std::vector<Row>> units(4);
  for (std::size_t unit = 0; unit < units.size(); ++unit)
    for (std::size_t i = 0; i <= unit; ++i) {
      units[unit].push_back(whole_row("x"));
      units[unit].back().loss_micro = static_cast<std::int64_t>(unit) * 1'000'000;
    }
  const auto outputs = evaluate(units, {1, 3});
  EXPECT_EQ(outputs.columns[0][0], model::FieldValue(decimal("2")));
  EXPECT_EQ(outputs.columns[0][1], model::FieldValue(decimal("12")));
}

TEST_F(Tables, AUnitWithAnImpossibleRowIsNotPassedIn) {
  auto lacks = whole_row("A-1");
  lacks.loss_micro.reset();
  auto below = whole_row("B-1");
  below.loss_micro = -1;
  auto above = whole_row("C-1");
  above.deaths = 10;
  const auto outputs =
      evaluate({{lacks}, {whole_row("B-0"), below}, {above}, {whole_row("D-1")}}, {0, 1, 2, 3});
  ASSERT_EQ(outputs.failures.size(), 3U);
  EXPECT_EQ(in_english(outputs.failures.at(0)),
            "row A-1 of dataset accidents lacks loss: enter it");
  EXPECT_EQ(in_english(outputs.failures.at(1)),
            "row B-1 of dataset accidents: loss is -0.000001, less than 0: correct the row");
  EXPECT_EQ(in_english(outputs.failures.at(2)),
            "row C-1 of dataset accidents: deaths is 10, more than 9: correct the row");
  EXPECT_EQ(outputs.columns[0][0], model::FieldValue());
  EXPECT_EQ(outputs.columns[0][3], model::FieldValue(decimal("1.5")));
}

}  // namespace
}  // namespace assay::plugin
