// Figures however they were written: as deltas, as whole chunks, folded, loaded, after commits that
// did not come, after reopening. Compared with a plain map.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

using model::Layer;

constexpr std::array kLayers{Layer::Actual, Layer::Required};
const auto kPeriod = model::Period::year(2024);

std::string code(std::size_t ordinal) { return "u" + std::to_string(ordinal); }

// Deterministic; the numbers only have to be many and different.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : x_state(seed) {}
  std::uint64_t below(std::uint64_t limit) {
    x_state = x_state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return (x_state >> 33U) % limit;
  }
  std::int64_t figure() {
    const auto number = static_cast<std::int64_t>(below(1U << 30U));
    return (number - (1 << 29)) * (below(9) == 0 ? 4'000'000'000 : 1);
  }

 private:
  std::uint64_t x_state;
};

// What the office should hold, by layer and ordinal.
using Figures = std::map<std::pair<Layer, std::size_t>, std::int64_t>;

std::size_t differences(const model::Snapshot& snapshot, const Figures& expected,
                        std::size_t units) {
  std::size_t wrong = 0;
  for (const auto layer : kLayers) {
    const auto* column = snapshot.column("gdp", kPeriod, layer);
    for (std::size_t i = 0; i < units; ++i) {
      const auto found = expected.find({layer, i});
      const bool has = column != nullptr && column->has(i);
      if (has != (found != expected.end()))
        ++wrong;
      else if (has && column->micro(i) != found->second)
        ++wrong;
    }
  }
  return wrong;
}

// Count, least and most as a walk over the figures finds them.
bool bounds_are_right(const model::ColumnChunk& chunk) {
  std::vector<std::int64_t> figures;
  for (std::size_t row = 0; row < chunk.rows; ++row)
    if (chunk.has(row)) figures.push_back(chunk.cells[row]);
  if (figures.empty()) return chunk.count == 0 && chunk.least == 0 && chunk.most == 0;
  return chunk.count == figures.size() && chunk.least == *std::ranges::min_element(figures) &&
         chunk.most == *std::ranges::max_element(figures);
}

void expect_bounds(const model::Snapshot& snapshot) {
  for (const auto& [key, column] : snapshot.columns)
    for (const auto& chunk : column.chunks()) EXPECT_TRUE(bounds_are_right(chunk));
}

class Figured {
 public:
  Figured(std::size_t units, std::uint64_t seed) : x_units(units), x_numbers(seed) {
    make_office(x_folder.office());
    write_office(x_folder.office(), [&](Writer& writer) {
      must(writer.put(indicator("gdp")));
      for (std::size_t i = 0; i < units; ++i) must(writer.put(unit(code(i))));
    });
    x_store.emplace(open_office(x_folder.office()));
  }

  void step() {
    auto figures = x_landed;
    {
      auto writer = must(x_store->write(cause_of("set")));
      for (auto changes = x_numbers.below(4) + 1; changes > 0; --changes) change(writer, figures);
      if (x_numbers.below(5) > 0) {
        must(writer.commit());
        x_landed = std::move(figures);
      }
    }
    if (x_numbers.below(6) == 0) must(x_store->fold());
    if (x_numbers.below(8) == 0) {
      x_store.reset();
      x_store.emplace(open_office(x_folder.office()));
    }
  }

  [[nodiscard]] std::size_t check() const {
    const auto snapshot = must(must(x_store->read()).snapshot());
    expect_bounds(snapshot);
    return differences(snapshot, x_landed, x_units);
  }

  void check_sound() const {
    for (const auto& fault : must(x_store->check()).faults) ADD_FAILURE() << describe(fault);
    for (const auto& fault : must(must(x_store->read()).verify_log()).faults)
      ADD_FAILURE() << describe(fault);
  }

 private:
  void change(Writer& writer, Figures& figures) {
    const auto layer = kLayers[x_numbers.below(kLayers.size())];
    const auto what = x_numbers.below(10);
    if (what == 0) return load(writer, figures, layer);
    // Around the number of changes above which a chunk is written whole.
    for (auto count = what < 7 ? x_numbers.below(3) + 1 : x_numbers.below(140); count > 0; --count)
      set(writer, figures, layer);
  }

  void set(Writer& writer, Figures& figures, Layer layer) {
    const auto ordinal = x_numbers.below(x_units);
    FigureUpdate update{code(ordinal), "gdp", kPeriod, layer};
    if (x_numbers.below(4) == 0) {
      const bool had = figures.erase({layer, ordinal}) == 1;
      EXPECT_EQ(must(writer.put(update)), had ? Change::Changed : Change::Same);
      return;
    }
    const auto figure = x_numbers.figure();
    update.value = Decimal::from_micro(figure);
    const auto found = figures.find({layer, ordinal});
    const auto expected = found == figures.end()    ? Change::New
                          : found->second == figure ? Change::Same
                                                    : Change::Changed;
    EXPECT_EQ(must(writer.put(update)), expected);
    figures[{layer, ordinal}] = figure;
  }

  void load(Writer& writer, Figures& figures, Layer layer) {
    const auto rows = x_numbers.below(4) == 0 ? x_numbers.below(x_units) : x_units;
    std::vector<std::int64_t> micro(rows);
    std::vector<std::uint8_t> valid((rows + 7) / 8);
    const auto density = x_numbers.below(4);
    std::erase_if(figures, [&](const auto& entry) { return entry.first.first == layer; });
    for (std::size_t row = 0; row < rows; ++row) {
      micro[row] = x_numbers.figure();  // also where there is no figure
      if (density != 3 && x_numbers.below(4) > density) continue;
      valid[row / 8] |= static_cast<std::uint8_t>(1U << row % 8);
      figures[{layer, row}] = micro[row];
    }
    must(writer.load({"gdp", kPeriod, layer}, micro, valid));
  }

  TempFolder x_folder;
  std::size_t x_units;
  Numbers x_numbers;
  std::optional<Store> x_store;
  Figures x_landed;
};

void check_steps(std::size_t units, std::uint64_t seed, int steps) {
  Figured office(units, seed);
  for (int step = 0; step < steps; ++step) {
    office.step();
    ASSERT_EQ(office.check(), 0U) << units << " units, seed " << seed << ", step " << step;
  }
  office.check_sound();
}

// Whole chunks; chunks with deltas, on both sides of a border; a short last chunk.
TEST(Figures, AreThoseOfAMap) {
  check_steps(20, 1, 60);
  check_steps(700, 2, 60);
  check_steps(8'900, 3, 40);
  check_steps(8'100, 4, 40);
}

class TwoWays : public testing::Test {
 protected:
  static constexpr std::size_t kUnits = 2'000;

  static void fill(const std::filesystem::path& office) {
    make_office(office);
    write_office(office, [](Writer& writer) {
      must(writer.put(indicator("gdp")));
      for (std::size_t i = 0; i < kUnits; ++i) must(writer.put(unit(code(i))));
      std::vector<std::int64_t> column(kUnits, 5);
      must(writer.load({"gdp", kPeriod, Layer::Actual}, column));
    });
  }

  static FigureUpdate update(std::size_t i) {
    FigureUpdate made{code(i * 19 % kUnits), "gdp", kPeriod};
    if (i % 3 != 0) made.value = Decimal::from_micro(static_cast<std::int64_t>(i) - 50);
    return made;
  }
};

// 200 changes one by one are deltas; together they are more than a chunk takes as deltas. The
// figures, the fold and the log's root tell no difference.
TEST_F(TwoWays, DeltasAndWholeChunksAreTheSame) {
  const TempFolder one_by_one;
  const TempFolder together;
  fill(one_by_one.office());
  fill(together.office());
  auto store = open_office(one_by_one.office());
  for (std::size_t i = 0; i < 200; ++i) {
    auto writer = must(store.write(cause_of("set")));
    must(writer.put(update(i)));
    must(writer.commit());
  }
  write_office(together.office(), [](Writer& writer) {
    for (std::size_t i = 0; i < 200; ++i) must(writer.put(update(i)));
  });
  const auto expected = dump(snapshot_of(together.office()));
  EXPECT_EQ(dump(snapshot_of(one_by_one.office())), expected);
  const auto reader = must(store.read());
  const auto size = must(reader.log_size());
  const auto root = must(reader.root(size));
  EXPECT_EQ(must(store.fold()), 1U);  // one chunk had deltas
  EXPECT_EQ(must(store.fold()), 0U);
  EXPECT_EQ(dump(snapshot_of(one_by_one.office())), expected);
  const auto later = must(store.read());
  EXPECT_EQ(must(later.log_size()), size);
  EXPECT_EQ(must(later.root(size)), root);
  EXPECT_TRUE(must(later.verify_log()).faults.empty());
}

// A chunk without deltas is not copied: two snapshots of one Reader see the same bytes. Deltas
// make a copy.
TEST_F(TwoWays, ASnapshotBorrowsWhatNothingLiesBeside) {
  const TempFolder folder;
  fill(folder.office());
  auto store = open_office(folder.office());
  const auto figures_in = [](const model::Snapshot& snapshot) -> const void* {
    const auto& cells = snapshot.column("gdp", kPeriod, Layer::Actual)->chunks()[0].cells;
    if (cells.packed != nullptr) return cells.packed;
    return cells.micro;
  };
  const auto place_twice = [&] {
    const auto reader = must(store.read());
    const auto first = must(reader.snapshot());
    const auto second = must(reader.snapshot());
    return std::pair(figures_in(first), figures_in(second));
  };
  const auto whole = place_twice();
  EXPECT_EQ(whole.first, whole.second);
  auto writer = must(store.write(cause_of("set")));
  must(writer.put(update(1)));
  must(writer.commit());
  const auto merged = place_twice();
  EXPECT_NE(merged.first, merged.second);
}

// Pages a snapshot borrows from are not used again, whatever is written and closed meanwhile.
TEST_F(TwoWays, ASnapshotOutlivesReaderAndStore) {
  const TempFolder folder;
  fill(folder.office());
  std::optional<model::Snapshot> snapshot;
  {
    const auto store = open_office(folder.office(), Mode::ReadOnly);
    snapshot = must(must(store.read()).snapshot());
  }
  auto store = open_office(folder.office());
  for (int round = 0; round < 20; ++round) {
    auto writer = must(store.write(cause_of("load")));
    std::vector<std::int64_t> column(kUnits, round);
    must(writer.load({"gdp", kPeriod, Layer::Actual}, column));
    must(writer.commit());
  }
  const auto* column = snapshot->column("gdp", kPeriod, Layer::Actual);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < kUnits; ++i) wrong += column->micro(i) == 5 ? 0U : 1U;
  EXPECT_EQ(wrong, 0U);
}

TEST(Loading, SaysWhatChanged) {
  const TempFolder folder;
  make_office(folder.office());
  write_office(folder.office(), [](Writer& writer) {
    must(writer.put(indicator("gdp")));
    for (std::size_t i = 0; i < 10; ++i) must(writer.put(unit(code(i))));
  });
  const model::ColumnKey key{"gdp", kPeriod, Layer::Actual};
  const std::vector<std::int64_t> ten(10, 7);
  const std::vector<std::uint8_t> none(2);
  write_office(folder.office(), [&](Writer& writer) {
    EXPECT_EQ(must(writer.load(key, ten, none)), Change::Same);
    EXPECT_EQ(must(writer.load(key, ten)), Change::New);
    EXPECT_EQ(must(writer.load(key, ten)), Change::Same);
    must(writer.put(FigureUpdate{code(1), "gdp", kPeriod, Layer::Actual, Decimal()}));
    EXPECT_EQ(must(writer.load(key, std::span(ten).first(9))), Change::Changed);
  });
  const auto snapshot = snapshot_of(folder.office());
  const auto* column = snapshot.column("gdp", kPeriod, Layer::Actual);
  EXPECT_EQ(column->size(), 9U);
  EXPECT_EQ(column->micro(1), 7);  // the later load counts
  write_office(folder.office(),
               [&](Writer& writer) { EXPECT_EQ(must(writer.load(key, {})), Change::Changed); });
  EXPECT_EQ(snapshot_of(folder.office()).column("gdp", kPeriod, Layer::Actual), nullptr);
}

TEST(Loading, RefusesWhatDoesNotFit) {
  const TempFolder folder;
  make_office(folder.office());
  write_office(folder.office(), [](Writer& writer) {
    must(writer.put(indicator("gdp")));
    must(writer.put(unit("a")));
    must(writer.put(unit("b")));
    const std::vector<std::int64_t> three(3, 2);
    const auto two = std::span(three).first(2);
    const std::vector<std::uint8_t> no_bits;
    EXPECT_EQ(code_of(writer.load({"gnp", kPeriod, Layer::Actual}, two)),
              "store.unknown_indicator");
    EXPECT_EQ(code_of(writer.load({"gdp", kPeriod, Layer::Actual}, three)), "store.bad_column");
    EXPECT_EQ(code_of(writer.load({"gdp", kPeriod, Layer::Source}, two)), "store.bad_figure");
    const std::vector<std::int64_t> states{2, 3};
    EXPECT_EQ(code_of(writer.load({"gdp", kPeriod, Layer::State}, states)), "store.bad_figure");
    must(writer.load({"gdp", kPeriod, Layer::State}, std::span(states).first(1)));
  });
  const auto snapshot = snapshot_of(folder.office());
  EXPECT_EQ(snapshot.columns.size(), 1U);
  EXPECT_EQ(snapshot.column("gdp", kPeriod, Layer::State)->micro(0), 2);
}

// One layer changes, the others stay.
TEST(FigureUpdates, ChangeOneLayer) {
  const TempFolder folder;
  make_office(folder.office());
  fill_office(folder.office());
  const auto period = kPeriod;
  write_office(folder.office(), [&](Writer& writer) {
    const auto put = [&](Layer layer, std::optional<Decimal> value, const std::string& text = "") {
      return writer.put(FigureUpdate{"qindu", "gdp", period, layer, value, text});
    };
    EXPECT_EQ(must(put(Layer::Actual, Decimal::from_integer(3))), Change::Changed);
    EXPECT_EQ(must(put(Layer::Required, Decimal::from_integer(4))), Change::New);
    EXPECT_EQ(must(put(Layer::State, Decimal())), Change::Changed);
    EXPECT_EQ(must(put(Layer::Lead, std::nullopt, "张三")), Change::New);
    EXPECT_EQ(code_of(put(Layer::State, Decimal::from_integer(3))), "store.bad_figure");
    EXPECT_EQ(code_of(put(Layer::State, Decimal::from_micro(1))), "store.bad_figure");
    EXPECT_EQ(code_of(put(Layer::Lead, Decimal())), "store.bad_figure");
    EXPECT_EQ(code_of(put(Layer::Actual, std::nullopt, "甲")), "store.bad_figure");
  });
  const auto snapshot = snapshot_of(folder.office());
  const auto at = [&](Layer layer) { return snapshot.column("gdp", period, layer)->micro(0); };
  EXPECT_EQ(at(Layer::Actual), 3'000'000);
  EXPECT_EQ(at(Layer::Required), 4'000'000);
  EXPECT_EQ(at(Layer::State), 0);
  EXPECT_EQ(snapshot.texts.at(static_cast<std::size_t>(at(Layer::Lead))), "张三");
  EXPECT_EQ(snapshot.texts.at(static_cast<std::size_t>(at(Layer::Source))), "统计年鉴");
}

}  // namespace
}  // namespace assay::store
