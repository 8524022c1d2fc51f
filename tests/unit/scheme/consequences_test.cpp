// What is refused in events, gates, ranks, grades and awards.
#include <gtest/gtest.h>

#include <string>

#include "unit/scheme/refusal.hpp"

namespace assay::scheme {

namespace {

// Lines of a group that has the component a, the grades best and last and the award prize.
std::string with(const std::string& lines) {
  return group_of(
      "    grades: [{grade: best, at_least: 90}, {grade: last}]\n"
      "    awards: [{award: prize, by: {total: true}}]\n" +
      lines);
}

void accept(const std::string& text) {
  const auto scheme = parse(text, "");
  EXPECT_TRUE(scheme.has_value()) << text << "\n" << list_of(scheme.error());
}

TEST(Consequences, Events) {
  const auto events = [](const std::string& list) { return with("    events: " + list + "\n"); };
  check_refused(events("[▲{points: 1}]"), {{"scheme.missing_key", "kind"}});
  check_refused(events("[{kind: ▲bonsu}]"), {{"scheme.unknown_word", "kind"}});
  check_refused(events("[{kind: bonus, points: ▲-1}]"), {{"scheme.range", "points"}});
  check_refused(events("[{kind: bonus, each_cap: ▲-1}]"), {{"scheme.range", "each_cap"}});
  check_refused(events("[{kind: bonus, sum_cap: ▲-1}]"), {{"scheme.range", "sum_cap"}});
  check_refused(events("[{kind: sanction, ▲uncapped: true}]"),
                {{"scheme.misplaced_key", "uncapped"}});
  check_refused(events("[{kind: bonus, component: a, ▲uncapped: true}]"),
                {{"scheme.uncapped_in_component", "uncapped"}});
  check_refused(events("[{kind: veto, consequence: ▲{}}]"),
                {{"scheme.no_consequence", "consequence"}});
  accept(events("[{kind: sanction, points: -1, component: a}]"));
  accept(events("[{kind: bonus, component: a, uncapped: false}]"));
  accept(events("[]"));
}

// "a scheme naming a missing component"
TEST(Consequences, MissingComponents) {
  check_refused(with("    events: [{kind: bonus, component: ▲b}]\n"),
                {{"scheme.unknown_component", "component"}});
  check_refused(with("    rank: {tie_breakers: [a, ▲economy]}\n"),
                {{"scheme.unknown_component", "tie_breakers"}});
  check_refused(with("    gates: [{id: g, metric: {component: ▲aa}, at_least: 1, consequence: "
                     "{money: 1}}]\n"),
                {{"scheme.unknown_component", "component"}});
  // The whole has its own metric.
  check_refused(with("    events: [{kind: bonus, component: ▲investment}]\n"),
                {{"scheme.unknown_component", "component"}});
  EXPECT_EQ(message_of(with("    events: [{kind: bonus, component: aa}]\n")),
            "this group has no component “aa”: did you mean “a”?");
  EXPECT_EQ(message_of(with("    events: [{kind: bonus, component: economy}]\n")),
            "this group has no component “economy”: name one of a");
}

TEST(Consequences, EventsThatAnEarlierRuleTakes) {
  const auto events = [](const std::string& list) { return with("    events: " + list + "\n"); };
  check_refused(events("[{kind: bonus}, ▲{kind: bonus, subject: x}]"),
                {{"scheme.unused_event", "events"}});
  check_refused(events("[{kind: bonus, subject: x}, ▲{kind: bonus, subject: x, owner: y}]"),
                {{"scheme.unused_event", "events"}});
  check_refused(events("[{kind: bonus}, ▲{kind: bonus}]"), {{"scheme.unused_event", "events"}});
  accept(events(
      "[{kind: bonus, subject: x}, {kind: bonus, subject: y}, {kind: award}, {kind: bonus}]"));
}

TEST(Consequences, References) {
  const auto veto = [](const std::string& consequence) {
    return with("    events: [{kind: veto, consequence: {" + consequence + "}}]\n");
  };
  check_refused(veto("force: ▲bets"), {{"scheme.unknown_grade", "force"}});
  check_refused(veto("ceiling: ▲first"), {{"scheme.unknown_grade", "ceiling"}});
  check_refused(veto("bars: [prize, ▲price]"), {{"scheme.unknown_award", "bars"}});
  check_refused(veto("bars: [prize, ▲prize]"), {{"scheme.repeated", "bars"}});
  check_refused(veto("bars: ▲prize"), {{"scheme.not_a_list", "bars"}});
  check_refused(veto("money: ▲0"), {{"scheme.share", "money"}});
  check_refused(veto("money: ▲101%"), {{"scheme.share", "money"}});
  check_refused(veto("money: ▲30"), {{"scheme.share", "money"}});
  check_refused(veto("personnel: ▲text"), {{"scheme.not_a_list", "personnel"}});
  check_refused(veto("▲celing: last"), {{"scheme.unknown_key", "celing"}});
  accept(veto("force: last, ceiling: best, bars: [prize], money: 100%, personnel: [a]"));
  check_refused(group_of("    events: [{kind: veto, consequence: {ceiling: ▲last}}]\n"),
                {{"scheme.unknown_grade", "ceiling"}});
  EXPECT_EQ(message_of(group_of("    events: [{kind: veto, consequence: {ceiling: last}}]\n")),
            "this group has no grade “last”: add it under grades");
}

// Where ids were lost to another error, references to them are not held against the author.
TEST(Consequences, NoFollowUps) {
  const std::string veto =
      "    events: [{kind: veto, consequence: {ceiling: last, bars: [prize]}}]\n";
  check_refused(group_of("    grades: ▲last\n    awards: ▲prize\n" + veto),
                {{"scheme.not_a_list", "grades"}, {"scheme.not_a_list", "awards"}});
  check_refused(
      group_of("    grades: [{grade: last}]\n    awards: [{▲awrd: prize, by: {total: true}}]\n" +
               veto),
      {{"scheme.unknown_key", "awrd"}});
  check_refused(std::string(kHead) + "assessments: ▲p\n" +
                    groups_of("      - {id: a, points: 10, rule: assessment, assessment: p}\n"),
                {{"scheme.not_a_list", "assessments"}});
  check_refused(group_of("    ▲grads: [{grade: last}]\n"
                         "    events: [{kind: veto, consequence: {ceiling: last}}]\n"),
                {{"scheme.unknown_key", "grads"}});
  check_refused(group_of("    grades: [{▲garde: last}]\n"
                         "    events: [{kind: veto, consequence: {ceiling: last}}]\n"),
                {{"scheme.unknown_key", "garde"}});
  check_refused(std::string(kHead) + "▲asessments: [{id: p, plugin: p}]\n" +
                    groups_of("      - {id: a, points: 10, rule: assessment, assessment: p}\n"),
                {{"scheme.unknown_key", "asessments"}});
  check_refused(std::string(kHead) +
                    groups_of("      - {id: n, points: 10, ▲componentz: [{id: a, points: 10}]}\n",
                              "    rank: {tie_breakers: [a]}\n"),
                {{"scheme.unknown_key", "componentz"}});
}

TEST(Consequences, Gates) {
  const auto gate = [](const std::string& keys) { return with("    gates: [" + keys + "]\n"); };
  const std::string rest = ", at_least: 60%, consequence: {ceiling: last}}";
  check_refused(gate("▲{id: g, at_least: 1, consequence: {money: 1}}"),
                {{"scheme.missing_key", "metric"}});
  check_refused(gate("▲{id: g, metric: {total: true}, consequence: {money: 1}}"),
                {{"scheme.missing_key", "at_least"}});
  check_refused(gate("▲{id: g, metric: {total: true}, at_least: 60}"),
                {{"scheme.missing_key", "consequence"}});
  check_refused(gate("{id: g, metric: ▲{}" + rest), {{"scheme.none_of", "attainment"}});
  check_refused(gate("{id: g, metric: {total: true, ▲component: a}" + rest),
                {{"scheme.not_both", "component"}});
  check_refused(gate("{id: g, metric: {total: ▲false}" + rest), {{"scheme.only_true", "total"}});
  check_refused(gate("{id: g, metric: {component: a, ▲lower: mirror}" + rest),
                {{"scheme.misplaced_key", "lower"}});
  check_refused(gate("{id: g, metric: {attainment: X, ▲field: f}" + rest),
                {{"scheme.misplaced_key", "field"}});
  check_refused(gate("{id: g, metric: {attainment: X, ▲cap: 1}" + rest),
                {{"scheme.unknown_key", "cap"}});
  check_refused(gate("{id: g, metric: {assessment: ▲s, field: f}" + rest),
                {{"scheme.unknown_assessment", "assessment"}});
  check_refused(
      gate("{id: g, metric: {attainment: X}, at_least: ▲60, consequence: {ceiling: last}}"),
      {{"scheme.rate", "at_least"}});
  check_refused(gate("{id: g, metric: {total: true}, missing: ▲skip" + rest),
                {{"scheme.unknown_word", "missing"}});
  // The total is a figure, not a rate.
  accept(gate("{id: g, metric: {total: true}, at_least: 60, consequence: {ceiling: last}}"));
}

TEST(Consequences, GradesAndQuotas) {
  const auto grades = [](const std::string& list) {
    return group_of("    grades: " + list + "\n");
  };
  check_refused(grades("[▲{name: x}]"), {{"scheme.missing_key", "grade"}});
  check_refused(grades("[{grade: a, top: 3, ▲share: 25%}]"), {{"scheme.not_both", "share"}});
  check_refused(grades("[{grade: a, top: 3, ▲bottom: 1, ▲share: 25%}]"),
                {{"scheme.not_both", "bottom"}, {"scheme.not_both", "share"}});
  check_refused(grades("[{grade: a, share: ▲0}]"), {{"scheme.share", "share"}});
  check_refused(grades("[{grade: a, share: ▲25}]"), {{"scheme.share", "share"}});
  check_refused(grades("[{grade: a, top: 1, ▲base: qualified}]"),
                {{"scheme.no_qualified", "base"}});
  check_refused(grades("[{grade: a, ▲base: unqualified}]"), {{"scheme.no_qualified", "base"}});
  check_refused(grades("[{grade: a, top: 1, ▲round: up}]"), {{"scheme.misplaced_key", "round"}});
  check_refused(grades("[{grade: a, ▲ties: cut}]"), {{"scheme.misplaced_key", "ties"}});
  check_refused(grades("[{grade: a, ▲vacated: next}]"), {{"scheme.misplaced_key", "vacated"}});
  check_refused(grades("[{grade: a, ▲tops: 3, ties: cut}]"), {{"scheme.unknown_key", "tops"}});
  check_refused(grades("[{grade: a, at_least: 60}, {grade: b, at_least: ▲90}]"),
                {{"scheme.grade_order", "at_least"}});
  check_refused(grades("[{grade: a, at_least: ▲90%}]"), {{"decimal.syntax", "at_least"}});
  // A grade of the last ones stands above the one it is cut from.
  accept(grades(
      "[{grade: a, at_least: 90}, {grade: b, bottom: 1, at_least: 0}, {grade: c, at_least: 60}]"));
  accept(grades("[{grade: a, at_least: 90}, {grade: b}, {grade: c, at_least: 90}]"));
  accept(group_of("    qualified: 60\n    grades: [{grade: a, share: 1/4, base: qualified}]\n"));
}

TEST(Consequences, Awards) {
  const auto awards = [](const std::string& list) {
    return group_of("    awards: " + list + "\n");
  };
  check_refused(awards("[▲{award: a}]"), {{"scheme.missing_key", "by"}});
  check_refused(awards("[{award: a, by: {total: true}, eligible: ▲{field: f}}]"),
                {{"scheme.missing_key", "assessment"}});
  check_refused(awards("[{award: a, by: {component: a}, at_least: ▲100}]"),
                {{"scheme.rate", "at_least"}});
  check_refused(awards("[{award: a, by: {component: a}, top: 1, ▲bottom: 1}]"),
                {{"scheme.not_both", "bottom"}});
}

TEST(Consequences, Rank) {
  check_refused(group_of("    rank: ▲published\n"), {{"scheme.not_a_block", "rank"}});
  check_refused(group_of("    rank: {ties: ▲denes}\n"), {{"scheme.unknown_word", "ties"}});
  check_refused(group_of("    rank: {tie_breakers: [a, ▲a]}\n"),
                {{"scheme.repeated", "tie_breakers"}});
}

}  // namespace

}  // namespace assay::scheme
