// snapshot_at(): the office as it was, for every moment of a random life. Also: what such a life
// leaves passes verify_log(), as everything it did is in the journal.

#include <gtest/gtest.h>

#include <random>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

using model::Period;

// Rows behind the last figure of a column say nothing.
std::string figures_of(const model::Snapshot& snapshot) {
  const auto text = dump(snapshot);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    auto line = text.substr(at, end - at);
    if (line.starts_with("column"))
      while (line.ends_with(" -")) line.resize(line.size() - 2);
    out += line + "\n";
    at = end + 1;
  }
  return out;
}

// Seeded, the same on every machine: std::mt19937 is, distributions are not.
class Life {
 public:
  explicit Life(std::uint32_t seed) : x_random(seed) {}

  // One transaction of a few puts of any kind.
  void step(Store& store) {
    auto writer = must(store.write(cause_of("set")));
    const auto puts = 1 + below(6);
    for (std::uint32_t i = 0; i < puts; ++i) put(writer);
    must(writer.commit());
  }

  void add_units(Writer& writer, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) must(writer.put(unit(code(x_units++))));
  }
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>(x_random()) % limit;
  }

 private:
  static std::string code(std::uint32_t number) { return "u" + std::to_string(number); }
  std::string any_unit() { return code(below(x_units)); }
  std::string any_text() { return below(3) == 0 ? "" : "文" + std::to_string(below(9)); }
  Period any_period() { return Period::from_key(2023 * 100 + 100 * below(2) + below(3)); }
  Decimal any_value() { return Decimal::from_micro(static_cast<std::int64_t>(below(7)) - 3); }
  std::optional<Decimal> maybe() {
    return below(2) == 0 ? std::nullopt : std::optional(any_value());
  }

  void put(Writer& writer) {
    switch (below(8)) {
      case 0:
        return add_units(writer, 1);
      case 1: {
        auto value = unit(any_unit());
        value.name = any_text();
        value.tags = {any_text()};
        must(writer.put(value));
        return;
      }
      case 2: {
        if (x_indicators < 4) must(writer.put(indicator("i" + std::to_string(x_indicators++))));
        auto value = indicator("i" + std::to_string(below(x_indicators)));
        value.owner = any_text();
        must(writer.put(value));
        return;
      }
      case 3:
      case 4:
        if (x_indicators > 0)
          must(writer.put(model::Observation{any_unit(), any_indicator(), any_period(), any_value(),
                                             model::State(below(3)), any_text()}));
        return;
      case 5:
        if (x_indicators > 0)
          must(writer.put(model::Target{any_unit(), any_indicator(), any_period(), any_value(),
                                        maybe(), maybe(), maybe(), any_text(), any_text()}));
        return;
      case 6: {
        model::Event value;
        value.code = "e" + std::to_string(below(5));
        value.unit = any_unit();
        value.period = any_period();
        value.points = maybe();
        value.reason = any_text();
        must(writer.put(value));
        return;
      }
      default:
        must(writer.put(
            model::ImportedField{any_unit(), any_period(), "a" + std::to_string(below(2)),
                                 "f" + std::to_string(below(3)), any_value(), maybe()}));
    }
  }
  std::string any_indicator() { return "i" + std::to_string(below(x_indicators)); }

  std::mt19937 x_random;
  std::uint32_t x_units = 0;
  std::uint32_t x_indicators = 0;
};

// `units` there are from the beginning: chunks of more than 512 rows take deltas.
void live(std::uint32_t seed, std::uint32_t units, int steps) {
  const TempFolder folder;
  make_office(folder.office());
  auto store = open_office(folder.office());
  Life life(seed);
  {
    auto writer = must(store.write(cause_of("import")));
    life.add_units(writer, units);
    must(writer.commit());
  }
  const std::vector some{Period::year(2024)};
  std::vector<std::uint64_t> sizes;
  std::vector<std::string> whole;
  std::vector<std::string> part;
  for (int i = 0; i < steps; ++i) {
    const auto reader = must(store.read());
    sizes.push_back(must(reader.log_size()));
    whole.push_back(figures_of(must(reader.snapshot())));
    part.push_back(figures_of(must(reader.snapshot(some))));
    life.step(store);
  }
  const auto reader = must(store.read());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    ASSERT_EQ(figures_of(must(reader.snapshot_at(sizes[i]))), whole[i]) << seed << " " << i;
    ASSERT_EQ(figures_of(must(reader.snapshot_at(sizes[i], some))), part[i]) << seed << " " << i;
  }
  const auto size = must(reader.log_size());
  EXPECT_EQ(figures_of(must(reader.snapshot_at(size))), figures_of(must(reader.snapshot())));
  EXPECT_EQ(code_of(reader.snapshot_at(size + 1)), "store.no_entry");
  EXPECT_EQ(figures_of(must(reader.snapshot_at(0))), "");
  const auto health = must(reader.verify_log());
  for (const auto& fault : health.faults) ADD_FAILURE() << describe(fault);
  EXPECT_EQ(health.size, size);
  EXPECT_EQ(health.root, must(reader.root(size)));
}

TEST(SnapshotAt, IsWhatItWasInAnyRandomLife) {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) live(seed, 3, 60);
}

TEST(SnapshotAt, IsWhatItWasWhereFiguresLieBesideTheirChunks) {
  for (std::uint32_t seed = 7; seed <= 8; ++seed) live(seed, 700, 30);
}

// Whole columns replaced, between single changes of them.
TEST(SnapshotAt, UndoesBulkLoads) {
  const TempFolder folder;
  make_office(folder.office());
  auto store = open_office(folder.office());
  constexpr std::uint32_t units = 9'000;  // two chunks
  Life life(9);
  {
    auto writer = must(store.write(cause_of("import")));
    life.add_units(writer, units);
    must(writer.put(indicator("i0")));
    must(writer.commit());
  }
  const model::ColumnKey column{"i0", Period::year(2024), model::Layer::Actual};
  std::vector<std::uint64_t> sizes;
  std::vector<std::string> past;
  for (int round = 0; round < 6; ++round) {
    {
      const auto reader = must(store.read());
      sizes.push_back(must(reader.log_size()));
      past.push_back(figures_of(must(reader.snapshot())));
    }
    auto writer = must(store.write(cause_of("import")));
    if (round % 2 == 0) {
      const auto rows = round == 2 ? units : 8'100 + static_cast<std::uint32_t>(round);
      std::vector<std::int64_t> micro(rows);
      std::vector<std::uint8_t> valid((rows + 7) / 8);
      for (std::uint32_t row = 0; row < rows; ++row) {
        if (life.below(3) == 0) continue;
        micro[row] = static_cast<std::int64_t>(life.below(1'000));
        valid[row / 8] |= static_cast<std::uint8_t>(1U << row % 8);
      }
      must(writer.load(column, micro, valid));
    } else {
      for (int i = 0; i < 100; ++i)
        must(writer.put(observation("u" + std::to_string(life.below(units)), "i0",
                                    static_cast<std::int64_t>(life.below(1'000)))));
    }
    must(writer.commit());
  }
  const auto reader = must(store.read());
  for (std::size_t i = 0; i < sizes.size(); ++i)
    ASSERT_TRUE(figures_of(must(reader.snapshot_at(sizes[i]))) == past[i]) << i;
  for (const auto& fault : must(reader.verify_log()).faults) ADD_FAILURE() << describe(fault);
}

}  // namespace
}  // namespace assay::store
