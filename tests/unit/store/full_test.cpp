// A disk that is full, played by a limit on the size of files.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

bool limit_files(rlim_t bytes) {
  signal(SIGXFSZ, SIG_IGN);  // then a write past the limit fails with EFBIG
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
  limit.rlim_cur = bytes == 0 ? limit.rlim_max : bytes;
  return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

// About 3 MB of units and their figures.
Status add_many(Store& store) {
  auto writer = store.write(cause_of("import"));
  if (!writer) return std::unexpected(writer.error());
  for (int i = 0; i < 10'000; ++i) {
    const auto code = "many" + std::to_string(i);
    if (auto put = writer->put(unit(code)); !put) return std::unexpected(put.error());
    if (auto put = writer->put(observation(code, "gdp", i)); !put)
      return std::unexpected(put.error());
  }
  return writer->commit();
}

TEST(Full, NothingLandsAndWorkGoesOnOnceThereIsRoom) {
  const TempFolder folder;
  make_office(folder.office());
  fill_office(folder.office());
  const auto before = dump(snapshot_of(folder.office()));
  const int code = in_child([&] {
    auto store = Store::open(folder.office(), Mode::ReadWrite);
    if (!store) return 1;
    if (!limit_files(fs::file_size(folder.data()) + 65'536U)) return 2;
    for (const auto* expected : {"store.full", "store.stopped"}) {
      const auto landed = add_many(*store);
      if (code_of(landed) != expected || landed.error().failure != Failure::Store) return 3;
      if (dump(snapshot_of(folder.office())) != before) return 4;
      if (!must(store->check()).faults.empty()) return 5;
    }
    return 0;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(dump(snapshot_of(folder.office())), before);
  auto store = open_office(folder.office());
  EXPECT_TRUE(must(store.check()).faults.empty());
  must(add_many(store));
  EXPECT_EQ(snapshot_of(folder.office()).units.size(), 10'002U);
}

// Its pages are touched through a map, where a full disk is a bus error: each must be there before.
TEST(Full, TheLockFileHasItsRoomBeforeItIsTouched) {
  const TempFolder folder;
  make_office(folder.office());
  const auto store = open_office(folder.office());
  struct stat info{};
  ASSERT_EQ(stat((folder.office() / "truth" / "lock.mdb").c_str(), &info), 0);
  EXPECT_GE(info.st_blocks * 512, info.st_size);
}

TEST(Full, NoHalfOfficeIsMade) {
  const TempFolder folder;
  for (const rlim_t bytes : {1U, 8'192U, 20'000U}) {
    const int code = in_child([&] {
      if (!limit_files(bytes)) return 1;
      const auto made = Store::create(folder.office(), cause_of("init"));
      return code_of(made) == "store.full" ? 0 : 2;
    });
    EXPECT_EQ(code, 0) << bytes;
    EXPECT_TRUE(fs::is_empty(folder.path())) << bytes;
  }
}

}  // namespace
}  // namespace assay::store
