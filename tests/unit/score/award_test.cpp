// Single awards: X33, the top three of those that did especially well; fewer qualified, fewer.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::QuotaTies;
using test::Office;
using test::ratio;

// Units a … e with these completion rates; an award to the top three from 100 %.
Office office_of(const std::map<std::string, model::FieldValue>& completion) {
  Office office;
  std::map<std::string, std::string> totals;
  for (const auto& [unit, value] : completion) totals[unit] = "50";
  office.totals(totals);
  office.field("investment", "completion", completion);
  auto& prize = office.group().awards.emplace_back();
  prize.id = "prize";
  prize.name = "特别突出贡献奖";
  prize.by = test::metric_of("investment", "completion");
  prize.at_least = ratio("100%");
  prize.quota.top = 3;
  return office;
}

std::string winners(const Office& office, const char* code = "award.won") {
  std::map<std::string, bool> found;
  for (const auto& unit : office.result().units)
    if (test::has(unit.notes, code)) found[unit.unit] = true;
  std::string text;
  for (const auto& [unit, unused] : found) text += unit;
  return text;
}

TEST(Award, GoesToTheTopThatReachTheBound) {
  EXPECT_EQ(winners(office_of({{"a", ratio("1.2")},
                               {"b", ratio("1.1")},
                               {"c", ratio("0.999999")},
                               {"d", ratio("1")},
                               {"e", ratio("1.3")}})),
            "abe");
}

TEST(Award, FewerQualifiedMeanFewerAwards) {
  EXPECT_EQ(winners(office_of({{"a", ratio("1")}, {"b", ratio("0.9")}, {"c", std::monostate{}}})),
            "a");
  EXPECT_EQ(winners(office_of({{"a", ratio("0.5")}})), "");
}

TEST(Award, TiesAreThoseOfTheExactMetric) {
  auto office = office_of({{"a", ratio("4/3")},
                           {"b", ratio("5/4")},
                           {"c", ratio("1000001/1000000")},
                           {"d", ratio("1000001/1000000")},
                           {"e", ratio("1000000/999999")}});
  // 1000000/999999 = 1.000001000001… is above 1.000001.
  EXPECT_EQ(winners(office), "abe");
  office.group().awards[0].quota.top = 4;
  EXPECT_EQ(winners(office), "abcde");
  office.group().awards[0].quota.ties = QuotaTies::Exclude;
  EXPECT_EQ(winners(office), "abe");
  office.group().awards[0].quota.ties = QuotaTies::Cut;
  EXPECT_EQ(winners(office), "abce");
}

TEST(Award, BarredUnitsDoNotCompete) {
  auto office =
      office_of({{"a", ratio("4")}, {"b", ratio("3")}, {"c", ratio("2")}, {"d", ratio("1")}});
  office.group().events = {{.kind = model::EventKind::Veto, .consequence = {.bars = {"prize"}}}};
  office.event("v", "a", model::EventKind::Veto);
  EXPECT_EQ(winners(office), "bcd");
  EXPECT_EQ(winners(office, "award.barred"), "a");
  office.group().awards[0].quota.vacated = model::Vacated::Empty;
  EXPECT_EQ(winners(office), "bc");
  EXPECT_EQ(winners(office, "award.vacated"), "a");
}

TEST(Award, AsksForTheFlag) {
  auto office = office_of({{"a", ratio("4")}, {"b", ratio("3")}, {"c", ratio("2")}});
  office.field("investment", "eligible", {{"a", false}, {"b", true}});
  office.group().awards[0].eligible_assessment = "investment";
  office.group().awards[0].eligible_field = "eligible";
  EXPECT_EQ(winners(office), "b");  // c has no flag
}

TEST(Award, IncompleteUnitsGetNone) {
  auto office = office_of({{"a", ratio("4")}, {"b", ratio("3")}});
  office.snapshot.columns.begin()->second.clear(0);  // a loses its figure
  EXPECT_EQ(winners(office), "b");
}

}  // namespace
}  // namespace assay::score
