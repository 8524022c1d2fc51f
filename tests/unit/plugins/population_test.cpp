// The population plugin as a scheme uses it. Expected figures are published ones
// (plugins/population/tests/vectors.csv) or worked out by hand beside the test.
#include "ask.hpp"

namespace assay::plugin {
namespace {

Asked& population() {
  static Asked asked("population");
  return asked;
}

Named with(Named figures, const Named& more) {
  for (const auto& [name, value] : more) figures[name] = value;
  return figures;
}

TEST(Population, PublishedFigures) { EXPECT_EQ(population().check_vectors(), 31); }

// Rates of residents and of the registered are two things: 100/10000 and 100/20000.
TEST(Population, TheBasisIsKeptApart) {
  const Named figures = {
      {"resident_start", "10000"}, {"resident_end", "10000"}, {"registered_start", "20000"},
      {"registered_end", "20000"}, {"births", "100"},         {"deaths", "50"}};
  EXPECT_EQ(population().answer(figures).decimal("birth_rate"), decimal("10"));
  EXPECT_EQ(population().answer(figures, {{"basis", "registered"}}).decimal("birth_rate"),
            decimal("5"));
  const auto empty = population().answer(
      {{"resident_start", "0"}, {"resident_end", "0"}, {"births", "0"}, {"deaths", "0"}});
  EXPECT_TRUE(empty.absent("birth_rate"));
  EXPECT_TRUE(empty.absent("natural_growth"));
  EXPECT_TRUE(empty.absent("natural_growth_direct"));
}

// A published rate stands in only where the counts are not known.
TEST(Population, CountsGoBeforePublishedRates) {
  const Named figures = {{"resident_start", "1000"},
                         {"resident_end", "1000"},
                         {"births", "10"},
                         {"birth_rate", "9.5"},
                         {"death_rate", "7.5"}};
  const auto made = population().answer(figures);
  EXPECT_EQ(made.decimal("birth_rate"), decimal("10"));
  EXPECT_EQ(made.decimal("natural_growth"), decimal("2.5"));
}

TEST(Population, SmallSamplesArePooled) {
  // 20 boys and 16 girls are 36 births; with 40 + 30 of the year before, 106.
  const Named year = {{"boys", "20"}, {"girls", "16"}, {"boys_1", "40"}, {"girls_1", "30"}};
  const auto made = population().answer(year);
  EXPECT_TRUE(made.flag("small_sample"));
  EXPECT_EQ(made.ratio("birth_sex_ratio_exact"), Ratio::make(60, 46).value());
  EXPECT_EQ(made.decimal("birth_sex_ratio"), decimal("130.43"));
  EXPECT_NE(made.said("birth_sex_ratio").find("in 2 years"), std::string::npos);
  // Three years, the third being unknown, are still too few for 200.
  const auto few = population().answer(year, {{"min_births", "200"}});
  EXPECT_TRUE(few.absent("birth_sex_ratio"));
  EXPECT_NE(few.said("birth_sex_ratio").find("106 births, less than 200, also in 2 years"),
            std::string::npos);
  // One year only.
  EXPECT_TRUE(population().answer(year, {{"years", "1"}}).absent("birth_sex_ratio"));
  // Enough in one year: the years before do not count.
  const auto enough = population().answer(with(year, {{"boys", "60"}, {"girls", "50"}}));
  EXPECT_FALSE(enough.flag("small_sample"));
  EXPECT_EQ(enough.decimal("birth_sex_ratio"), decimal("120"));
  // A year five back is not asked for.
  const auto five = population().answer(with(year, {{"boys_4", "100"}, {"girls_4", "100"}}),
                                        {{"years", "5"}, {"min_births", "300"}});
  EXPECT_EQ(five.ratio("birth_sex_ratio_exact"), Ratio::make(160, 146).value());
}

TEST(Population, NoGirls) {
  const auto made = population().answer({{"boys", "150"}, {"girls", "0"}});
  EXPECT_TRUE(made.absent("birth_sex_ratio"));
  EXPECT_NE(made.said("birth_sex_ratio").find("divides by is 0"), std::string::npos);
}

// 2022: 15.7 per 100,000, 4.9 and 6.8 ‰, here of a round million of births.
const Named kModern = {{"live_births", "1000000"}, {"maternal_deaths", "157"},
                       {"infant_deaths", "4900"},  {"under5_deaths", "6800"},
                       {"places", "4500"},         {"resident_end", "1000000"}};

TEST(Population, Mortalities) {
  const auto made = population().answer(kModern);
  EXPECT_EQ(made.decimal("maternal_mortality"), decimal("15.7"));
  EXPECT_EQ(made.decimal("infant_mortality"), decimal("4.9"));
  EXPECT_EQ(made.decimal("under5_mortality"), decimal("6.8"));
  EXPECT_EQ(made.decimal("places_rate"), decimal("4.5"));
}

// Places 4.5 of 4.5: 40; mothers 14.5/15.7 of 20: 18.471338; infants within 5.2: 20; children
// 6.6/6.8 of 20: 19.411765. Together 97.883103.
TEST(Population, ModernScore) {
  const auto made = population().answer(kModern);
  EXPECT_EQ(made.decimal("score"), decimal("97.883103"));
  EXPECT_EQ(made.decimal("full"), decimal("100"));
  // Targets of the unit: 9 places ask for twice as many.
  EXPECT_EQ(population()
                .answer(with(kModern, {{"places_target", "9"},
                                       {"maternal_target", "15.7"},
                                       {"under5_target", "6.8"}}))
                .decimal("score"),
            decimal("80"));
  EXPECT_EQ(population()
                .answer(with(kModern, {{"maternal_target", "15.7"}, {"under5_target", "6.8"}}),
                        {{"points", "10"}})
                .decimal("score"),
            decimal("10"));
}

TEST(Population, ModernScoreWithoutBirths) {
  const auto none = with(kModern, {{"live_births", "0"},
                                   {"maternal_deaths", "0"},
                                   {"infant_deaths", "0"},
                                   {"under5_deaths", "0"}});
  EXPECT_TRUE(population().answer(none).absent("score"));
  EXPECT_TRUE(population().answer(none).absent("infant_mortality"));
  const auto reshared = population().answer(none, {{"not_applicable", "reshare"}});
  EXPECT_EQ(reshared.decimal("score"), decimal("100"));
  auto missing = kModern;
  missing.erase("infant_deaths");
  EXPECT_TRUE(population().answer(missing, {{"not_applicable", "reshare"}}).absent("score"));
}

TEST(Population, LegacyProfilesEnd) {
  const Named hunan = {{"profile", "hunan-2017"}};
  EXPECT_EQ(population().refusal(hunan, "2020"), "");
  EXPECT_NE(population().refusal(hunan, "2021").find("legacy profiles hold up to 2020"),
            std::string::npos);
  EXPECT_EQ(population().refusal({{"profile", "hunan-2017"}, {"legacy_last_year", "2021"}}, "2021"),
            "");
  EXPECT_NE(population().refusal(hunan, "2016").find("not in force yet"), std::string::npos);
  EXPECT_NE(population().refusal({}, "2020").find("not in force yet"), std::string::npos);
}

// The veto is of the legacy profiles, whatever is entered afterwards.
TEST(Population, VetoOfItsYearsOnly) {
  const Named proposed = {{"veto_proposed", "1"}};
  EXPECT_TRUE(population().answer(proposed, {{"profile", "hunan-2017"}}, "2017").flag("veto"));
  EXPECT_FALSE(population()
                   .answer({{"veto_proposed", "0"}}, {{"profile", "hunan-2017"}}, "2017")
                   .flag("veto"));
  EXPECT_TRUE(population().answer({}, {{"profile", "hunan-2017"}}, "2017").absent("veto"));
  const auto modern = population().answer(proposed);
  EXPECT_FALSE(modern.flag("veto"));
  EXPECT_TRUE(modern.flag("award_eligible"));
  EXPECT_NE(modern.said("veto").find("legacy profiles only"), std::string::npos);
  EXPECT_EQ(population().answer({{"veto_proposed", "2"}}).why(),
            "veto_proposed is 2, more than 1: correct the figure");
}

const Named kHunan = {{"births", "10000"},        {"compliant", "9250"},
                      {"policy_target", "93"},    {"policy_average", "92"},
                      {"policy_last_year", "92"}, {"boys", "5400"},
                      {"girls", "5000"},          {"boys_1", "5390"},
                      {"girls_1", "5000"},        {"sex_ratio_target", "107"}};

Answer hunan(const Named& more = {}) {
  return population().answer(with(kHunan, more), {{"profile", "hunan-2017"}}, "2017");
}

// 92.5 % is 0.5 points short of 93 %: 3 − 5·0.3 = 1.5. The ratio 108 misses 107 and rose by 0.2
// from 107.8: 3 − 0.1 − 2·0.1 = 2.7. Above the average: 7·(0.7·1 + 0.3·0.5) = 5.95. 108 lies a
// tenth of the way from 107 to 117: 3·0.9 = 2.7. Together 12.85 of 16.
TEST(Population, Hunan) {
  EXPECT_EQ(hunan().decimal("score"), decimal("12.85"));
  EXPECT_EQ(hunan().decimal("full"), decimal("16"));
  EXPECT_EQ(hunan().ratio("policy_rate"), Ratio::make(37, 40).value());
  EXPECT_EQ(hunan().decimal("non_compliant_rate"), decimal("7.5"));
}

// All targets met: 3 + 3 + 5.95 + 3.
TEST(Population, HunanTargetsMet) {
  EXPECT_EQ(hunan({{"policy_target", "92.5"}, {"boys", "5350"}}).decimal("score"),
            decimal("14.95"));
  // Missed but level with last year: 0.1 less. 107.8 lies 0.08 of the way: 2.76.
  EXPECT_EQ(hunan({{"policy_target", "92.5"}, {"boys", "5390"}}).decimal("score"),
            decimal("14.61"));
  // Missed by one point and more: none of the 3 are left.
  EXPECT_EQ(hunan({{"policy_target", "95"}, {"boys", "5350"}}).decimal("score"), decimal("11.95"));
}

// Below the average the level weighs 30 %: 7·(0.3·92.5/95 + 0.7·0.5) = 4.494737.
TEST(Population, HunanBelowTheAverage) {
  EXPECT_EQ(hunan({{"policy_average", "95"}, {"policy_target", "92.5"}, {"boys", "5350"}})
                .decimal("score"),
            decimal("13.494737"));
}

// 达州 2010: 85 % and 100 % of the births planned give full marks, beyond them none.
TEST(Population, Dazhou) {
  const auto score = [](const std::string& births, const std::string& found,
                        const std::string& users) {
    return population()
        .answer({{"births", births},
                 {"births_target", "1000"},
                 {"births_verified", found},
                 {"contraception_users", users},
                 {"married_women", "10000"},
                 {"contraception_target", "90"}},
                {{"profile", "dazhou-2010"}}, "2010")
        .decimal("score");
  };
  EXPECT_EQ(score("850", "850", "9000"), decimal("100"));
  EXPECT_EQ(score("1000", "1000", "9500"), decimal("100"));
  EXPECT_EQ(score("849", "849", "9000"), decimal("60"));
  EXPECT_EQ(score("1001", "1001", "9000"), decimal("60"));
  // 2.5 % off is half of 30; 5 % none, 10 % none.
  EXPECT_EQ(score("975", "1000", "9000"), decimal("85"));
  EXPECT_EQ(score("950", "1000", "9000"), decimal("70"));
  EXPECT_EQ(score("900", "1000", "9000"), decimal("70"));
  // 80 % of users against 90 %: 8/9 of 30.
  EXPECT_EQ(score("900", "900", "8000"), decimal("96.666667"));
}

TEST(Population, PartsAreNoMoreThanTheirWhole) {
  EXPECT_EQ(population().answer({{"births", "10"}, {"compliant", "11"}}).why(),
            "a part of 11 is more than its whole of 10: correct one");
  EXPECT_NE(population().answer({{"infant_deaths", "3"}, {"under5_deaths", "2"}}).why(), "");
  EXPECT_NE(population().answer({{"live_births", "11"}, {"births", "10"}}).why(), "");
}

TEST(Population, RefusedParameters) {
  for (const auto& [name, value] : Named{{"profile", "ancient"},
                                         {"basis", "guessed"},
                                         {"years", "6"},
                                         {"points", "0"},
                                         {"not_applicable", "full"}})
    EXPECT_FALSE(population().ask({}, {{name, value}})) << name;
  EXPECT_NE(population().refusal({{"years", "1.5"}}).find("whole number from 1 to 5"),
            std::string::npos);
}

TEST(Population, EveryFieldHasReasonsInBothLanguages) {
  Asked::expect_reasons(population().answer({}));
  Asked::expect_reasons(population().answer(kModern));
  Asked::expect_reasons(hunan());
}

}  // namespace
}  // namespace assay::plugin
