// Each rule's formula and edges, through score(); expected points are worked out by hand beside
// them.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::AttainmentRule;
using model::Bound;
using model::Direction;
using model::LowerForm;
using model::TargetChoice;
using model::ZeroTarget;
using test::dec;
using test::Office;
using test::outcome;
using test::ratio;

struct Attainment {
  const char* what;
  Direction direction;
  const char* actual;
  const char* required;
  const char* expected;  // of 10 points; a code where the unit is incomplete
  LowerForm lower = LowerForm::Inverse;
  const char* cap = "1";
  const char* floor = "0";
  ZeroTarget zero = ZeroTarget::Refuse;
  const char* bonus = "";
  const char* stretch = "";
  const char* upper = "";
};

Office office_of(const Attainment& row) {
  Office office;
  office.indicator("X", row.direction);
  office.figure("a", "X", row.actual);
  office.target("a", "X", {.required = row.required, .stretch = row.stretch, .upper = row.upper});
  AttainmentRule rule{.indicator = "X", .cap = ratio(row.cap), .floor = ratio(row.floor)};
  rule.stretch_bonus = test::maybe(row.bonus);
  rule.lower = row.lower;
  rule.tolerance = dec("5");
  rule.zero_target = row.zero;
  rule.target = *row.upper == '\0' ? TargetChoice::Required : TargetChoice::Harder;
  office.leaf("x", "10", rule);
  return office;
}

constexpr auto kHigher = Direction::Higher;
constexpr auto kLower = Direction::Lower;
constexpr auto kTarget = Direction::Target;
constexpr auto kInverse = LowerForm::Inverse;
constexpr auto kMirror = LowerForm::Mirror;

void check(std::span<const Attainment> rows) {
  for (const auto& row : rows)
    EXPECT_EQ(outcome(office_of(row).unit("a")), row.expected) << row.what;
}

TEST(AttainmentRule, MeasuresAgainstTheTarget) {
  static constexpr Attainment kRows[] = {
      {"10·82.4/100", kHigher, "82.4", "100", "8.24"},
      {"10·2/3", kHigher, "2", "3", "6.666667"},
      {"capped at 1", kHigher, "150", "100", "10"},
      {"10·1.15", kHigher, "115", "100", "11.5", kInverse, "1.2"},
      {"10·1.2", kHigher, "150", "100", "12", kInverse, "1.2"},
      {"a negative figure earns nothing", kHigher, "-5", "100", "0"},
      {"not below a tenth", kHigher, "-5", "100", "1", kInverse, "1", "0.1"},
      {"10·30/40", kLower, "40", "30", "7.5"},
      {"30/20 is capped", kLower, "20", "30", "10"},
      {"nothing left at all: the cap", kLower, "0", "30", "12", kInverse, "1.2"},
      {"below nothing: the cap", kLower, "-1", "30", "12", kInverse, "1.2"},
      {"10·(2 − 40/30)", kLower, "40", "30", "6.666667", kMirror},
      {"10·(2 − 70/30) is below 0", kLower, "70", "30", "0", kMirror},
      {"10·(2 − 24/30) is capped", kLower, "24", "30", "12", kMirror, "1.2"},
      {"10·(2 − 0/30) is capped", kLower, "0", "30", "12", kMirror, "1.2"},
      {"10·(1 − 2/5)", kTarget, "98", "100", "6"},
      {"10·(1 − 2/5) above", kTarget, "102", "100", "6"},
      {"met", kTarget, "100", "100", "10"},
      {"6 off by a tolerance of 5", kTarget, "94", "100", "0"},
      {"a target of 0 is no divisor here", kTarget, "-1", "0", "8"},
      {"nor a negative one", kTarget, "-100", "-101", "8"},
  };
  check(kRows);
}

TEST(AttainmentRule, DecidesAZeroTargetByItsPolicy) {
  static constexpr Attainment kRows[] = {
      {"refused", kHigher, "5", "0", "zero_target"},
      {"full", kHigher, "-5", "0", "10", kInverse, "1.2", "0", ZeroTarget::Full},
      {"zero", kHigher, "5", "0", "0", kInverse, "1", "0.5", ZeroTarget::Zero},
      {"met", kHigher, "0", "0", "10", kInverse, "1", "0", ZeroTarget::MetIfZero},
      {"met above", kHigher, "3", "0", "10", kInverse, "1", "0", ZeroTarget::MetIfZero},
      {"not met", kHigher, "-0.000001", "0", "0", kInverse, "1", "0", ZeroTarget::MetIfZero},
      {"lower refused", kLower, "0", "0", "zero_target"},
      {"lower met", kLower, "0", "0", "10", kInverse, "1", "0", ZeroTarget::MetIfZero},
      {"lower met, mirror", kLower, "-2", "0", "10", kMirror, "1", "0", ZeroTarget::MetIfZero},
      {"lower not met", kLower, "1", "0", "0", kInverse, "1", "0", ZeroTarget::MetIfZero},
      {"no bonus either", kHigher, "9", "0", "10", kInverse, "1", "0", ZeroTarget::Full, "2", "10"},
      {"negative", kHigher, "5", "-1", "negative_target", kInverse, "1", "0", ZeroTarget::Full},
      {"negative lower", kLower, "5", "-1", "negative_target", kMirror},
  };
  check(kRows);
}

TEST(AttainmentRule, RewardsTheWayToTheStretchTarget) {
  constexpr auto kRefuse = ZeroTarget::Refuse;
  static constexpr Attainment kRows[] = {
      {"10 + 2·20/50", kHigher, "120", "100", "10.8", kInverse, "1", "0", kRefuse, "2", "150"},
      {"10 + 2", kHigher, "170", "100", "12", kInverse, "1", "0", kRefuse, "2", "150"},
      {"exactly the target", kHigher, "100", "100", "10", kInverse, "1", "0", kRefuse, "2", "150"},
      {"below the target", kHigher, "99", "100", "9.9", kInverse, "1", "0", kRefuse, "2", "150"},
      {"10 + 2·1/3", kHigher, "101", "100", "10.666667", kInverse, "1", "0", kRefuse, "2", "103"},
      {"less is better: 10 + 2·5/20", kLower, "25", "30", "10.5", kInverse, "1", "0", kRefuse, "2",
       "10"},
      {"mirror: 10 + 2·20/20", kLower, "10", "30", "12", kMirror, "1", "0", kRefuse, "2", "10"},
      {"no stretch target", kHigher, "120", "100", "10", kInverse, "1", "0", kRefuse, "2"},
      {"equal to the target", kHigher, "9", "100", "bad_stretch", kInverse, "1", "0", kRefuse, "2",
       "100"},
      {"on the wrong side", kLower, "9", "30", "bad_stretch", kInverse, "1", "0", kRefuse, "2",
       "31"},
      {"no good direction", kTarget, "100", "100", "10", kInverse, "1", "0", kRefuse, "2", "150"},
      {"beyond the harder target only: 10·110/120", kHigher, "110", "100", "9.166667", kInverse,
       "1", "0", kRefuse, "2", "150", "120"},
      {"10 + 2·15/30", kHigher, "135", "100", "11", kInverse, "1", "0", kRefuse, "2", "150", "120"},
  };
  check(kRows);
}

TEST(AttainmentRule, NotesThatThereIsNoStretchTarget) {
  const auto unit = office_of({.what = "",
                               .direction = kHigher,
                               .actual = "120",
                               .required = "100",
                               .expected = "",
                               .bonus = "2"})
                        .unit("a");
  EXPECT_TRUE(test::has(unit.components.front().trace, "stretch.none"));
}

// G04 就高不就低
TEST(AttainmentRule, TakesTheHarderTarget) {
  constexpr auto kRefuse = ZeroTarget::Refuse;
  static constexpr Attainment kRows[] = {
      {"upper is higher: 10·90/120", kHigher, "90", "100", "7.5", kInverse, "1", "0", kRefuse, "",
       "", "120"},
      {"own is higher: 10·90/100", kHigher, "90", "100", "9", kInverse, "1", "0", kRefuse, "", "",
       "80"},
      {"upper is lower: 10·20/40", kLower, "40", "30", "5", kInverse, "1", "0", kRefuse, "", "",
       "20"},
      {"own is lower: 10·30/40", kLower, "40", "30", "7.5", kInverse, "1", "0", kRefuse, "", "",
       "35"},
  };
  check(kRows);
}

TEST(AttainmentRule, ExplainsItselfRecomputably) {
  Office office;
  office.figure("a", "X", "82.4", "2024", model::State::Confirmed, "统计局");
  office.target("a", "X", {.required = "100"});
  office.leaf("x", "10", AttainmentRule{.indicator = "X", .cap = ratio("120%")});
  const auto unit = office.unit("a");
  ASSERT_EQ(unit.terms.size(), 1U);
  EXPECT_EQ(in_english(unit.terms[0].how), "10 × min(82.4 (统计局) / 100, 1.2)");
  EXPECT_EQ(unit.terms[0].full, dec("12"));
  const auto& trace = unit.components[0].trace;
  EXPECT_EQ(test::data_of(trace, "figure.read", "value"), "82.4");
  EXPECT_EQ(test::data_of(trace, "figure.read", "target"), "100");
  EXPECT_EQ(test::data_of(trace, "figure.read", "source"), "统计局");
}

TEST(AttainmentRule, ExplainsTheStretchAndTheHarderTarget) {
  Office office;
  office.figure("a", "X", "135", "2024", model::State::Confirmed, "年报");
  office.target("a", "X", {.required = "100", .stretch = "150", .upper = "120"});
  office.leaf(
      "x", "10",
      AttainmentRule{.indicator = "X", .stretch_bonus = dec("2"), .target = TargetChoice::Harder});
  const auto unit = office.unit("a");
  EXPECT_EQ(in_english(unit.terms[0].how), "10 + 2 × min((135 (年报) − 120) / (150 − 120), 1)");
  EXPECT_EQ(test::data_of(unit.components[0].trace, "figure.read", "target"), "120");
  EXPECT_EQ(test::data_of(unit.components[0].trace, "figure.read", "required"), "100");
}

TEST(AttainmentRule, ExplainsEachDirection) {
  const std::tuple<Direction, LowerForm, const char*> rows[] = {
      {kLower, kInverse, "10 × min(30 / 40, 1)"},
      {kLower, kMirror, "10 × min(2 − 40 / 30, 1)"},
      {kTarget, kInverse, "10 × max(0, min(1 − |40 − 30| / 5, 1))"},  // below 0, so shown
  };
  for (const auto& [direction, lower, how] : rows) {
    const auto unit = office_of({"", direction, "40", "30", "", lower}).unit("a");
    EXPECT_EQ(in_english(unit.terms[0].how), how);
  }
}

TEST(AttainmentRule, PacesTheTargetOfAPartOfTheYear) {
  Office office;
  office.period = test::period("2024Q1");
  office.figure("a", "X", "200", "2024Q1");
  office.target("a", "X", {.required = "1000"});
  office.leaf("x", "10", AttainmentRule{.indicator = "X", .pace_linear = true});
  EXPECT_EQ(outcome(office.unit("a")), "8");  // 10·200/250
}

struct Line {
  const char* what;
  const char* value;
  Bound from;
  Bound to;
  const char* expected;  // of 20 points
};

Bound fixed(const char* value) { return {Bound::Kind::Fixed, dec(value)}; }
Bound layer(Bound::Kind kind) { return {kind, {}}; }

TEST(LinearRule, LiesBetweenItsEnds) {
  using Kind = Bound::Kind;
  const Line rows[] = {
      {"20·33.5/40", "93.5", fixed("60"), fixed("100"), "16.75"},
      {"the lower end", "60", fixed("60"), fixed("100"), "0"},
      {"below it", "59.999999", fixed("60"), fixed("100"), "0"},
      {"the upper end", "100", fixed("60"), fixed("100"), "20"},
      {"above it", "101", fixed("60"), fixed("100"), "20"},
      {"less is better: 20·(10 − 4)/(10 − 2)", "4", fixed("10"), fixed("2"), "15"},
      {"negative ends: 20·5/20", "-5", fixed("-10"), fixed("10"), "5"},
      {"20·1/3", "1", fixed("0"), fixed("3"), "6.666667"},
      {"baseline 40 to required 80: 20·30/40", "70", layer(Kind::Baseline), layer(Kind::Required),
       "15"},
      {"required 80 to stretch 90: 20·5/10", "85", layer(Kind::Required), layer(Kind::Stretch),
       "10"},
      {"no upper target", "85", layer(Kind::Required), layer(Kind::Upper), "missing_target"},
      {"equal ends", "85", fixed("80"), layer(Kind::Required), "equal_bounds"},
  };
  for (const auto& row : rows) {
    Office office;
    office.figure("a", "X", row.value);
    office.target("a", "X", {.required = "80", .stretch = "90", .baseline = "40"});
    office.leaf("x", "20", model::LinearRule{"X", row.from, row.to});
    EXPECT_EQ(outcome(office.unit("a")), row.expected) << row.what;
  }
}

// F05: 以上 is ≥, 不足 is <.
TEST(StepsRule, GivesTheFirstStepReached) {
  const std::pair<const char*, const char*> at_least[] = {
      {"95", "10"}, {"94.999999", "6"}, {"80", "6"}, {"79.999999", "1"}, {"-3", "1"}};
  for (const auto& [value, expected] : at_least) {
    Office office;
    office.figure("a", "X", value);
    model::StepsRule rule{.indicator = "X", .otherwise = dec("1")};
    rule.steps = {{ratio("95"), dec("10")}, {ratio("80"), dec("6")}};
    office.leaf("x", "10", rule);
    EXPECT_EQ(outcome(office.unit("a")), expected) << value;
  }
  const std::pair<const char*, const char*> at_most[] = {
      {"0", "10"}, {"2", "10"}, {"2.000001", "6"}, {"5", "6"}, {"5.000001", "0"}};
  for (const auto& [value, expected] : at_most) {
    Office office;
    office.figure("a", "X", value);
    model::StepsRule rule{.indicator = "X", .at_most = true};
    rule.steps = {{ratio("2"), dec("10")}, {ratio("5"), dec("6")}};
    office.leaf("x", "10", rule);
    EXPECT_EQ(outcome(office.unit("a")), expected) << value;
  }
}

Office stepped(Direction direction, const char* actual, const char* required) {
  Office office;
  office.indicator("X", direction);
  office.figure("a", "X", actual);
  office.target("a", "X", {.required = required});
  model::StepsRule rule{.indicator = "X", .of_attainment = true};
  rule.attainment = {.indicator = "X", .lower = LowerForm::Inverse, .tolerance = dec("5")};
  rule.steps = {{ratio("1.1"), dec("12")}, {ratio("95%"), dec("10")}, {ratio("2/3"), dec("6")}};
  office.leaf("x", "10", rule);
  return office;
}

TEST(StepsRule, ComparesTheExactRate) {
  EXPECT_EQ(outcome(stepped(kHigher, "110", "100").unit("a")), "12");  // no cap on the way
  EXPECT_EQ(outcome(stepped(kHigher, "95", "100").unit("a")), "10");
  EXPECT_EQ(outcome(stepped(kHigher, "94.999999", "100").unit("a")), "6");
  EXPECT_EQ(outcome(stepped(kHigher, "2", "3").unit("a")), "6");
  // 2.000000/3.000001 is below 2/3.
  EXPECT_EQ(outcome(stepped(kHigher, "2", "3.000001").unit("a")), "0");
  EXPECT_EQ(outcome(stepped(kLower, "0", "3").unit("a")), "12");  // boundless
  EXPECT_EQ(outcome(stepped(kHigher, "1", "0").unit("a")), "zero_target");
}

Office efficacy(std::initializer_list<std::pair<const char*, const char*>> figures,
                const model::EfficacyRule& rule) {
  Office office;
  for (const auto& [unit, value] : figures) office.figure(unit, "X", value);
  office.leaf("x", "10", rule);
  return office;
}

TEST(EfficacyRule, PlacesTheValueBetweenWorstAndBest) {
  const model::EfficacyRule rule{.indicator = "X", .worst = fixed("20"), .best = fixed("100")};
  const std::pair<const char*, const char*> rows[] = {
      {"50", "7.5"},   // 10·(60 + 40·30/80)/100
      {"100", "10"},   // (60 + 40)
      {"20", "6"},     // 60
      {"0", "5"},      // 60 − 40·20/80 = 50
      {"-200", "0"},   // 60 − 40·220/80 < 0
      {"500", "10"},   // over 100 counts as 100
      {"33", "6.65"},  // 60 + 40·13/80 = 66.5
  };
  for (const auto& [value, expected] : rows)
    EXPECT_EQ(outcome(efficacy({{"a", value}}, rule).unit("a")), expected) << value;
}

TEST(EfficacyRule, TakesItsEndsFromTheGroup) {
  model::EfficacyRule rule{
      .indicator = "X", .worst = {Bound::Kind::GroupMin, {}}, .best = {Bound::Kind::GroupMax, {}}};
  auto office = efficacy({{"a", "10"}, {"b", "40"}, {"c", "20"}}, rule);
  office.units({"d"});  // without a figure: incomplete, and no end of the scale
  EXPECT_EQ(outcome(office.unit("a")), "6");
  EXPECT_EQ(outcome(office.unit("b")), "10");
  EXPECT_EQ(outcome(office.unit("c")), "7.333333");  // 10·(60 + 40·10/30)/100
  EXPECT_EQ(outcome(office.unit("d")), "missing_figure");
}

TEST(EfficacyRule, NeedsARuleWhereBothEndsAreEqual) {
  model::EfficacyRule rule{
      .indicator = "X", .worst = {Bound::Kind::GroupMin, {}}, .best = {Bound::Kind::GroupMax, {}}};
  EXPECT_EQ(outcome(efficacy({{"a", "10"}}, rule).unit("a")), "equal_bounds");  // a group of one
  rule.equal = dec("85");
  EXPECT_EQ(outcome(efficacy({{"a", "10"}}, rule).unit("a")), "8.5");
  EXPECT_EQ(outcome(efficacy({{"a", "7"}, {"b", "7"}}, rule).unit("b")), "8.5");  // all alike
}

TEST(DeductRule, TakesPointsPerOccurrence) {
  const std::pair<const char*, const char*> rows[] = {
      {"0", "5"},   {"3", "3.5"},      {"8", "1"},
      {"100", "1"}, {"0.000001", "5"}, {"-1", "out_of_full_marks"}};
  for (const auto& [value, expected] : rows) {
    Office office;
    office.figure("a", "X", value);
    // 5 − 0.5·x, at least 1. 0.5 of a millionth: 4.9999995 rounds to 5.
    office.leaf("x", "5", model::DeductRule{"X", dec("0.5"), dec("1")});
    EXPECT_EQ(outcome(office.unit("a")), expected) << value;
  }
}

TEST(YesNoRule, KnowsOnlyYesAndNo) {
  const std::pair<const char*, const char*> rows[] = {{"1", "4"},
                                                      {"0", "0"},
                                                      {"0.999999", "not_yes_no"},
                                                      {"2", "not_yes_no"},
                                                      {"-1", "not_yes_no"}};
  for (const auto& [value, expected] : rows) {
    Office office;
    office.figure("a", "X", value);
    office.leaf("x", "4", model::YesNoRule{"X"});
    EXPECT_EQ(outcome(office.unit("a")), expected) << value;
  }
}

// J19
TEST(YesNoRule, AsksForEvidence) {
  for (const bool sourced : {false, true}) {
    Office office;
    office.figure("a", "X", "1", "2024", model::State::Confirmed, sourced ? "文件〔2024〕3号" : "");
    office.leaf("x", "4", model::YesNoRule{"X", true});
    EXPECT_EQ(outcome(office.unit("a")), sourced ? "4" : "missing_evidence");
  }
}

TEST(DirectRule, ConvertsFromFullMarks) {
  const std::pair<const char*, const char*> rows[] = {{"88.5", "13.275"},  // 15·88.5/100
                                                      {"0", "0"},
                                                      {"100", "15"},
                                                      {"100.000001", "out_of_full_marks"},
                                                      {"-0.000001", "out_of_full_marks"}};
  for (const auto& [value, expected] : rows) {
    Office office;
    office.figure("a", "X", value);
    office.leaf("x", "15", model::DirectRule{"X", dec("100")});
    EXPECT_EQ(outcome(office.unit("a")), expected) << value;
  }
}

TEST(Rules, RefuseWhatDoesNotFit) {
  Office office;
  office.figure("a", "X", "9200000000000");
  office.target("a", "X", {.required = "0.000001"});
  // 10·9.2·10¹² / 10⁻⁶, uncapped
  office.leaf("x", "10", AttainmentRule{.indicator = "X", .cap = ratio("9000000000000000000")});
  EXPECT_EQ(outcome(office.unit("a")), "out_of_range");
}

TEST(Rules, StayExactNearTheEndsOfTheRange) {
  Office office;
  office.group().root.points = dec("9000000000000");
  office.figure("a", "X", "9199999999999.999999");
  office.target("a", "X", {.required = "9200000000000"});
  office.leaf("x", "9000000000000", AttainmentRule{.indicator = "X"});
  // 9·10¹²·(1 − 10⁻⁶/9.2·10¹²) = 9·10¹² − 0.978…·10⁻⁶
  EXPECT_EQ(outcome(office.unit("a")), "8999999999999.999999");
}

TEST(Rules, RoundHalvesAsTheSchemeSays) {
  // 5·0.000001/2 and 7·…: 2.5 and 3.5 millionths.
  const std::tuple<Rounding, const char*, const char*> rows[] = {
      {Rounding::HalfAwayFromZero, "5", "0.000003"},
      {Rounding::HalfEven, "5", "0.000002"},
      {Rounding::HalfAwayFromZero, "7", "0.000004"},
      {Rounding::HalfEven, "7", "0.000004"},
  };
  for (const auto& [rounding, points, expected] : rows) {
    Office office;
    office.scheme.rounding = rounding;
    office.figure("a", "X", "0.000001");
    office.target("a", "X", {.required = "2"});
    office.leaf("x", points, AttainmentRule{.indicator = "X"});
    EXPECT_EQ(outcome(office.unit("a")), expected) << points;
  }
}

}  // namespace
}  // namespace assay::score
