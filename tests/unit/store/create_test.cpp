// Making and opening an office, and every way that is refused.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "store/entry_codec.hpp"
#include "store/transaction.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

std::string entries_of(const fs::path& folder) {
  std::string names;
  for (const auto& entry : fs::directory_iterator(folder))
    names += entry.path().filename().string() + " ";
  return names;
}

void expect_refused(const fs::path& office, const std::string& code) {
  const auto made = Store::create(office, cause_of("init"));
  ASSERT_EQ(code_of(made), code);
  EXPECT_EQ(made.error().failure, Failure::Input);
}

TEST(Create, MakesAnOfficeThatIsSound) {
  const TempFolder folder;
  make_office(folder.office());
  EXPECT_EQ(entries_of(folder.path()), "office ");
  EXPECT_EQ(entries_of(folder.office()), "truth ");
  const auto health = must(open_office(folder.office(), Mode::ReadOnly).check());
  EXPECT_EQ(health.format_version, 2U);
  EXPECT_EQ(health.units, 0U);
  EXPECT_EQ(health.records, 5U);  // format, ids, log; the first entry and its leaf
  EXPECT_EQ(health.file_bytes, fs::file_size(folder.data()));
  EXPECT_TRUE(health.faults.empty());
}

TEST(Create, AcceptsAnEmptyFolderAndLeavesItItself) {
  const TempFolder folder;
  fs::create_directory(folder.office());
  struct stat before{};
  struct stat after{};
  ASSERT_EQ(stat(folder.office().c_str(), &before), 0);
  make_office(folder.office() / "");
  ASSERT_EQ(stat(folder.office().c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_EQ(entries_of(folder.office()), "truth ");
  EXPECT_TRUE(Store::open(folder.office(), Mode::ReadWrite));
}

TEST(Create, FollowsALinkToAnEmptyFolder) {
  const TempFolder folder;
  fs::create_directory(folder.path() / "real");
  fs::create_directory_symlink(folder.path() / "real", folder.office());
  make_office(folder.office());
  EXPECT_TRUE(fs::is_symlink(folder.office()));
  EXPECT_TRUE(Store::open(folder.path() / "real", Mode::ReadWrite));
}

TEST(Create, IsRefusedWhereThereIsAnOffice) {
  const TempFolder folder;
  make_office(folder.office());
  const auto before = file_bytes(folder.data());
  expect_refused(folder.office(), "store.exists");
  EXPECT_TRUE(file_bytes(folder.data()) == before);
}

TEST(Create, IsRefusedWhereThereIsSomethingElse) {
  const TempFolder folder;
  fs::create_directory(folder.office());
  std::ofstream(folder.office() / "notes.txt") << "notes";
  expect_refused(folder.office(), "store.not_empty");
  expect_refused(folder.office() / "notes.txt", "store.not_empty");
  EXPECT_EQ(entries_of(folder.office()), "notes.txt ");
  expect_refused(folder.path() / "not" / "there", "store.no_parent");
}

// What an attempt left that was cut off does not stand in the way.
TEST(Create, PassesOverALeftover) {
  const TempFolder folder;
  fs::create_directories(folder.office() / ".assay-new-1-0");
  std::ofstream(folder.office() / ".assay-new-1-0" / "data.mdb") << "half";
  make_office(folder.office());
  EXPECT_TRUE(Store::open(folder.office(), Mode::ReadOnly));
}

TEST(Open, IsRefusedWhereThereIsNoOffice) {
  const TempFolder folder;
  for (const auto& office : {folder.path(), folder.office()}) {
    const auto opened = Store::open(office, Mode::ReadOnly);
    ASSERT_EQ(code_of(opened), "store.no_office");
    EXPECT_EQ(opened.error().failure, Failure::Input);
    EXPECT_EQ(opened.error().where.file, office.string());
  }
  EXPECT_EQ(entries_of(folder.path()), "");
}

void make_newer(const TempFolder& folder) {
  auto environment = must(Environment::open(folder.office() / "truth", Access::Write));
  auto transaction = must(Transaction::begin(environment, Access::Write));
  const auto key = meta_key("format");
  must(transaction.put(Table::Meta, key, must(encode(key, FormatRecord{3, 0}))));
  must(transaction.commit());
}

// By another program, while this one has the office open.
TEST(Open, RefusesAFormatThatBecameNewer) {
  const TempFolder folder;
  make_office(folder.office());
  auto store = open_office(folder.office());
  const auto reader = must(store.read());
  make_newer(folder);
  EXPECT_EQ(must(reader.log_size()), 1U);  // of before
  EXPECT_EQ(code_of(store.read()), "store.format_newer");
  EXPECT_EQ(code_of(store.write(cause_of("set"))), "store.format_newer");
  EXPECT_EQ(code_of(store.check()), "store.format_newer");
}

TEST(Open, RefusesANewerFormat) {
  const TempFolder folder;
  make_office(folder.office());
  make_newer(folder);
  const auto opened = Store::open(folder.office(), Mode::ReadOnly);
  ASSERT_EQ(code_of(opened), "store.format_newer");
  EXPECT_EQ(opened.error().failure, Failure::Store);
  EXPECT_EQ(in_english(opened.error().message),
            "the office has format 3 and this program reads up to 2; use a newer program");
}

// A file that LMDB would take for a new one (empty), or for none of its own.
TEST(Open, RefusesAFileThatIsNoOffice) {
  const TempFolder folder;
  fs::create_directories(folder.office() / "truth");
  for (const auto& content : {std::string(), std::string("short"), std::string(20'000, 'x')}) {
    std::ofstream(folder.data(), std::ios::binary | std::ios::trunc) << content;
    const auto opened = Store::open(folder.office(), Mode::ReadWrite);
    EXPECT_EQ(code_of(opened), "store.damaged") << content.size();
    EXPECT_EQ(file_bytes(folder.data()), content);
  }
}

// As a user who may not write: root is let through every permission, so a child becomes nobody.
int as_nobody(const std::function<int()>& work) {
  return in_child([&] {
    constexpr uid_t nobody = 65'534;
    if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0) return 99;
    return work();
  });
}

void allow(const fs::path& path, unsigned mode) { ASSERT_EQ(chmod(path.c_str(), mode), 0); }

TEST(Open, NeedsPermission) {
  const TempFolder folder;
  make_office(folder.office());
  {
    must(open_office(folder.office()).read());
  }  // makes lock.mdb
  const auto lock = folder.office() / "truth" / "lock.mdb";
  allow(folder.path(), 0755);
  allow(folder.office(), 0555);
  allow(folder.office() / "truth", 0555);
  allow(folder.data(), 0444);
  allow(lock, 0444);
  const auto open = [&](Mode mode) { return code_of(Store::open(folder.office(), mode)); };
  EXPECT_EQ(as_nobody([&] { return open(Mode::ReadOnly) == "store.denied" ? 0 : 1; }), 0);
  allow(lock, 0666);  // readers need the lock file only
  EXPECT_EQ(as_nobody([&] {
              if (open(Mode::ReadWrite) != "store.denied") return 4;  // with nothing else open
              const auto store = Store::open(folder.office(), Mode::ReadOnly);
              if (!store) return 1;
              const auto reader = store->read();
              if (!reader || !reader->snapshot() || must(reader->log_size()) != 1) return 2;
              return open(Mode::ReadWrite) == "store.denied" ? 0 : 3;
            }),
            0);
  allow(folder.office(), 0755);
  allow(folder.office() / "truth", 0755);
}

TEST(Create, NeedsPermission) {
  const TempFolder folder;
  allow(folder.path(), 0555);
  EXPECT_EQ(as_nobody([&] {
              const auto made = Store::create(folder.office(), cause_of("init"));
              return code_of(made) == "store.denied" ? 0 : 1;
            }),
            0);
  allow(folder.path(), 0755);
  EXPECT_EQ(entries_of(folder.path()), "");
}

}  // namespace
}  // namespace assay::store
