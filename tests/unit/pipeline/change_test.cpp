#include "pipeline/change.hpp"

#include <gtest/gtest.h>

#include <string>

#include "unit/pipeline/sample_office.hpp"

namespace assay::pipeline {
namespace {

using model::Layer;
using testing::edit_of;
using testing::SampleOffice;

std::string shown(const std::optional<std::string>& value) { return value ? *value : "-"; }

// "field before>after" of each change, separated by "; "; codes of the errors otherwise.
std::string outcome(const Result<FigureReport, Errors>& report) {
  std::string text;
  if (!report) {
    for (const auto& error : report.error()) text += (text.empty() ? "" : "; ") + error.code;
    return text;
  }
  for (const auto& change : report->changes)
    text += (text.empty() ? "" : "; ") + change.field + " " + shown(change.before) + ">" +
            shown(change.after);
  return text;
}

TEST(Change, OfAnActualFigure) {
  SampleOffice office;
  auto edit = edit_of("a", "gdp", "90");
  edit.source = "年报";
  EXPECT_EQ(outcome(office.open().set(edit)), "actual ->90; state ->confirmed; source ->年报");
  // State and source stay as they were.
  EXPECT_EQ(outcome(office.open().set(edit_of("a", "gdp", "91.5"))), "actual 90>91.5");
  EXPECT_EQ(outcome(office.open().set(edit_of("a", "gdp", "91.50"))), "");
  auto state = edit_of("a", "gdp", "91.5");
  state.state = model::State::Reported;
  state.source = "";
  EXPECT_EQ(outcome(office.open().set(state)), "state confirmed>reported; source 年报>-");
  EXPECT_EQ(outcome(office.open().set(edit_of("a", "gdp", nullptr))),
            "actual 91.5>-; state reported>-");
  EXPECT_EQ(outcome(office.open().set(edit_of("a", "gdp", nullptr))), "");
}

TEST(Change, OfATarget) {
  SampleOffice office;
  const auto set = [&](Layer layer, const char* value) {
    auto edit = edit_of("a", "gdp", value);
    edit.layer = layer;
    return outcome(office.open().set(edit));
  };
  EXPECT_EQ(set(Layer::Stretch, "110"), "set.no_target");
  EXPECT_EQ(set(Layer::Stretch, nullptr), "");
  EXPECT_EQ(set(Layer::Required, "100"), "required ->100");
  EXPECT_EQ(set(Layer::Stretch, "99"), "import.stretch");
  EXPECT_EQ(set(Layer::Stretch, "110"), "stretch ->110");
  EXPECT_EQ(set(Layer::Upper, "105"), "upper ->105");
  EXPECT_EQ(set(Layer::Baseline, "80.25"), "baseline ->80.25");
  EXPECT_EQ(set(Layer::Required, nullptr), "set.target_in_use");
  EXPECT_EQ(set(Layer::Stretch, nullptr), "stretch 110>-");
  EXPECT_EQ(set(Layer::Upper, nullptr), "upper 105>-");
  EXPECT_EQ(set(Layer::Baseline, nullptr), "baseline 80.25>-");
  EXPECT_EQ(set(Layer::Required, nullptr), "required 100>-");
}

TEST(Change, KeepsWhatStandsBesideATarget) {
  SampleOffice office;
  office.load("unit,indicator,period,required,lead,person\na,gdp,2024,100,发改委,张三\n");
  auto edit = edit_of("a", "gdp", "120");
  edit.layer = Layer::Required;
  EXPECT_EQ(outcome(office.open().set(edit)), "required 100>120");
  edit.value.reset();
  EXPECT_EQ(outcome(office.open().set(edit)), "required 120>-; lead 发改委>-; person 张三>-");
}

TEST(Change, IsCheckedLikeAnImport) {
  SampleOffice office;
  office.load("unit,name,type,from,to\nc,丙县,county,,2020-12-31\n");
  EXPECT_EQ(outcome(office.open().set(edit_of("aa", "gpd", "1"))),
            "office.no_unit; office.no_indicator");
  EXPECT_EQ(outcome(office.open().set(edit_of("a", "gdp", "1.234"))), "import.decimals");
  EXPECT_EQ(outcome(office.open().set(edit_of("c", "gdp", "1"))), "import.outside_life");
  const auto refused = office.open().set(edit_of("甲县", "gdp", "1"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(describe(refused.error().front()).find("perhaps a is meant"), std::string::npos);
}

TEST(Change, StandsInHistoryWithWhoAndWhy) {
  SampleOffice office;
  office.reason = "年报口径";
  office.set("90");
  office.now_s += 60;
  office.reason = "审计更正";
  const auto report = office.set("88");
  const auto rows = office.open().history("a", "gdp", model::Period::year(2024)).value();
  std::vector<store::FigureHistory> actual;
  for (const auto& row : rows)
    if (row.layer == Layer::Actual) actual.push_back(row);
  ASSERT_EQ(actual.size(), 2U);
  EXPECT_EQ(shown(actual[0].before) + ">" + shown(actual[0].after), "->90");
  EXPECT_EQ(shown(actual[1].before) + ">" + shown(actual[1].after), "90>88");
  EXPECT_EQ(actual[1].seq, report.entry);
  EXPECT_EQ(actual[1].cause.reason, "审计更正");
  EXPECT_EQ(actual[1].cause.actor, "统计局/科长");
  EXPECT_EQ(actual[1].cause.action, "set");
  EXPECT_EQ(actual[1].cause.time_s, 1'700'000'060);
  EXPECT_TRUE(office.open().history("a", "gdp", model::Period::year(2023)).value().empty());
  EXPECT_EQ(office.open().history("a", "gdb", {}).error().code, "office.no_indicator");
}

TEST(Change, OfTheSameRequestHappensOnce) {
  SampleOffice office;
  office.request.fill(std::byte{7});
  const auto first = office.set("90");
  EXPECT_FALSE(first.repeated);
  const auto again = office.set("95");  // another figure, but the request is done
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.entry, first.entry);
  EXPECT_TRUE(again.changes.empty());
  office.request.fill(std::byte{8});
  EXPECT_FALSE(office.set("90").repeated);  // changes nothing, and is remembered
  EXPECT_TRUE(office.set("91").repeated);
  office.request.fill(std::byte{0});
  EXPECT_EQ(office.set("92").changes.front().before, "90");
}

}  // namespace
}  // namespace assay::pipeline
