#include "score/rank.hpp"

#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::RankOn;
using model::RankTies;
using test::Office;
using test::ranks;

TEST(Rank, TiesShareTheBetterRank) {
  Office office;
  office.units({"d", "a", "b", "c", "e"});
  office.totals({{"a", "90"}, {"b", "80"}, {"c", "90"}, {"d", "80"}, {"e", "70"}});
  // Tied units in the order of the axis.
  EXPECT_EQ(ranks(office.result()), "a:1 c:1 d:3 b:3 e:5");
  office.group().rank_ties = RankTies::Dense;
  EXPECT_EQ(ranks(office.result()), "a:1 c:1 d:2 b:2 e:3");
}

TEST(Rank, OfOneAndOfAllTied) {
  Office one;
  one.totals({{"a", "0"}});
  EXPECT_EQ(ranks(one.result()), "a:1");
  Office tied;
  tied.totals({{"a", "5"}, {"b", "5"}, {"c", "5"}});
  EXPECT_EQ(ranks(tied.result()), "a:1 b:1 c:1");
}

// F04: the rank is taken on what people see, or on the exact total.
TEST(Rank, OnThePublishedFigureOrTheTotal) {
  Office office;
  office.totals({{"a", "90.004"}, {"b", "90.0049"}, {"c", "90.005"}});
  EXPECT_EQ(ranks(office.result()), "c:1 a:2 b:2");  // 90.01, 90.00, 90.00
  office.group().rank_on = RankOn::Total;
  EXPECT_EQ(ranks(office.result()), "c:1 b:2 a:3");
}

TEST(Rank, IncompleteUnitsStandLastWithoutOne) {
  Office office;
  office.units({"x", "a", "y", "b"});
  office.totals({{"a", "1"}, {"b", "2"}});
  EXPECT_EQ(ranks(office.result()), "b:1 a:2 x:- y:-");
}

TEST(Rank, NegativeTotalsComeLast) {
  Office office;
  office.group().has_floor = false;
  office.totals({{"a", "1"}, {"b", "2"}, {"c", "0"}});
  office.group().events = {{.kind = model::EventKind::Sanction}};
  office.event("e", "a", model::EventKind::Sanction, "3");
  EXPECT_EQ(ranks(office.result()), "b:1 c:2 a:3");
}

TEST(Rank, TieBreakersDecideInTheirOrder) {
  Office office;
  office.direct("p", "50", {{"a", "30"}, {"b", "40"}, {"c", "40"}, {"d", "30"}});
  office.direct("q", "50", {{"a", "40"}, {"b", "30"}, {"c", "30"}, {"d", "39"}});
  EXPECT_EQ(ranks(office.result()), "a:1 b:1 c:1 d:4");
  office.group().tie_breakers = {"q"};
  EXPECT_EQ(ranks(office.result()), "a:1 b:2 c:2 d:4");
  office.group().tie_breakers = {"p", "q"};
  EXPECT_EQ(ranks(office.result()), "b:1 c:1 a:3 d:4");
}

TEST(Rank, ATieBreakerWithoutPointsIsWorst) {
  Office office;
  // b is scored out of p alone: 40·100/50 = 80.
  office.direct("p", "50", {{"a", "40"}, {"b", "40"}});
  office.direct("q", "50", {{"a", "40"}}).missing.policy = model::Missing::Policy::Reshare;
  office.group().tie_breakers = {"q"};
  EXPECT_EQ(ranks(office.result()), "a:1 b:2");
}

}  // namespace
}  // namespace assay::score
