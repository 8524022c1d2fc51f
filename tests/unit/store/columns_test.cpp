// Figures along the axis: chunk borders, gaps, periods.

#include <gtest/gtest.h>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

using model::Layer;
using model::Period;

std::string code(std::size_t ordinal) { return "u" + std::to_string(ordinal); }

// A figure for every unit but each seventh; the value tells its ordinal.
std::int64_t figure(std::size_t ordinal) { return static_cast<std::int64_t>(ordinal) * 3 - 1'000; }
bool has_figure(std::size_t ordinal) { return ordinal % 7 != 3; }

void check_axis_of(std::size_t count, std::uint64_t expected_chunks) {
  const TempFolder folder;
  make_office(folder.office());
  write_office(folder.office(), [&](Writer& writer) {
    must(writer.put(indicator("gdp")));
    for (std::size_t i = 0; i < count; ++i) must(writer.put(unit(code(i))));
    for (std::size_t i = 0; i < count; ++i)
      if (has_figure(i)) must(writer.put(observation(code(i), "gdp", figure(i))));
  });
  const auto snapshot = snapshot_of(folder.office());
  ASSERT_EQ(snapshot.units.size(), count);
  const auto* column = snapshot.column("gdp", Period::year(2024), Layer::Actual);
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(column->size(), count);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = column->at(i);
    if (snapshot.units[i].code != code(i) || value.has_value() != has_figure(i)) ++wrong;
    if (value && value->micro() != figure(i)) ++wrong;
  }
  EXPECT_EQ(wrong, 0U) << count;
  const auto health = must(open_office(folder.office()).check());
  EXPECT_EQ(health.units, count);
  EXPECT_EQ(health.chunks, expected_chunks) << count;
  EXPECT_TRUE(health.faults.empty()) << describe(health.faults[0]);
}

// Chunks: ⌈units/8000⌉ of the axis, and as many of each of the layers actual and state, less those
// that hold no figure (unit 8000 is the only one of its chunk, and 8000 mod 7 = 6 has a figure).
TEST(Columns, CrossTheBordersOfChunks) {
  check_axis_of(1, 3);
  check_axis_of(9, 3);
  check_axis_of(7'999, 3);
  check_axis_of(8'000, 3);
  check_axis_of(8'001, 6);
  check_axis_of(16'001, 9);
}

TEST(Columns, TheAxisGrowsAcrossCommits) {
  const TempFolder folder;
  make_office(folder.office());
  std::size_t count = 0;
  for (const std::size_t next : {3U, 7'999U, 8'000U, 8'002U, 16'000U})
    write_office(folder.office(), [&](Writer& writer) {
      for (; count < next; ++count) must(writer.put(unit(code(count))));
    });
  const auto units = snapshot_of(folder.office()).units;
  ASSERT_EQ(units.size(), 16'000U);
  for (const std::size_t i : {0U, 2U, 3U, 7'998U, 7'999U, 8'000U, 8'001U, 15'999U})
    EXPECT_EQ(units[i].code, code(i));
}

// A figure far out on the axis: those before it have none, and 0 is not taken for one.
TEST(Columns, GapsHoldNoFigure) {
  const TempFolder folder;
  make_office(folder.office());
  write_office(folder.office(), [](Writer& writer) {
    must(writer.put(indicator("gdp")));
    for (std::size_t i = 0; i < 8'010; ++i) must(writer.put(unit(code(i))));
    must(writer.put(observation(code(8'005), "gdp", 5)));
  });
  write_office(folder.office(),
               [](Writer& writer) { must(writer.put(observation(code(8'002), "gdp", 0))); });
  const auto snapshot = snapshot_of(folder.office());
  const auto* column = snapshot.column("gdp", Period::year(2024), Layer::Actual);
  ASSERT_NE(column, nullptr);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < 8'010; ++i)
    if (column->has(i)) found.push_back(i);
  EXPECT_EQ(found, (std::vector<std::size_t>{8'002, 8'005}));
  EXPECT_EQ(column->at(8'002), Decimal());
  EXPECT_EQ(column->at(8'005), Decimal::from_micro(5));
}

class Periods : public testing::Test {
 protected:
  Periods() {
    make_office(x_folder.office());
    write_office(x_folder.office(), [](Writer& writer) {
      must(writer.put(unit("a")));
      must(writer.put(indicator("gdp")));
      for (const auto* period :
           {"2023", "2023-12", "2024", "2024H1", "2024Q1", "2024-02", "2025"}) {
        auto value = observation("a", "gdp", 1);
        value.period = must(Period::parse(period));
        must(writer.put(value));
      }
      model::Event event;
      event.code = "e1";
      event.unit = "a";
      event.period = must(Period::parse("2024-05"));
      must(writer.put(event));
      must(writer.put(model::ImportedField{"a", must(Period::parse("2026Q2")), "safety", "score",
                                           Decimal(), std::nullopt}));
    });
  }

  // The periods of the columns, events and imported assessments of a snapshot.
  [[nodiscard]] std::string taken(const std::vector<std::string>& wanted) const {
    std::vector<Period> periods;
    periods.reserve(wanted.size());
    for (const auto& text : wanted) periods.push_back(must(Period::parse(text)));
    const auto store = open_office(x_folder.office(), Mode::ReadOnly);
    const auto snapshot = must(must(store.read()).snapshot(periods));
    std::string text;
    for (const auto& [key, column] : snapshot.columns)
      if (key.layer == Layer::Actual) text += key.period.str() + " ";
    for (const auto& event : snapshot.events) text += "event " + event.period.str() + " ";
    for (const auto& field : snapshot.assessments) text += "imported " + field.period.str() + " ";
    EXPECT_EQ(snapshot.units.size(), 1U);
    return text;
  }

  TempFolder x_folder;
};

// Keys order a year, its months, halves and quarters.
TEST_F(Periods, ASnapshotTakesWhatLiesWithin) {
  EXPECT_EQ(taken({"2024"}), "2024 2024-02 2024H1 2024Q1 event 2024-05 ");
  EXPECT_EQ(taken({"2024H1"}), "2024-02 2024H1 2024Q1 event 2024-05 ");
  EXPECT_EQ(taken({"2024Q1"}), "2024-02 2024Q1 ");
  EXPECT_EQ(taken({"2023", "2024Q2"}), "2023 2023-12 event 2024-05 ");
  EXPECT_EQ(taken({"2026"}), "imported 2026Q2 ");
  EXPECT_EQ(taken({"2022"}), "");
  EXPECT_EQ(taken({}), "");
}

TEST_F(Periods, AreAllListed) {
  const auto store = open_office(x_folder.office(), Mode::ReadOnly);
  std::string text;
  for (const auto period : must(must(store.read()).periods())) text += period.str() + " ";
  EXPECT_EQ(text, "2023 2023-12 2024 2024-02 2024-05 2024H1 2024Q1 2025 2026Q2 ");
}

}  // namespace
}  // namespace assay::store
