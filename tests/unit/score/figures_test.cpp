#include "score/figures.hpp"

#include "unit/score/office.hpp"

namespace assay::score {
namespace {

using model::Rollup;
using test::dec;
using test::Office;

Inputs inputs_of(const Office& office) {
  return {.scheme = &office.scheme, .period = office.period, .snapshot = &office.snapshot};
}

// The figure of unit a, or the code with the parts that lack.
std::string figure(const Office& office, std::string_view when = "2024") {
  const FigureColumn column(inputs_of(office), "X", test::period(when));
  const auto found = column.at(0);
  if (found) return found->value.str();
  const auto parts = test::data(found.error().note, "parts");
  return found.error().note.code + (parts.empty() ? "" : ": " + parts);
}

Office office_with(Rollup rollup) {
  Office office;
  office.units({"a"});
  office.indicator("X", model::Direction::Higher, rollup);
  return office;
}

void months(Office& office, int from, int to) {
  for (int month = from; month <= to; ++month)
    office.figure("a", "X", std::to_string(month * month),
                  "2024-" + std::string(month < 10 ? "0" : "") + std::to_string(month));
}

TEST(Figures, RollUpFromMonths) {
  // Squares of 1 … 12: sum 650, mean 650/12 = 54.166…, last and greatest 144.
  const std::pair<Rollup, const char*> cases[] = {{Rollup::Sum, "650"},
                                                  {Rollup::Mean, "54.166667"},
                                                  {Rollup::Last, "144"},
                                                  {Rollup::Max, "144"},
                                                  {Rollup::None, "missing_figure"}};
  for (const auto& [rollup, expected] : cases) {
    auto office = office_with(rollup);
    months(office, 1, 12);
    EXPECT_EQ(figure(office), expected) << static_cast<int>(rollup);
  }
}

TEST(Figures, AreTakenAsTheyStandBeforeTheyAreRolledUp) {
  auto office = office_with(Rollup::Sum);
  months(office, 1, 12);
  office.figure("a", "X", "7");
  EXPECT_EQ(figure(office), "7");
}

TEST(Figures, MeanWeighsPartsByTheirMonths) {
  // (6·4 + 3·10 + 7 + 8 + 9)/12 = 78/12
  auto office = office_with(Rollup::Mean);
  office.figure("a", "X", "4", "2024H1");
  office.figure("a", "X", "10", "2024Q3");
  office.figure("a", "X", "7", "2024-10");
  office.figure("a", "X", "8", "2024-11");
  office.figure("a", "X", "9", "2024-12");
  EXPECT_EQ(figure(office), "6.5");
}

TEST(Figures, NameThePartsThatLack) {
  auto office = office_with(Rollup::Sum);
  EXPECT_EQ(figure(office), "missing_figure");
  months(office, 1, 6);
  EXPECT_EQ(figure(office), "missing_figure: 2024H2");
  months(office, 7, 8);
  months(office, 10, 11);
  EXPECT_EQ(figure(office), "missing_figure: 2024-09, 2024-12");
}

TEST(Figures, LastNeedsOnlyTheLastPart) {
  auto office = office_with(Rollup::Last);
  months(office, 12, 12);
  EXPECT_EQ(figure(office), "144");
  EXPECT_EQ(figure(office, "2024H2"), "144");
  EXPECT_EQ(figure(office, "2024Q3"), "missing_figure");
}

TEST(Figures, BelowTheLeastStateDoNotCount) {
  auto office = office_with(Rollup::None);
  office.figure("a", "X", "5", "2024", model::State::Reviewed);
  EXPECT_EQ(figure(office), "missing_figure");
  office.scheme.figures = model::State::Reviewed;
  EXPECT_EQ(figure(office), "5");
}

TEST(Figures, SayThatTheirStateIsTooLow) {
  auto office = office_with(Rollup::None);
  office.figure("a", "X", "5", "2024", model::State::Reported);
  const FigureColumn column(inputs_of(office), "X", office.period);
  const auto found = column.at(0);
  ASSERT_FALSE(found);
  EXPECT_TRUE(found.error().missing);
  EXPECT_EQ(test::data(found.error().note, "state"), "reported");
  EXPECT_EQ(test::data(found.error().note, "least"), "confirmed");
}

TEST(Figures, AnUnconfirmedFigureGivesWayToConfirmedMonths) {
  auto office = office_with(Rollup::Sum);
  months(office, 1, 12);
  office.figure("a", "X", "7", "2024", model::State::Reported);
  EXPECT_EQ(figure(office), "650");
}

TEST(Figures, RolledUpCarryTheirLeastStateAndAllSources) {
  auto office = office_with(Rollup::Sum);
  office.scheme.figures = model::State::Reported;
  office.figure("a", "X", "1", "2024-01", model::State::Reviewed, "bulletin");
  office.figure("a", "X", "2", "2024-02", model::State::Confirmed, "yearbook");
  office.figure("a", "X", "3", "2024-03", model::State::Confirmed);
  const FigureColumn column(inputs_of(office), "X", test::period("2024Q1"));
  const auto found = column.at(0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, dec("6"));
  EXPECT_EQ(found->state, model::State::Reviewed);
  EXPECT_EQ(found->source, "bulletin; yearbook");
  EXPECT_FALSE(found->sourced);  // March names none
  EXPECT_TRUE(found->rolled_up);
}

TEST(Figures, ASumBeyondTheRangeIsRefusedNotCut) {
  auto office = office_with(Rollup::Sum);
  for (const auto* month : {"2024-01", "2024-02", "2024-03"})
    office.figure("a", "X", "9000000000000", month);
  EXPECT_EQ(figure(office, "2024Q1"), "out_of_range");
}

std::string target(const Office& office, std::string_view when, bool pace) {
  const TargetColumn column(inputs_of(office), "X", test::period(when), pace);
  const auto found = column.at(0);
  return found ? found->required.str() + " " + test::show(found->stretch) : found.error().note.code;
}

TEST(Targets, OfAPartOfAYearArePacedOnlyIfAsked) {
  auto office = office_with(Rollup::None);
  office.target("a", "X", {.required = "1000", .stretch = "1100"});
  // 1000·3/12 and 1100·3/12; 1000/12 and 1100/12; a half; the year itself is no part.
  EXPECT_EQ(target(office, "2024Q1", false), "missing_target");
  EXPECT_EQ(target(office, "2024Q1", true), "250 275");
  EXPECT_EQ(target(office, "2024-05", true), "83.333333 91.666667");
  EXPECT_EQ(target(office, "2024H2", true), "500 550");
  EXPECT_EQ(target(office, "2024", true), "1000 1100");
  EXPECT_EQ(target(office, "2025Q1", true), "missing_target");
}

TEST(Targets, TheirOwnRowGoesBeforeThePace) {
  auto office = office_with(Rollup::None);
  office.target("a", "X", {.required = "1000"});
  office.target("a", "X", {.required = "300"}, "2024Q1");
  EXPECT_EQ(target(office, "2024Q1", true), "300 -");
}

}  // namespace
}  // namespace assay::score
