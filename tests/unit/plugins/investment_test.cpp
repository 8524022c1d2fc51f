// The investment plugin as a scheme uses it: loaded from its shared object. Expected figures are
// published ones (plugins/investment/tests/vectors.csv) or worked out by hand beside the test.
#include "ask.hpp"

namespace assay::plugin {
namespace {

Asked& investment() {
  static Asked asked("investment");
  return asked;
}

Result<Answer> ask(const Named& figures, const Named& parameters,
                   const std::string& period = "2024") {
  return investment().ask(figures, parameters, period);
}

Answer answer_of(const Named& figures, const Named& parameters = {}) {
  return investment().answer(figures, parameters);
}

TEST(Investment, PublishedFigures) { EXPECT_EQ(investment().check_vectors(), 19); }

// X31: below 60 % is barred, exactly 60 % passes; the comparison is not rounded, so 59.999999 %
// stays below although it prints as 60.00.
TEST(Investment, TheGateIsExact) {
  const auto below = answer_of({{"arrived", "59.999999"}, {"target", "100"}});
  EXPECT_TRUE(below.flag("gated"));
  EXPECT_EQ(below.ratio("gate"), Ratio::make(59'999'999, 100'000'000).value());
  const auto digits = answer_of({{"arrived", "5999999"}, {"target", "10000000"}});
  EXPECT_TRUE(digits.flag("gated"));
  EXPECT_EQ(digits.ratio("gate"), Ratio::make(5'999'999, 10'000'000).value());
  EXPECT_FALSE(answer_of({{"arrived", "60"}, {"target", "100"}}).flag("gated"));
  EXPECT_FALSE(answer_of({{"arrived", "0.6"}, {"target", "1"}}).flag("gated"));
  EXPECT_TRUE(answer_of({{"arrived", "0"}, {"target", "100"}}).flag("gated"));
}

// X32: the gate does not touch the score.
TEST(Investment, TheGateLeavesTheScore) {
  const auto answer = answer_of({{"arrived", "45"}, {"target", "100"}});
  EXPECT_TRUE(answer.flag("gated"));
  EXPECT_EQ(answer.decimal("score"), decimal("45"));
  EXPECT_EQ(answer.decimal("full"), decimal("100"));
}

TEST(Investment, TheGateCanBeOfArrivalAndElsewhere) {
  const Named figures = {{"arrived", "90"}, {"target", "100"}, {"contracted", "200"}};
  EXPECT_FALSE(answer_of(figures).flag("gated"));
  const auto arrival = answer_of(figures, {{"gate_metric", "arrival"}});
  EXPECT_EQ(arrival.ratio("gate"), Ratio::make(45, 100).value());
  EXPECT_TRUE(arrival.flag("gated"));
  EXPECT_FALSE(answer_of(figures, {{"gate_metric", "arrival"}, {"gate", "45%"}}).flag("gated"));
  EXPECT_TRUE(answer_of(figures, {{"gate", "90.000001%"}}).flag("gated"));
  // Without the figure there is no gate to fail, and the field says why.
  const auto unknown =
      answer_of({{"arrived", "90"}, {"target", "100"}}, {{"gate_metric", "arrival"}});
  EXPECT_TRUE(unknown.absent("gate"));
  EXPECT_TRUE(unknown.absent("gated"));
  EXPECT_NE(unknown.said("gate").find("funds contracted are not entered"), std::string::npos);
}

// X33: among those that completed.
TEST(Investment, AwardsAreForThoseThatCompleted) {
  const auto open = [](const Named& figures, const Named& parameters) {
    return answer_of(figures, parameters).flag("award_eligible");
  };
  EXPECT_TRUE(open({{"arrived", "100"}, {"target", "100"}}, {}));
  EXPECT_FALSE(open({{"arrived", "99.999999"}, {"target", "100"}}, {}));
  // Completed, but gated by arrival 50 % < 60 %.
  EXPECT_FALSE(open({{"arrived", "100"}, {"target", "100"}, {"contracted", "200"}},
                    {{"gate_metric", "arrival"}}));
  // Met, as there was nothing to do; that wins no prize.
  EXPECT_FALSE(open({{"arrived", "0"}, {"target", "0"}}, {}));
}

TEST(Investment, ScoreByArrival) {
  // 40/160 of 100 points.
  const auto answer = answer_of({{"arrived", "40"}, {"target", "50"}, {"contracted", "160"}},
                                {{"metric", "arrival"}});
  EXPECT_EQ(answer.decimal("score"), decimal("25"));
  EXPECT_EQ(answer.ratio("completion"), Ratio::make(4, 5).value());
  EXPECT_EQ(answer.ratio("arrival"), Ratio::make(1, 4).value());
}

TEST(Investment, OneRoundingHalfAwayFromZero) {
  // 100·1/3 = 33.3333333…, 100·2/3 = 66.6666666…
  EXPECT_EQ(answer_of({{"arrived", "1"}, {"target", "3"}}).decimal("score"), decimal("33.333333"));
  EXPECT_EQ(answer_of({{"arrived", "2"}, {"target", "3"}}).decimal("score"), decimal("66.666667"));
  // 0.0000005 exactly: 100 points · 0.000001/200
  EXPECT_EQ(answer_of({{"arrived", "0.000001"}, {"target", "200"}}).decimal("score"),
            decimal("0.000001"));
}

TEST(Investment, CapAndPointsAreParameters) {
  const Named figures = {{"arrived", "130"}, {"target", "100"}};
  EXPECT_EQ(answer_of(figures).decimal("score"), decimal("100"));
  EXPECT_EQ(answer_of(figures, {{"cap", "120%"}}).decimal("score"), decimal("120"));
  EXPECT_EQ(answer_of(figures, {{"cap", "120%"}, {"points", "10"}}).decimal("score"),
            decimal("12"));
  EXPECT_EQ(answer_of(figures, {{"cap", "150%"}, {"points", "10"}}).decimal("score"),
            decimal("13"));
  // The rate itself is never cut.
  EXPECT_EQ(answer_of(figures).ratio("completion"), Ratio::make(13, 10).value());
}

// 玉林 2008: performed 15/20 of 10 = 7.5, started and completed 12/20 of 20 = 12, arrived
// 7000/10000 of 35 = 24.5, 7000/8000 of 35 = 30.625; together 74.625.
const Named kYulin = {{"signed", "20"},       {"performed", "15"}, {"started", "8"},
                      {"completed", "4"},     {"arrived", "7000"}, {"target", "8000"},
                      {"contracted", "10000"}};

TEST(Investment, FourItemsAddUp) {
  const auto answer = answer_of(kYulin, {{"profile", "yulin"}});
  EXPECT_EQ(answer.decimal("score"), decimal("74.625"));
  EXPECT_EQ(answer.decimal("full"), decimal("100"));
  EXPECT_FALSE(answer.flag("gated"));  // this text has no gate
  // Each item is capped at its own points: 8800/8000 counts 35, not 38.5; arrival is 88 % of 35.
  auto more = kYulin;
  more["arrived"] = "8800";
  EXPECT_EQ(answer_of(more, {{"profile", "yulin"}}).decimal("score"), decimal("85.3"));
}

TEST(Investment, ARateThatDoesNotApply) {
  auto figures = kYulin;
  for (const auto* field : {"signed", "performed", "started", "completed"}) figures[field] = "0";
  const auto absent = answer_of(figures, {{"profile", "yulin"}});
  EXPECT_TRUE(absent.absent("score"));
  EXPECT_NE(absent.said("score").find("does not apply"), std::string::npos);
  EXPECT_FALSE(absent.absent("completion"));
  // The other two share 100 points 35 : 35: 50·0.7 + 50·0.875 = 78.75.
  const auto reshared = answer_of(figures, {{"profile", "yulin"}, {"not_applicable", "reshare"}});
  EXPECT_EQ(reshared.decimal("score"), decimal("78.75"));
}

TEST(Investment, AMissingFigureIsNotZero) {
  auto figures = kYulin;
  figures.erase("performed");
  const auto answer = answer_of(figures, {{"profile", "yulin"}, {"not_applicable", "reshare"}});
  EXPECT_TRUE(answer.absent("score"));
  EXPECT_NE(answer.said("score").find("not entered"), std::string::npos);
}

TEST(Investment, NothingContracted) {
  const auto refused = answer_of({{"arrived", "5"}, {"target", "10"}, {"contracted", "0"}});
  ASSERT_TRUE(refused.failure);
  EXPECT_EQ(in_english(*refused.failure),
            "contracted 0, but 5 arrived: enter what was contracted, or correct the arrived sum");
  EXPECT_TRUE(refused.absent("completion"));
  const auto nothing = answer_of({{"arrived", "0"}, {"target", "10"}, {"contracted", "0"}});
  EXPECT_FALSE(nothing.failure);
  EXPECT_TRUE(nothing.absent("arrival"));
  EXPECT_EQ(nothing.ratio("completion"), Ratio());
  auto impossible = kYulin;
  impossible["signed"] = "0";
  EXPECT_TRUE(answer_of(impossible, {{"profile", "yulin"}}).failure);
}

TEST(Investment, MoreThanContractedIsCappedAndFlagged) {
  const auto answer = answer_of({{"arrived", "12"}, {"target", "10"}, {"contracted", "11"}},
                                {{"metric", "arrival"}, {"cap", "120%"}});
  EXPECT_TRUE(answer.flag("over_contracted"));
  EXPECT_EQ(answer.ratio("arrival"), Ratio::from_integer(1));
  EXPECT_EQ(answer.decimal("score"), decimal("100"));
  EXPECT_NE(answer.said("over_contracted").find("12 is more than contracted 11"),
            std::string::npos);
}

TEST(Investment, ZeroTarget) {
  const auto met = answer_of({{"arrived", "0"}, {"target", "0"}});
  EXPECT_EQ(met.ratio("completion"), Ratio::from_integer(1));
  EXPECT_EQ(met.decimal("score"), decimal("100"));
  const Named some = {{"arrived", "5"}, {"target", "0"}};
  ASSERT_TRUE(answer_of(some).failure);
  EXPECT_NE(in_english(*answer_of(some).failure).find("target_zero"), std::string::npos);
  EXPECT_EQ(answer_of(some, {{"target_zero", "met"}}).decimal("score"), decimal("100"));
  const Named capped = {{"target_zero", "cap"}, {"cap", "120%"}};
  EXPECT_EQ(answer_of(some, capped).decimal("score"), decimal("120"));
  EXPECT_EQ(answer_of(some, capped).ratio("completion"), Ratio::make(6, 5).value());
}

// 功效系数法 between 20 % and 100 %: 60 points at or below 20 %, 100 at or above 100 %.
TEST(Investment, EfficacyEndsAtItsBounds) {
  const Named parameters = {{"profile", "efficacy"}, {"worst", "20%"}, {"best", "1"}};
  const auto score = [&](const std::string& arrived) {
    return answer_of({{"arrived", arrived}, {"target", "100"}}, parameters).decimal("score");
  };
  EXPECT_EQ(score("20"), decimal("60"));
  EXPECT_EQ(score("0"), decimal("60"));
  EXPECT_EQ(score("100"), decimal("100"));
  EXPECT_EQ(score("300"), decimal("100"));
  EXPECT_EQ(score("40"), decimal("70"));  // a quarter of the way
}

TEST(Investment, EfficacyOfOneValue) {
  const Named figures = {{"arrived", "50"}, {"target", "100"}};
  const Named same = {{"profile", "efficacy"}, {"worst", "50%"}, {"best", "50%"}};
  EXPECT_NE(investment().refusal(same, "2024", figures).find("parameter equal"), std::string::npos);
  auto declared = same;
  declared["equal"] = "80";
  EXPECT_EQ(answer_of(figures, declared).decimal("score"), decimal("80"));
}

// A county of 2006: 60 at the target, 0.5 for each whole 10 % beyond it, at most 10 more.
TEST(Investment, Ladder) {
  const auto score = [](const std::string& arrived) {
    return answer_of({{"arrived", arrived}, {"target", "100"}}, {{"profile", "county-2006"}})
        .decimal("score");
  };
  EXPECT_EQ(score("99.999999"), Decimal());
  EXPECT_EQ(score("100"), decimal("60"));
  EXPECT_EQ(score("109.999999"), decimal("60"));
  EXPECT_EQ(score("110"), decimal("60.5"));
  EXPECT_EQ(score("135"), decimal("61.5"));
  EXPECT_EQ(score("300"), decimal("70"));
  EXPECT_EQ(score("900"), decimal("70"));
  // Brought to 7 points: 60.5/10.
  EXPECT_EQ(answer_of({{"arrived", "110"}, {"target", "100"}},
                      {{"profile", "county-2006"}, {"points", "7"}})
                .decimal("score"),
            decimal("6.05"));
}

// The bulletin of 2024: 0.5 for projects by size, 0.1 less for each that is short, never below 0.
TEST(Investment, ProjectsBySize) {
  const auto score = [](const std::string& small, const std::string& large) {
    return answer_of({{"arrived", "1"},
                      {"target", "1"},
                      {"projects_3", small},
                      {"projects_3_target", "7"},
                      {"projects_10", "9"},
                      {"projects_10_target", "4"},
                      {"projects_20", large},
                      {"projects_20_target", "1"}},
                     {{"profile", "bands-2024"}})
        .decimal("score");
  };
  EXPECT_EQ(score("7", "1"), decimal("0.5"));
  EXPECT_EQ(score("5", "1"), decimal("0.3"));
  EXPECT_EQ(score("5", "0"), decimal("0.2"));
  EXPECT_EQ(score("0", "0"), Decimal());
}

TEST(Investment, ActivitiesAreCappedAndPenaltiesEndAtZero) {
  const Named met = {{"arrived", "1"}, {"target", "1"}};
  auto activities = met;
  activities.insert({{"incentives", "2"}, {"key_enterprises", "1"}, {"site_signings", "3"}});
  const auto most = answer_of(activities, {{"profile", "activities-2024"}});
  EXPECT_EQ(most.decimal("score"), decimal("0.5"));
  EXPECT_TRUE(most.flag("capped"));
  auto penalties = met;
  penalties.insert({{"overdue_starts", "2"}, {"falsified", "2"}});
  EXPECT_EQ(answer_of(penalties, {{"profile", "penalties-2024"}}).decimal("score"), Decimal());
  // Twice the points, twice the deduction: 1 − 0.2 − 0.4.
  penalties["overdue_starts"] = "1";
  penalties["falsified"] = "1";
  EXPECT_EQ(answer_of(penalties, {{"profile", "penalties-2024"}, {"points", "1"}}).decimal("score"),
            decimal("0.4"));
  EXPECT_TRUE(answer_of(met, {{"profile", "penalties-2024"}}).absent("score"));
}

TEST(Investment, CapsAreFlagged) {
  const auto capped = [](const std::string& arrived, const Named& parameters) {
    return answer_of({{"arrived", arrived}, {"target", "100"}}, parameters).flag("capped");
  };
  EXPECT_FALSE(capped("100", {}));
  EXPECT_TRUE(capped("100.000001", {}));
  EXPECT_FALSE(capped("120", {{"profile", "fdi-2024"}}));
  EXPECT_TRUE(capped("121", {{"profile", "fdi-2024"}}));
}

TEST(Investment, GrowthOfFixedAssets) {
  const auto rate = [](const std::string& growth, const std::string& target) {
    return answer_of(
        {{"arrived", "1"}, {"target", "1"}, {"fai_growth", growth}, {"fai_growth_target", target}});
  };
  EXPECT_EQ(rate("9", "12").ratio("fai_rate"), Ratio::make(3, 4).value());
  EXPECT_EQ(rate("-3.5", "12").ratio("fai_rate"), Ratio());
  EXPECT_TRUE(rate("9", "0").absent("fai_rate"));
  EXPECT_TRUE(rate("9", "-1").absent("fai_rate"));
  EXPECT_TRUE(answer_of({{"arrived", "1"}, {"target", "1"}}).absent("fai_rate"));
}

TEST(Investment, EveryFieldHasReasonsInBothLanguages) {
  const auto answer =
      answer_of({{"arrived", "78"}, {"target", "132"}, {"contracted", "100"}, {"fai_growth", "5"}});
  Asked::expect_reasons(answer);
  // 78/132 = 59.0909…%; 100 points give 59.090909.
  EXPECT_EQ(answer.said("score"),
            "completion: arrived 78 of target 132 is 59.090909 %, counts 59.090909 % of 100 "
            "points: 59.090909|");
  const auto& gate = answer.reasons.at("gated").at(0);
  EXPECT_EQ(fill(gate.text_zh, gate), "低于门槛60%（不经舍入比较）");
}

TEST(Investment, RefusedParameters) {
  struct Case {
    Named parameters;
    std::string words;
  };
  for (const auto& [parameters, words] : std::vector<Case>{
           {{{"profil", "yulin"}}, "unknown parameter \"profil\": known are profile, metric"},
           {{{"profile", "xi'an"}}, "is not one of xianyang, yulin, county-2006"},
           {{{"metric", "signing"}}, "is not one of completion, arrival"},
           {{{"gate", "60 %"}}, "is not a rate such as 60%, 0.6 or 3/5"},
           {{{"gate", "-1"}}, "is not zero or more"},
           {{{"points", "0"}}, "is not above zero"},
           {{{"points", "1.0000001"}}, "is not a figure with at most 6 decimals"},
           {{{"target_zero", "zero"}}, "is not one of refuse, met, cap"},
           {{{"worst", "1"}}, "belong to the profile efficacy"},
           {{{"profile", "efficacy"}}, "needs the parameters worst and best"},
           {{{"profile", "efficacy"}, {"worst", "1"}, {"best", "1"}}, "best above worst"},
           {{{"profile", "efficacy"}, {"worst", "0"}, {"best", "1"}, {"cap", "1"}},
            "has no cap"}}) {
    const auto answer = ask({{"arrived", "1"}, {"target", "1"}}, parameters);
    ASSERT_FALSE(answer) << words;
    EXPECT_EQ(answer.error().code, "plugin.config");
    EXPECT_NE(in_english(answer.error().message).find(words), std::string::npos)
        << in_english(answer.error().message);
  }
}

// A norm holds from its day on: the gate of 2003 says nothing of 2002.
TEST(Investment, NormsHaveADate) {
  EXPECT_TRUE(ask({{"arrived", "1"}, {"target", "1"}}, {}, "2003-01"));
  const auto early = ask({{"arrived", "1"}, {"target", "1"}}, {}, "2002");
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, "plugin.config");
  EXPECT_NE(in_english(early.error().message).find("not in force yet"), std::string::npos);
}

TEST(Investment, RefusesNegativeSums) {
  const auto answer = answer_of({{"arrived", "-1"}, {"target", "10"}});
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(in_english(*answer.failure), "arrived is -1, less than 0: correct the figure");
}

TEST(Investment, AFigureTooLargeFailsItsUnitOnly) {
  // 9.2e12/0.000001 in per cent is beyond 9.2e12.
  const auto answer = answer_of({{"arrived", "9200000000000"}, {"target", "0.000001"}});
  ASSERT_TRUE(answer.failure);
  EXPECT_NE(in_english(*answer.failure).find("too large"), std::string::npos);
}

}  // namespace
}  // namespace assay::plugin
