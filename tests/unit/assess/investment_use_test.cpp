// The investment plugin as a scheme uses it, from figures of an office to fields by unit.
#include <gtest/gtest.h>

#include "fixture.hpp"

namespace assay::assess {
namespace {

model::AssessmentUse use_of_investment() {
  model::AssessmentUse use;
  use.id = "investment";
  use.plugin = "investment";
  use.inputs = {{"arrived", {"到位", model::Layer::Actual}},
                {"target", {"到位", model::Layer::Required}}};
  return use;
}

// X31: 59.999999 % and 60 %; a unit without a target; a target of zero that was exceeded.
TEST(InvestmentUse, FromFiguresToFields) {
  OfficeFixture office;
  office.snapshot.units.push_back({.code = "d", .name = "d", .type = "county"});
  office.put("到位", 0, "59.999999");
  office.put("到位", 0, "100", model::Layer::Required);
  office.put("到位", 1, "60");
  office.put("到位", 1, "100", model::Layer::Required);
  office.put("到位", 2, "60");
  office.put("到位", 3, "1");
  office.put("到位", 3, "0", model::Layer::Required);

  const auto plugin = plugin::load(ASSAY_INVESTMENT);
  ASSERT_TRUE(plugin) << describe(plugin.error());
  const auto outcome = by_plugin(use_of_investment(), **plugin, kYear, model::State::Confirmed,
                                 office.snapshot, nothing_recalled);
  ASSERT_TRUE(outcome) << describe(outcome.error());
  EXPECT_EQ(outcome->origin, "plugin investment 1.0.0");
  const auto& gate = *outcome->field("gate");
  EXPECT_EQ(gate.values[0], model::FieldValue(Ratio::make(59'999'999, 100'000'000).value()));
  EXPECT_EQ(gate.values[1], model::FieldValue(Ratio::make(3, 5).value()));
  EXPECT_EQ(outcome->field("gated")->values[0], model::FieldValue(true));
  EXPECT_EQ(outcome->field("gated")->values[1], model::FieldValue(false));
  EXPECT_EQ(outcome->field("score")->values[1], model::FieldValue(decimal("60")));
  EXPECT_EQ(outcome->field("score")->full[1], decimal("100"));
  EXPECT_EQ(in_english(outcome->missing.at(2)), "no required target of 到位 for 2024: enter it");
  EXPECT_NE(in_english(outcome->failures.at(3)).find("target 0"), std::string::npos);
  EXPECT_EQ(outcome->failures.size(), 1U);
}

TEST(InvestmentUse, RefusedParametersRefuseTheRun) {
  OfficeFixture office;
  const auto plugin = plugin::load(ASSAY_INVESTMENT);
  ASSERT_TRUE(plugin);
  auto use = use_of_investment();
  use.parameters = {{"profile", "nowhere"}};
  const auto outcome =
      by_plugin(use, **plugin, kYear, model::State::Confirmed, office.snapshot, nothing_recalled);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "plugin.parameter");
  EXPECT_EQ(outcome.error().where.field, "assessments.investment.parameters");
  EXPECT_NE(in_english(outcome.error().message)
                .find("parameter profile is nowhere: it must be one of xianyang, yulin"),
            std::string::npos);
}

}  // namespace
}  // namespace assay::assess
