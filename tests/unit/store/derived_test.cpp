// Results of runs beside the truth: they come back whole, and whatever happens to them the truth is
// read as before.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <limits>
#include <random>
#include <thread>

#include "store/derived.hpp"
#include "store/packed.hpp"
#include "store/results.hpp"
#include "store/scrub.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

// What an engine gives: inner nodes only, no terms, no traces.
model::Run summary_run(std::size_t units, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  auto run = sample_run(0);
  auto& group = run.groups[0];
  group.components = {{"economy", "经济", "", Decimal::from_integer(60), std::nullopt},
                      {"gdp", "生产总值", "economy", Decimal::from_integer(30), std::nullopt},
                      {"people", "民生", "", Decimal::from_integer(40), std::nullopt}};
  for (std::size_t i = 0; i < units; ++i) {
    model::UnitResult unit;
    unit.unit = "u" + std::to_string(i);
    unit.name = "第" + std::to_string(i) + "村";
    const auto pick = random() % 10;
    if (pick != 0) {
      unit.total = Decimal::from_micro(static_cast<std::int64_t>(random()) - 1'000'000'000);
      unit.published = unit.total->rounded(2, Rounding::HalfAwayFromZero);
      unit.rank = static_cast<std::uint32_t>(i + 1);
      unit.grade = pick < 5 ? "excellent" : "ordinary";
    } else {
      unit.incomplete = {{"missing.figure", {{"indicator", "gdp"}}, {"no figure", {}, ""}}};
    }
    if (pick == 1) unit.notes = {{"gate.failed", {}, {"failed", {}, ""}}};
    const std::optional<Decimal> points =
        pick == 2 ? std::nullopt : std::optional(Decimal::from_micro(random() % 60'000'000));
    unit.components = {{"economy", points, Decimal::from_integer(60), "", {}}};
    if (pick != 3)
      unit.components.push_back({"people",
                                 points,
                                 Decimal::from_integer(pick == 4 ? 35 : 40),
                                 pick == 5 ? "reshare" : "",
                                 {}});
    group.units.push_back(std::move(unit));
  }
  run.id = 1;
  return run;
}

class DerivedResults : public testing::Test {
 protected:
  DerivedResults() { make_office(x_folder.office()); }

  // Puts the manifest of `run`, whose number it becomes.
  void put(model::Run& run, std::uint8_t key = 1) {
    write_office(x_folder.office(), [&](Writer& writer) {
      run.id = must(writer.put_run(manifest_of(run), Digest{key}));
    });
  }
  static model::RunManifest manifest_of(const model::Run& run) {
    return must(model::manifest_of(run, model::WholeResults(run.groups), 7));
  }
  static bool keep(Store& store, const model::Run& run) {
    return store.keep_results(run.id, model::WholeResults(run.groups), result_digest(run));
  }
  // As it is dumped: the run with what is kept of its results; "" when nothing is.
  static std::string results_of(const Store& store, std::uint64_t id) {
    const auto reader = must(store.read());
    const auto results = must(reader.results(id));
    if (!results) return "";
    auto run = must(reader.manifest(id)).run;
    for (std::size_t group = 0; group < results->groups(); ++group)
      run.groups.push_back(must(model::gather(*results, group)));
    return dump(run);
  }
  [[nodiscard]] fs::path file() const { return x_folder.office() / "derived" / "data.mdb"; }

  TempFolder x_folder;
};

TEST_F(DerivedResults, ComeBackWhole) {
  std::uint8_t key = 0;
  // Parts hold 2,000 units: the borders are at 2,000 and 2,001.
  for (const std::size_t units : {0U, 1U, 7U, 2'000U, 2'001U, 4'500U}) {
    auto run = summary_run(units, static_cast<std::uint32_t>(units));
    put(run, ++key);
    auto store = open_office(x_folder.office(), Mode::ReadOnly);
    EXPECT_EQ(results_of(store, run.id), "") << "before they are kept";
    ASSERT_TRUE(keep(store, run));
    EXPECT_EQ(results_of(store, run.id), dump(run)) << units;
    EXPECT_EQ(results_of(open_office(x_folder.office()), run.id), dump(run)) << units;
  }
}

TEST_F(DerivedResults, TooManyWhoReadDoNotCostThem) {
  auto run = summary_run(7);
  put(run);
  auto store = open_office(x_folder.office());
  ASSERT_TRUE(keep(store, run));
  {
    const auto reader = must(store.read());
    std::vector<std::unique_ptr<const model::Results>> held;
    do held.push_back(must(reader.results(run.id)));
    while (held.back() && held.size() < 2'000);
    EXPECT_EQ(held.back(), nullptr);
    EXPECT_GT(held.size(), 100U);
  }
  EXPECT_EQ(results_of(store, run.id), dump(run));
}

// Terms, traces, nodes out of order or unknown: what columns cannot hold comes back as well.
TEST_F(DerivedResults, WhatIsUnusualComesBackToo) {
  auto run = sample_run(5);
  auto odd = run.groups[0].units[0];
  odd.terms.clear();
  odd.components = {{"economy", std::nullopt, {}, "", {}}, {"gdp", std::nullopt, {}, "zero", {}}};
  run.groups[0].units.push_back(odd);
  odd.components = {{"unknown", Decimal::from_integer(1), {}, "", {}}};
  run.groups[1].units.push_back(odd);
  put(run);
  auto store = open_office(x_folder.office());
  ASSERT_TRUE(keep(store, run));
  EXPECT_EQ(results_of(store, run.id), dump(run));
}

TEST_F(DerivedResults, ManifestsStayWithoutThem) {
  auto run = summary_run(20);
  put(run);
  {
    auto store = open_office(x_folder.office());
    ASSERT_TRUE(keep(store, run));
  }
  fs::remove_all(x_folder.office() / "derived");
  const auto store = open_office(x_folder.office());
  EXPECT_EQ(results_of(store, run.id), "");
  const auto manifest = must(must(store.read()).manifest(run.id));
  EXPECT_EQ(manifest.result, result_digest(run));
  EXPECT_EQ(manifest.log_size, 7U);
  EXPECT_EQ(manifest.groups, 2U);
  EXPECT_EQ(manifest.units, 20U);
  auto bare = run;
  bare.groups.clear();
  EXPECT_EQ(dump(manifest.run), dump(bare));
  const auto runs = must(must(store.read()).runs());
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].units, 20U);
  EXPECT_EQ(runs[0].incomplete, manifest.incomplete);
  EXPECT_EQ(code_of(must(store.read()).manifest(9)), "store.no_run");
  EXPECT_EQ(code_of(must(store.read()).results(9)), "store.no_run");
}

// As after restoring a backup made before that run, when its number is given again.
TEST_F(DerivedResults, ThoseOfAnotherHistoryAreNotTaken) {
  auto run = summary_run(5);
  put(run);
  auto store = open_office(x_folder.office());
  const auto other = summary_run(5, 2);
  ASSERT_TRUE(keep(store, other));
  EXPECT_EQ(results_of(store, run.id), "");
}

TEST_F(DerivedResults, DamageIsAsGoodAsNothingAndMendsItself) {
  auto run = summary_run(3'000);
  put(run);
  {
    auto store = open_office(x_folder.office());
    ASSERT_TRUE(keep(store, run));
  }
  const auto sound = file_bytes(file());
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    auto bytes = sound;
    if (round % 3 == 0) bytes.resize(random() % bytes.size());
    for (int flips = 0; flips < 20 && !bytes.empty(); ++flips)
      bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    auto store = open_office(x_folder.office());
    const auto found = results_of(store, run.id);
    EXPECT_TRUE(found.empty() || found == dump(run)) << round;
    ASSERT_TRUE(keep(store, run)) << round;
    EXPECT_EQ(results_of(store, run.id), dump(run)) << round;
  }
}

// A scrub tells of it, but not as a fault of the office.
TEST_F(DerivedResults, AScrubTellsThemApart) {
  auto run = summary_run(3'000);
  put(run);
  {
    auto store = open_office(x_folder.office());
    ASSERT_TRUE(keep(store, run));
  }
  const auto sound = must(scrub_in_child(x_folder.office()));
  EXPECT_TRUE(sound.faults.empty());
  EXPECT_TRUE(sound.derived_faults.empty());
  auto bytes = file_bytes(file());
  const auto at = bytes.find("ARes");
  ASSERT_NE(at, std::string::npos);
  for (const bool cut : {false, true}) {
    bytes[at + 40] ^= 1;
    if (cut) bytes.resize(bytes.size() / 2);
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    const auto damaged = must(scrub_in_child(x_folder.office()));
    EXPECT_TRUE(damaged.faults.empty());
    ASSERT_FALSE(damaged.derived_faults.empty()) << cut;
    EXPECT_EQ(damaged.derived_faults[0].where.file, file().string());
  }
}

TEST_F(DerivedResults, AnythingInTheirPlaceIsReplaced) {
  auto run = summary_run(3);
  put(run);
  fs::create_directory(x_folder.office() / "derived");
  std::ofstream(file()) << "no environment";
  auto store = open_office(x_folder.office());
  EXPECT_EQ(results_of(store, run.id), "");
  ASSERT_TRUE(keep(store, run));
  EXPECT_EQ(results_of(store, run.id), dump(run));
}

// Several Stores of one office, while the folder is taken away beneath them.
TEST_F(DerivedResults, ManyThreadsKeepAndRead) {
  auto run = summary_run(50);
  put(run);
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 10; ++round) {
        auto store = open_office(x_folder.office());
        if (thread == 0 && round % 4 == 3) {
          std::error_code ignored;
          fs::remove_all(x_folder.office() / "derived", ignored);
        }
        keep(store, run);
        const auto found = results_of(store, run.id);
        if (!found.empty() && found != dump(run)) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  auto store = open_office(x_folder.office());
  EXPECT_TRUE(keep(store, run));
  EXPECT_EQ(results_of(store, run.id), dump(run));
}

TEST_F(DerivedResults, TheOldestGoWhenThereIsNoRoom) {
  const TempFolder folder;
  fs::create_directory(folder.office());
  auto environment = must(Environment::create(folder.office(), Room::Derived));
  auto transaction = must(Transaction::begin(environment, Access::Write));
  std::vector<Digest> digests;
  for (std::uint64_t id = 1; id <= 4; ++id) {
    auto run = summary_run(500);
    run.id = id;
    digests.push_back(result_digest(run));
    must(write_results(transaction, id, model::WholeResults(run.groups), digests.back(),
                       96U << 10U));
  }
  must(transaction.commit());
  const auto reading =
      std::make_shared<const Transaction>(must(Transaction::begin(environment, Access::Read)));
  std::string kept;
  for (std::uint64_t id = 1; id <= 4; ++id)
    kept += must(open_results(reading, id, digests[id - 1])) ? "x" : "-";
  // 500 units take about 40 KB: two runs fit 96 KiB.
  EXPECT_EQ(kept, "--xx");
}

TEST_F(DerivedResults, PublishedRunsAreKeptWhole) {
  auto run = sample_run(600);
  put(run);
  EXPECT_FALSE(must(must(open_office(x_folder.office()).read()).published(run.id)));
  write_office(x_folder.office(), [&](Writer& writer) {
    EXPECT_EQ(must(writer.put_published(run)), Change::New);
    EXPECT_EQ(must(writer.put_published(run)), Change::Same);
    auto other = run;
    other.groups[0].units[0].total = Decimal::from_integer(1);
    EXPECT_EQ(code_of(writer.put_published(other)), "store.other_results");
    other.id = 5;
    EXPECT_EQ(code_of(writer.put_published(other)), "store.no_run");
  });
  const auto store = open_office(x_folder.office());
  const auto published = must(must(store.read()).published(run.id));
  ASSERT_TRUE(published);
  EXPECT_EQ(dump(*published), dump(run));
  EXPECT_TRUE(must(store.check()).faults.empty());
}

// Widths change at 2^8, 2^16, 2^32; the range of 64 bits does not overflow.
TEST(Packed, NumbersComeBack) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  using Row = std::vector<std::optional<std::int64_t>>;
  struct Case {
    Row row;
    std::size_t bytes;  // 16 of head, values and bitmap, each filled up to 8
  };
  const std::vector<Case> cases{{{}, 16},
                                {{5, 5, 5}, 16},
                                {{std::nullopt, std::nullopt}, 16},
                                {{std::nullopt, 7}, 24},
                                {{1'000, 1'255}, 24},
                                {{1'000, 1'256, 1'000, 1'000, 1'000}, 32},
                                {{-1, 65'534}, 24},
                                {{-1, 65'535}, 24},
                                {{0, 4'294'967'295}, 24},
                                {{0, 4'294'967'296}, 32},
                                {{kLeast, kMost, std::nullopt, 0}, 56}};
  for (const auto& [row, size] : cases) {
    Numbers column;
    for (const auto& value : row) column.add(value);
    Bytes bytes;
    Packer(bytes).numbers(column);
    EXPECT_EQ(bytes.size(), size);
    Unpacker in(bytes);
    const auto back = in.numbers(row.size());
    ASSERT_TRUE(back && in.at_end());
    for (std::size_t i = 0; i < row.size(); ++i) EXPECT_EQ(back->at(i), row[i]);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 8)
      EXPECT_FALSE(Unpacker(BytesView(bytes).first(cut)).numbers(row.size())) << size << " " << cut;
  }
}

TEST(Packed, TextsComeBack) {
  const std::vector<std::string_view> row{"", "彬县", "a", std::string_view("\0x", 2)};
  Bytes bytes;
  Packer(bytes).texts(row);
  const auto back = Unpacker(bytes).texts(row.size());
  ASSERT_TRUE(back);
  EXPECT_TRUE(std::ranges::equal(*back, row));
  EXPECT_FALSE(Unpacker(BytesView(bytes).first(bytes.size() - 8)).texts(row.size()));
}

}  // namespace
}  // namespace assay::store
