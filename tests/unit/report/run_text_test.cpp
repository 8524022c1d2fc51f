#include <gtest/gtest.h>

#include "report/report.hpp"
#include "unit/report/sample.hpp"

namespace assay::report {
namespace {

TEST(RunText, RanksAndMarksNotes) {
  EXPECT_EQ(test::text_of(test::sample_run(), ""),
            R"(示范考核
Scheme demo version 2, period 2024, run 7

县区 – units: 3
Rank  Unit    Code  Total  Grade   Economy  Service  Notes
----  ------  ----  -----  ------  -------  -------  -----
   1  泾阳县  jing  94.25  一等奖    59.25    35.00
   2  秦都区  qin   81.95  二等奖    52.35    30.10  [1]
   -  武功县  wu        -                -    20.00  [2]
Award 投资奖: 泾阳县
[1] Gate invest-60 not reached: 59 %
[2] No total: no figure of GDP

Warning: units without a total: 1; the others are ranked provisionally, and the run cannot be published.
)");
}

TEST(RunText, LeavesOutColumnsNobodyNeeds) {
  auto run = test::sample_run();
  run.title.clear();
  auto& group = run.groups[0];
  group.grades.clear();
  group.awards.clear();
  group.units.resize(1);
  group.units[0].name = "jing";
  group.units[0].grade.clear();
  EXPECT_EQ(test::text_of(run, "counties"),
            R"(demo
Scheme demo version 2, period 2024, run 7

县区 – units: 1
Rank  Unit  Total  Economy  Service
----  ----  -----  -------  -------
   1  jing  94.25    59.25    35.00
)");
}

TEST(RunText, SharesOneFootnoteAmongUnits) {
  auto run = test::sample_run();
  auto& units = run.groups[0].units;
  units[0].notes = {units[1].notes[0], units[1].notes[0]};
  const auto text = test::text_of(run, "");
  EXPECT_NE(text.find("35.00  [1]\n"), std::string::npos) << text;
  EXPECT_NE(text.find("30.10  [1]\n"), std::string::npos) << text;
}

TEST(RunText, ShowsOnlyTheGroupAskedFor) {
  auto run = test::sample_run();
  run.groups.push_back(run.groups[0]);
  run.groups[1].id = "departments";
  run.groups[1].name = "部门";
  EXPECT_EQ(test::text_of(run, "counties"), test::text_of(test::sample_run(), ""));
  EXPECT_NE(test::text_of(run, "").find("部门 – units: 3"), std::string::npos);
}

TEST(RunText, SpeaksTheLanguageOfTheTranslation) {
  const auto translate = [](const Message& message) {
    return message.text == "Rank" ? std::string("名次") : message.text;
  };
  EXPECT_NE(test::text_of(test::sample_run(), "", translate).find("名次  Unit"), std::string::npos);
}

bool needs(const model::Run& run, const std::string& group) {
  return needs_leaves({run, model::WholeResults(run.groups), group});
}

TEST(NeedsLeaves, WhereTheFirstLevelOfAGroupHasOne) {
  auto run = test::sample_run();
  EXPECT_TRUE(needs(run, "")) << "service has nothing below it";
  run.groups.push_back(run.groups[0]);
  run.groups[1].id = "departments";
  run.groups[1].components.pop_back();
  EXPECT_TRUE(needs(run, ""));
  EXPECT_TRUE(needs(run, "counties"));
  EXPECT_FALSE(needs(run, "departments"));
}

Status check(const model::Run& run, const std::string& group) {
  return check_group({run, model::WholeResults(run.groups), group});
}

TEST(CheckGroup, NamesTheKnownGroups) {
  const auto run = test::sample_run();
  EXPECT_TRUE(check(run, ""));
  EXPECT_TRUE(check(run, "counties"));
  const auto unknown = check(run, "县区");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "report.no_group");
  EXPECT_EQ(unknown.error().failure, Failure::Input);
  EXPECT_EQ(describe(unknown.error()), "run 7 has no group '县区'; its groups are counties");
}

}  // namespace
}  // namespace assay::report
