// Which events count, for how much, and how often.
#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::EventKind;
using model::EventRule;
using test::codes;
using test::data_of;
using test::dec;
using test::Office;
using test::outcome;
using test::terms;

using Lines = std::vector<std::string>;

// Unit a with 50 of 100 points.
Office office_with(std::vector<EventRule> rules) {
  Office office;
  office.direct("p", "100", {{"a", "50"}, {"b", "50"}});
  office.group().events = std::move(rules);
  return office;
}

TEST(Events, EachCapThenSumCapInTheOrderOfCodes) {
  auto office =
      office_with({{.kind = EventKind::Bonus, .each_cap = dec("2"), .sum_cap = dec("5")}});
  // Entered out of order: e1 gives min(3, 2), e2 2, e3 what is left of 5.
  office.event("e3", "a", EventKind::Bonus, "2");
  office.event("e1", "a", EventKind::Bonus, "3");
  office.event("e2", "a", EventKind::Bonus, "2");
  office.event("e4", "a", EventKind::Bonus, "1");
  office.event("f1", "b", EventKind::Bonus, "1");
  const auto unit = office.unit("a");
  EXPECT_EQ(outcome(unit), "55");
  EXPECT_EQ(terms(unit), (Lines{"leaf p 50", "bonus e1 2", "bonus e2 2", "bonus e3 1"}));
  EXPECT_EQ(outcome(office.unit("b")), "51");  // the cap is one of each unit
}

TEST(Events, CapsHoldForDeductionsToo) {
  auto office =
      office_with({{.kind = EventKind::Sanction, .each_cap = dec("3"), .sum_cap = dec("4")}});
  office.event("s1", "a", EventKind::Sanction, "10");
  office.event("s2", "a", EventKind::Sanction, "-10");  // written with its sign
  EXPECT_EQ(terms(office.unit("a")), (Lines{"leaf p 50", "deduction s1 -3", "deduction s2 -1"}));
}

// G39: 同步扣除, once per event.
TEST(Events, CountOnce) {
  auto office = office_with(
      {{.kind = EventKind::Sanction, .subject = "诫勉"}, {.kind = EventKind::Sanction}});
  office.event("s", "a", EventKind::Sanction, "4", "诫勉");
  office.event("s", "a", EventKind::Sanction, "4", "诫勉");
  EXPECT_EQ(terms(office.unit("a")), (Lines{"leaf p 50", "deduction s -4"}));
}

TEST(Events, TakeTheFirstRuleThatFits) {
  auto office = office_with({{.kind = EventKind::Bonus, .subject = "创新", .points = dec("3")},
                             {.kind = EventKind::Bonus, .points = dec("1")}});
  office.event("e1", "a", EventKind::Bonus, "9", "创新");
  office.event("e2", "a", EventKind::Bonus, "9", "其他");
  office.event("e3", "a", EventKind::Sanction, "9", "创新");  // no rule fits
  EXPECT_EQ(terms(office.unit("a")), (Lines{"leaf p 50", "bonus e1 3", "bonus e2 1"}));
}

TEST(Events, CountByStateAndPeriod) {
  auto office = office_with({{.kind = EventKind::Bonus}});
  office.event("e1", "a", EventKind::Bonus, "1").period = test::period("2024Q3");
  office.event("e2", "a", EventKind::Bonus, "2").period = test::period("2023");
  office.event("e3", "a", EventKind::Bonus, "4").state = model::State::Reviewed;
  EXPECT_EQ(outcome(office.unit("a")), "51");
  office.scheme.figures = model::State::Reviewed;
  EXPECT_EQ(outcome(office.unit("a")), "55");
}

TEST(Events, AYearIsNotWithinAQuarter) {
  auto office = office_with({{.kind = EventKind::Bonus}});
  office.event("e", "a", EventKind::Bonus, "1").period = test::period("2024");
  office.period = test::period("2024Q3");
  office.figure("a", "p", "50", "2024Q3");
  EXPECT_EQ(outcome(office.unit("a")), "50");
}

// X44: each veto is proposed by the department in charge.
TEST(Events, OnlyTheOwnerDecides) {
  const model::Consequence ceiling{.personnel = {"约谈"}};
  auto office = office_with({{.kind = EventKind::Veto,
                              .subject = "安全生产",
                              .points = dec("5"),
                              .owner = "安监局",
                              .consequence = ceiling},
                             {.kind = EventKind::Veto, .points = dec("1")}});
  auto& veto = office.event("v", "a", EventKind::Veto, "", "安全生产");
  veto.decided_by = "计生委";
  const auto refused = office.unit("a");
  EXPECT_EQ(outcome(refused), "50");  // and no other rule takes it
  EXPECT_EQ(codes(refused.notes), "event.not_owner");
  EXPECT_EQ(data_of(refused.notes, "event.not_owner", "owner"), "安监局");
  veto.decided_by = "安监局";
  const auto applied = office.unit("a");
  EXPECT_EQ(outcome(applied), "45");
  EXPECT_EQ(codes(applied.notes), "veto.applied personnel.measure");
}

TEST(Events, WithoutPoints) {
  struct Row {
    EventKind kind;
    const char* notes;
  };
  const Row rows[] = {{EventKind::Bonus, "event.no_points"},
                      {EventKind::Award, "bonus.applied"},
                      {EventKind::Sanction, "sanction.applied"},
                      {EventKind::Veto, "veto.applied"},
                      {EventKind::Falsification, "falsification.applied"}};
  for (const auto& [kind, notes] : rows) {
    auto office = office_with({{.kind = kind}});
    office.event("e", "a", kind);
    const auto unit = office.unit("a");
    EXPECT_EQ(outcome(unit), "50");
    EXPECT_EQ(codes(unit.notes), notes);
  }
}

TEST(Events, GiveOrTakeByTheirKind) {
  const std::pair<EventKind, const char*> rows[] = {{EventKind::Bonus, "53"},
                                                    {EventKind::Award, "53"},
                                                    {EventKind::Sanction, "47"},
                                                    {EventKind::Veto, "47"},
                                                    {EventKind::Falsification, "47"}};
  for (const auto& [kind, expected] : rows) {
    auto office = office_with({{.kind = kind}});
    office.event("e", "a", kind, "3");
    EXPECT_EQ(outcome(office.unit("a")), expected);
  }
}

}  // namespace
}  // namespace assay::score
