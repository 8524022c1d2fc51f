// What is refused in the rules of leaves.
#include <gtest/gtest.h>

#include <string>

#include "unit/scheme/refusal.hpp"

namespace assay::scheme {

namespace {

void refuse(const std::string& keys, const std::vector<Refusal>& expected) {
  check_refused(scheme_of("      - ▲{id: a, points: 10, " + keys + "}\n"), expected);
}

// The same without an error about the leaf as a whole.
void refuse_inside(const std::string& keys, const std::vector<Refusal>& expected) {
  check_refused(scheme_of("      - {id: a, points: 10, " + keys + "}\n"), expected);
}

void accept(const std::string& keys) {
  const auto scheme = parse(scheme_of("      - {id: a, points: 10, " + keys + "}\n"), "");
  EXPECT_TRUE(scheme.has_value()) << keys << "\n" << list_of(scheme.error());
}

TEST(Rules, KeysThatMustBeThere) {
  refuse("rule: attainment", {{"scheme.missing_key", "indicator"}});
  refuse("rule: linear, indicator: X, from: 1", {{"scheme.missing_key", "to"}});
  refuse("rule: linear, indicator: X, to: 1", {{"scheme.missing_key", "from"}});
  refuse("rule: steps, indicator: X", {{"scheme.missing_key", "steps"}});
  refuse("rule: efficacy, indicator: X, worst: 1", {{"scheme.missing_key", "best"}});
  refuse("rule: efficacy, indicator: X, best: 1", {{"scheme.missing_key", "worst"}});
  refuse("rule: deduct, indicator: X", {{"scheme.missing_key", "each"}});
  refuse("rule: yes-no", {{"scheme.missing_key", "indicator"}});
  refuse("rule: direct, indicator: X", {{"scheme.missing_key", "full"}});
  refuse("rule: assessment", {{"scheme.missing_key", "assessment"}});
}

TEST(Rules, Attainment) {
  const std::string head = "rule: attainment, indicator: X, ";
  refuse_inside(head + "cap: ▲-1", {{"scheme.rate", "cap"}});
  refuse_inside(head + "cap: ▲120", {{"scheme.rate", "cap"}});
  refuse_inside(head + "floor: ▲-10%", {{"scheme.rate", "floor"}});
  refuse_inside(head + "floor: ▲60", {{"scheme.rate", "floor"}});
  refuse_inside(head + "cap: ▲1.2.3", {{"ratio.syntax", "cap"}});
  refuse_inside(head + "cap: 50%, floor: ▲0.6", {{"scheme.floor_above_cap", "floor"}});
  refuse_inside(head + "floor: ▲1.1", {{"scheme.floor_above_cap", "floor"}});
  refuse_inside(head + "cap: 120%, ▲stretch_bonus: 2",
                {{"scheme.stretch_and_cap", "stretch_bonus"}});
  refuse_inside(head + "stretch_bonus: ▲-2", {{"scheme.range", "stretch_bonus"}});
  refuse_inside(head + "lower: ▲inverted", {{"scheme.unknown_word", "lower"}});
  refuse_inside(head + "tolerance: ▲0", {{"scheme.range", "tolerance"}});
  refuse_inside(head + "zero_target: ▲skip", {{"scheme.unknown_word", "zero_target"}});
  refuse_inside(head + "target: ▲hard", {{"scheme.unknown_word", "target"}});
  refuse_inside(head + "pace: ▲true", {{"scheme.unknown_word", "pace"}});
  accept(head + "cap: 100%, stretch_bonus: 2");
  accept(head + "cap: 1000%, floor: 1000%");
  accept(head + "cap: 0, floor: 0");
}

TEST(Rules, Linear) {
  const std::string head = "rule: linear, indicator: X, ";
  refuse_inside(head + "from: 50, to: ▲50.0", {{"scheme.equal_bounds", "to"}});
  refuse_inside(head + "from: required, to: ▲required", {{"scheme.equal_bounds", "to"}});
  refuse_inside(head + "from: ▲group-min, to: 1", {{"scheme.unknown_word", "from"}});
  refuse_inside(head + "from: ▲5%, to: 1", {{"decimal.syntax", "from"}});
  refuse_inside(head + "from: ▲stretchh, to: 1", {{"scheme.unknown_word", "from"}});
  accept(head + "from: 100, to: 50");
  accept(head + "from: -5, to: upper");
}

TEST(Rules, Steps) {
  const std::string head = "rule: steps, indicator: X, ";
  const auto steps = [&](const std::string& list) { return head + "steps: " + list; };
  refuse_inside(steps("▲[]"), {{"scheme.empty_list", "steps"}});
  refuse_inside(steps("[▲{points: 1}]"), {{"scheme.none_of", "at_least"}});
  refuse_inside(steps("[{points: 1, at_least: 1, ▲at_most: 2}]"), {{"scheme.not_both", "at_most"}});
  refuse_inside(steps("[▲{at_least: 1}]"), {{"scheme.missing_key", "points"}});
  refuse_inside(steps("[{at_least: 9, points: 9}, {▲at_most: 5, points: 5}]"),
                {{"scheme.mixed_steps", "at_most"}});
  refuse_inside(steps("[{at_least: 5, points: 5}, {at_least: ▲9, points: 9}]"),
                {{"scheme.step_order", "at_least"}});
  refuse_inside(steps("[{at_least: 5, points: 5}, {at_least: ▲5.0, points: 4}]"),
                {{"scheme.step_order", "at_least"}});
  refuse_inside(steps("[{at_most: 9, points: 5}, {at_most: ▲5, points: 9}]"),
                {{"scheme.step_order", "at_most"}});
  refuse_inside(steps("[{at_least: 9, points: ▲10.5}]"), {{"scheme.range", "points"}});
  refuse_inside(steps("[{at_least: 9, points: ▲-1}]"), {{"scheme.range", "points"}});
  refuse_inside(head + "otherwise: ▲11, steps: [{at_least: 9, points: 9}]",
                {{"scheme.range", "otherwise"}});
  // A step of the value is a figure; one of its attainment is a rate.
  refuse_inside(steps("[{at_least: ▲95%, points: 10}]"), {{"decimal.syntax", "at_least"}});
  refuse_inside(head + "of: attainment, steps: [{at_least: ▲95, points: 10}]",
                {{"scheme.rate", "at_least"}});
  refuse_inside(head + "of: ▲attainmnt, steps: [{at_least: 95%, points: 10}]",
                {{"scheme.unknown_word", "of"}});
  refuse_inside(head + "▲lower: mirror, steps: [{at_least: 95, points: 10}]",
                {{"scheme.misplaced_key", "lower"}});
  accept(steps("[{at_least: 110, points: 5}, {at_least: 90, points: 10}]"));
  accept(head + "of: attainment, lower: mirror, steps: [{at_least: 95%, points: 10}]");
}

TEST(Rules, Efficacy) {
  const std::string head = "rule: efficacy, indicator: X, ";
  refuse_inside(head + "worst: 5, best: ▲5", {{"scheme.equal_bounds", "best"}});
  refuse_inside(head + "worst: group-min, best: ▲group-min", {{"scheme.equal_bounds", "best"}});
  refuse_inside(head + "worst: 5, best: 9, base: ▲101", {{"scheme.range", "base"}});
  refuse_inside(head + "worst: 5, best: 9, span: ▲-1", {{"scheme.range", "span"}});
  refuse_inside(head + "worst: 5, best: 9, equal: ▲100.1", {{"scheme.range", "equal"}});
  refuse_inside(head + "worst: ▲groupmin, best: 9", {{"scheme.unknown_word", "worst"}});
  accept(head + "worst: 5, best: 5, equal: 60");
  accept(head + "worst: group-max, best: group-min");
}

TEST(Rules, DeductYesNoDirect) {
  refuse_inside("rule: deduct, indicator: X, each: ▲0", {{"scheme.range", "each"}});
  refuse_inside("rule: deduct, indicator: X, each: 1, floor: ▲11", {{"scheme.range", "floor"}});
  accept("rule: deduct, indicator: X, each: 1, floor: -5");
  refuse_inside("rule: yes-no, indicator: X, evidence: ▲yes",
                {{"scheme.unknown_word", "evidence"}});
  refuse_inside("rule: direct, indicator: ▲[X], full: 1", {{"scheme.not_plain", "indicator"}});
  refuse_inside("rule: direct, indicator: X, full: 1, cap: ▲9",
                {{"scheme.cap_below_points", "cap"}});
  accept("rule: direct, indicator: X, full: 1, cap: 11");
}

TEST(Rules, Assessment) {
  const auto leaf = [](const std::string& keys) {
    return std::string(kHead) + "assessments: [{id: investment, plugin: p}]\n" +
           groups_of("      - {id: a, points: 10, rule: assessment, " + keys + "}\n");
  };
  check_refused(leaf("assessment: ▲investmnet"), {{"scheme.unknown_assessment", "assessment"}});
  check_refused(leaf("assessment: investment, full: 1, ▲full_field: f"),
                {{"scheme.not_both", "full_field"}});
  check_refused(leaf("assessment: investment, full: ▲0"), {{"scheme.range", "full"}});
  EXPECT_EQ(message_of(leaf("assessment: investmnet")),
            "this scheme uses no assessment “investmnet”: did you mean “investment”?");
  EXPECT_EQ(message_of(leaf("assessment: safety")),
            "this scheme uses no assessment “safety”: name one of investment");
  EXPECT_EQ(message_of(scheme_of("      - {id: a, points: 10, rule: assessment, assessment: x}\n")),
            "this scheme uses no assessment “x”: add it under assessments");
}

TEST(Rules, Missing) {
  const std::string head = "rule: direct, indicator: X, full: 1, ";
  refuse_inside(head + "missing: ▲ignore", {{"scheme.unknown_word", "missing"}});
  refuse_inside(head + "missing: {floor: ▲10.000001}", {{"scheme.range", "floor"}});
  refuse_inside(head + "missing: ▲{}", {{"scheme.missing_key", "floor"}});
  refuse_inside(head + "missing: {▲floorr: 3}", {{"scheme.unknown_key", "floorr"}});
  accept(head + "missing: {floor: 10}");
}

TEST(Rules, UsedAssessments) {
  check_refused(head_of("assessments: [▲{id: a}]\n"), {{"scheme.none_of", "plugin"}});
  check_refused(head_of("assessments: [{id: a, plugin: p, ▲imported: true}]\n"),
                {{"scheme.not_both", "imported"}});
  check_refused(head_of("assessments: [{id: a, imported: ▲false}]\n"),
                {{"scheme.only_true", "imported"}});
  check_refused(head_of("assessments: [{id: a, imported: true, ▲inputs: {b: c}}]\n"),
                {{"scheme.misplaced_key", "inputs"}});
  check_refused(
      head_of("assessments: [{id: a, plugin: p, inputs: {b: {indicator: c, layer: ▲real}}}]\n"),
      {{"scheme.unknown_word", "layer"}});
  check_refused(head_of("assessments: [{id: a, plugin: p, inputs: {b: ▲{layer: actual}}}]\n"),
                {{"scheme.missing_key", "indicator"}});
  check_refused(head_of("assessments: [{id: a, plugin: p, inputs: {b: c, ▲b: d}}]\n"),
                {{"scheme.repeated_key", "b"}});
  check_refused(head_of("assessments: [{id: a, plugin: p, parameters: {b: ▲[1, 2]}}]\n"),
                {{"scheme.not_plain", "b"}});
  check_refused(head_of("assessments: [{id: a, plugin: p, parameters: {▲\"b c\": 1}}]\n"),
                {{"scheme.id", "b c"}});
}

}  // namespace

}  // namespace assay::scheme
