// The safety plugin as a scheme uses it. Expected figures are published ones
// (plugins/safety/tests) or worked out by hand beside the test.
#include "ask.hpp"

namespace assay::plugin {
namespace {

Asked& safety() {
  static Asked asked("safety");
  return asked;
}

Named accident(const std::string& deaths, const std::string& sector = "其他",
               const std::string& responsibility = "1") {
  Named row = {{"deaths", deaths},
               {"serious_injuries", "0"},
               {"loss", "0"},
               {"sector", sector},
               {"responsibility", responsibility}};
  if (responsibility.empty()) row.erase("responsibility");
  return row;
}

Answer listed(const std::vector<Named>& accidents, const Named& parameters = {},
              const Named& figures = {}, const std::string& period = "2024") {
  return safety().answer(figures, parameters, period, {{"accidents", accidents}});
}

TEST(Safety, PublishedFigures) { EXPECT_EQ(safety().check_vectors(), 10); }

TEST(Safety, ClassesOfAccidents) {
  int count = 0;
  for (const auto& record : records_of(safety().source("tests/accident_class.csv"))) {
    ++count;
    SCOPED_TRACE(record[0] + " " + record[1] + " " + record[2]);
    const auto made = listed({{{"deaths", record[0]},
                               {"serious_injuries", record[1]},
                               {"loss", record[2]},
                               {"sector", "工贸"}}});
    for (const auto* name : {"extraordinary", "major", "large", "ordinary", "without_class"})
      EXPECT_EQ(made.decimal(name), Decimal::from_integer(record[3] == name ? 1 : 0)) << name;
  }
  EXPECT_EQ(count, 23);
}

// 2 + 1 + 4 deaths, of which 2 in a coal mine and 4 on the road; industry and mining 2 + 1.
TEST(Safety, SumsComeFromTheList) {
  const auto made =
      listed({accident("2", "煤矿"), accident("1", "工贸"), accident("4", "道路交通")}, {},
             {{"coal", "100"}, {"vehicles", "20000"}, {"employees", "150000"}});
  EXPECT_EQ(made.decimal("accidents"), decimal("3"));
  EXPECT_EQ(made.decimal("deaths"), decimal("7"));
  EXPECT_EQ(made.ratio("coal_rate"), Ratio::from_integer(2));      // 2 in a million tonnes
  EXPECT_EQ(made.ratio("vehicle_rate"), Ratio::from_integer(2));   // 4 to 2 × 10,000
  EXPECT_EQ(made.ratio("employee_rate"), Ratio::from_integer(2));  // 3 to 1.5 × 100,000
  EXPECT_EQ(made.decimal("large"), decimal("1"));
  EXPECT_EQ(made.decimal("ordinary"), decimal("2"));
}

TEST(Safety, ListAndStatedFiguresMustAgree) {
  EXPECT_EQ(listed({accident("2")}, {}, {{"deaths", "3"}}).why(),
            "deaths: 3 entered, 2 listed; correct one");
  EXPECT_EQ(listed({accident("2")}, {}, {{"accidents", "0"}}).why(),
            "number of accidents: 0 entered, 1 listed; correct one");
  EXPECT_EQ(listed({accident("2")}, {}, {{"deaths", "2"}, {"accidents", "1"}}).why(), "");
  EXPECT_EQ(safety().answer({{"accidents", "0"}, {"deaths", "1"}}).why(),
            "deaths: 1 entered, 0 listed; correct one");
  EXPECT_EQ(safety().answer({{"deaths", "1"}, {"coal_deaths", "2"}}).why(),
            "2 dead in one sector, but 1 in all: correct one");
}

// No row is not the same as no accident, unless somebody says so.
TEST(Safety, NothingListed) {
  const auto unknown = safety().answer({{"control_deaths", "5"}});
  EXPECT_TRUE(unknown.absent("deaths"));
  EXPECT_TRUE(unknown.absent("score"));
  EXPECT_TRUE(unknown.absent("veto"));
  EXPECT_NE(unknown.said("deaths").find("enter 0 for accidents"), std::string::npos);
  for (const auto& made : {safety().answer({{"control_deaths", "5"}, {"accidents", "0"}}),
                           safety().answer({{"control_deaths", "5"}}, {{"no_rows", "none"}})}) {
    EXPECT_EQ(made.decimal("deaths"), Decimal());
    EXPECT_EQ(made.decimal("score"), decimal("50"));
    EXPECT_FALSE(made.flag("veto"));
    EXPECT_TRUE(made.flag("award_eligible"));
  }
}

// 吕梁 2010: at most the control figure gives the full 50 points, anything above it none.
TEST(Safety, Binary) {
  const auto score = [](const std::string& deaths) {
    return safety().answer({{"deaths", deaths}, {"control_deaths", "8"}}).decimal("score");
  };
  EXPECT_EQ(score("7"), decimal("50"));
  EXPECT_EQ(score("8"), decimal("50"));
  EXPECT_EQ(score("9"), Decimal());
}

// 宁夏 2015: 10 % above the control figure cost 10 % of the points, twice the figure all of them.
TEST(Safety, Proportional) {
  const auto score = [](const std::string& deaths, const std::string& control) {
    return safety()
        .answer({{"deaths", deaths}, {"control_deaths", control}}, {{"profile", "proportional"}})
        .decimal("score");
  };
  EXPECT_EQ(score("10", "10"), decimal("100"));
  EXPECT_EQ(score("11", "10"), decimal("90"));
  EXPECT_EQ(score("4", "3"), decimal("66.666667"));
  EXPECT_EQ(score("20", "10"), Decimal());
  EXPECT_EQ(score("50", "10"), Decimal());
  EXPECT_EQ(score("0", "0"), decimal("100"));
  EXPECT_EQ(score("1", "0"), Decimal());
}

// 贵州 2020: the bounds belong to the better grade.
TEST(Safety, Grades) {
  const auto made = [](const std::string& marks) {
    return safety().answer({{"marks", marks}}, {{"profile", "grades"}});
  };
  EXPECT_EQ(made("90").decimal("grade"), decimal("1"));
  EXPECT_EQ(made("89.999999").decimal("grade"), decimal("2"));
  EXPECT_EQ(made("80").decimal("grade"), decimal("2"));
  EXPECT_EQ(made("60").decimal("grade"), decimal("3"));
  EXPECT_EQ(made("59.99").decimal("grade"), decimal("4"));
  EXPECT_EQ(made("87.5").decimal("score"), decimal("87.5"));
  EXPECT_TRUE(safety().answer({{"marks", "90"}}).absent("grade"));
}

// The control figure of a rate is compared unrounded: 103/2303.82 = 0.044708… rounds to 0.045.
TEST(Safety, RatesAreComparedUnrounded) {
  const auto score = [](const std::string& control) {
    return safety()
        .answer({{"deaths", "103"}, {"gdp", "2303.82"}, {"control_gdp_rate", control}},
                {{"metric", "gdp_rate"}})
        .decimal("score");
  };
  EXPECT_EQ(score("0.044709"), decimal("50"));
  EXPECT_EQ(score("0.044708"), Decimal());
}

// The published rate of 2021 is 0.044, the formula gives 0.0430993: the scheme says which counts.
TEST(Safety, ThePublishedRateMayCount) {
  const Named figures = {{"coal_deaths", "178"},
                         {"coal", "413000"},
                         {"published_coal_rate", "0.044"},
                         {"control_coal_rate", "0.0435"}};
  EXPECT_EQ(safety().answer(figures, {{"metric", "coal_rate"}}).decimal("score"), decimal("50"));
  const auto published =
      safety().answer(figures, {{"metric", "coal_rate"}, {"rate_source", "published"}});
  EXPECT_EQ(published.decimal("score"), Decimal());
  EXPECT_EQ(published.decimal("coal_rate_difference"), decimal("0.001"));
  EXPECT_EQ(published.ratio("coal_rate"), Ratio::make(178, 4130).value());
}

TEST(Safety, ZeroDenominatorsDoNotApplyAndTheVetoStays) {
  const auto made =
      listed({accident("30")}, {{"metric", "gdp_rate"}}, {{"gdp", "0"}, {"control_gdp_rate", "1"}});
  EXPECT_TRUE(made.absent("gdp_rate"));
  EXPECT_TRUE(made.absent("score"));
  EXPECT_NE(made.said("gdp_rate").find("is 0"), std::string::npos);
  EXPECT_TRUE(made.flag("veto"));
  EXPECT_FALSE(made.flag("award_eligible"));
}

TEST(Safety, VetoOfShaanxi) {
  const auto veto = [](const std::vector<Named>& accidents) {
    return listed(accidents).flag("veto");
  };
  EXPECT_TRUE(veto({accident("30")}));
  EXPECT_FALSE(veto({accident("29")}));
  EXPECT_TRUE(veto({accident("10"), accident("29")}));
  EXPECT_FALSE(veto({accident("10"), accident("9")}));
  // Responsibility does not matter here.
  EXPECT_TRUE(veto({accident("30", "其他", "0")}));
}

TEST(Safety, VetoOfLvliang) {
  const auto made = [](const Named& one) { return listed({one}, {{"veto", "lvliang-2010"}}); };
  for (const auto* sector : {"煤矿", "非煤矿山", "危险化学品", "火灾", "道路交通"}) {
    EXPECT_TRUE(made(accident("6", sector)).flag("veto")) << sector;
    EXPECT_FALSE(made(accident("5", sector)).flag("veto")) << sector;
  }
  EXPECT_TRUE(made(accident("3", "建筑施工")).flag("veto"));
  EXPECT_FALSE(made(accident("2", "建筑施工")).flag("veto"));
  EXPECT_FALSE(made(accident("9", "煤矿", "0")).flag("veto"));
  const auto open = made(accident("9", "煤矿", ""));
  EXPECT_TRUE(open.absent("veto"));
  EXPECT_TRUE(open.absent("award_eligible"));
  EXPECT_NE(open.said("veto").find("an accident of 9 dead is not yet found"), std::string::npos);
  // What is certain decides.
  EXPECT_TRUE(
      listed({accident("9", "煤矿", ""), accident("3")}, {{"veto", "lvliang-2010"}}).flag("veto"));
}

TEST(Safety, VetoOfGuizhou) {
  const Named preset = {{"veto", "guizhou-2020"}};
  EXPECT_TRUE(listed({accident("10")}, preset).flag("veto"));
  EXPECT_TRUE(listed({accident("30")}, preset).flag("veto"));
  EXPECT_FALSE(listed({accident("9")}, preset).flag("veto"));
  EXPECT_FALSE(listed({accident("10", "其他", "0")}, preset).flag("veto"));
}

// Below 70 marks, or ten dead in one accident of responsibility; one certain condition is enough.
TEST(Safety, VetoOfHohhot) {
  const Named preset = {{"veto", "hohhot-2004"}, {"profile", "grades"}};
  const auto veto = [&](const std::string& marks, const std::string& deaths) {
    return listed({accident(deaths)}, preset, {{"marks", marks}}).flag("veto");
  };
  EXPECT_TRUE(veto("69.999999", "0"));
  EXPECT_FALSE(veto("70", "9"));
  EXPECT_TRUE(veto("95", "10"));
  EXPECT_TRUE(listed({accident("10")}, preset).flag("veto"));
  EXPECT_TRUE(listed({accident("9")}, preset).absent("veto"));  // no marks
}

TEST(Safety, VetoOfXianyangIsProposed) {
  const Named preset = {{"veto", "xianyang-2003"}, {"points", "10"}};
  const auto made = [&](const Named& figures) { return safety().answer(figures, preset, "2003"); };
  EXPECT_TRUE(made({{"veto_proposed", "1"}}).flag("veto"));
  EXPECT_FALSE(made({{"veto_proposed", "0"}}).flag("veto"));
  EXPECT_TRUE(made({}).absent("veto"));
  EXPECT_EQ(made({{"veto_proposed", "0.5"}}).why(), "veto_proposed is 0.5: enter 1 or 0");
}

// Sums that could not be an accident bad enough rule the veto out; others leave it open.
TEST(Safety, VetoWithoutAList) {
  const auto made = [](const Named& figures, const std::string& preset) {
    return safety().answer(figures, {{"veto", preset}});
  };
  const Named few = {{"deaths", "2"}, {"serious_injuries", "9"}, {"loss", "900"}};
  EXPECT_FALSE(made(few, "shaanxi-2016").flag("veto"));
  EXPECT_FALSE(made({{"deaths", "2"}}, "lvliang-2010").flag("veto"));
  EXPECT_TRUE(made({{"deaths", "3"}}, "lvliang-2010").absent("veto"));
  EXPECT_TRUE(made({{"deaths", "2"}}, "shaanxi-2016").absent("veto"));  // loss is not known
  EXPECT_FALSE(made({}, "none").flag("veto"));
}

// GB 6441: 4 hurt, one of them dead: 6000 + 105 + 104 + 20 days in 2,000,000 hours.
TEST(Safety, InjuriesByGb6441) {
  const auto hurt = [](const std::string& days, const std::string& fatal) {
    return Named{{"lost_days", days}, {"fatal", fatal}};
  };
  const Lists lists = {
      {"injuries", {hurt("3", "1"), hurt("105", "0"), hurt("104", "0"), hurt("20", "0")}}};
  const auto made = safety().answer({{"hours", "2000000"}}, {}, "2024", lists);
  EXPECT_EQ(made.ratio("frequency"), Ratio::from_integer(2));
  EXPECT_EQ(made.ratio("severity"), Ratio::make(6229, 2).value());
  EXPECT_EQ(made.ratio("mean_severity"), Ratio::make(6229, 4).value());
  EXPECT_EQ(made.decimal("serious_by_days"), decimal("1"));
  EXPECT_EQ(safety().answer({{"hours", "1"}, {"lost_days", "229"}}, {}, "2024", lists).why(),
            "persons hurt or days lost: 229 entered, 6229 listed; correct one");
  const auto stated = safety().answer({{"hours", "500000"}, {"injured", "3"}, {"lost_days", "60"}});
  EXPECT_EQ(stated.ratio("frequency"), Ratio::from_integer(6));
  EXPECT_EQ(stated.ratio("severity"), Ratio::from_integer(120));
  EXPECT_EQ(stated.ratio("mean_severity"), Ratio::from_integer(20));
  EXPECT_TRUE(safety().answer({{"hours", "0"}, {"injured", "3"}}).absent("frequency"));
}

TEST(Safety, CasesByHours) {
  const auto made = safety().answer(
      {{"hours", "400000"}, {"recordable", "6"}, {"restricted", "4"}, {"lost_time", "2"}});
  EXPECT_EQ(made.ratio("trir"), Ratio::from_integer(3));
  EXPECT_EQ(made.ratio("dart"), Ratio::from_integer(2));
  EXPECT_EQ(made.ratio("ltifr"), Ratio::from_integer(5));
}

TEST(Safety, NormsHaveADate) {
  EXPECT_NE(safety().refusal({}, "2009").find("not in force yet"), std::string::npos);
  EXPECT_NE(safety().refusal({{"veto", "guizhou-2020"}}, "2019").find("not in force yet"),
            std::string::npos);
  EXPECT_EQ(safety().refusal({{"veto", "lvliang-2010"}}, "2010"), "");
  // The classes of accidents are of 2007.
  const Named early = {{"veto", "hohhot-2004"}, {"points", "10"}};
  EXPECT_TRUE(listed({accident("3")}, early, {}, "2005").absent("large"));
  EXPECT_EQ(listed({accident("3")}, early, {}, "2008").decimal("large"), decimal("1"));
}

TEST(Safety, RefusedParameters) {
  for (const auto& [name, value] : Named{{"profile", "ternary"},
                                         {"metric", "births"},
                                         {"veto", "beijing"},
                                         {"rate_source", "rumour"},
                                         {"no_rows", "zero"},
                                         {"points", "0"}})
    EXPECT_FALSE(safety().ask({}, {{name, value}})) << name;
}

TEST(Safety, RefusesNegativeFigures) {
  EXPECT_EQ(safety().answer({{"deaths", "-1"}}).why(),
            "deaths is -1, less than 0: correct the figure");
}

TEST(Safety, EveryFieldHasReasonsInBothLanguages) {
  Asked::expect_reasons(safety().answer({}));
  Asked::expect_reasons(listed({accident("12")}, {{"profile", "proportional"}},
                               {{"control_deaths", "10"},
                                {"gdp", "100"},
                                {"published_gdp_rate", "0.1"},
                                {"hours", "1000"},
                                {"injured", "2"},
                                {"lost_days", "30"}}));
  const auto made =
      listed({accident("11")}, {{"profile", "proportional"}}, {{"control_deaths", "10"}});
  EXPECT_EQ(made.said("score"),
            "11 exceeds the control figure 10 by 10 %: 90 of 100 points are left|");
}

}  // namespace
}  // namespace assay::plugin
