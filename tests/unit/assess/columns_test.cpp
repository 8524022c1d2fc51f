#include "assess/columns.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace assay::assess {
namespace {

Result<Columns> columns_of(const OfficeFixture& office, const model::AssessmentUse& use,
                           model::State least = model::State::Confirmed) {
  const FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  return read_columns(use, plugin.info(), kYear, least, office.snapshot);
}

void check_error(const Result<Columns>& columns, const std::string& code, const std::string& text) {
  ASSERT_FALSE(columns);
  EXPECT_EQ(columns.error().failure, Failure::Input);
  EXPECT_EQ(columns.error().code, code);
  EXPECT_EQ(in_english(columns.error().message), text);
  EXPECT_EQ(columns.error().where.field, "assessments.investment.inputs");
}

TEST(Columns, FiguresComeFromTheMappedIndicators) {
  OfficeFixture office;
  office.put("到位", 0, "12.5");
  office.put("到位", 2, "0");
  office.put("增速", 0, "-3");
  auto use = use_of_fake();
  use.inputs["growth"] = {"增速", model::Layer::Actual};
  const auto columns = columns_of(office, use);
  ASSERT_TRUE(columns);
  EXPECT_EQ(columns->figures[0][0], decimal("12.5"));
  EXPECT_EQ(columns->figures[0][1], std::nullopt);
  EXPECT_EQ(columns->figures[0][2], decimal("0"));  // a zero is a figure
  EXPECT_EQ(columns->figures[1][0], decimal("-3"));
  EXPECT_TRUE(columns->complete(0));
  EXPECT_TRUE(columns->complete(2));
  ASSERT_EQ(columns->missing.size(), 1U);
  EXPECT_NE(in_english(columns->missing.at(1)).find("到位"), std::string::npos);
}

TEST(Columns, AnInputIsByDefaultTheIndicatorOfItsCode) {
  OfficeFixture office;
  office.add_indicator("arrived", "万元");
  office.put("arrived", 1, "7");
  model::AssessmentUse use;
  use.id = "investment";
  const auto columns = columns_of(office, use);
  ASSERT_TRUE(columns);
  EXPECT_EQ(columns->figures[0][1], decimal("7"));
}

TEST(Columns, LayersAreColumnsOfTheirOwn) {
  OfficeFixture office;
  for (const auto& [layer, value] :
       {std::pair{model::Layer::Actual, "1"}, std::pair{model::Layer::Required, "2"},
        std::pair{model::Layer::Stretch, "3"}, std::pair{model::Layer::Upper, "4"},
        std::pair{model::Layer::Baseline, "5"}}) {
    office.put("到位", 0, value, layer);
    auto use = use_of_fake();
    use.inputs["arrived"].layer = layer;
    EXPECT_EQ(columns_of(office, use)->figures[0][0], decimal(value));
  }
}

TEST(Columns, AMissingTargetSaysWhichOne) {
  OfficeFixture office;
  auto use = use_of_fake();
  use.inputs["arrived"].layer = model::Layer::Upper;
  const auto columns = columns_of(office, use);
  ASSERT_TRUE(columns);
  EXPECT_EQ(in_english(columns->missing.at(2)), "no upper target of 到位 for 2024: enter it");
}

TEST(Columns, FiguresNotWellFoundedEnoughAreMissing) {
  OfficeFixture office;
  office.put("到位", 0, "1");
  office.put_state("到位", 0, model::State::Reported);
  office.put("到位", 1, "1");
  office.put_state("到位", 1, model::State::Reviewed);
  const auto confirmed = columns_of(office, use_of_fake());
  EXPECT_TRUE(confirmed->missing.contains(0));
  EXPECT_NE(in_english(confirmed->missing.at(0)).find("only reported"), std::string::npos);
  EXPECT_TRUE(confirmed->missing.contains(1));
  const auto reviewed = columns_of(office, use_of_fake(), model::State::Reviewed);
  EXPECT_TRUE(reviewed->missing.contains(0));
  EXPECT_EQ(reviewed->figures[0][1], decimal("1"));
  EXPECT_TRUE(columns_of(office, use_of_fake(), model::State::Reported)->complete(0));
}

// As everywhere in scoring: a year's figure that is not there is the sum of its months.
TEST(Columns, AbsentFiguresAreRolledUp) {
  OfficeFixture office;
  office.add_indicator("到位", "万元", model::Rollup::Sum);
  for (const auto month : kYear.months()) office.put("到位", 0, "1.5", model::Layer::Actual, month);
  const auto columns = columns_of(office, use_of_fake());
  EXPECT_EQ(columns->figures[0][0], decimal("18"));
  EXPECT_TRUE(columns->missing.contains(1));
}

TEST(Columns, ARollUpThatCannotBeComputedIsNoMissingFigure) {
  OfficeFixture office;
  office.add_indicator("到位", "万元", model::Rollup::Sum);
  for (const auto month : kYear.months())
    office.put("到位", 0, "9200000000000", model::Layer::Actual, month);
  const auto columns = columns_of(office, use_of_fake());
  EXPECT_TRUE(columns->failures.contains(0));
  EXPECT_FALSE(columns->missing.contains(0));
  EXPECT_FALSE(columns->complete(0));
}

TEST(Columns, UnknownInputs) {
  const OfficeFixture office;
  auto use = use_of_fake();
  use.inputs["arived"] = {"到位", model::Layer::Actual};
  check_error(columns_of(office, use), "assess.unknown_input",
              "plugin fake has no input arived: did you mean arrived?");
  use = use_of_fake();
  use.inputs["合同"] = {"到位", model::Layer::Actual};
  check_error(columns_of(office, use), "assess.unknown_input",
              "plugin fake has no input 合同: it has arrived, growth");
}

TEST(Columns, UnknownIndicators) {
  const OfficeFixture office;
  auto use = use_of_fake();
  use.inputs["growth"] = {"增长", model::Layer::Actual};
  check_error(columns_of(office, use), "assess.unknown_indicator",
              "the office has no indicator 增长, from which input growth of plugin fake is to "
              "come: import it or correct the code");
  use.inputs.clear();
  check_error(columns_of(office, use), "assess.unknown_indicator",
              "plugin fake needs arrived, and the office has no indicator of that code: name one "
              "under `inputs`");
}

TEST(Columns, MeasureUnitsMustBeEqual) {
  OfficeFixture office;
  office.add_indicator("到位", "亿元");
  const auto columns = columns_of(office, use_of_fake());
  check_error(
      columns, "assess.measure_unit",
      "到位 is in 亿元, but input arrived of plugin fake must be in 万元: enter the figures "
      "in 万元");
  EXPECT_EQ(columns.error().where.indicator, "到位");
}

// The fake plugin, which also reads the `arrived` of two periods earlier.
Result<Columns> columns_with_past(const OfficeFixture& office, const model::AssessmentUse& use,
                                  bool required = false) {
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  plugin.x_info.inputs.push_back({.id = "arrived-2",
                                  .type = "dec6",
                                  .measure_unit = "万元",
                                  .required = required,
                                  .periods_back = 2,
                                  .source = "arrived"});
  return read_columns(use, plugin.info(), kYear, model::State::Confirmed, office.snapshot);
}

TEST(Columns, EarlierFiguresComeFromTheSameIndicatorAndLayer) {
  OfficeFixture office;
  for (int year = 2022; year <= 2024; ++year)
    for (const auto layer : {model::Layer::Actual, model::Layer::Required})
      office.put("到位", 0, std::to_string(year * 10 + (layer == model::Layer::Actual ? 0 : 1)),
                 layer, model::Period::year(year));
  auto use = use_of_fake();
  EXPECT_EQ(columns_with_past(office, use)->figures[2][0], decimal("20220"));
  use.inputs["arrived"].layer = model::Layer::Required;
  EXPECT_EQ(columns_with_past(office, use)->figures[2][0], decimal("20221"));
  EXPECT_EQ(columns_with_past(office, use)->figures[0][0], decimal("20241"));
}

TEST(Columns, EarlierFiguresAreRolledUpToo) {
  OfficeFixture office;
  office.add_indicator("到位", "万元", model::Rollup::Sum);
  office.put("到位", 0, "1");
  for (const auto month : model::Period::year(2022).months())
    office.put("到位", 0, "2", model::Layer::Actual, month);
  EXPECT_EQ(columns_with_past(office, use_of_fake())->figures[2][0], decimal("24"));
}

TEST(Columns, AMissingEarlierFigureIsAbsentUnlessRequired) {
  OfficeFixture office;
  office.put("到位", 0, "1");
  const auto optional = columns_with_past(office, use_of_fake());
  EXPECT_EQ(optional->figures[2][0], std::nullopt);
  EXPECT_TRUE(optional->complete(0));
  const auto required = columns_with_past(office, use_of_fake(), true);
  ASSERT_TRUE(required->missing.contains(0));
  EXPECT_NE(in_english(required->missing.at(0)).find("2022"), std::string::npos);
}

TEST(Columns, AnEarlierFigureHasNoIndicatorOfItsOwn) {
  const OfficeFixture office;
  auto use = use_of_fake();
  use.inputs["arrived-2"] = {"到位", model::Layer::Actual};
  check_error(columns_with_past(office, use), "assess.unknown_input",
              "input arrived-2 of plugin fake is an earlier figure of arrived: name an indicator "
              "for arrived only");
}

}  // namespace
}  // namespace assay::assess
