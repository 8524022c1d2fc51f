// The terms of a total, term by term.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using test::dec;
using test::Office;
using test::terms;

using Lines = std::vector<std::string>;

TEST(Ledger, NamesWhatRoundingLeaves) {
  Office office;
  office.group().root.points = dec("10");
  office.direct("p", "10", {{"a", "10"}}).weight = test::ratio("1");
  office.direct("q", "10", {{"a", "5"}}).weight = test::ratio("2");
  // 20/3 = 6.666667; 10/3 and 10/3 are 3.333333 each.
  EXPECT_EQ(terms(office.unit("a")),
            (Lines{"leaf p 3.333333", "leaf q 3.333333", "rounding 0.000001"}));
}

TEST(Ledger, MultipliesSharesOverLevels) {
  Office office;
  auto& root = office.group().root;
  for (const auto* id : {"left", "right"}) {
    auto& node = root.children.emplace_back(
        model::Component{.id = id, .name = id, .points = dec("100"), .weight = test::ratio("1")});
    for (const auto* number : {"1", "2", "3"}) {
      const auto leaf = std::string(id) + number;
      office.figure("a", leaf, "50");
      Office::add_leaf(node, leaf, "100", model::DirectRule{leaf, dec("100")}).weight =
          test::ratio("1");
    }
  }
  office.figure("a", "left1", "51");
  const auto unit = office.unit("a");
  // left = 151/3 = 50.333333, right = 50, total (50.333333 + 50)/2 = 50.1666665 → 50.166667.
  // Terms: 51/6 = 8.5, 50/6 = 8.333333 five times. Half of left is 25.1666665 → 25.166667 and of
  // right 25, which leaves 0.000001 each, and nothing at the total.
  EXPECT_EQ(test::show(unit.total), "50.166667");
  EXPECT_EQ(terms(unit),
            (Lines{"leaf left1 8.5", "leaf left2 8.333333", "leaf left3 8.333333",
                   "leaf right1 8.333333", "leaf right2 8.333333", "leaf right3 8.333333",
                   "rounding left 0.000001", "rounding right 0.000001"}));
  EXPECT_EQ(unit.terms[0].full, dec("16.666667"));
  EXPECT_EQ(in_english(unit.terms[0].how), "100 × 51 / 100 × 1/6");
}

TEST(Ledger, GivesTheMostALeafCouldContribute) {
  const std::tuple<model::Rule, const char*> rows[] = {
      {model::AttainmentRule{.indicator = "X", .cap = test::ratio("120%")}, "12"},
      {model::AttainmentRule{.indicator = "X", .stretch_bonus = dec("3")}, "13"},
      {model::StepsRule{.indicator = "X", .steps = {{test::ratio("1"), dec("8")}}}, "8"},
      {model::DeductRule{"X", dec("0.5"), {}}, "10"},
  };
  for (const auto& [rule, expected] : rows) {
    Office one;
    one.figure("a", "X", "1");
    one.target("a", "X", {.required = "1"});
    one.leaf("x", "10", rule);
    const auto unit = one.unit("a");
    ASSERT_EQ(unit.terms.size(), 1U);
    EXPECT_EQ(unit.terms[0].full.str(), expected);
  }
}

TEST(Ledger, ALeafWithoutAFigureSaysWhatWasDone) {
  Office office;
  office.direct("p", "60", {{"a", "30"}});
  office.direct("q", "40", {}).missing = {model::Missing::Policy::Floor, dec("3")};
  const auto unit = office.unit("a");
  EXPECT_EQ(terms(unit), (Lines{"leaf p 30", "leaf q 3"}));
  EXPECT_EQ(in_english(unit.terms[1].how), "no figure: 3 by the missing-data rule floor");
}

}  // namespace
}  // namespace assay::score
