#include <gtest/gtest.h>

#include <tuple>

#include "fixture.hpp"

namespace assay::assess {
namespace {

OfficeFixture office_with_two() {
  OfficeFixture office;
  office.put("到位", 0, "10");
  office.put("到位", 2, "30");
  return office;
}

Result<model::Assessment> run(FakePlugin& plugin, const model::Snapshot& snapshot,
                              const model::AssessmentUse& use = use_of_fake(),
                              const Recall& recall = nothing_recalled,
                              model::Period period = kYear) {
  return by_plugin(use, plugin, period, model::State::Confirmed, snapshot, recall);
}

model::Assessment made(FakePlugin& plugin, const model::Snapshot& snapshot,
                       const model::AssessmentUse& use = use_of_fake(),
                       model::Period period = kYear) {
  return run(plugin, snapshot, use, nothing_recalled, period).value();
}

TEST(ByPlugin, OutcomesComeBackToTheirUnits) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) {
    auto outputs = echo(inputs);
    outputs.columns[2][1] = Ratio::make(1, 3).value();
    outputs.columns[3][0] = true;
    outputs.reasons[0][1] = {{"because {0}", {{"0", "x"}}, "因为{0}"}};
    return outputs;
  });
  const auto outcome = made(plugin, office.snapshot);
  EXPECT_EQ(plugin.asked.rows, 2U);  // the unit without the required figure is not asked about
  EXPECT_EQ(plugin.asked.period, "2024");
  EXPECT_EQ(outcome.id, "investment");
  EXPECT_EQ(outcome.origin, "plugin fake 2.1");
  EXPECT_EQ(outcome.period, kYear);
  const auto& score = *outcome.field("score");
  EXPECT_EQ(score.measure_unit, "分");
  EXPECT_EQ(score.values, (std::vector<model::FieldValue>{decimal("10"), {}, decimal("30")}));
  ASSERT_EQ(score.reasons[2].size(), 1U);
  EXPECT_EQ(in_english(score.reasons[2][0]), "because x");
  EXPECT_TRUE(score.reasons[0].empty());
  EXPECT_EQ(outcome.field("rate")->type, model::FieldType::Ratio);
  EXPECT_EQ(outcome.field("rate")->values[2], model::FieldValue(Ratio::make(1, 3).value()));
  EXPECT_EQ(outcome.field("ok")->values[0], model::FieldValue(true));
  EXPECT_TRUE(outcome.missing.contains(1));
  EXPECT_TRUE(outcome.failures.empty());
}

TEST(ByPlugin, ParametersAreHandedOver) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  auto use = use_of_fake();
  use.parameters = {{"profile", "yulin"}};
  static_cast<void>(made(plugin, office.snapshot, use));
  EXPECT_EQ(plugin.asked_parameters, R"({"profile":"yulin"})");
}

TEST(ByPlugin, ParametersAreCheckedBeforeThePluginIsAsked) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  auto use = use_of_fake();
  use.parameters = {{"profil", "yulin"}};
  const auto outcome = run(plugin, office.snapshot, use);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "plugin.parameter");
  EXPECT_EQ(outcome.error().where.field, "assessments.investment.parameters");
  EXPECT_EQ(plugin.calls, 0);
}

// Unit b, which lacks its figure, is no row; c lies below a, and a below the absent b.
TEST(ByPlugin, RowsSayWhoTheyAre) {
  auto office = office_with_two();
  office.snapshot.units[0].parent = "b";
  office.snapshot.units[2].parent = "a";
  office.snapshot.units[2].type = "department";
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  static_cast<void>(made(plugin, office.snapshot));
  ASSERT_EQ(plugin.asked.units.size(), 2U);
  const auto& [first, second] = std::tie(plugin.asked.units[0], plugin.asked.units[1]);
  EXPECT_EQ(first.code, "a");
  EXPECT_EQ(first.type, "county");
  EXPECT_EQ(first.parent, std::nullopt);
  EXPECT_EQ(second.code, "c");
  EXPECT_EQ(second.type, "department");
  EXPECT_EQ(second.parent, 0U);
}

TEST(ByPlugin, EarlierPeriodsAreThoseOfThePluginsInputs) {
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  EXPECT_TRUE(earlier_periods(plugin.info(), kYear).empty());
  for (const std::uint32_t back : {1U, 7U})
    plugin.x_info.inputs.push_back(
        {.id = "past", .type = "dec6", .periods_back = back, .source = "arrived"});
  const auto quarter = model::Period::parse("2024Q2").value();
  EXPECT_EQ(earlier_periods(plugin.info(), quarter),
            (std::vector<model::Period>{model::Period::parse("2024Q1").value(),
                                        model::Period::parse("2022Q3").value()}));
}

TEST(ByPlugin, FullMarksGoWithTheScore) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) {
    auto outputs = echo(inputs);
    outputs.columns[1][0] = decimal("40");
    return outputs;
  });
  const auto outcome = made(plugin, office.snapshot);
  EXPECT_EQ(outcome.field("score")->full,
            (std::vector<std::optional<Decimal>>{decimal("40"), std::nullopt, std::nullopt}));
  EXPECT_TRUE(outcome.field("rate")->full.empty());
}

TEST(ByPlugin, ARefusedRowIsAFailureOfItsUnit) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) {
    auto outputs = echo(inputs);
    outputs.columns[0][1] = {};
    outputs.failures.emplace(1, Message{"contracted 0", {}, ""});
    return outputs;
  });
  const auto outcome = made(plugin, office.snapshot);
  ASSERT_EQ(outcome.failures.size(), 1U);
  EXPECT_EQ(in_english(outcome.failures.at(2)), "contracted 0");
  EXPECT_EQ(outcome.field("score")->values[0], model::FieldValue(decimal("10")));
}

// No unit gets a zero or an old figure from a plugin that failed.
TEST(ByPlugin, AFailedPluginIsAFailureOfEveryUnitItWasAskedAbout) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs&) -> Result<plugin::Outputs> {
    return fail(Failure::Plugin, "plugin.failed", {"it crashed", {}, ""});
  });
  const auto outcome = made(plugin, office.snapshot);
  EXPECT_EQ(outcome.failures.size(), 2U);
  EXPECT_EQ(in_english(outcome.failures.at(0)), "it crashed");
  EXPECT_TRUE(outcome.missing.contains(1));
  for (const auto& field : outcome.fields)
    for (const auto& value : field.values) EXPECT_EQ(value, model::FieldValue());
  // Not under the name of a success: it is tried again next time.
  FakePlugin sound([](const plugin::Inputs& inputs) { return echo(inputs); });
  EXPECT_NE(outcome.digest, made(sound, office.snapshot).digest);
}

TEST(ByPlugin, RefusedParametersStopEverything) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs&) -> Result<plugin::Outputs> {
    return fail(Failure::Plugin, "plugin.config", {"unknown parameter", {}, ""});
  });
  const auto outcome = run(plugin, office.snapshot);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "plugin.config");
}

// G11: what was made once is used again, under whatever name a scheme gives it.
TEST(ByPlugin, TheSameQuestionIsAnsweredOnce) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  const auto first = made(plugin, office.snapshot);
  auto use = use_of_fake();
  use.id = "another-name";
  const auto again = run(plugin, office.snapshot, use, [&](const Digest& digest) {
    return digest == first.digest ? std::optional(first) : std::nullopt;
  });
  ASSERT_TRUE(again);
  EXPECT_EQ(plugin.calls, 1);
  EXPECT_EQ(again->id, "another-name");
  EXPECT_EQ(again->digest, first.digest);
}

TEST(ByPlugin, WhateverGoesInIsPartOfTheName) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  const auto name = made(plugin, office.snapshot).digest;
  EXPECT_EQ(made(plugin, office.snapshot).digest, name);

  auto other = office;
  other.put("到位", 2, "30.000001");
  EXPECT_NE(made(plugin, other.snapshot).digest, name);
  other = office;
  other.put("到位", 1, "0");  // was missing
  EXPECT_NE(made(plugin, other.snapshot).digest, name);
  other = office;
  other.snapshot.units[1].code = "d";
  EXPECT_NE(made(plugin, other.snapshot).digest, name);
  other = office;
  other.snapshot.units[1].type = "department";
  EXPECT_NE(made(plugin, other.snapshot).digest, name);
  other = office;
  other.snapshot.units[1].parent = "a";
  EXPECT_NE(made(plugin, other.snapshot).digest, name);

  auto use = use_of_fake();
  use.parameters = {{"profile", "yulin"}};
  EXPECT_NE(made(plugin, office.snapshot, use).digest, name);

  FakePlugin rebuilt([](const plugin::Inputs& inputs) { return echo(inputs); });
  rebuilt.x_info.binary_digest[0] = 1;
  EXPECT_NE(made(rebuilt, office.snapshot).digest, name);
  FakePlugin new_norms([](const plugin::Inputs& inputs) { return echo(inputs); });
  new_norms.x_info.rule_digest[0] = 1;
  EXPECT_NE(made(new_norms, office.snapshot).digest, name);
}

// Figures that the plugin does not read do not change what it made.
TEST(ByPlugin, OtherFiguresAreNotPartOfTheName) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  const auto name = made(plugin, office.snapshot).digest;
  auto other = office;
  other.put("增速", 0, "5");
  EXPECT_EQ(made(plugin, other.snapshot).digest, name);
}

TEST(ByPlugin, TroubleWithRecallIsReported) {
  const auto office = office_with_two();
  FakePlugin plugin([](const plugin::Inputs& inputs) { return echo(inputs); });
  const auto outcome = run(plugin, office.snapshot, use_of_fake(),
                           [](const Digest&) -> Result<std::optional<model::Assessment>> {
                             return fail(Failure::Store, "store.damaged", {"damaged", {}, ""});
                           });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "store.damaged");
  EXPECT_EQ(plugin.calls, 0);
}

}  // namespace
}  // namespace assay::assess
