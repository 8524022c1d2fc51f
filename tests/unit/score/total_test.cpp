// Nodes, bonuses, caps, X items, deductions and floor, in the order of operations.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::EventKind;
using model::EventRule;
using test::component;
using test::dec;
using test::Office;
using test::outcome;
using test::terms;

using Lines = std::vector<std::string>;

TEST(Node, AveragesByExactWeights) {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"32", "18", "83.6"},         // (32·80 + 18·90)/50
      {"0.32", "18%", "83.6"},      // the same, written otherwise
      {"1/3", "1/6", "83.333333"},  // (2·80 + 90)/3
      {"1/3", "2/7", "84.615385"},  // (7·80 + 6·90)/13 = 1100/13
      {"0", "5", "90"},
  };
  for (const auto& [first, second, expected] : rows) {
    Office office;
    office.direct("p", "100", {{"a", "80"}}).weight = test::ratio(first);
    office.direct("q", "100", {{"a", "90"}}).weight = test::ratio(second);
    EXPECT_EQ(outcome(office.unit("a")), expected) << first << " " << second;
  }
}

TEST(Node, RefusesWeightsWithoutACommonDenominator) {
  Office office;
  // Their denominators are primes of 62 bits: three of them need 186 bits.
  for (const auto* weight :
       {"1/4611686018427387847", "1/4611686018427387817", "1/4611686018427387787"}) {
    const auto id = "p" + std::to_string(office.group().root.children.size());
    office.direct(id, "100", {{"a", "80"}}).weight = test::ratio(weight);
  }
  EXPECT_EQ(outcome(office.unit("a")), "out_of_range");
}

TEST(Node, RefusesASumBeyondTheRange) {
  Office office;
  office.group().has_floor = false;
  for (const auto* id : {"p", "q"}) {
    office.figure("a", id, "1");
    model::StepsRule rule{.indicator = id, .otherwise = dec("9000000000000")};
    office.leaf(id, "9000000000000", rule);
  }
  EXPECT_EQ(outcome(office.unit("a")), "out_of_range");
}

// total = block (points 50, two leaves) + other 50
Office office_with_block() {
  Office office;
  auto& root = office.group().root;
  root.children.push_back({.id = "block", .name = "block", .points = dec("50")});
  for (const auto* id : {"p", "q"}) {
    office.indicator(id);
    office.figure("a", id, "20");
    Office::add_leaf(root.children[0], id, "25", model::DirectRule{id, dec("25")});
  }
  office.direct("other", "50", {{"a", "40"}});
  return office;
}

EventRule bonus_into(const std::string& component) {
  return {.kind = EventKind::Bonus, .component = component};
}

TEST(Node, AddsBonusesThenCaps) {
  auto office = office_with_block();
  office.group().root.children[0].cap = dec("52");
  office.group().events = {bonus_into("block")};
  office.event("e1", "a", EventKind::Bonus, "9");
  office.event("e2", "a", EventKind::Bonus, "5");
  const auto unit = office.unit("a");
  EXPECT_EQ(component(unit, "block"), "52");  // 40 + 9 + 5 = 54, capped
  EXPECT_EQ(outcome(unit), "92");
  EXPECT_EQ(terms(unit), (Lines{"leaf p 20", "leaf q 20", "leaf other 40", "bonus block e1 9",
                                "bonus block e2 5", "cap block -2"}));
}

TEST(Node, DeductsAfterTheCapAndNeverBelowZero) {
  auto office = office_with_block();
  office.group().root.children[0].cap = dec("50");
  office.group().events = {bonus_into("block"),
                           {.kind = EventKind::Sanction, .component = "block"}};
  office.event("b", "a", EventKind::Bonus, "20");
  office.event("s1", "a", EventKind::Sanction, "45");
  office.event("s2", "a", EventKind::Sanction, "10");
  const auto unit = office.unit("a");
  EXPECT_EQ(component(unit, "block"), "0");  // min(60, 50) − 45 − 5
  EXPECT_EQ(outcome(unit), "40");
  EXPECT_EQ(terms(unit),
            (Lines{"leaf p 20", "leaf q 20", "leaf other 40", "bonus block b 20", "cap block -10",
                   "deduction block s1 -45", "deduction block s2 -5"}));
  EXPECT_EQ(test::data_of(unit.notes, "event.capped", "event"), "s2");
  EXPECT_EQ(test::data_of(unit.notes, "event.capped", "counted"), "5");
}

TEST(Node, ABonusInAWeightedNodeCountsOnItsOwnScale) {
  Office office;
  office.direct("p", "100", {{"a", "80"}}).weight = test::ratio("3");
  office.direct("q", "100", {{"a", "90"}}).weight = test::ratio("1");
  office.group().events = {bonus_into("p")};
  office.event("e", "a", EventKind::Bonus, "4");
  const auto unit = office.unit("a");
  EXPECT_EQ(component(unit, "p"), "84");
  EXPECT_EQ(outcome(unit), "85.5");  // (3·84 + 90)/4
  // 80·3/4, 90/4, 4·3/4
  EXPECT_EQ(terms(unit), (Lines{"leaf p 60", "leaf q 22.5", "bonus p e 3"}));
}

TEST(Node, AnEventOfAComponentLeftOutHasNoEffect) {
  auto office = office_with_block();
  office.snapshot.columns.erase({"other", office.period, model::Layer::Actual});
  office.group().root.children[1].missing.policy = model::Missing::Policy::Reshare;
  office.group().events = {bonus_into("other")};
  office.event("e", "a", EventKind::Bonus, "4");
  const auto unit = office.unit("a");
  EXPECT_EQ(outcome(unit), "80");  // 40·100/50
  EXPECT_TRUE(test::has(unit.notes, "event.absent_component"));
}

// total 100 = n 50 (cx of weight 0: 32 of 50, cy of weight 1: no figure) + cz 50 (40).
Office office_with_weightless() {
  Office office;
  auto& root = office.group().root;
  root.children.push_back({.id = "n", .name = "n", .points = dec("50")});
  for (const auto& [id, weight] : {std::pair{"cx", "0"}, {"cy", "1"}}) {
    office.indicator(id);
    auto& leaf = Office::add_leaf(root.children[0], id, "50", model::DirectRule{id, dec("50")});
    leaf.weight = test::ratio(weight);
    leaf.missing.policy = model::Missing::Policy::Reshare;
  }
  office.figure("a", "cx", "32");
  office.direct("cz", "50", {{"a", "40"}});
  return office;
}

TEST(Node, WithoutPresentWeightIsLeftOutWithAllBelowIt) {
  const auto unit = office_with_weightless().unit("a");
  EXPECT_EQ(outcome(unit), "80");  // 40·100/50
  EXPECT_EQ(terms(unit), (Lines{"leaf cz 80"}));
  for (const auto* id : {"n", "cx", "cy"}) EXPECT_EQ(component(unit, id), "-") << id;
  EXPECT_EQ(test::codes(unit.components[1].trace), "figure.read component.left_out");
  EXPECT_EQ(test::data_of(unit.components[1].trace, "component.left_out", "points"), "32");
}

TEST(Node, LeftOutTakesTheEventsBelowItAlong) {
  auto office = office_with_weightless();
  office.group().root.children[0].children[0].cap = dec("30");
  office.group().events = {bonus_into("cx"), {.kind = EventKind::Sanction, .component = "cx"}};
  office.event("b", "a", EventKind::Bonus, "4");
  office.event("s", "a", EventKind::Sanction, "99");  // more than cx has
  const auto unit = office.unit("a");
  EXPECT_EQ(outcome(unit), "80");
  EXPECT_EQ(terms(unit), (Lines{"leaf cz 80"}));
  EXPECT_EQ(test::codes(unit.notes),
            "bonus.applied sanction.applied event.absent_component event.absent_component");
}

TEST(Node, LeftOutOverSeveralLevels) {
  auto office = office_with_weightless();
  // n becomes the only, weighted, child of m; m is left out with it.
  auto& root = office.group().root;
  model::Component outer{.id = "m", .name = "m", .points = dec("50")};
  outer.children.push_back(root.children[0]);
  outer.children[0].weight = test::ratio("1");
  root.children[0] = outer;
  const auto unit = office.unit("a");
  EXPECT_EQ(terms(unit), (Lines{"leaf cz 80"}));
  for (const auto* id : {"m", "n", "cx", "cy"}) EXPECT_EQ(component(unit, id), "-") << id;
  office.snapshot.columns.erase({"cz", office.period, model::Layer::Actual});
  office.group().root.children[1].missing.policy = model::Missing::Policy::Reshare;
  EXPECT_EQ(outcome(office.unit("a")), "nothing_present");
}

// J05, J06, J07: X items and their bonuses are not capped, others by event, rule and total.
Office office_with_x_item() {
  Office office;
  office.direct("ordinary", "100", {{"a", "128"}});
  std::get<model::DirectRule>(*office.group().root.children[0].rule).full = dec("200");
  office.group().root.children[0].points = dec("200");
  auto& item = office.direct("x", "10", {{"a", "7"}});
  item.uncapped = true;
  office.group().total_cap = dec("130");
  return office;
}

TEST(Total, CapsTheOrdinaryPartOnly) {
  auto office = office_with_x_item();
  office.group().events = {{.kind = EventKind::Bonus, .subject = "city", .component = "x"},
                           {.kind = EventKind::Award, .uncapped = true},
                           {.kind = EventKind::Bonus, .each_cap = dec("2")}};
  office.event("e1", "a", EventKind::Bonus, "50", "city");  // J05: 一次性加50分
  office.event("e2", "a", EventKind::Award, "5");
  office.event("e3", "a", EventKind::Bonus, "4");  // J06: at most 2 at a time
  const auto unit = office.unit("a");
  // min(128 + 2, 130) + (7 + 50) + 5
  EXPECT_EQ(outcome(unit), "192");
  EXPECT_EQ(component(unit, "x"), "57");
  EXPECT_EQ(terms(unit), (Lines{"leaf ordinary 128", "bonus e3 2", "uncapped x 7",
                                "uncapped x e1 50", "uncapped e2 5"}));
}

TEST(Total, IsCappedBeforeXItemsAndDeductions) {
  auto office = office_with_x_item();
  office.group().events = {{.kind = EventKind::Bonus}, {.kind = EventKind::Sanction}};
  office.event("e1", "a", EventKind::Bonus, "9");
  office.event("e2", "a", EventKind::Sanction, "6");
  const auto unit = office.unit("a");
  EXPECT_EQ(outcome(unit), "131");  // min(137, 130) + 7 − 6
  EXPECT_EQ(terms(unit), (Lines{"leaf ordinary 128", "bonus e1 9", "cap -7", "uncapped x 7",
                                "deduction e2 -6"}));
}

TEST(Total, AnXItemLeftOutAddsNothing) {
  auto office = office_with_x_item();
  office.snapshot.columns.erase({"x", office.period, model::Layer::Actual});
  EXPECT_EQ(outcome(office.unit("a")), "missing_figure");
  office.group().root.children[1].missing.policy = model::Missing::Policy::Reshare;
  EXPECT_EQ(outcome(office.unit("a")), "128");
}

TEST(Total, HasAFloorUnlessSwitchedOff) {
  Office office;
  office.direct("p", "100", {{"a", "3"}});
  office.group().events = {{.kind = EventKind::Sanction}};
  office.event("e", "a", EventKind::Sanction, "10");
  EXPECT_EQ(terms(office.unit("a")), (Lines{"leaf p 3", "deduction e -10", "floor 7"}));
  EXPECT_EQ(outcome(office.unit("a")), "0");
  office.group().total_floor = dec("1");
  EXPECT_EQ(outcome(office.unit("a")), "1");
  office.group().has_floor = false;
  EXPECT_EQ(outcome(office.unit("a")), "-7");
}

TEST(Total, PublishedIsRoundedFromIt) {
  const std::tuple<const char*, int, Rounding, const char*> rows[] = {
      {"84.125", 2, Rounding::HalfAwayFromZero, "84.13"},
      {"84.125", 2, Rounding::HalfEven, "84.12"},
      {"84.124999", 2, Rounding::HalfAwayFromZero, "84.12"},
      {"84.5", 0, Rounding::HalfAwayFromZero, "85"},
      {"84.125", 6, Rounding::HalfAwayFromZero, "84.125"},
  };
  for (const auto& [score, places, rounding, expected] : rows) {
    Office office;
    office.scheme.published_decimals = places;
    office.scheme.rounding = rounding;
    office.direct("p", "100", {{"a", score}});
    EXPECT_EQ(test::show(office.unit("a").published), expected) << score;
  }
}

}  // namespace
}  // namespace assay::score
