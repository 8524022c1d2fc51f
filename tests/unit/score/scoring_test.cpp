// Scoring by columns against score(), which has tests of its own (and a scorer in Python,
// tests/property): larger axes, several chunks, groups in and out of order, missing cells.
#include "score/scoring.hpp"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <functional>
#include <string_view>
#include <vector>

#include "unit/score/compare.hpp"
#include "unit/score/office.hpp"

namespace assay::score::test {
namespace {

using model::Layer;

constexpr std::size_t kUnits = 17'050;  // two whole chunks and a part

// Figures that look random and are the same everywhere.
std::int64_t figure(std::size_t unit, std::size_t column) {
  return static_cast<std::int64_t>((unit * 7'919 + column * 104'729 + unit % 13 * 31) *
                                   2'654'435'761 % 120'000'000);
}

// How units are dealt out to groups.
enum class Deal : std::uint8_t { Runs, Small, Scattered, Mixed };

std::size_t group_of(Deal deal, std::size_t unit) {
  switch (deal) {
    case Deal::Runs:
      return unit / 997;  // some across the edge of a chunk
    case Deal::Small:
      return unit / 70;  // a block over some
    case Deal::Scattered:
      return unit * 7 % 5;
    case Deal::Mixed:
      break;
  }
  return unit % 50 < 20 ? unit / 5'000 : 4 + unit % 2;
}

class Nation {
 public:
  explicit Nation(Deal deal, std::size_t units = kUnits) : x_units(units) {
    office.scheme.groups.clear();
    std::size_t groups = 0;
    for (std::size_t i = 0; i < units; ++i) {
      const auto group = group_of(deal, i);
      groups = std::max(groups, group + 1);
      auto& unit = office.snapshot.units.emplace_back();
      unit.code = "u" + std::to_string(i * 7'919 % 100'000) + "." + std::to_string(i);
      unit.type = "g" + std::to_string(group);
    }
    for (std::size_t group = 0; group < groups; ++group) add_group(group);
  }

  // A figure for all units but those left out by `gap`, the column being that of the layer.
  template <class Gap>
  void fill(const std::string& code, Layer layer, std::size_t column, const Gap& gap) {
    auto& made = office.snapshot.columns[{code, office.period, layer}];
    for (std::size_t unit = 0; unit < x_units; ++unit)
      if (!gap(unit)) made.set(unit, figure(unit, column));
  }
  void fill(const std::string& code, Layer layer, std::size_t column) {
    fill(code, layer, column, [](std::size_t) { return false; });
  }

  // Every group has the leaf, with constants of its own.
  template <class RuleOf>
  void leaf(const std::string& id, const RuleOf& rule_of,
            model::Missing::Policy missing = model::Missing::Policy::Fail) {
    for (std::size_t number = 0; number < office.scheme.groups.size(); ++number) {
      auto& node = office.scheme.groups[number].root.children.back();
      auto& made = node.children.emplace_back();
      made.id = id;
      made.points = Decimal::from_integer(10);
      made.rule = rule_of(number);
      made.missing.policy = missing;
      node.points = Decimal::from_integer(static_cast<std::int64_t>(node.children.size()) * 10);
      if (!weighted) continue;
      made.weight = Ratio::from_integer(static_cast<std::int64_t>(1 + number % 3));
      made.points = node.points = Decimal::from_integer(10);
    }
  }

  void node(const std::string& id) {
    for (auto& group : office.scheme.groups) group.root.children.emplace_back().id = id;
  }

  // Scores both ways with one, two and five threads and compares; then once more with all columns
  // packed.
  void check() {
    const auto full = office.run();
    ASSERT_TRUE(full) << describe(full.error().front());
    const auto expected = written(summarized(*full));
    for (const bool packed : {false, true}) {
      if (packed) pack();
      for (const unsigned threads : {1U, 2U, 5U}) {
        auto scoring = make();
        ASSERT_TRUE(scoring);
        scoring->run(threads);
        EXPECT_EQ(difference(written(summary_of(*scoring)), expected), "")
            << threads << " threads, packed: " << packed;
      }
    }
  }

  // All columns as a store may lend them: 32 bits a figure, and no bits where all are there.
  void pack() {
    for (auto& [key, column] : office.snapshot.columns)
      for (std::size_t number = 0; number < column.chunks().size(); ++number) {
        auto chunk = column.chunks()[number];
        if (chunk.count == 0) continue;
        auto& offsets = x_offsets.emplace_back(chunk.rows);
        for (std::size_t row = 0; row < chunk.rows; ++row)
          if (chunk.has(row))
            offsets[row] = static_cast<std::uint32_t>(chunk.cells[row] - chunk.least);
        const auto& bits = x_bits.emplace_back(chunk.valid_bits());
        chunk.valid = chunk.count == chunk.rows ? nullptr : bits.data();
        chunk.cells = {.packed = offsets.data(), .base = chunk.least};
        column.borrow(number, chunk);
      }
  }

  // Changes figures of these indicators, scores the units concerned anew, and compares with a full
  // run.
  template <class Change>
  void check_changes(std::span<const std::size_t> units,
                     const std::vector<std::string_view>& indicators, const Change& change) {
    auto scoring = make();
    ASSERT_TRUE(scoring);
    scoring->run(2);
    change();
    std::vector<ChangedFigure> changed;
    for (const auto unit : units)
      for (const auto indicator : indicators) changed.push_back({unit, indicator});
    scoring->rescore(changed);
    EXPECT_EQ(difference(written(summary_of(*scoring)), written(summarized(*office.run()))), "");
  }

  // The same for one unit and one indicator after the other.
  void check_rounds(std::size_t unit, const std::vector<std::string_view>& indicators,
                    const std::vector<std::function<void()>>& changes) {
    auto scoring = make();
    ASSERT_TRUE(scoring);
    scoring->run(2);
    for (std::size_t round = 0; round < changes.size(); ++round) {
      changes[round]();
      scoring->rescore(std::array{ChangedFigure{unit, indicators[round]}});
      EXPECT_EQ(difference(written(summary_of(*scoring)), written(summarized(*office.run()))), "")
          << "round " << round;
    }
  }

  Office office;
  bool weighted = false;

 private:
  [[nodiscard]] Result<Scoring, Errors> make() const {
    return Scoring::make(office.scheme, office.period, office.snapshot, office.assessments);
  }

  void add_group(std::size_t number) {
    auto& group = office.scheme.groups.emplace_back();
    group.id = "g" + std::to_string(number);
    group.selection.type = group.id;
    group.root.id = "total";
    group.root.points = Decimal::from_integer(100);
    auto& first = group.grades.emplace_back();
    first.id = "A";
    first.quota.share = ratio("1/4");
    first.quota.ties = model::QuotaTies::Cut;
    group.grades.emplace_back().id = "B";
  }

  std::size_t x_units;
  std::deque<std::vector<std::uint32_t>> x_offsets;
  std::deque<std::vector<std::uint8_t>> x_bits;
};

// 200 leaves' worth of rules in small: each kind that the kernels have.
void all_rules(Nation& nation, model::Missing::Policy missing) {
  for (const auto* code : {"a", "b", "c", "d"}) nation.office.indicator(code);
  nation.office.indicator("low", model::Direction::Lower);
  nation.node("first");
  nation.leaf("rate", [](std::size_t) { return model::AttainmentRule{.indicator = "a"}; }, missing);
  nation.leaf(
      "stretch",
      [](std::size_t number) {
        model::AttainmentRule rule{.indicator = "a"};
        rule.stretch_bonus = Decimal::from_integer(static_cast<std::int64_t>(number % 3) + 1);
        return rule;
      },
      missing);
  nation.leaf(
      "lower",
      [](std::size_t) {
        return model::AttainmentRule{.indicator = "low", .lower = model::LowerForm::Mirror};
      },
      missing);
  nation.node("second");
  nation.leaf(
      "line",
      [](std::size_t number) {
        model::LinearRule rule{.indicator = "b"};
        rule.from.fixed = Decimal::from_integer(static_cast<std::int64_t>(number));
        rule.to.fixed = Decimal::from_integer(90 + static_cast<std::int64_t>(number));
        return rule;
      },
      missing);
  nation.leaf(
      "extremes",
      [](std::size_t) {
        model::EfficacyRule rule{.indicator = "c"};
        rule.worst.kind = model::Bound::Kind::GroupMin;
        rule.best.kind = model::Bound::Kind::GroupMax;
        rule.equal = Decimal::from_integer(80);
        return rule;
      },
      missing);
  nation.leaf(
      "deduct", [](std::size_t) { return model::DeductRule{"d", dec("0.07"), {}}; }, missing);
}

template <class Gap>
void all_figures(Nation& nation, const Gap& gap) {
  nation.fill("a", Layer::Actual, 1, gap);
  nation.fill("a", Layer::Required, 2, [](std::size_t unit) { return unit % 1'999 == 5; });
  nation.fill("b", Layer::Actual, 4, gap);
  nation.fill("c", Layer::Actual, 5, gap);
  nation.fill("d", Layer::Actual, 6);
  nation.fill("low", Layer::Actual, 7);
  nation.fill("low", Layer::Required, 8);
  // Beyond the target, here and there.
  auto& stretch = nation.office.snapshot.columns[{"a", nation.office.period, Layer::Stretch}];
  for (std::size_t unit = 0; unit < nation.office.snapshot.units.size(); unit += 3)
    stretch.set(unit, figure(unit, 2) + 20'000'000);
}

const auto kNo_gap = [](std::size_t) { return false; };
// Cells at the edges of chunks, and some between.
const auto kGaps = [](std::size_t unit) {
  return unit == 0 || unit == 7'999 || unit == 8'000 || unit == 16'000 || unit == 17'049 ||
         unit % 611 == 3;
};

TEST(Scoring, EqualsScoreForGroupsInRuns) {
  Nation nation(Deal::Runs);
  all_rules(nation, model::Missing::Policy::Zero);
  all_figures(nation, kNo_gap);
  nation.check();
}

TEST(Scoring, EqualsScoreForScatteredGroups) {
  for (const auto deal : {Deal::Scattered, Deal::Mixed}) {
    Nation nation(deal);
    all_rules(nation, model::Missing::Policy::Zero);
    all_figures(nation, kGaps);
    nation.check();
  }
}

TEST(Scoring, EqualsScoreWhereWeightsAreShared) {
  for (const bool weighted : {false, true}) {
    Nation nation(Deal::Runs);
    nation.weighted = weighted;
    all_rules(nation, model::Missing::Policy::Reshare);
    all_figures(nation, kGaps);
    nation.check();
  }
}

TEST(Scoring, EqualsScoreWhereFiguresAreMissing) {
  Nation nation(Deal::Runs);
  all_rules(nation, model::Missing::Policy::Fail);
  all_figures(nation, kGaps);
  nation.check();
}

TEST(Scoring, EqualsScoreWhereStatesAreTooLow) {
  Nation nation(Deal::Runs);
  all_rules(nation, model::Missing::Policy::LastPeriod);
  all_figures(nation, kNo_gap);
  auto& states = nation.office.snapshot.columns[{"b", nation.office.period, Layer::State}];
  for (std::size_t unit = 0; unit < kUnits; ++unit)
    states.set(unit, static_cast<std::int64_t>(unit % 700 == 9 ? model::State::Reviewed
                                                               : model::State::Confirmed));
  nation.office.put("u0.0", "b", nation.office.period.previous(), Layer::Actual, 5'000'000);
  nation.check();
}

// Shapes change from group to group, and come back.
TEST(Scoring, EqualsScoreWhereGroupsDiffer) {
  Nation nation(Deal::Runs);
  all_rules(nation, model::Missing::Policy::Reshare);
  all_figures(nation, kGaps);
  for (std::size_t number = 0; number < nation.office.scheme.groups.size(); ++number) {
    auto& root = nation.office.scheme.groups[number].root;
    if (number % 3 == 1) root.children.pop_back();
    if (number % 4 == 2) std::swap(root.children[0].children[0], root.children[0].children[1]);
    if (number % 5 == 3) root.children[0].children[0].cap = dec("7.5");
    if (number % 5 == 4) root.children[0].cap = dec("20");
    if (number % 2 == 1) {
      auto& added = root.children.emplace_back();
      added.id = "added";
      added.points = dec("5");
      added.uncapped = true;
      added.rule = model::DirectRule{"b", dec("120")};
      added.missing.policy = model::Missing::Policy::Reshare;
    }
  }
  nation.check();
}

TEST(Scoring, EqualsScoreWithEventsGatesAndAwards) {
  Nation nation(Deal::Mixed);
  all_rules(nation, model::Missing::Policy::Reshare);
  all_figures(nation, kGaps);
  auto& office = nation.office;
  for (auto& group : office.scheme.groups) {
    group.total_cap = dec("55");
    group.tie_breakers = {"line", "first"};
    auto& rule = group.events.emplace_back();
    rule.component = "second";
    rule.sum_cap = dec("3");
    auto& veto = group.events.emplace_back();
    veto.kind = model::EventKind::Veto;
    veto.consequence.ceiling = "B";
    auto& gate = group.gates.emplace_back();
    gate.id = gate.name = "gate";
    gate.metric = metric_of_component("rate");
    gate.at_least = ratio("1/2");
    gate.missing = model::Gate::IfMissing::Bar;
    gate.consequence.bars = {"award"};
    auto& award = group.awards.emplace_back();
    award.id = award.name = "award";
    award.by = metric_of_component("second");
    award.quota.top = 3;
  }
  for (std::size_t unit = 0; unit < kUnits; unit += 37) {
    const auto& code = office.snapshot.units[unit].code;
    office.event("e" + std::to_string(unit), code, model::EventKind::Bonus, "2.5");
    office.event("f" + std::to_string(unit), code,
                 unit % 2 == 0 ? model::EventKind::Bonus : model::EventKind::Veto, "1");
  }
  nation.check();
  const std::vector<std::size_t> units{0, 74, 5'000};
  nation.check_changes(units, {"a"}, [&] {
    auto& column = office.snapshot.columns[{"a", office.period, Layer::Actual}];
    for (const auto unit : units) column.set(unit, 1'000'000);
  });
}

// Rules that leave nothing to a group but lines, so that blocks run on over groups; some groups
// have other constants.
void lines(Nation& nation, model::Missing::Policy missing) {
  for (const auto* code : {"a", "b", "c", "d"}) nation.office.indicator(code);
  nation.office.indicator("low", model::Direction::Lower);
  nation.node("first");
  nation.leaf("rate", [](std::size_t) { return model::AttainmentRule{.indicator = "a"}; }, missing);
  nation.leaf(
      "lower",
      [](std::size_t) {
        return model::AttainmentRule{.indicator = "low", .lower = model::LowerForm::Inverse};
      },
      missing);
  nation.leaf(
      "deduct", [](std::size_t) { return model::DeductRule{"d", dec("0.07"), {}}; }, missing);
  nation.node("second");
  for (const auto* code : {"b", "c", "d"})
    nation.leaf(
        std::string("line ") + code,
        [code](std::size_t number) {
          model::LinearRule rule{.indicator = code};
          rule.from.fixed = Decimal::from_integer(static_cast<std::int64_t>(number / 2 % 40));
          rule.to.fixed = Decimal::from_integer(static_cast<std::int64_t>(90 + number / 2));
          return rule;
        },
        missing);
  nation.leaf(
      "efficacy",
      [](std::size_t number) {
        model::EfficacyRule rule{.indicator = "c"};
        rule.worst.fixed = Decimal::from_integer(static_cast<std::int64_t>(number % 10));
        rule.best.fixed = Decimal::from_integer(100);
        return rule;
      },
      missing);
  for (std::size_t number = 0; number < nation.office.scheme.groups.size(); ++number) {
    auto& group = nation.office.scheme.groups[number];
    if (number % 40 < 5) group.root.children[0].cap = dec("20");
    if (number % 50 < 4) group.total_cap = dec("41.5");
    if (number % 60 == 7) group.root.children[1].children[0].points = dec("12");
  }
}

TEST(Scoring, EqualsScoreForBlocksOverManyGroups) {
  for (const bool weighted : {false, true}) {
    Nation nation(Deal::Small);
    nation.weighted = weighted;
    lines(nation, model::Missing::Policy::Zero);
    all_figures(nation, kNo_gap);
    nation.check();
  }
}

TEST(Scoring, EqualsScoreForBlocksWithGaps) {
  for (const auto missing : {model::Missing::Policy::Reshare, model::Missing::Policy::Fail}) {
    Nation nation(Deal::Small);
    lines(nation, missing);
    all_figures(nation, kGaps);
    nation.check();
  }
}

TEST(Scoring, ChangesInBlocksEqualAFullRun) {
  Nation nation(Deal::Small);
  lines(nation, model::Missing::Policy::Reshare);
  all_figures(nation, kGaps);
  nation.pack();
  const std::vector<std::size_t> units{69, 70, 1'599, 1'600, 12'345};
  nation.check_changes(units, {"b", "c"}, [&] {
    for (const auto unit : units)
      for (const auto* code : {"b", "c"})
        nation.office.snapshot.columns[{code, nation.office.period, Layer::Actual}].set(
            unit, figure(unit, 99));
  });
}

// The last units have no rows in the column at all.
TEST(Scoring, EqualsScoreWhereColumnsAreShort) {
  Nation nation(Deal::Runs);
  all_rules(nation, model::Missing::Policy::Reshare);
  all_figures(nation, [](std::size_t unit) { return unit >= 15'500; });
  nation.check();
}

TEST(Scoring, ChangesEqualAFullRun) {
  for (const auto deal : {Deal::Runs, Deal::Scattered}) {
    Nation nation(deal);
    all_rules(nation, model::Missing::Policy::Zero);
    all_figures(nation, kGaps);
    auto& columns = nation.office.snapshot.columns;
    const auto period = nation.office.period;
    const std::vector<std::size_t> units{7'999, 8'000, 3, 17'049};
    nation.check_changes(units, {"a", "b", "c", "d"}, [&] {
      columns[{"a", period, Layer::Actual}].set(7'999, 99'000'000);
      columns[{"b", period, Layer::Actual}].clear(8'000);
      columns[{"c", period, Layer::Actual}].set(3, 900'000'000);  // the group's greatest
      columns[{"d", period, Layer::Actual}].set(17'049, -1);      // wrong: incomplete
      columns[{"a", period, Layer::Upper}].set(3, 1);             // a column that was not there
    });
  }
}

// Two nodes of one leaf each. Figures of the second are read again only when it is said that they
// changed.
TEST(Scoring, ReadsOnlyWhatChanged) {
  Office office;
  office.units({"x"});
  for (const auto* code : {"a", "b"}) {
    office.indicator(code);
    office.figure("x", code, "40");
    auto& node = office.group().root.children.emplace_back();
    node.id = std::string("n") + code;
    node.points = dec("10");
    Office::add_leaf(node, code, "10", model::DirectRule{code, dec("80")});
  }
  auto scoring = Scoring::make(office.scheme, office.period, office.snapshot, {});
  ASSERT_TRUE(scoring);
  scoring->run(1);
  EXPECT_EQ(scoring->group(0).totals[0], 10'000'000);
  for (const auto* code : {"a", "b"})
    office.put("x", code, office.period, Layer::Actual, 80'000'000);
  scoring->rescore(std::array{ChangedFigure{0, "a"}});
  EXPECT_EQ(scoring->group(0).totals[0], 15'000'000);
  scoring->rescore(std::array{ChangedFigure{0, "b"}});
  EXPECT_EQ(scoring->group(0).totals[0], 20'000'000);
}

// A node that loses all its figures is left out, with all below it; then it has some again.
TEST(Scoring, ChangesThatLeaveNodesOutEqualAFullRun) {
  Nation nation(Deal::Runs, 1'000);
  all_rules(nation, model::Missing::Policy::Reshare);
  all_figures(nation, kNo_gap);
  auto& columns = nation.office.snapshot.columns;
  const auto column = [&](const char* code) -> model::Column& {
    return columns[{code, nation.office.period, Layer::Actual}];
  };
  nation.check_rounds(
      5, {"a", "low", "b", "a"},
      {[&] { column("a").clear(5); }, [&] { column("low").clear(5); },
       [&] { column("b").set(5, 1'000'000); }, [&] { column("a").set(5, 7'000'000); }});
}

TEST(Scoring, ExplainsOneUnitInFull) {
  Nation nation(Deal::Runs, 1'500);
  all_rules(nation, model::Missing::Policy::Reshare);
  all_figures(nation, kGaps);
  const auto full = nation.office.run();
  ASSERT_TRUE(full);
  for (const std::size_t ordinal : {0U, 3U, 996U, 1'499U}) {
    const auto& code = nation.office.snapshot.units[ordinal].code;
    const auto found = explain(nation.office.scheme, nation.office.period, nation.office.snapshot,
                               nation.office.assessments, code);
    ASSERT_TRUE(found);
    const auto& group = full->groups[ordinal / 997];
    EXPECT_EQ(difference(written(*found), written(explained(group, code))), "");
  }
}

TEST(Scoring, SaysWhichUnitIsNotScored) {
  Nation nation(Deal::Runs, 10);
  nation.office.units({"other"});
  all_rules(nation, model::Missing::Policy::Zero);
  const auto found =
      explain(nation.office.scheme, nation.office.period, nation.office.snapshot, {}, "other");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().front().code, "score.unit_not_scored");
  EXPECT_EQ(found.error().front().where.unit, "other");
}

TEST(Scoring, RefusesWhatScoreRefuses) {
  Nation nation(Deal::Runs, 10);
  nation.node("n");
  nation.leaf("l", [](std::size_t) { return model::DirectRule{"unknown", dec("100")}; });
  const auto made = Scoring::make(nation.office.scheme, nation.office.period,
                                  nation.office.snapshot, nation.office.assessments);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().front().code, "score.unknown_indicator");
}

// Three units, by hand: 40/80, 60/80 and 80/80 of 10 points; the second and third are graded.
TEST(Scoring, GivesItsResultsByColumns) {
  Office office;
  office.indicator("a");
  for (const auto& [unit, value] : {std::pair{"x", "40"}, {"y", "60"}, {"z", "80"}})
    office.figure(unit, "a", value);
  office.units({"x", "y", "z"});
  auto& node = office.group().root.children.emplace_back();
  node.id = "n";
  node.points = dec("10");
  Office::add_leaf(node, "a", "10", model::DirectRule{"a", dec("80")});
  office.group().grades.push_back({.id = "pass", .at_least = dec("7")});
  auto scoring = Scoring::make(office.scheme, office.period, office.snapshot, {});
  ASSERT_TRUE(scoring);
  scoring->run(1);
  const auto group = scoring->group(0);
  const std::vector<std::int64_t> totals(group.totals.begin(), group.totals.end());
  EXPECT_EQ(totals, (std::vector<std::int64_t>{5'000'000, 7'500'000, 10'000'000}));
  EXPECT_EQ(std::vector(group.ranks.begin(), group.ranks.end()),
            (std::vector<std::uint32_t>{3, 2, 1}));
  EXPECT_EQ(std::vector(group.grades.begin(), group.grades.end()),
            (std::vector<std::uint16_t>{kNo_grade, 0, 0}));
  ASSERT_EQ(group.nodes.size(), 1U);
  EXPECT_EQ(group.nodes[0].component->id, "n");
  EXPECT_EQ(group.nodes[0].points[1], 7'500'000);
  ASSERT_TRUE(scoring->find(2));
  EXPECT_EQ(scoring->find(2)->position, 2U);
  EXPECT_FALSE(scoring->find(3));
}

}  // namespace
}  // namespace assay::score::test
