// Which units a group has, and what a scheme may not name.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using test::dec;
using test::Office;

std::string refused(const Office& office) {
  const auto run = office.run();
  std::string text;
  if (run) return text;
  for (const auto& error : run.error()) {
    text += (text.empty() ? "" : " ") + error.code;
    for (const auto& part : {error.where.unit, error.where.indicator})
      if (!part.empty()) text += ":" + part;
    EXPECT_EQ(error.failure, Failure::Input);
  }
  return text;
}

std::string units(const Office& office) {
  std::string text;
  for (const auto& unit : office.result().units) text += unit.unit;
  return text;
}

Office office_of(std::initializer_list<const char*> codes) {
  Office office;
  office.units(codes);
  office.direct("p", "100", {});
  return office;
}

model::Group second(const Office& office, model::Selection selection) {
  auto group = office.scheme.groups.front();
  group.id = "h";
  group.selection = std::move(selection);
  return group;
}

TEST(Selection, ByTypeTagOrList) {
  auto office = office_of({"a", "b", "c"});
  EXPECT_EQ(units(office), "abc");
  office.snapshot.units[1].tags = {"poor"};
  office.group().selection = {.tag = "poor"};
  office.scheme.left_out = {"a", "c"};
  EXPECT_EQ(units(office), "b");
  office.scheme.left_out = {"b"};
  office.group().selection = {.units = {"c", "a"}};
  EXPECT_EQ(units(office), "ac");  // the axis decides the order
}

TEST(Selection, AsOfThePeriodsLastDay) {
  auto office = office_of({"a", "b", "c", "d"});
  office.snapshot.units[0].to = model::Date::of(2024, 12, 30);
  office.snapshot.units[1].to = model::Date::of(2024, 12, 31);
  office.snapshot.units[2].from = model::Date::of(2024, 12, 31);
  office.snapshot.units[3].from = model::Date::of(2025, 1, 1);
  EXPECT_EQ(units(office), "bc");
}

TEST(Selection, LeavesOutOnPurpose) {
  auto office = office_of({"a", "b"});
  office.scheme.left_out = {"b"};
  EXPECT_EQ(units(office), "a");
  office.group().selection = {.units = {"a", "b"}};
  EXPECT_EQ(refused(office), "score.unit_left_out:b");
}

TEST(Selection, RefusesAUnitInTwoGroups) {
  auto office = office_of({"a", "b"});
  office.scheme.groups.push_back(second(office, {.units = {"b"}}));
  EXPECT_EQ(refused(office), "score.unit_in_two_groups:b");
}

TEST(Selection, RefusesToForgetAUnitOfAnAssessedType) {
  auto office = office_of({"a", "b", "c"});
  office.group().selection = {.units = {"a"}};
  office.snapshot.units[2].type = "department";
  EXPECT_EQ(refused(office), "score.unit_in_no_group:b");
  office.scheme.left_out = {"b"};
  EXPECT_EQ(refused(office), "");
  office.scheme.left_out = {};
  office.snapshot.units[1].to = model::Date::of(2024, 6, 30);  // no longer there
  EXPECT_EQ(refused(office), "");
}

TEST(Selection, RefusesEmptyGroupsAndUnknownUnits) {
  auto office = office_of({"a"});
  office.group().selection = {.type = "town"};
  EXPECT_EQ(refused(office), "score.empty_group");
  office.group().selection = {.units = {"a", "z"}};
  office.scheme.left_out = {"y"};
  EXPECT_EQ(refused(office), "score.unknown_unit:y score.unknown_unit:z");
}

TEST(References, MustExist) {
  auto office = office_of({"a"});
  office.indicator("GDP");
  office.leaf("q", "10", model::AttainmentRule{.indicator = "GPD"});
  office.leaf("r", "10", model::DirectRule{"GPD", dec("1")});  // the same fault is told once
  const auto run = office.run();
  ASSERT_FALSE(run);
  ASSERT_EQ(run.error().size(), 1U);
  EXPECT_EQ(run.error()[0].code, "score.unknown_indicator");
  EXPECT_EQ(run.error()[0].where.indicator, "GPD");
  EXPECT_NE(in_english(run.error()[0].message).find("GDP"), std::string::npos);
}

TEST(References, OfGatesAndAwardsToo) {
  auto office = office_of({"a"});
  auto& gate = office.group().gates.emplace_back();
  gate.metric = test::metric_of({.indicator = "nothing-like-it"});
  office.group().awards.emplace_back().by = test::metric_of("m", "f");
  EXPECT_EQ(refused(office), "score.unknown_indicator:nothing-like-it score.no_assessment");
}

TEST(References, RulesSuitTheDirection) {
  auto office = office_of({"a"});
  office.indicator("L", model::Direction::Lower);
  office.indicator("T", model::Direction::Target);
  office.leaf("q", "10", model::AttainmentRule{.indicator = "L"});
  office.leaf("r", "10", model::AttainmentRule{.indicator = "T"});
  EXPECT_EQ(refused(office), "score.no_lower_form:L score.no_tolerance:T");
}

TEST(References, FieldsOfAssessments) {
  auto office = office_of({"a"});
  office.leaf("q", "10", model::AssessmentRule{.assessment = "m", .field = "points"});
  EXPECT_EQ(refused(office), "score.no_assessment");
  office.field("m", "score", {{"a", dec("1")}});
  EXPECT_EQ(refused(office), "score.unknown_field");
}

TEST(References, AnImportWithoutRowsIsRefused) {
  auto office = office_of({"a"});
  office.leaf("q", "10", model::AssessmentRule{.assessment = "m", .field = "score"});
  office.field("m", "score", {{"a", std::monostate{}}}, /*by_plugin=*/false);
  EXPECT_EQ(refused(office), "score.no_assessment");
}

TEST(Run, NamesItsSteps) {
  auto office = office_of({"a"});
  const auto run = office.run();
  ASSERT_TRUE(run);
  EXPECT_EQ(run->steps,
            (std::vector<std::string>{"leaves", "nodes", "node_bonuses", "node_caps", "total_cap",
                                      "uncapped", "deductions", "floor", "rounding", "eligibility",
                                      "rank", "grade", "consequences", "awards"}));
}

}  // namespace
}  // namespace assay::score
