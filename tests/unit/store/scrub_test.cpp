// The full check in a child process: whatever happened to the file, the caller lives, and a flipped
// bit is found unless nothing that is read depends on it.

#include "store/scrub.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "store/page_tree.hpp"
#include "store/scrub_pipe.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

// Several pages in every table: 300 units, 12 columns, runs, and pages that became free.
void fill_larger(const fs::path& office) {
  fill_office(office);
  for (int round = 0; round < 3; ++round)
    write_office(office, [&](Writer& writer) {
      for (int i = 0; i < 12; ++i) must(writer.put(indicator("i" + std::to_string(i))));
      for (int i = 0; i < 300; ++i) {
        const auto code = "unit" + std::to_string(i);
        auto value = unit(code);
        value.name += std::to_string(round);
        must(writer.put(value));
        for (int k = 0; k < 4; ++k) {
          auto figure = observation(code, "i" + std::to_string(k + round * 4), i * 1'000 + round);
          figure.source = "来源" + std::to_string(i % 7);
          must(writer.put(figure));
        }
      }
    });
}

// Everything a reader can be told, or how that failed; in a child, as it may crash.
std::string all_of(const fs::path& office) {
  const auto out = office.parent_path() / "told";
  fs::remove(out);
  const auto code = in_child([&] {
    const auto store = Store::open(office, Mode::ReadOnly);
    if (!store) return 1;
    const auto reader = store->read();
    if (!reader) return 2;
    const auto snapshot = reader->snapshot();
    const auto runs = reader->runs();
    if (!snapshot || !runs) return 3;
    std::ofstream told(out);
    told << dump(*snapshot);
    for (const auto& summary : *runs) {
      const auto run = reader->run(summary.id);
      if (!run) return 4;
      told << dump(*run);
    }
    const auto text = reader->scheme_text("xianyang", 1);
    const auto assessment = reader->assessment(kSample_assessment);
    if (!text || !assessment) return 5;
    told << text->value_or("-") << (*assessment ? dump(**assessment) : "-");
    return 0;
  });
  return code == 0 ? file_bytes(out) : "failed " + std::to_string(code);
}

class Scrub : public testing::Test {
 protected:
  Scrub() {
    make_office(x_folder.office());
    fill_larger(x_folder.office());
  }
  void write(const std::string& bytes) const {
    std::ofstream(x_folder.data(), std::ios::binary | std::ios::trunc) << bytes;
  }
  TempFolder x_folder;
};

TEST_F(Scrub, ASoundOfficeHasNoFaults) {
  std::uint64_t told = 0;
  ScrubOptions options;
  options.progress = [&](std::uint64_t done, std::uint64_t /*total*/) { told = done; };
  const auto health = must(scrub_in_child(x_folder.office(), options));
  for (const auto& fault : health.faults) ADD_FAILURE() << describe(fault);
  for (const auto& fault : health.derived_faults) ADD_FAILURE() << describe(fault);
  EXPECT_EQ(health.units, 302U);
  EXPECT_EQ(health.runs, 1U);
  EXPECT_GT(health.pages, 20U);
  EXPECT_GT(told, 0U);
}

// While this very process has the office open and writes to it.
TEST_F(Scrub, OthersGoOnMeanwhile) {
  auto store = open_office(x_folder.office());
  const auto reader = must(store.read());
  write_office(x_folder.office(), [&](Writer& writer) {
    must(writer.put(unit("late")));
    EXPECT_TRUE(must(scrub_in_child(x_folder.office())).faults.empty());
  });
  EXPECT_EQ(must(scrub_in_child(x_folder.office())).units, 303U);
}

TEST_F(Scrub, EveryPageIsInATreeOrFree) {
  const auto pages = must(check_pages(x_folder.data(), std::nullopt));
  ASSERT_TRUE(pages);
  for (const auto& fault : pages->faults) ADD_FAILURE() << describe(fault);
  EXPECT_EQ(pages->used + pages->free, pages->pages);
  EXPECT_EQ(pages->entries.at("unit"), 302U);
}

// 300 bits of the whole file, one at a time.
TEST_F(Scrub, FlippedBitsAreFoundOrHarmless) {
  const auto sound = file_bytes(x_folder.data());
  const auto told = all_of(x_folder.office());
  ASSERT_FALSE(told.starts_with("failed")) << told;
  std::mt19937 random(20'240'601);
  std::size_t found = 0;
  for (int i = 0; i < 300; ++i) {
    const auto at = random() % sound.size();
    const auto bit = random() % 8;
    auto bytes = sound;
    bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
    write(bytes);
    const auto health = must(scrub_in_child(x_folder.office()));
    if (!health.faults.empty()) {
      ++found;
      EXPECT_EQ(health.faults[0].where.file, x_folder.data().string());
      continue;
    }
    EXPECT_EQ(all_of(x_folder.office()), told) << "byte " << at << " bit " << bit;
  }
  EXPECT_GT(found, 50U);
}

// Every byte of the two heads and of the pages behind them, where a flip hurts most.
TEST_F(Scrub, FlippedBitsOfTreesAreFoundOrHarmless) {
  const auto sound = file_bytes(x_folder.data());
  const auto told = all_of(x_folder.office());
  std::mt19937 random(7);
  for (int i = 0; i < 150; ++i) {
    // The first bytes of a page: heads, offsets; on the first two pages, what the file is.
    const auto page = i < 60 ? static_cast<std::size_t>(i % 2) : random() % (sound.size() / 4096);
    const auto at = page * 4096 + random() % (i < 60 ? 160 : 48);
    const auto bit = random() % 8;
    auto bytes = sound;
    bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
    write(bytes);
    if (must(scrub_in_child(x_folder.office())).faults.empty()) {
      EXPECT_EQ(all_of(x_folder.office()), told) << "byte " << at << " bit " << bit;
    }
  }
}

TEST_F(Scrub, ATruncatedFileIsAFault) {
  const auto sound = file_bytes(x_folder.data());
  for (const auto size : {std::size_t{0}, std::size_t{100}, std::size_t{8'192}, sound.size() / 2,
                          sound.size() - 4'096 * 3}) {
    write(sound.substr(0, size));
    const auto health = must(scrub_in_child(x_folder.office()));
    ASSERT_FALSE(health.faults.empty()) << size;
    EXPECT_EQ(health.faults[0].code, "store.damaged") << size;
  }
}

TEST_F(Scrub, WhereThereIsNoOfficeThereIsNothingToCheck) {
  EXPECT_EQ(code_of(scrub_in_child(x_folder.path())), "store.no_office");
}

// A tree that LMDB would walk for ever: a child that leads back to its parent.
TEST_F(Scrub, ACircleOfPagesIsAFault) {
  const auto sound = file_bytes(x_folder.data());
  std::size_t tried = 0;
  for (std::size_t page = 2; page < sound.size() / 4096; ++page) {
    const auto at = page * 4096;
    if (static_cast<unsigned char>(sound[at + 10]) != 0x01) continue;  // no branch
    auto bytes = sound;
    const auto offset = static_cast<unsigned char>(sound[at + 18]) |
                        static_cast<unsigned char>(sound[at + 19]) << 8U;
    const auto child = at + static_cast<std::size_t>(offset);
    bytes[child] = static_cast<char>(page);
    bytes[child + 1] = static_cast<char>(page >> 8U);
    write(bytes);
    const auto pages = must(check_pages(x_folder.data(), std::nullopt));
    ASSERT_TRUE(pages);
    const auto health = must(scrub_in_child(x_folder.office(), {.patience_s = 5, .progress = {}}));
    EXPECT_EQ(health.faults.empty(), pages->faults.empty()) << page;  // the page may be a free one
    tried += pages->faults.empty() ? 0 : 1;
  }
  EXPECT_GT(tried, 0U);
}

TEST(ScrubPipe, WhatIsSentArrives) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const Error error{
      Failure::Store,
      "store.damaged",
      {"page {page}", {{"page", "7"}}, "第 {page} 页"},
      {.file = "f", .row = 3, .column = 4, .field = "obs", .unit = "u", .indicator = "i"}};
  ScrubSink sink(ends[1]);
  sink.fault(Frame::Fault, error);
  sink.fault(Frame::DerivedFault, error);
  sink.progress(5, 9);
  Health health;
  health.units = 12;
  health.log_root[31] = 9;
  sink.health(health);
  close(ends[1]);
  std::uint64_t total = 0;
  const auto news = receive(ends[0], [&](std::uint64_t, std::uint64_t all) { total = all; });
  close(ends[0]);
  EXPECT_TRUE(news.complete);
  EXPECT_EQ(total, 9U);
  EXPECT_EQ(news.health.units, 12U);
  EXPECT_EQ(news.health.log_root, health.log_root);
  ASSERT_EQ(news.health.faults.size(), 1U);
  ASSERT_EQ(news.health.derived_faults.size(), 1U);
  EXPECT_EQ(news.health.faults[0].message, error.message);
  EXPECT_EQ(news.health.faults[0].where, error.where);
}

// A child that has gone mad can send anything.
TEST(ScrubPipe, NonsenseIsNotBelieved) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    std::string bytes(random() % 300, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random() % 4 == 0 ? random() : 0);
    if (!bytes.empty()) bytes[0] = "fdph"[round % 4];
    ASSERT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    close(ends[1]);
    const auto news = receive(ends[0], {});
    close(ends[0]);
    EXPECT_LE(news.health.faults.size(), 60U);
  }
}

}  // namespace
}  // namespace assay::store
