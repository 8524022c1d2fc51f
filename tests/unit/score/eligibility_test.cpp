// Gates at their bounds, the tracks of consequences, and who is outdone by whom.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::Consequence;
using model::EventKind;
using model::Gate;
using model::Metric;
using test::codes;
using test::data_of;
using test::dec;
using test::Office;
using test::outcome;
using test::ratio;

// Grades by threshold only: excellent 90, good 80, ordinary, and poor, which none reaches.
void add_grades(Office& office) {
  office.group().grades = {{.id = "excellent", .name = "优秀", .at_least = dec("90")},
                           {.id = "good", .name = "良好", .at_least = dec("80")},
                           {.id = "ordinary", .name = "一般"},
                           {.id = "poor", .name = "较差"}};
}

Gate gate_on(const Metric& metric, const char* at_least, const Consequence& consequence) {
  Gate gate;
  gate.id = "g60";
  gate.name = "g60";
  gate.metric = metric;
  gate.at_least = ratio(at_least);
  gate.consequence = consequence;
  return gate;
}

Consequence at_best_good() { return {.ceiling = "good"}; }

// Unit a with 95 points and a completion rate handed over by a plugin.
Office by_plugin(const model::FieldValue& completion) {
  Office office;
  add_grades(office);
  office.direct("p", "100", {{"a", "95"}});
  office.field("investment", "completion", {{"a", completion}});
  office.group().gates = {
      gate_on(test::metric_of("investment", "completion"), "60%", at_best_good())};
  return office;
}

// X31: below 60 % bars, exactly 60 % passes, compared unrounded. X32: the score is untouched.
TEST(Gate, ComparesUnroundedAndLeavesTheScoreAlone) {
  const std::pair<const char*, const char*> rows[] = {
      {"59.999999%", "good"},
      {"60%", "excellent"},
      {"5999999/10000000", "good"},
      {"3/5", "excellent"},
      {"6000001/10000000", "excellent"},
      {"0", "good"},
      {"-1", "good"},
      // 0.6 − 10⁻¹⁸, next to it in 64 bits
      {"599999999999999999/1000000000000000000", "good"},
  };
  for (const auto& [completion, grade] : rows) {
    const auto unit = by_plugin(ratio(completion)).unit("a");
    EXPECT_EQ(unit.grade, grade) << completion;
    EXPECT_EQ(outcome(unit), "95") << completion;
    EXPECT_EQ(codes(unit.notes), unit.grade == "good" ? "gate.failed grade.ceiling" : "");
  }
}

TEST(Gate, SaysWhatItCompared) {
  const auto unit = by_plugin(ratio("5999999/10000000")).unit("a");
  EXPECT_EQ(data_of(unit.notes, "gate.failed", "metric"), "5999999/10000000");
  EXPECT_EQ(data_of(unit.notes, "gate.failed", "at_least"), "3/5");
  EXPECT_EQ(in_english(unit.notes[0].message),
            "g60: 59.99999% is below 60%; the score stays as it is, only grade and awards are "
            "limited");
}

TEST(Gate, MeasuresAttainmentWithoutCapOrFloor) {
  const std::pair<const char*, const char*> rows[] = {
      {"59.999999", "good"}, {"60", "excellent"}, {"150", "excellent"}};
  for (const auto& [actual, grade] : rows) {
    Office office;
    add_grades(office);
    office.direct("p", "100", {{"a", "95"}});
    office.figure("a", "X", actual);
    office.target("a", "X", {.required = "100"});
    const auto metric = test::metric_of({.indicator = "X"});
    office.group().gates = {gate_on(metric, "0.6", at_best_good())};
    EXPECT_EQ(office.unit("a").grade, grade) << actual;
  }
}

TEST(Gate, AFigureOfNothingLeftPassesAnyRate) {
  Office office;
  add_grades(office);
  office.direct("p", "100", {{"a", "95"}});
  office.indicator("X", model::Direction::Lower);
  office.figure("a", "X", "0");
  office.target("a", "X", {.required = "3"});
  const auto metric = test::metric_of({.indicator = "X", .lower = model::LowerForm::Inverse});
  office.group().gates = {gate_on(metric, "1000%", at_best_good())};
  EXPECT_EQ(office.unit("a").grade, "excellent");
}

TEST(Gate, MeasuresComponentsAgainstFullMarksAndTheTotalInPoints) {
  Office office;
  add_grades(office);
  office.direct("p", "50", {{"a", "29.999999"}});
  office.direct("q", "50", {{"a", "50"}});
  auto gate = gate_on(test::metric_of_component("p"), "60%", at_best_good());
  office.group().gates = {gate};
  EXPECT_EQ(codes(office.unit("a").notes), "gate.failed grade.ceiling");
  EXPECT_EQ(data_of(office.unit("a").notes, "gate.failed", "metric"), "29999999/50000000");
  gate.at_least = ratio("59.999998%");
  office.group().gates = {gate};
  EXPECT_EQ(codes(office.unit("a").notes), "");
  office.group().gates = {gate_on(test::metric_of_total(), "79.999999", at_best_good())};
  EXPECT_EQ(codes(office.unit("a").notes), "");
  office.group().gates = {gate_on(test::metric_of_total(), "80", at_best_good())};
  EXPECT_EQ(codes(office.unit("a").notes), "gate.failed grade.ceiling");
}

TEST(Gate, AMissingMetricFollowsItsRule) {
  const std::tuple<Gate::IfMissing, const char*, const char*, const char*> rows[] = {
      {Gate::IfMissing::Fail, "missing_gate_metric", "", ""},
      {Gate::IfMissing::Pass, "95", "excellent", "gate.missing"},
      {Gate::IfMissing::Bar, "95", "good", "gate.missing gate.failed grade.ceiling"},
  };
  for (const auto& [rule, expected, grade, notes] : rows) {
    auto office = by_plugin(std::monostate{});
    office.group().gates[0].missing = rule;
    const auto unit = office.unit("a");
    EXPECT_EQ(outcome(unit), expected);
    EXPECT_EQ(unit.grade, grade);
    EXPECT_EQ(codes(unit.notes), notes);
    EXPECT_EQ(unit.terms.empty(), !unit.total);
  }
}

TEST(Gate, SaysThatAMissingMetricCountsAsBelow) {
  auto office = by_plugin(std::monostate{});
  office.group().gates[0].missing = Gate::IfMissing::Bar;
  const auto unit = office.unit("a");
  ASSERT_EQ(codes(unit.notes), "gate.missing gate.failed grade.ceiling");
  EXPECT_EQ(in_english(unit.notes[1].message),
            "g60: without a figure this counts as below 60%; the score stays as it is, only grade "
            "and awards are limited");
  EXPECT_EQ(data_of(unit.notes, "gate.failed", "metric"), "");
}

TEST(Gate, WrongDataAndFailedPluginsAreNotMissing) {
  auto office = by_plugin(std::monostate{});
  office.group().gates[0].missing = Gate::IfMissing::Pass;
  office.assessments[0].failures[0] = {"crashed", {}};
  EXPECT_EQ(outcome(office.unit("a")), "plugin_failed");

  Office zero;
  zero.direct("p", "100", {{"a", "95"}});
  zero.figure("a", "X", "1");
  zero.target("a", "X", {.required = "0"});
  const auto metric = test::metric_of({.indicator = "X"});
  zero.group().gates = {gate_on(metric, "60%", at_best_good())};
  zero.group().gates[0].missing = Gate::IfMissing::Pass;
  EXPECT_EQ(outcome(zero.unit("a")), "zero_target");
}

TEST(Gate, OfAScoreThatIsMissingSaysNothingNew) {
  Office office;
  office.units({"a"});
  office.direct("p", "100", {});
  office.group().gates = {gate_on(test::metric_of_total(), "60", at_best_good())};
  EXPECT_EQ(outcome(office.unit("a")), "missing_figure");
}

struct Pair {
  const char* what;
  Consequence first;
  Consequence second;
  const char* grade;
  const char* notes;  // after those of the two events
};

// F02: all pairs of the grade tracks; the worst wins, everything is listed.
TEST(Consequences, TheWorstWinsAndAllAreListed) {
  const auto force = [](const char* grade) { return Consequence{.force = grade}; };
  const auto ceiling = [](const char* grade) { return Consequence{.ceiling = grade}; };
  const Pair rows[] = {
      {"none", {}, {}, "excellent", ""},
      {"force", force("ordinary"), {}, "ordinary", "grade.forced"},
      {"ceiling", ceiling("good"), {}, "good", "grade.ceiling"},
      {"two forces", force("ordinary"), force("poor"), "poor", "consequence.outdone grade.forced"},
      {"two forces, other order", force("poor"), force("ordinary"), "poor",
       "grade.forced consequence.outdone"},
      {"the same force twice", force("poor"), force("poor"), "poor", "grade.forced grade.forced"},
      {"two ceilings", ceiling("good"), ceiling("ordinary"), "ordinary",
       "consequence.outdone grade.ceiling"},
      {"force below ceiling", force("ordinary"), ceiling("good"), "ordinary",
       "grade.forced consequence.outdone"},
      {"force above ceiling", force("excellent"), ceiling("good"), "good",
       "consequence.outdone grade.ceiling"},
      {"force at the ceiling", force("good"), ceiling("good"), "good",
       "grade.forced grade.ceiling"},
      {"a force for the better", force("excellent"), {}, "excellent", "grade.forced"},
      {"ceiling before force", ceiling("poor"), force("ordinary"), "poor",
       "consequence.outdone grade.ceiling"},
      {"one event with both",
       {.force = "ordinary", .ceiling = "good"},
       {},
       "ordinary",
       "grade.forced consequence.outdone"},
      {"money and ceiling",
       {.money = ratio("30%")},
       ceiling("good"),
       "good",
       "grade.ceiling money.withheld"},
      {"two cuts",
       {.money = ratio("30%")},
       {.money = ratio("100%")},
       "excellent",
       "consequence.outdone money.withheld"},
      {"the same cut twice",
       {.money = ratio("3/10")},
       {.money = ratio("30%")},
       "excellent",
       "money.withheld money.withheld"},
      {"all measures",
       {.personnel = {"书面检查", "约谈"}},
       {.personnel = {"引咎辞职"}},
       "excellent",
       "personnel.measure personnel.measure personnel.measure"},
      {"all bars",
       {.bars = {"w"}},
       {.bars = {"w", "v"}},
       "excellent",
       "award.barred award.barred award.barred"},
  };
  for (const auto& row : rows) {
    Office office;
    add_grades(office);
    office.direct("p", "100", {{"a", "95"}});
    office.group().events = {{.kind = EventKind::Veto, .consequence = row.first},
                             {.kind = EventKind::Falsification, .consequence = row.second}};
    office.event("e1", "a", EventKind::Veto);
    office.event("e2", "a", EventKind::Falsification);
    const auto unit = office.unit("a");
    EXPECT_EQ(unit.grade, row.grade) << row.what;
    const std::string of_events = "veto.applied falsification.applied";
    EXPECT_EQ(codes(unit.notes), of_events + (*row.notes == '\0' ? "" : " ") + row.notes)
        << row.what;
    EXPECT_EQ(outcome(unit), "95") << row.what;
  }
}

// G40 被诫勉不得评优, G41 被追责直接确定为一般, X45 and X51 in one scheme.
TEST(Consequences, OfTheSourcesRules) {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"诫勉", "95", "good"},     {"诫勉", "70", "ordinary"}, {"追责", "95", "ordinary"},
      {"追责", "70", "ordinary"}, {"造假", "95", "poor"},     {"约谈", "95", "excellent"},
  };
  for (const auto& [subject, score, grade] : rows) {
    Office office;
    add_grades(office);
    office.direct("p", "100", {{"a", score}});
    office.group().events = {
        {.kind = EventKind::Sanction, .subject = "诫勉", .consequence = {.ceiling = "good"}},
        {.kind = EventKind::Sanction, .subject = "追责", .consequence = {.force = "ordinary"}},
        {.kind = EventKind::Sanction, .subject = "造假", .consequence = {.force = "poor"}},
        {.kind = EventKind::Sanction}};
    office.event("e", "a", EventKind::Sanction, "", subject);
    EXPECT_EQ(office.unit("a").grade, grade) << subject << score;
  }
}

TEST(Consequences, AreNotedForIncompleteUnitsWithoutAGrade) {
  Office office;
  add_grades(office);
  office.units({"a"});
  office.direct("p", "100", {});
  office.group().events = {{.kind = EventKind::Falsification, .consequence = {.force = "poor"}}};
  office.event("e", "a", EventKind::Falsification);
  const auto unit = office.unit("a");
  EXPECT_EQ(unit.grade, "");
  EXPECT_EQ(codes(unit.notes), "falsification.applied grade.forced");
}

}  // namespace
}  // namespace assay::score
