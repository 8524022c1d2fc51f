// Transactions that are written out piece by piece ahead of their commit: nobody sees a difference.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <string>

#include "store/scrub.hpp"
#include "unit/store/office_fixture.hpp"

// LMDB before 0.9.25 lets go of the list of what it wrote out when the next transaction begins, and
// does not free it (ITS#9155).
extern "C" const char* __lsan_default_suppressions();                            // NOLINT
extern "C" const char* __lsan_default_suppressions() { return "leak:liblmdb"; }  // NOLINT

namespace assay::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLimit_bytes = 256U << 10U;
constexpr std::size_t kNever_bytes = std::size_t{1} << 40U;
constexpr std::size_t kUnits = 9'000;  // two chunks
const auto kPeriod = model::Period::year(2024);

std::string code(std::size_t i) { return "many" + std::to_string(i * 7'919 % kUnits); }

// Some 10 MB of pages, many of them changed again and again.
Status put_many(Writer& writer) {
  for (std::size_t i = 0; i < kUnits; ++i) {
    auto named = unit(code(i));
    if (i > 0) named.parent = code(i / 2);
    ASSAY_CHECK(writer.put(named));
  }
  for (std::int64_t round = 1; round <= 3; ++round)
    for (std::size_t i = 0; i < kUnits; i += static_cast<std::size_t>(round)) {
      auto figure = observation(code(i), "gdp", round * static_cast<std::int64_t>(i));
      if (i % 3 == 0) figure.source = "第" + std::to_string(i) + "页";
      ASSAY_CHECK(writer.put(figure));
    }
  for (std::int64_t round = 0; round < 3; ++round)
    for (const auto layer : {model::Layer::Required, model::Layer::Upper, model::Layer::Stretch}) {
      std::vector<std::int64_t> column(kUnits, round);
      column.back() = std::int64_t{1} << 50U;  // 64 bits a figure
      if (round == 2) column.resize(kUnits / 3);
      ASSAY_CHECK(writer.load({"gdp", kPeriod, layer}, column));
    }
  return {};
}

std::size_t size_of(const TempFolder& folder) { return fs::file_size(folder.data()); }

class Spill : public testing::Test {
 protected:
  Spill() {
    make_office(x_folder.office());
    fill_office(x_folder.office());
  }
  [[nodiscard]] Store open(std::size_t limit_bytes = kLimit_bytes) const {
    auto store = open_office(x_folder.office());
    store.limit_changed(limit_bytes);
    return store;
  }
  void expect_sound() const {
    EXPECT_TRUE(must(open_office(x_folder.office()).check()).faults.empty());
    const auto reader = must(open_office(x_folder.office()).read());
    EXPECT_TRUE(must(reader.verify_log()).faults.empty());
    const auto health = scrub_in_child(x_folder.office());
    EXPECT_TRUE(must(health).faults.empty());
  }

  TempFolder x_folder;
};

// LMDB is led to do so by a detour: a version that does not follow is to be noticed here.
TEST_F(Spill, PagesAreInTheFileBeforeTheCommit) {
  for (const auto limit_bytes : {kNever_bytes, kLimit_bytes}) {
    auto store = open(limit_bytes);
    const auto before = size_of(x_folder);
    auto writer = must(store.write(cause_of("import")));
    must(put_many(writer));
    if (limit_bytes == kNever_bytes)
      EXPECT_EQ(size_of(x_folder), before);
    else
      EXPECT_GT(size_of(x_folder), before + 2'000'000);
  }
}

TEST_F(Spill, TheOfficeIsTheSame) {
  std::string figures;
  Digest root{};
  for (const auto limit_bytes : {kNever_bytes, kLimit_bytes / 4}) {
    const TempFolder folder;
    make_office(folder.office());
    fill_office(folder.office());
    auto store = open_office(folder.office());
    store.limit_changed(limit_bytes);
    auto writer = must(store.write(cause_of("import")));
    must(put_many(writer));
    must(writer.commit());
    const auto reader = must(store.read());
    if (limit_bytes == kNever_bytes) {
      figures = dump(must(reader.snapshot()));
      root = must(reader.root(must(reader.log_size())));
    }
    EXPECT_TRUE(dump(must(reader.snapshot())) == figures) << limit_bytes;
    EXPECT_EQ(must(reader.root(must(reader.log_size()))), root) << limit_bytes;
    EXPECT_TRUE(must(reader.verify_log()).faults.empty());
    EXPECT_TRUE(must(scrub_in_child(folder.office())).faults.empty()) << limit_bytes;
  }
}

TEST_F(Spill, AnAbandonedWriterChangedNothing) {
  const auto before = dump(snapshot_of(x_folder.office()));
  auto store = open();
  for (int i = 0; i < 2; ++i) {
    auto writer = must(store.write(cause_of("import")));
    must(put_many(writer));
    EXPECT_EQ(dump(snapshot_of(x_folder.office())), before);
  }
  EXPECT_EQ(dump(snapshot_of(x_folder.office())), before);
  expect_sound();
  auto writer = must(store.write(cause_of("import")));
  must(put_many(writer));
  must(writer.commit());
  EXPECT_EQ(snapshot_of(x_folder.office()).units.size(), kUnits + 2);
  expect_sound();
}

// Long before the commit.
TEST_F(Spill, AFullDiskIsToldAndStopsWriting) {
  const auto before = dump(snapshot_of(x_folder.office()));
  const int exit_code = in_child([&] {
    auto store = Store::open(x_folder.office(), Mode::ReadWrite);
    if (!store) return 1;
    store->limit_changed(kLimit_bytes);
    signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
    limit.rlim_cur = size_of(x_folder) + 1'000'000;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 3;
    {
      auto writer = store->write(cause_of("import"));
      if (!writer) return 4;
      if (code_of(put_many(*writer)) != "store.full") return 5;
      if (code_of(writer->commit()) != "store.full") return 6;
    }
    if (code_of(store->write(cause_of("import"))) != "store.stopped") return 7;
    return dump(must(must(store->read()).snapshot())) == before ? 0 : 8;
  });
  EXPECT_EQ(exit_code, 0);
  EXPECT_EQ(dump(snapshot_of(x_folder.office())), before);
  expect_sound();
}

}  // namespace
}  // namespace assay::store
