// A missing figure or target under each policy, and what is left out shared at several levels.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using Policy = model::Missing::Policy;
using test::component;
using test::dec;
using test::Office;
using test::outcome;

// 60 points by figures that exist (48 of 60), 40 by an attainment whose figure does not.
Office office_with(Policy policy) {
  Office office;
  office.direct("sure", "60", {{"a", "48"}});
  office.target("a", "X", {.required = "100"});
  auto& leaf = office.leaf("x", "40", model::AttainmentRule{.indicator = "X"});
  leaf.missing = {policy, dec("15")};
  return office;
}

TEST(Missing, FollowsEachPolicy) {
  const std::tuple<Policy, const char*, const char*> rows[] = {
      {Policy::Fail, "missing_figure", "fail"},
      {Policy::Zero, "48", "zero"},
      {Policy::Floor, "63", "floor"},      // 48 + 15
      {Policy::Reshare, "80", "reshare"},  // 48·100/60
      {Policy::LastPeriod, "missing_figure missing_figure", "last-period"},
  };
  for (const auto& [policy, expected, word] : rows) {
    const auto unit = office_with(policy).unit("a");
    EXPECT_EQ(outcome(unit), expected) << word;
    EXPECT_EQ(unit.components[1].missing, word);
  }
}

TEST(Missing, TakesTheLastPeriodWithItsOwnTarget) {
  auto office = office_with(Policy::LastPeriod);
  office.figure("a", "X", "45", "2023");
  office.target("a", "X", {.required = "50"}, "2023");
  const auto unit = office.unit("a");
  EXPECT_EQ(outcome(unit), "84");  // 48 + 40·45/50
  EXPECT_EQ(test::data_of(unit.components[1].trace, "figure.last_period", "period"), "2023");
  EXPECT_EQ(in_english(unit.terms[1].how), "40 × min(45 (2023) / 50, 1)");
}

TEST(Missing, LastPeriodWithoutItsTargetIsMissingToo) {
  auto office = office_with(Policy::LastPeriod);
  office.figure("a", "X", "45", "2023");
  const auto unit = office.unit("a");
  EXPECT_EQ(outcome(unit), "missing_figure missing_target");
  EXPECT_EQ(test::data(unit.incomplete[1], "period"), "2023");
}

TEST(Missing, CoversTargetsToo) {
  Office office;
  office.figure("a", "X", "5");
  auto& leaf = office.leaf("x", "40", model::AttainmentRule{.indicator = "X"});
  EXPECT_EQ(outcome(office.unit("a")), "missing_target");
  leaf.missing.policy = Policy::Zero;
  EXPECT_EQ(outcome(office.unit("a")), "0");
}

TEST(Missing, DoesNotCoverWrongData) {
  Office office;
  office.figure("a", "X", "5");
  office.target("a", "X", {.required = "0"});
  auto& leaf = office.leaf("x", "40", model::AttainmentRule{.indicator = "X"});
  for (const auto policy : {Policy::Zero, Policy::Floor, Policy::Reshare, Policy::LastPeriod}) {
    leaf.missing.policy = policy;
    EXPECT_EQ(outcome(office.unit("a")), "zero_target");
  }
}

TEST(Missing, ListsEveryReason) {
  Office office;
  office.units({"a"});
  office.indicator("X");
  office.indicator("Y");
  office.leaf("x", "40", model::AttainmentRule{.indicator = "X"});
  office.leaf("y", "60", model::AttainmentRule{.indicator = "Y"});
  const auto unit = office.unit("a");
  ASSERT_EQ(outcome(unit), "missing_figure missing_figure");
  EXPECT_EQ(test::data(unit.incomplete[0], "component"), "x");
  EXPECT_EQ(test::data(unit.incomplete[0], "indicator"), "X");
  EXPECT_EQ(test::data(unit.incomplete[0], "period"), "2024");
  EXPECT_EQ(test::data(unit.incomplete[1], "component"), "y");
  EXPECT_TRUE(unit.terms.empty());
  EXPECT_FALSE(unit.rank);
  EXPECT_EQ(unit.grade, "");
}

// total 100 = left 60 (p 30, q 30) + right 40 (r 40); figures only where given.
Office two_levels(const std::map<std::string, std::string>& figures) {
  Office office;
  office.units({"a"});
  auto& root = office.group().root;
  root.children.resize(2);
  root.children[0] = {.id = "left", .name = "left", .points = dec("60")};
  root.children[1] = {.id = "right", .name = "right", .points = dec("40")};
  const std::tuple<std::size_t, const char*, const char*> leaves[] = {
      {0, "p", "30"}, {0, "q", "30"}, {1, "r", "40"}};
  for (const auto& [parent, id, points] : leaves) {
    office.indicator(id);
    Office::add_leaf(root.children[parent], id, points, model::DirectRule{id, dec(points)})
        .missing.policy = Policy::Reshare;
  }
  for (const auto& [id, value] : figures) office.figure("a", id, value);
  return office;
}

TEST(Reshare, GoesUpWhereAWholeNodeIsLeftOut) {
  // q left out: left = 24·60/30 = 48.
  EXPECT_EQ(outcome(two_levels({{"p", "24"}, {"r", "20"}}).unit("a")), "68");
  // r left out, so right too: (24 + 12)·100/60.
  const auto right_gone = two_levels({{"p", "24"}, {"q", "12"}}).unit("a");
  EXPECT_EQ(outcome(right_gone), "60");
  EXPECT_EQ(component(right_gone, "right"), "-");
  // q and r left out: left = 24·60/30 = 48, total = 48·100/60.
  EXPECT_EQ(outcome(two_levels({{"p", "24"}}).unit("a")), "80");
  EXPECT_EQ(outcome(two_levels({}).unit("a")), "nothing_present");
}

TEST(Reshare, ShowsTheShareInTheLedger) {
  const auto unit = two_levels({{"p", "24"}}).unit("a");
  ASSERT_EQ(test::terms(unit), std::vector<std::string>{"leaf p 80"});
  EXPECT_EQ(in_english(unit.terms[0].how), "30 × 24 / 30 × 10/3");  // 60/30 · 100/60
  EXPECT_EQ(unit.terms[0].full, dec("100"));
}

TEST(Reshare, SharesWeightsAmongThosePresent) {
  Office office;
  for (const auto* id : {"p", "q", "r"}) {
    auto& leaf = office.direct(id, "100", {});
    leaf.missing.policy = Policy::Reshare;
  }
  auto& children = office.group().root.children;
  children[0].weight = test::ratio("1/2");
  children[1].weight = test::ratio("1/3");
  children[2].weight = test::ratio("1/6");
  office.figure("a", "p", "80");
  office.figure("a", "r", "50");
  // (3·80 + 1·50)/4
  EXPECT_EQ(outcome(office.unit("a")), "72.5");
}

}  // namespace
}  // namespace assay::score
