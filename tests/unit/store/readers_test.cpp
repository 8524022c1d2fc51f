// Readers that stay: who they are, and when their holding on to old pages stops those who write.

#include "store/readers.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

Cause at(std::int64_t time_s) {
  auto cause = cause_of("import");
  cause.time_s = time_s;
  return cause;
}

void add_unit(Store& store, const std::string& code, std::int64_t time_s) {
  auto writer = must(store.write(at(time_s)));
  must(writer.put(unit(code)));
  must(writer.commit());
}

TEST(Readers, AreListedWithTheirAge) {
  const TempFolder folder;
  make_office(folder.office());
  auto store = open_office(folder.office());
  EXPECT_TRUE(must(store.readers()).empty());
  const auto reader = must(store.read());
  for (const auto* code : {"a", "b", "c"}) add_unit(store, code, 1);
  const auto snapshot = must(must(store.read()).snapshot());  // keeps its transaction
  const auto readers = must(store.readers());
  ASSERT_EQ(readers.size(), 2U);
  EXPECT_EQ(readers[0].pid, getpid());
  EXPECT_EQ(readers[0].transactions, 3U);
  EXPECT_EQ(readers[1].transactions, 0U);
}

// A process that died while it read holds nothing.
TEST(Readers, TheDeadAreForgotten) {
  const TempFolder folder;
  make_office(folder.office());
  const auto store = open_office(folder.office());
  const int code = in_child([&] {
    const auto theirs = Store::open(folder.office(), Mode::ReadOnly);
    if (!theirs || !theirs->read()) return 1;
    const auto reader = theirs->read();
    _exit(theirs->readers()->size() == 1 ? 0 : 2);  // without ending it
  });
  EXPECT_EQ(code, 0);
  EXPECT_TRUE(must(store.readers()).empty());
}

// 30 MB written anew three times while someone reads: twice that is garbage nobody may use again.
TEST(Readers, AStalledOneStopsWriting) {
  const TempFolder folder;
  make_office(folder.office());
  auto store = open_office(folder.office());
  std::optional<Reader> reader(must(store.read()));
  const auto environment = must(Environment::open(folder.office() / "truth", Access::Write));
  for (int i = 0; i < 3; ++i) {
    auto transaction = must(Transaction::begin(environment, Access::Write));
    must(transaction.put(Table::Scheme, version_key(9, 9), Bytes(30'000'000)));
    must(note_commit_time(transaction, 1'000 + i));
    must(transaction.commit());
  }
  EXPECT_TRUE(store.write(at(1'000 + 599)));
  const auto refused = store.write(at(1'000 + 600));
  ASSERT_EQ(code_of(refused), "store.stalled_reader");
  EXPECT_EQ(refused.error().failure, Failure::Store);
  EXPECT_NE(describe(refused.error()).find(std::to_string(getpid())), std::string::npos);
  store.limit_readers(3'600);
  EXPECT_TRUE(store.write(at(1'000 + 600)));
  store.limit_readers(0);
  EXPECT_EQ(code_of(store.write(at(1'002))), "store.stalled_reader");
  reader.reset();
  EXPECT_TRUE(store.write(at(1'000'000)));
}

// Those that see the last commit hold nothing old, however large the file.
TEST(Readers, OnesThatSeeEverythingStopNobody) {
  const TempFolder folder;
  make_office(folder.office());
  auto store = open_office(folder.office());
  {
    const auto old = must(store.read());
    const auto environment = must(Environment::open(folder.office() / "truth", Access::Write));
    for (int i = 0; i < 3; ++i) {
      auto transaction = must(Transaction::begin(environment, Access::Write));
      must(transaction.put(Table::Scheme, version_key(9, 9), Bytes(30'000'000)));
      must(note_commit_time(transaction, 1'000));
      must(transaction.commit());
    }
  }
  const auto fresh = must(store.read());
  store.limit_readers(0);
  EXPECT_TRUE(store.write(at(1'000'000)));
}

// Few are kept, whatever their number: the newest second by second, the first for good.
TEST(Readers, CommitTimesTakeLittleRoom) {
  const TempFolder folder;
  make_office(folder.office());
  const auto environment = must(Environment::open(folder.office() / "truth", Access::Write));
  auto transaction = must(Transaction::begin(environment, Access::Write));
  const auto before = must(read_commit_times(transaction));
  for (std::int64_t i = 1; i <= 5'000; ++i) must(note_commit_time(transaction, 2'000'000'000 + i));
  const auto times = must(read_commit_times(transaction));
  EXPECT_LE(times.size(), 64U);
  EXPECT_GT(times.size(), 32U);
  EXPECT_EQ(times[0].time_s, before.empty() ? 2'000'000'001 : before[0].time_s);
  for (std::size_t i = 0; i < 16; ++i)
    EXPECT_EQ(times[times.size() - 1 - i].time_s, 2'000'005'000 - static_cast<std::int64_t>(i));
  must(note_commit_time(transaction, 5));  // a clock that was set back
  EXPECT_EQ(must(read_commit_times(transaction)).back().time_s, 2'000'005'000);
}

}  // namespace
}  // namespace assay::store
