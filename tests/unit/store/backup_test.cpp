// A backup is the office as one commit left it; restoring gives it back, whole or not at all.

#include "store/backup.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

class Backup : public testing::Test {
 protected:
  Backup() {
    make_office(x_folder.office());
    fill_office(x_folder.office());
  }
  [[nodiscard]] fs::path file() const { return x_folder.path() / "b.assay"; }
  // Names of what lies in a folder, but for what LMDB makes when it opens one.
  static std::string names(const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder))
      found.push_back(entry.path().filename().string());
    std::ranges::sort(found);
    std::string list;
    for (const auto& name : found) list += (list.empty() ? "" : " ") + name;
    return list;
  }
  TempFolder x_folder;
};

TEST_F(Backup, ComesBackAsItWas) {
  const auto health = must(make_backup(x_folder.office(), file()));
  EXPECT_EQ(health.units, 2U);
  EXPECT_EQ(health.runs, 1U);
  const auto restored = x_folder.path() / "restored";
  EXPECT_EQ(must(restore_backup(file(), restored, Replace::No)).units, 2U);
  EXPECT_EQ(names(restored), "truth");
  EXPECT_EQ(dump(snapshot_of(restored)), dump(snapshot_of(x_folder.office())));
  const auto store = open_office(restored);
  EXPECT_EQ(dump(must(must(store.read()).run(1))),
            dump(must(must(open_office(x_folder.office()).read()).run(1))));
  EXPECT_EQ(names(x_folder.path()), "b.assay office restored");
}

// The check of a backup runs in a fork of this process; the address sanitizer's own locks do not
// live through one that another thread's allocations meet.
#if !defined(__SANITIZE_ADDRESS__)
TEST_F(Backup, OfAnOfficeThatIsWrittenToIsWhole) {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    // Two units a transaction: never one of them alone.
    for (int i = 0; !done; ++i)
      write_office(x_folder.office(), [&](Writer& out) {
        must(out.put(unit("a" + std::to_string(i))));
        must(out.put(unit("b" + std::to_string(i))));
      });
  });
  for (int round = 0; round < 5; ++round) {
    const auto backup = x_folder.path() / ("b" + std::to_string(round));
    const auto restored = x_folder.path() / ("r" + std::to_string(round));
    must(make_backup(x_folder.office(), backup));
    const auto health = must(restore_backup(backup, restored, Replace::No));
    EXPECT_EQ(health.units % 2, 0U);
    EXPECT_EQ(snapshot_of(restored).units.size(), health.units);
  }
  done = true;
  writer.join();
}
#endif

TEST_F(Backup, RefusesWhatIsInTheWay) {
  EXPECT_EQ(code_of(make_backup(x_folder.path(), file())), "store.no_office");
  EXPECT_EQ(code_of(make_backup(x_folder.office(), x_folder.path() / "no" / "b")),
            "backup.no_folder");
  std::ofstream(file()) << "mine";
  EXPECT_EQ(code_of(make_backup(x_folder.office(), file())), "backup.exists");
  EXPECT_EQ(file_bytes(file()), "mine");
  EXPECT_EQ(code_of(make_backup(x_folder.office(), x_folder.path())), "backup.exists");
  EXPECT_EQ(code_of(restore_backup(x_folder.path() / "none", x_folder.path() / "r", Replace::No)),
            "backup.unreadable");
  EXPECT_EQ(code_of(restore_backup(file(), x_folder.path() / "r", Replace::No)), "backup.damaged");
  EXPECT_EQ(code_of(restore_backup(file(), x_folder.path() / "r" / "s", Replace::No)),
            "store.no_parent");
  EXPECT_EQ(code_of(restore_backup(file(), x_folder.office(), Replace::No)), "store.exists");
  fs::create_directory(x_folder.path() / "other");
  std::ofstream(x_folder.path() / "other" / "thing") << "x";
  EXPECT_EQ(code_of(restore_backup(file(), x_folder.path() / "other", Replace::Yes)),
            "store.not_empty");
  EXPECT_EQ(names(x_folder.path()), "b.assay office other");
}

TEST_F(Backup, IntoAnEmptyFolder) {
  must(make_backup(x_folder.office(), file()));
  const auto restored = x_folder.path() / "empty";
  fs::create_directory(restored);
  must(restore_backup(file(), restored, Replace::No));
  EXPECT_EQ(names(restored), "truth");
  EXPECT_EQ(snapshot_of(restored).units.size(), 2U);
}

TEST_F(Backup, ReplacesADamagedOfficeAndKeepsIt) {
  must(make_backup(x_folder.office(), file()));
  std::ofstream(x_folder.data(), std::ios::binary | std::ios::trunc) << "broken";
  fs::create_directory(x_folder.office() / "derived");
  must(restore_backup(file(), x_folder.office(), Replace::Yes));
  EXPECT_EQ(names(x_folder.office()), "truth truth.replaced-1");
  EXPECT_EQ(file_bytes(x_folder.office() / "truth.replaced-1" / "data.mdb"), "broken");
  EXPECT_EQ(snapshot_of(x_folder.office()).units.size(), 2U);
  must(restore_backup(file(), x_folder.office(), Replace::Yes));
  EXPECT_EQ(names(x_folder.office()), "truth truth.replaced-1 truth.replaced-2");
}

TEST_F(Backup, ADamagedBackupRestoresNothing) {
  must(make_backup(x_folder.office(), file()));
  auto bytes = file_bytes(file());
  const auto at = bytes.find("weicheng");  // within a record
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'W';
  std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
  const auto before = dump(snapshot_of(x_folder.office()));
  EXPECT_EQ(code_of(restore_backup(file(), x_folder.office(), Replace::Yes)), "backup.damaged");
  EXPECT_EQ(code_of(restore_backup(file(), x_folder.path() / "new", Replace::No)),
            "backup.damaged");
  EXPECT_EQ(names(x_folder.path()), "b.assay office");
  EXPECT_EQ(dump(snapshot_of(x_folder.office())), before);
}

TEST_F(Backup, OfADamagedOfficeIsRefused) {
  auto bytes = file_bytes(x_folder.data());
  for (auto at = bytes.find("weicheng"); at != std::string::npos;
       at = bytes.find("weicheng", at + 1))
    bytes[at] = 'W';
  std::ofstream(x_folder.data(), std::ios::binary | std::ios::trunc) << bytes;
  EXPECT_EQ(code_of(make_backup(x_folder.office(), file())), "store.damaged");
  EXPECT_EQ(names(x_folder.path()), "office");
}

// Those who have it open would go on writing to what was replaced.
TEST_F(Backup, AnOpenOfficeIsNotReplaced) {
  must(make_backup(x_folder.office(), file()));
  {
    const auto store = open_office(x_folder.office());
    EXPECT_EQ(code_of(restore_backup(file(), x_folder.office(), Replace::Yes)), "store.in_use");
    // Also not by another process, which sees only LMDB's lock.
    EXPECT_EQ(in_child([&] {
                return code_of(restore_backup(file(), x_folder.office(), Replace::Yes)) ==
                               "store.in_use"
                           ? 0
                           : 1;
              }),
              0);
  }
  EXPECT_EQ(names(x_folder.office()), "truth");
  EXPECT_EQ(code_of(restore_backup(file(), x_folder.office(), Replace::Yes)), "");
}

}  // namespace
}  // namespace assay::store
