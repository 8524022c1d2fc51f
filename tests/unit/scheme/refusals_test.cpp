// What is refused in keys, plain values, points, weights and the tree of components.
#include <gtest/gtest.h>

#include <string>

#include "scheme/components.hpp"
#include "unit/scheme/refusal.hpp"

namespace assay::scheme {

namespace {

TEST(Refusals, Keys) {
  const auto groups = groups_of(kLeaf);
  check_refused(head_of("▲colour: red\n"), {{"scheme.unknown_key", "colour"}});
  check_refused(head_of("▲version: 2\n"), {{"scheme.repeated_key", "version"}});
  check_refused(group_of("    rank: {on: total, ▲on: published}\n"),
                {{"scheme.repeated_key", "on"}});
  check_refused("▲version: 1\n" + groups, {{"scheme.missing_key", "scheme"}});
  check_refused("▲scheme: s\n" + groups, {{"scheme.missing_key", "version"}});
  check_refused("▲scheme: s\nversion: 1\n", {{"scheme.missing_key", "groups"}});
  check_refused("▲[scheme, version]\n", {{"scheme.not_a_block", "scheme"}});
  check_refused("▲just words\n", {{"scheme.not_a_block", "scheme"}});
  check_refused(group_of("    rank: {▲[on]: total}\n"), {{"scheme.bad_key", "rank"}});
  check_refused(group_of("    rank: ▲{~: total}\n"), {{"scheme.bad_key", "rank"}});
  // Merge keys are no part of the form: anchors share whole values.
  check_refused(group_of("    ▲<<: {name: x}\n"), {{"scheme.unknown_key", "<<"}});
}

TEST(Refusals, AMisspeltKeyIsNotMissingAsWell) {
  check_refused("▲shceme: s\n▲versiom: 1\n▲group: [x]\n", {{"scheme.unknown_key", "shceme"},
                                                           {"scheme.unknown_key", "versiom"},
                                                           {"scheme.unknown_key", "group"}});
  check_refused(
      scheme_of("      - {▲ids: a, ▲point: 10, ▲role: direct, indicator: X, ▲ful: 100}\n"),
      {{"scheme.unknown_key", "ids"},
       {"scheme.unknown_key", "point"},
       {"scheme.unknown_key", "role"},
       {"scheme.unknown_key", "ful"}});
}

TEST(Refusals, TheNearestIsSuggested) {
  EXPECT_EQ(message_of("schema: s\nversion: 1\n" + groups_of(kLeaf)),
            "there is no such key here: did you mean “scheme”?");
  EXPECT_EQ(message_of(group_of("    rank: {colour: total}\n")),
            "there is no such key here: delete it, or use one of on, ties, tie_breakers");
  EXPECT_EQ(message_of(scheme_of("      - {id: a, points: 10, rule: attainmnet, indicator: X}\n")),
            "“attainmnet” is not known here: did you mean “attainment”?");
  EXPECT_EQ(message_of(group_of("    rank: {on: decimals}\n")),
            "“decimals” is not known here: write one of published, total");
}

TEST(Refusals, PlainValues) {
  check_refused(head_of("title: ▲[a]\n"), {{"scheme.not_plain", "title"}});
  check_refused(head_of("title: ▲{a: b}\n"), {{"scheme.not_plain", "title"}});
  check_refused(head_of("▲title:\n"), {{"scheme.no_value", "title"}});
  check_refused(head_of("▲title: ~\n"), {{"scheme.no_value", "title"}});
  check_refused(head_of("title: ▲\"\"\n"), {{"scheme.text_length", "title"}});
  check_refused(head_of("title: ▲" + std::string(1001, 'x') + "\n"),
                {{"scheme.text_length", "title"}});
  check_refused(head_of("title: ▲\"a\\0b\"\n"), {{"scheme.control_character", "title"}});
  check_refused(head_of("title: ▲\"a\\nb\"\n"), {{"scheme.control_character", "title"}});
  check_refused(head_of("title: ▲|\n  two\n  lines\n"), {{"scheme.control_character", "title"}});
  check_refused(head_of("period: ▲2024Q5\n"), {{"period.syntax", "period"}});
  check_refused(head_of("rounding: ▲half-up\n"), {{"scheme.unknown_word", "rounding"}});
  check_refused(head_of("figures: ▲Confirmed\n"), {{"scheme.unknown_word", "figures"}});
}

TEST(Refusals, Ids) {
  for (const auto& id :
       {std::string("a b"), std::string("a/b"), std::string("１"), std::string("目标　考核"),
        std::string("a，b"), std::string("“a”"), std::string(65, 'x')})
    check_refused(head_of("series: ▲" + id + "\n"), {{"scheme.id", "series"}});
  for (const auto& id : {std::string("a-b_c.d"), std::string("目标考核"), std::string("咸阳-2003"),
                         std::string("2003"), std::string(64, 'x')})
    EXPECT_TRUE(parse(head_of("series: " + id + "\n"), "").has_value()) << id;
}

TEST(Refusals, WholeNumbers) {
  for (const std::string version :
       {"0", "-1", "1.0", "4294967296", "1e3", "one", "１", "0x1", "''"})
    check_refused("scheme: s\nversion: ▲" + version + "\n" + groups_of(kLeaf),
                  {{"scheme.whole_number", "version"}});
  for (const std::string decimals : {"7", "-1", "1.0"})
    check_refused(head_of("published_decimals: ▲" + decimals + "\n"),
                  {{"scheme.whole_number", "published_decimals"}});
  check_refused(group_of("    grades: [{grade: a, top: ▲0}]\n"), {{"scheme.whole_number", "top"}});
}

// YAML 1.1 would take yes, on, True … for true.
TEST(Refusals, Flags) {
  for (const std::string flag : {"yes", "on", "True", "TRUE", "1", "y"})
    check_refused(scheme_of("      - {id: a, points: 10, rule: direct, indicator: X, full: 1, "
                            "uncapped: ▲" +
                            flag + "}\n"),
                  {{"scheme.flag", "uncapped"}});
}

// Figures are the text as written: nothing that only a reader of floats takes.
TEST(Refusals, Figures) {
  struct Case {
    std::string figure;
    std::string code;
  };
  for (const auto& [figure, code] : {Case{"1e3", "decimal.syntax"},
                                     {"0x10", "decimal.syntax"},
                                     {"1_000", "decimal.syntax"},
                                     {".5", "decimal.syntax"},
                                     {"+5", "decimal.syntax"},
                                     {".inf", "decimal.syntax"},
                                     {".nan", "decimal.syntax"},
                                     {"１２", "decimal.syntax"},
                                     {"50%", "decimal.syntax"},
                                     {"0.1234567", "decimal.places"},
                                     {"1000000000000000", "decimal.range"},
                                     {"0", "scheme.range"},
                                     {"-1", "scheme.range"},
                                     {"\"\"", "decimal.empty"}})
    check_refused(scheme_of("      - {id: a, points: 10, rule: direct, indicator: X, full: ▲" +
                            figure + "}\n"),
                  {{code, "full"}});
}

TEST(Refusals, Lists) {
  check_refused("scheme: s\nversion: 1\ngroups: ▲[]\n", {{"scheme.empty_list", "groups"}});
  check_refused("scheme: s\nversion: 1\n▲groups:\n", {{"scheme.not_a_list", "groups"}});
  check_refused("scheme: s\nversion: 1\ngroups: ▲{a: b}\n", {{"scheme.not_a_list", "groups"}});
  check_refused("scheme: s\nversion: 1\ngroups: [▲a]\n", {{"scheme.not_a_block", "groups"}});
  check_refused(head_of("left_out: ▲a\n"), {{"scheme.not_a_list", "left_out"}});
  check_refused(head_of("left_out: [a, b, ▲a]\n"), {{"scheme.repeated", "left_out"}});
  check_refused(head_of("left_out: ▲[a, ~]\n"), {{"scheme.no_value", "left_out"}});
  check_refused(scheme_of("").substr(0, scheme_of("").size() - 1) + " ▲[]\n",
                {{"scheme.empty_list", "components"}});
}

TEST(Refusals, Units) {
  const auto units = [](const std::string& text) {
    return std::string(kHead) + "groups:\n  - {group: g, units: " + text +
           ", points: 10, components: [{id: a, points: 10, rule: direct, indicator: X, full: "
           "1}]}\n";
  };
  check_refused(units("▲{}"), {{"scheme.none_of", "type"}});
  check_refused(units("{type: a, ▲tag: b}"), {{"scheme.not_both", "tag"}});
  check_refused(units("{list: [a], ▲type: b}"), {{"scheme.not_both", "type"}});
  check_refused(units("{list: ▲[]}"), {{"scheme.empty_list", "list"}});
  check_refused(units("{list: [a, ▲a]}"), {{"scheme.repeated", "list"}});
  check_refused(units("{▲tpe: a}"), {{"scheme.unknown_key", "tpe"}});
  // A unit in two lists, or in a list and left out.
  auto second = units("{list: [b, ▲a]}").substr(kHead.size() + 8);
  second.replace(second.find("group: g"), 8, "group: h");
  check_refused(units("{list: [a]}") + second + "left_out: [c, ▲b]\n",
                {{"scheme.repeated", "list"}, {"scheme.repeated", "left_out"}});
}

TEST(Refusals, Totals) {
  const auto total = [](const std::string& keys) {
    return std::string(kHead) + "groups:\n  - {group: g, units: {type: a}, " + keys +
           ", components: [{id: a, points: 10, rule: direct, indicator: X, full: 1}]}\n";
  };
  check_refused(total("points: ▲0"), {{"scheme.range", "points"}});
  check_refused(total("points: ▲-10"), {{"scheme.range", "points"}});
  check_refused(total("points: 10, total_cap: ▲-1"), {{"scheme.range", "total_cap"}});
  check_refused(total("points: 10, total_cap: ▲9.9"), {{"scheme.cap_below_points", "total_cap"}});
  check_refused(total("points: 10, total_floor: ▲nothing"), {{"decimal.syntax", "total_floor"}});
  check_refused(total("points: 10, total_floor: 11, total_cap: ▲10"),
                {{"scheme.floor_above_cap", "total_cap"}});
  EXPECT_TRUE(parse(total("points: 10, total_cap: 10, total_floor: 10"), "").has_value());
}

std::string item(const std::string& keys) {
  return "      - {" + keys + ", rule: direct, indicator: X, full: 1}\n";
}

// "points that do not sum to the stated total"
TEST(Refusals, PointsThatDoNotAddUp) {
  check_refused(
      std::string(kHead) +
          "groups:\n  - group: g\n    units: {type: a}\n    points: ▲10\n    components:\n" +
          item("id: a, points: 6") + item("id: b, points: 3.999999"),
      {{"scheme.points_sum", "points"}});
  EXPECT_EQ(
      message_of(scheme_of(item("id: a, points: 6") + item("id: b, points: 3.999999"))),
      "the points of the items below add up to 9.999999, not to the stated 10: correct one of "
      "them");
  // X items stand outside the sum.
  EXPECT_TRUE(
      parse(scheme_of(item("id: a, points: 10") + item("id: b, points: 5, uncapped: true")), "")
          .has_value());
  // Below a weighted item the points add up to those of its parent; it has none of its own.
  check_refused(
      scheme_of("      - {id: n, weight: 1, components: ▲[{id: a, points: 9, rule: direct, "
                "indicator: X, full: 1}]}\n"),
      {{"scheme.points_sum", "components"}});
  // A wrong figure is one error, not also a wrong sum.
  check_refused(scheme_of(item("id: a, points: ▲x") + item("id: b, points: 3")),
                {{"decimal.syntax", "points"}});
  check_refused(scheme_of(item("id: a, points: ▲0") + item("id: b, points: 10")),
                {{"scheme.range", "points"}});
  check_refused(
      scheme_of("      - {id: n, points: 10, cap: ▲9, components: [{id: a, points: 10, rule: "
                "direct, indicator: X, full: 1}]}\n"),
      {{"scheme.cap_below_points", "cap"}});
  // 9.2·10¹² twice leaves the range of figures.
  check_refused(std::string(kHead) +
                    "groups:\n  - group: g\n    units: {type: a}\n    points: "
                    "▲10\n    components:\n" +
                    item("id: a, points: 9200000000000") + item("id: b, points: 9200000000000"),
                {{"decimal.range", "points"}});
}

// "weights that sum to 0"
TEST(Refusals, Weights) {
  const auto list = [](const std::string& items) {
    return std::string(kHead) +
           "groups:\n  - {group: g, units: {type: a}, points: 10, components: " + items + "}\n";
  };
  const auto leaf = [](const std::string& keys) {
    return "{" + keys + ", rule: direct, indicator: X, full: 1}";
  };
  check_refused(list("▲[" + leaf("id: a, weight: 0") + ", " + leaf("id: b, weight: 0/5") + "]"),
                {{"scheme.weight_sum", "components"}});
  EXPECT_EQ(message_of(list("[" + leaf("id: a, weight: 0") + "]")),
            "the weights of these items add up to 0: give at least one of them a weight above 0");
  check_refused(list("[" + leaf("id: a, weight: ▲-1") + ", " + leaf("id: b, weight: 2") + "]"),
                {{"scheme.range", "weight"}});
  check_refused(list("[" + leaf("id: a, weight: ▲1/0") + "]"),
                {{"ratio.zero_denominator", "weight"}});
  check_refused(list("[" + leaf("id: a, weight: ▲1:2") + "]"), {{"ratio.syntax", "weight"}});
  check_refused(list("[" + leaf("id: a, weight: 1") + ", ▲" + leaf("id: b, points: 10") + "]"),
                {{"scheme.mixed_weights", "weight"}});
  check_refused(
      list("[" + leaf("id: a, weight: 1") + ", " + leaf("id: b, weight: 1, ▲points: 10") + "]"),
      {{"scheme.points_and_weight", "points"}});
  check_refused(list("[" + leaf("id: a, weight: 1") + ", ▲" + leaf("id: b") + "]"),
                {{"scheme.mixed_weights", "weight"}});
  check_refused(list("[▲" + leaf("id: a") + "]"), {{"scheme.missing_key", "points"}});
  check_refused(list("[" + leaf("id: a, weight: 1") + ", " +
                     leaf("id: x, uncapped: true, ▲weight: 1, points: 1") + "]"),
                {{"scheme.weighted_extra", "weight"}});
  EXPECT_TRUE(
      parse(list("[" + leaf("id: a, weight: 0") + ", " + leaf("id: b, weight: 1/3") + "]"), "")
          .has_value());
}

TEST(Refusals, Content) {
  check_refused(scheme_of("      - ▲{id: a, points: 10}\n"), {{"scheme.none_of", "rule"}});
  check_refused(
      scheme_of("      - {id: a, points: 10, rule: direct, indicator: X, full: 1, ▲components: "
                "[]}\n"),
      {{"scheme.not_both", "components"}});
  check_refused(scheme_of("      - {id: a, points: 10, rule: ▲linearr, indicator: X, full: 1}\n"),
                {{"scheme.unknown_rule", "rule"}});
  check_refused(
      scheme_of("      - {id: a, points: 10, rule: direct, indicator: X, full: 1, ▲each: 2}\n"),
      {{"scheme.misplaced_key", "each"}});
  check_refused(
      scheme_of("      - {id: n, points: 10, ▲missing: zero, components: [{id: a, points: 10, "
                "rule: direct, indicator: X, full: 1}]}\n"),
      {{"scheme.misplaced_key", "missing"}});
  check_refused(
      scheme_of("      - {id: n, points: 10, components: [{id: a, points: 10, ▲uncapped: true, "
                "rule: direct, indicator: X, full: 1}]}\n"),
      {{"scheme.uncapped_level", "uncapped"}});
}

TEST(Refusals, RepeatedIds) {
  check_refused(scheme_of(item("id: a, points: 4") + item("id: ▲a, points: 6")),
                {{"scheme.repeated_id", "id"}});
  check_refused(
      scheme_of("      - {id: a, points: 10, components: [{id: ▲a, points: 10, rule: direct, "
                "indicator: X, full: 1}]}\n"),
      {{"scheme.repeated_id", "id"}});
  check_refused(scheme_of(item("id: ▲total, points: 10")), {{"scheme.reserved_id", "id"}});
  const std::string group =
      "{units: {type: a}, points: 10, components: [{id: a, points: 10, rule: "
      "direct, indicator: X, full: 1}], group: ";
  check_refused(std::string(kHead) + "groups:\n  - " + group + "g}\n  - " + group + "▲g}\n",
                {{"scheme.repeated_id", "group"}});
  check_refused(group_of("    grades: [{grade: b}, {grade: ▲b}]\n"),
                {{"scheme.repeated_id", "grade"}});
  check_refused(
      group_of("    awards: [{award: b, by: {total: true}}, {award: ▲b, by: {total: true}}]\n"),
      {{"scheme.repeated_id", "award"}});
  check_refused(head_of("assessments: [{id: b, plugin: p}, {id: ▲b, imported: true}]\n"),
                {{"scheme.repeated_id", "id"}});
  const std::string gate = "metric: {total: true}, at_least: 1, consequence: {money: 1}}";
  check_refused(group_of("    gates: [{id: b, " + gate + ", {id: ▲b, " + gate + "]\n"),
                {{"scheme.repeated_id", "id"}});
}

// Sixteen levels are read, the seventeenth is not.
TEST(Refusals, Depth) {
  const auto nested = [](int depth, const std::string& mark) {
    std::string text;
    for (int level = 1; level < depth; ++level)
      text += "{id: n" + std::to_string(level) +
              ", points: 10, components: " + (level == kDepth_max ? mark : "") + "[";
    text += "{id: a, points: 10, rule: direct, indicator: X, full: 1}";
    for (int level = 1; level < depth; ++level) text += "]}";
    return "      - " + text + "\n";
  };
  EXPECT_TRUE(parse(scheme_of(nested(16, "")), "").has_value());
  check_refused(scheme_of(nested(17, "▲")), {{"scheme.too_deep", "components"}});
}

TEST(Refusals, TooManyComponents) {
  const auto many = [](std::size_t count) {
    std::string items;
    for (std::size_t i = 0; i < count; ++i)
      items += item("id: i" + std::to_string(i) + ", weight: 1");
    return items;
  };
  EXPECT_TRUE(parse(scheme_of(many(kComponents_max)), "").has_value());
  const auto scheme = parse(scheme_of(many(kComponents_max + 1)), "");
  ASSERT_FALSE(scheme.has_value());
  ASSERT_EQ(scheme.error().size(), 1U);
  EXPECT_EQ(scheme.error()[0].code, "scheme.too_many_components");
  EXPECT_EQ(scheme.error()[0].where.row, 8U);
}

TEST(Refusals, AtMostAHundredInTheOrderOfTheText) {
  std::string items;
  for (int i = 0; i < 150; ++i) items += item("id: i" + std::to_string(i) + ", points: x");
  const auto scheme =
      parse(head_of("colour: red\n").substr(0, kHead.size() + 12) + groups_of(items), "");
  ASSERT_FALSE(scheme.has_value());
  const auto& errors = scheme.error();
  ASSERT_EQ(errors.size(), 100U);
  EXPECT_EQ(errors[0].where.row, 3U);
  // The items start in line 9.
  for (std::size_t i = 1; i < errors.size(); ++i) EXPECT_EQ(errors[i].where.row, 8U + i);
}

TEST(Refusals, WhatAnAliasRepeatsIsSaidOnce) {
  check_refused(
      std::string(kHead) +
          "groups:\n"
          "  - {group: g, units: {type: a}, points: 1, components: &all [{id: a, points: 1, "
          "rule: direct, indicator: X, full: ▲0}]}\n"
          "  - {group: h, units: {type: b}, points: 1, components: *all}\n",
      {{"scheme.range", "full"}});
}

}  // namespace

}  // namespace assay::scheme
