// Thresholds, quotas, ties at the cut and vacated places.
#include "score/grade.hpp"

#include "score/quota.hpp"
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::GradeRule;
using model::Quota;
using model::QuotaBase;
using model::QuotaRounding;
using model::QuotaTies;
using model::Vacated;
using test::dec;
using test::grades;
using test::Office;
using test::ratio;

TEST(Quota, RoundsAShareAsStated) {
  const std::tuple<const char*, std::size_t, QuotaRounding, std::size_t> rows[] = {
      {"25%", 16, QuotaRounding::Down, 4},      {"25%", 16, QuotaRounding::Nearest, 4},
      {"25%", 16, QuotaRounding::Up, 4},        {"25%", 110, QuotaRounding::Down, 27},
      {"25%", 110, QuotaRounding::Nearest, 28}, {"25%", 110, QuotaRounding::Up, 28},
      {"25%", 109, QuotaRounding::Nearest, 27},  // 27.25
      {"25%", 109, QuotaRounding::Up, 28},      {"25%", 1, QuotaRounding::Down, 0},
      {"25%", 0, QuotaRounding::Up, 0},         {"1/3", 2, QuotaRounding::Nearest, 1},
      {"100%", 7, QuotaRounding::Down, 7},
  };
  for (const auto& [share, base, rounding, expected] : rows) {
    const Quota quota{.share = ratio(share), .rounding = rounding};
    EXPECT_EQ(places(quota, base), expected) << share << " of " << base;
  }
}

TEST(Quota, OnlyAShareDependsOnTheBase) {
  EXPECT_EQ(places({.top = 3}, 2), 3U);
  EXPECT_EQ(places({.bottom = 13}, 5), 13U);
  EXPECT_EQ(places({.top = 3, .share = ratio("50%")}, 4), 2U);
  EXPECT_EQ(places({.top = 3, .share = ratio("50%")}, 10), 3U);
}

// "1 2 2 4" are places; gives the units (from 0) that win.
std::vector<std::size_t> won(const std::vector<std::size_t>& ranks, const Quota& quota) {
  std::vector<Candidate> candidates;
  candidates.reserve(ranks.size());
  for (std::size_t i = 0; i < ranks.size(); ++i)
    candidates.push_back({.unit = i, .place = ranks[i], .eligible = true});
  return choose(candidates, quota, ranks.size()).won;
}

using Units = std::vector<std::size_t>;

// F03
TEST(Quota, DecidesTiesAtTheCut) {
  const std::vector<std::size_t> ranks{1, 2, 3, 3, 3, 6};
  EXPECT_EQ(won(ranks, {.top = 4, .ties = QuotaTies::Include}), (Units{0, 1, 2, 3, 4}));
  EXPECT_EQ(won(ranks, {.top = 4, .ties = QuotaTies::Exclude}), (Units{0, 1}));
  EXPECT_EQ(won(ranks, {.top = 4, .ties = QuotaTies::Cut}), (Units{0, 1, 2, 3}));
  for (const auto ties : {QuotaTies::Include, QuotaTies::Exclude, QuotaTies::Cut}) {
    EXPECT_EQ(won(ranks, {.top = 2, .ties = ties}), (Units{0, 1}));
    EXPECT_EQ(won(ranks, {.top = 5, .ties = ties}), (Units{0, 1, 2, 3, 4}));
  }
}

TEST(Quota, CountsTheLastFromTheOtherEnd) {
  const std::vector<std::size_t> ranks{1, 2, 2, 4};
  EXPECT_EQ(won(ranks, {.bottom = 1}), (Units{3}));
  EXPECT_EQ(won(ranks, {.bottom = 2, .ties = QuotaTies::Include}), (Units{3, 2, 1}));
  EXPECT_EQ(won(ranks, {.bottom = 2, .ties = QuotaTies::Exclude}), (Units{3}));
  EXPECT_EQ(won(ranks, {.bottom = 2, .ties = QuotaTies::Cut}), (Units{3, 2}));
}

TEST(Quota, AllTied) {
  const std::vector<std::size_t> ranks{1, 1, 1};
  EXPECT_EQ(won(ranks, {.top = 1, .ties = QuotaTies::Include}), (Units{0, 1, 2}));
  EXPECT_EQ(won(ranks, {.top = 1, .ties = QuotaTies::Exclude}), (Units{}));
  EXPECT_EQ(won(ranks, {.top = 1, .ties = QuotaTies::Cut}), (Units{0}));
}

TEST(Quota, NoPlacesMeanNobodyEvenWhenTied) {
  EXPECT_EQ(won({1, 1}, {.share = ratio("1%"), .ties = QuotaTies::Include}), (Units{}));
}

Office office_of(const std::map<std::string, std::string>& totals, std::vector<GradeRule> rules) {
  Office office;
  office.totals(totals);
  office.group().grades = std::move(rules);
  return office;
}

void limit(Office& office, const std::string& unit, const model::Consequence& consequence) {
  const auto code = "event-" + unit;
  office.group().events.push_back(
      {.kind = model::EventKind::Veto, .subject = unit, .consequence = consequence});
  office.event(code, unit, model::EventKind::Veto, "", unit);
}

TEST(Grade, ReachesTheFirstByThreshold) {
  const auto office = office_of(
      {{"a", "90"}, {"b", "89.99"}, {"c", "80"}, {"d", "79.99"}},
      {{.id = "A", .at_least = dec("90")}, {.id = "B", .at_least = dec("80")}, {.id = "C"}});
  EXPECT_EQ(grades(office.result()), "a:A b:B c:B d:C");
}

TEST(Grade, ThresholdIsComparedWithTheFigureRanksAreTakenOn) {
  auto office = office_of({{"a", "89.995"}}, {{.id = "A", .at_least = dec("90")}, {.id = "B"}});
  EXPECT_EQ(grades(office.result()), "a:A");  // published as 90.00
  office.group().rank_on = model::RankOn::Total;
  EXPECT_EQ(grades(office.result()), "a:B");
}

TEST(Grade, NoneWhereNoneIsReached) {
  const auto office = office_of({{"a", "10"}}, {{.id = "A", .at_least = dec("90")}});
  EXPECT_EQ(grades(office.result()), "a:");
}

TEST(Grade, PlacesAreThoseOfThisGrade) {
  const auto office = office_of({{"a", "9"}, {"b", "8"}, {"c", "7"}, {"d", "6"}, {"e", "5"}},
                                {{.id = "first", .quota = {.top = 1}},
                                 {.id = "second", .quota = {.top = 2}},
                                 {.id = "rest"}});
  EXPECT_EQ(grades(office.result()), "a:first b:second c:second d:rest e:rest");
}

TEST(Grade, QuotaAndThresholdBothHold) {
  const auto office =
      office_of({{"a", "95"}, {"b", "85"}},
                {{.id = "A", .at_least = dec("90"), .quota = {.top = 2}}, {.id = "B"}});
  EXPECT_EQ(grades(office.result()), "a:A b:B");
}

// 25 % of 16 = 4; 25 % of 110 by the stated mode.
TEST(Grade, SharesOfTheGroup) {
  const std::tuple<int, QuotaRounding, int> rows[] = {{16, QuotaRounding::Down, 4},
                                                      {110, QuotaRounding::Down, 27},
                                                      {110, QuotaRounding::Nearest, 28},
                                                      {110, QuotaRounding::Up, 28}};
  for (const auto& [units, rounding, expected] : rows) {
    std::map<std::string, std::string> totals;
    for (int i = 0; i < units; ++i) totals["u" + std::to_string(100 + i)] = std::to_string(500 - i);
    const auto office = office_of(
        totals, {{.id = "A", .quota = {.share = ratio("25%"), .rounding = rounding}}, {.id = "B"}});
    const auto result = office.result();
    EXPECT_EQ(std::ranges::count(result.units, "A", &model::UnitResult::grade), expected) << units;
    // The best ones, in the order of ranks.
    EXPECT_EQ(result.units[static_cast<std::size_t>(expected) - 1].grade, "A");
  }
}

TEST(Grade, AVacatedPlaceGoesToTheNextOrStaysEmpty) {
  std::vector<GradeRule> rules{{.id = "A", .quota = {.top = 2}}, {.id = "B"}};
  const std::map<std::string, std::string> totals{{"a", "9"}, {"b", "8"}, {"c", "7"}};
  auto next = office_of(totals, rules);
  limit(next, "a", {.ceiling = "B"});
  EXPECT_EQ(grades(next.result()), "a:B b:A c:A");

  rules[0].quota.vacated = Vacated::Empty;
  auto empty = office_of(totals, rules);
  limit(empty, "a", {.ceiling = "B"});
  EXPECT_EQ(grades(empty.result()), "a:B b:A c:B");
  EXPECT_TRUE(test::has(empty.unit("a").notes, "grade.vacated"));
  EXPECT_FALSE(test::has(empty.unit("b").notes, "grade.vacated"));
}

TEST(Grade, AUnitForcedDownVacatesItsPlaceToo) {
  std::vector<GradeRule> rules{{.id = "A", .quota = {.top = 2, .vacated = Vacated::Empty}},
                               {.id = "B"}};
  auto office = office_of({{"a", "9"}, {"b", "8"}, {"c", "7"}}, rules);
  limit(office, "a", {.force = "B"});
  EXPECT_EQ(grades(office.result()), "a:B b:A c:B");
}

TEST(Grade, AUnitForcedUpTakesNoPlace) {
  auto office = office_of({{"a", "9"}, {"b", "8"}, {"c", "7"}},
                          {{.id = "A", .quota = {.top = 1}}, {.id = "B"}});
  limit(office, "c", {.force = "A"});
  EXPECT_EQ(grades(office.result()), "a:A b:B c:A");
  limit(office, "a", {.force = "A"});
  EXPECT_EQ(grades(office.result()), "a:A b:A c:A");
}

TEST(Grade, BelowItsCeilingAUnitCompetesAsUsual) {
  // a may be B at best, whose only place it takes; b and c stay behind.
  auto office =
      office_of({{"a", "9"}, {"b", "8"}, {"c", "7"}},
                {{.id = "A", .quota = {.top = 1}}, {.id = "B", .quota = {.top = 1}}, {.id = "C"}});
  limit(office, "a", {.ceiling = "B"});
  EXPECT_EQ(grades(office.result()), "a:B b:A c:C");
}

TEST(Grade, TiesAtTheCutByTheRule) {
  const std::map<std::string, std::string> totals{{"a", "9"}, {"b", "8"}, {"c", "8"}, {"d", "7"}};
  const std::pair<QuotaTies, const char*> rows[] = {{QuotaTies::Include, "a:A b:A c:A d:B"},
                                                    {QuotaTies::Exclude, "a:A b:B c:B d:B"},
                                                    {QuotaTies::Cut, "a:A b:A c:B d:B"}};
  for (const auto& [ties, expected] : rows) {
    const auto office =
        office_of(totals, {{.id = "A", .quota = {.top = 2, .ties = ties}}, {.id = "B"}});
    EXPECT_EQ(grades(office.result()), expected);
  }
}

TEST(Grade, CutsByUnitCodeNotByTheOrderOfEntry) {
  Office office;
  office.units({"c", "b", "a"});
  office.totals({{"a", "8"}, {"b", "8"}, {"c", "8"}});
  office.group().grades = {{.id = "A", .quota = {.top = 1, .ties = QuotaTies::Cut}}, {.id = "B"}};
  EXPECT_EQ(grades(office.result()), "a:A b:B c:B");
  // The last by the same order: the highest code.
  office.group().grades = {{.id = "Z", .quota = {.bottom = 1, .ties = QuotaTies::Cut}},
                           {.id = "B"}};
  EXPECT_EQ(grades(office.result()), "a:B b:B c:Z");
}

TEST(Grade, BaseEligibleCountsThoseWhoMayHaveIt) {
  // 50 % of 4 = 2; of the 3 that may have A, rounded down, 1.
  const std::map<std::string, std::string> totals{{"a", "9"}, {"b", "8"}, {"c", "7"}, {"d", "6"}};
  for (const auto& [base, expected] :
       {std::pair{QuotaBase::All, "a:B b:A c:A d:B"}, {QuotaBase::Eligible, "a:B b:A c:B d:B"}}) {
    auto office = office_of(
        totals, {{.id = "A", .quota = {.share = ratio("50%"), .base = base}}, {.id = "B"}});
    limit(office, "a", {.ceiling = "B"});
    EXPECT_EQ(grades(office.result()), expected);
  }
}

// Three places are three: a, b and c hold them, and a's stays empty. The two that may have the
// grade do not make them two.
TEST(Grade, ANumberOfPlacesDoesNotDependOnTheBase) {
  for (const auto base : {QuotaBase::All, QuotaBase::Eligible}) {
    auto office = office_of({{"a", "90"}, {"b", "80"}, {"c", "70"}},
                            {{.id = "high",
                              .at_least = dec("70"),
                              .quota = {.top = 3, .base = base, .vacated = Vacated::Empty}},
                             {.id = "low"}});
    limit(office, "a", {.ceiling = "low"});
    EXPECT_EQ(grades(office.result()), "a:low b:high c:high");
  }
}

// W11 从达标单位中按25%的比例, W12 从未达标单位中产生13个末位单位, W13 four classes.
Office wuhan(int qualified, int unqualified) {
  std::map<std::string, std::string> totals;
  for (int i = 0; i < qualified; ++i)
    totals["q" + std::to_string(100 + i)] = std::to_string(300 - i);
  for (int i = 0; i < unqualified; ++i)
    totals["u" + std::to_string(100 + i)] = std::to_string(79 - i);
  auto office = office_of(
      totals, {{.id = "advanced", .quota = {.share = ratio("25%"), .base = QuotaBase::Qualified}},
               {.id = "reached", .at_least = dec("80")},
               {.id = "last", .quota = {.bottom = 13, .base = QuotaBase::Unqualified}},
               {.id = "not-reached"}});
  office.group().qualified = dec("80");
  return office;
}

TEST(Grade, AdvancedComeFromTheQualifiedAndTheLastFromTheOthers) {
  const std::tuple<int, int, int, int, int, int> rows[] = {
      // qualified, unqualified → advanced, reached, last, not reached
      {90, 20, 22, 68, 13, 7},   // 22.5 down
      {100, 10, 25, 75, 10, 0},  // fewer unqualified, fewer last
      {110, 0, 27, 83, 0, 0},
      {0, 20, 0, 0, 13, 7},
  };
  for (const auto& [qualified, unqualified, advanced, reached, last, not_reached] : rows) {
    const auto result = wuhan(qualified, unqualified).result();
    const auto count = [&](const char* grade) {
      return std::ranges::count(result.units, grade, &model::UnitResult::grade);
    };
    EXPECT_EQ(count("advanced"), advanced) << qualified;
    EXPECT_EQ(count("reached"), reached) << qualified;
    EXPECT_EQ(count("last"), last) << unqualified;
    EXPECT_EQ(count("not-reached"), not_reached) << unqualified;
    if (last > 0) {
      EXPECT_EQ(result.units.back().grade, "last");
    }
  }
}

TEST(Grade, AGroupOfOneAndIncompleteUnits) {
  auto office = office_of(
      {{"a", "9"}},
      {{.id = "A", .quota = {.share = ratio("50%"), .rounding = QuotaRounding::Up}}, {.id = "B"}});
  office.units({"b", "c"});
  // Half of one, rounded up; the incomplete ones do not count.
  EXPECT_EQ(grades(office.result()), "a:A b: c:");
}

}  // namespace
}  // namespace assay::score
