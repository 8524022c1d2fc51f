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

// Many figures of one cause: the journal is told of the chunk, and a unit's history is the same.
TEST(Columns, ManyFiguresOfAChunkAreToldAsOne) {
  constexpr std::size_t kUnits = 600;
  const TempFolder folder;
  make_office(folder.office());
  write_office(folder.office(), [](Writer& writer) {
    must(writer.put(indicator("gdp")));
    for (std::size_t i = 0; i < kUnits; ++i) must(writer.put(unit(code(i))));
  });
  const auto before = must(must(open_office(folder.office()).read()).log_size());
  for (const std::int64_t add : {1, 2})
    write_office(folder.office(), [&](Writer& writer) {
      for (std::size_t i = 0; i < kUnits; ++i)
        must(writer.put(observation(code(i), "gdp", figure(i) + add)));
    });
  const auto reader = must(open_office(folder.office()).read());
  // First the figures and their states, then the figures, as the states stay.
  ASSERT_EQ(must(reader.log_size()), before + 3);
  for (auto seq = before; seq < before + 3; ++seq)
    EXPECT_EQ(must(reader.entry(seq)).kind, EntryKind::Loaded) << seq;
  EXPECT_TRUE(must(reader.verify_log()).faults.empty());
  const auto past = must(reader.snapshot_at(before + 2));
  const auto* was = past.column("gdp", Period::year(2024), Layer::Actual);
  ASSERT_NE(was, nullptr);
  for (const std::size_t i : {0U, 1U, 599U}) {
    EXPECT_EQ(was->at(i), Decimal::from_micro(figure(i) + 1));
    EXPECT_EQ(must(reader.history(code(i), "gdp")).size(), 3U) << "figure, state, figure";
  }
}

// More than is held in memory: written in rounds, some chunks twice, and one commit all the same.
TEST(Columns, ManyChunksAreWrittenInRounds) {
  constexpr std::size_t kUnits = model::kRows_per_chunk;
  constexpr std::size_t kIndicators = 400;  // 100 MB, with two years and states
  const TempFolder folder;
  make_office(folder.office());
  write_office(folder.office(), [](Writer& writer) {
    for (std::size_t i = 0; i < kUnits; ++i) must(writer.put(unit(code(i))));
    for (std::size_t i = 0; i < kIndicators; ++i)
      must(writer.put(indicator("i" + std::to_string(i))));
  });
  const auto before = must(must(open_office(folder.office()).read()).log_size());
  const auto fill = [](Writer& writer) {
    for (const auto ordinal : {kUnits - 1, kUnits - 2})
      for (std::size_t i = 0; i < kIndicators; ++i)
        for (const int year : {2023, 2024}) {
          auto value = observation(code(ordinal), "i" + std::to_string(i), figure(ordinal));
          value.period = Period::year(year);
          must(writer.put(value));
        }
  };
  {
    auto store = open_office(folder.office());
    auto writer = must(store.write(cause_of("given up")));
    fill(writer);
  }
  EXPECT_EQ(must(must(open_office(folder.office()).read()).log_size()), before);
  EXPECT_TRUE(snapshot_of(folder.office()).columns.empty());
  write_office(folder.office(), fill);
  const auto snapshot = snapshot_of(folder.office());
  for (std::size_t i = 0; i < kIndicators; ++i)
    for (const int year : {2023, 2024}) {
      const auto* column =
          snapshot.column("i" + std::to_string(i), Period::year(year), Layer::Actual);
      ASSERT_NE(column, nullptr);
      for (const auto ordinal : {kUnits - 1, kUnits - 2})
        EXPECT_EQ(column->at(ordinal), Decimal::from_micro(figure(ordinal)));
    }
  const auto reader = must(open_office(folder.office()).read());
  const auto chunks = std::size_t{4} * kIndicators;
  EXPECT_GT(must(reader.log_size()), before + chunks) << "some are told twice";
  EXPECT_TRUE(must(reader.verify_log()).faults.empty());
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
