// The assessment rule: conversion from full marks, and what a lacking or failed assessment does.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::AssessmentRule;
using test::dec;
using test::Office;
using test::outcome;
using test::ratio;

struct Row {
  const char* what;
  model::FieldValue value;
  const char* expected;   // of 10 points
  const char* full = "";  // the row's own
  bool by_plugin = true;
  AssessmentRule rule = {.assessment = "m", .field = "score"};
};

Office office_of(const Row& row) {
  Office office;
  office.units({"a"});
  auto& field = office.field("m", "score", {{"a", row.value}}, row.by_plugin);
  if (*row.full != '\0') field.full = {dec(row.full)};
  office.leaf("x", "10", row.rule);
  return office;
}

TEST(AssessmentRule, ConvertsFromFullMarks) {
  const AssessmentRule fixed{.assessment = "m", .field = "score", .full = dec("35")};
  const Row rows[] = {
      {"the row's: 10·27.3/35", dec("27.3"), "7.8", "35"},
      {"the scheme's goes first", dec("27.3"), "7.8", "100", true, fixed},
      {"a ratio is of 1: 10·5999999/10⁷", ratio("5999999/10000000"), "5.999999"},
      {"10·2/3", ratio("2/3"), "6.666667"},
      {"a flag", true, "10"},
      {"no flag", false, "0"},
      {"above full marks", dec("35.000001"), "out_of_full_marks", "35", false},
      {"a plugin's score may be: 10·42/35", dec("42"), "12", "35"},
      {"its rates may not", ratio("6/5"), "out_of_full_marks"},
      {"below none", dec("-0.000001"), "out_of_full_marks", "35"},
      {"no full marks at all", dec("27.3"), "no_full_marks"},
      {"nor imported", dec("27.3"), "no_full_marks", "", false},
      {"full marks of 0", dec("0"), "out_of_full_marks", "0"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(outcome(office_of(row).unit("a")), row.expected) << row.what;
}

TEST(AssessmentRule, ReadsFullMarksFromAField) {
  Office office;
  office.units({"a"});
  office.field("m", "score", {{"a", dec("18")}});
  office.field("m", "full", {{"a", dec("24")}});
  office.leaf("x", "10", AssessmentRule{.assessment = "m", .field = "score", .full_field = "full"});
  EXPECT_EQ(outcome(office.unit("a")), "7.5");
}

TEST(AssessmentRule, MissingValuesFollowThePolicy) {
  Office office;
  office.units({"a", "b"});
  office.field("m", "score", {{"b", dec("5")}}).full = {dec("10"), dec("10")};
  auto& leaf = office.leaf("x", "10", AssessmentRule{.assessment = "m", .field = "score"});
  EXPECT_EQ(outcome(office.unit("a")), "missing_assessment");
  leaf.missing.policy = model::Missing::Policy::Zero;
  EXPECT_EQ(outcome(office.unit("a")), "0");
  // The period before has no assessment.
  leaf.missing.policy = model::Missing::Policy::LastPeriod;
  EXPECT_EQ(outcome(office.unit("a")), "missing_assessment missing_assessment");
}

// The score is there, so that to leave it out or to give 0 for it would be wrong.
TEST(AssessmentRule, NoPolicyCoversLackingFullMarks) {
  auto office = office_of({"imported", dec("27.3"), "", "", false});
  office.direct("y", "90", {{"a", "81"}});
  for (const auto policy :
       {model::Missing::Policy::Fail, model::Missing::Policy::Zero, model::Missing::Policy::Floor,
        model::Missing::Policy::Reshare, model::Missing::Policy::LastPeriod}) {
    office.group().root.children[0].missing.policy = policy;
    const auto unit = office.unit("a");
    ASSERT_EQ(outcome(unit), "no_full_marks");
    EXPECT_EQ(in_english(unit.incomplete[0].message),
              "score of the assessment m has no full marks: state `full:` in the scheme, or fill "
              "the column full of assessments.csv");
  }
}

TEST(AssessmentRule, SaysWhatTheAssessmentLacked) {
  Office office;
  office.units({"a", "b"});
  office.field("m", "score", {{"b", ratio("1/2")}});
  office.assessments[0].missing[0] = {"no contracted sum", {}};
  office.leaf("x", "10", AssessmentRule{.assessment = "m", .field = "score"});
  const auto unit = office.unit("a");
  ASSERT_EQ(outcome(unit), "missing_assessment");
  EXPECT_EQ(in_english(unit.incomplete[0].message), "no contracted sum");
  EXPECT_EQ(test::data(unit.incomplete[0], "component"), "x");
}

TEST(AssessmentRule, SaysWhyAFieldIsAbsent) {
  Office office;
  office.units({"a", "b"});
  office.field("m", "score", {{"b", ratio("1/2")}}).reasons = {{{"no arrival rate", {}}}, {}};
  office.leaf("x", "10", AssessmentRule{.assessment = "m", .field = "score"});
  const auto unit = office.unit("a");
  ASSERT_EQ(outcome(unit), "missing_assessment");
  EXPECT_EQ(in_english(unit.incomplete[0].message), "no arrival rate");
}

// A failed plugin never yields a zero: no policy covers it.
TEST(AssessmentRule, NoPolicyCoversAFailedPlugin) {
  Office office;
  office.units({"a", "b"});
  office.field("m", "score", {{"b", ratio("1/2")}});
  office.assessments[0].failures[0] = {"contracted 0, arrived 5", {}};
  auto& leaf = office.leaf("x", "10", AssessmentRule{.assessment = "m", .field = "score"});
  for (const auto policy :
       {model::Missing::Policy::Fail, model::Missing::Policy::Zero, model::Missing::Policy::Floor,
        model::Missing::Policy::Reshare, model::Missing::Policy::LastPeriod}) {
    leaf.missing.policy = policy;
    const auto unit = office.unit("a");
    EXPECT_EQ(outcome(unit), "plugin_failed");
    EXPECT_EQ(in_english(unit.incomplete[0].message), "contracted 0, arrived 5");
  }
  EXPECT_EQ(outcome(office.unit("b")), "5");
}

TEST(AssessmentRule, APluginThatFailedForAllLeavesAllIncomplete) {
  Office office;
  office.units({"a"});
  office.field("m", "score", {});
  office.assessments[0].fields.clear();
  office.assessments[0].failures[0] = {"crashed", {}};
  office.leaf("x", "10", AssessmentRule{.assessment = "m", .field = "score"});
  EXPECT_EQ(outcome(office.unit("a")), "plugin_failed");
}

TEST(AssessmentRule, CarriesTheReasonsOfTheAssessment) {
  Office office;
  office.units({"a"});
  office.field("m", "score", {{"a", ratio("1/2")}}).reasons = {{{"half arrived", {}}}};
  office.leaf("x", "10", AssessmentRule{.assessment = "m", .field = "score"});
  const auto unit = office.unit("a");
  EXPECT_EQ(test::codes(unit.components[0].trace), "assessment.read assessment.reason");
  EXPECT_EQ(in_english(unit.terms[0].how), "10 × 0.5 / 1 (m score)");
}

}  // namespace
}  // namespace assay::score
