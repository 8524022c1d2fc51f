// Packages of plugins, which never change, and settings, which do: both in the journal, and found
// when they were changed past it.

#include <gtest/gtest.h>

#include <utility>

#include "store/entry_codec.hpp"
#include "store/frame.hpp"
#include "store/journal_check.hpp"
#include "store/transaction.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

const StoredPackage kPackage{{0x11, 2}, "safety", "1.2.0", std::string("tar\0bytes", 9)};

class Packages : public testing::Test {
 protected:
  Packages() {
    make_office(x_folder.office());
    write_office(x_folder.office(), [](Writer& writer) {
      must(writer.put_package(kPackage));
      EXPECT_EQ(must(writer.put_setting("pin/a/2024/safety", "1.2.0 11")), Change::New);
    });
  }
  [[nodiscard]] Reader reader() { return must(open_office(x_folder.office()).read()); }

  TempFolder x_folder;
};

TEST_F(Packages, AreReadAgain) {
  const auto found = must(reader().package(kPackage.digest));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, "safety");
  EXPECT_EQ(found->version, "1.2.0");
  EXPECT_EQ(found->archive, kPackage.archive);
  EXPECT_EQ(found->digest, kPackage.digest);
  EXPECT_FALSE(must(reader().package(Digest{1})));
  ASSERT_EQ(must(reader().packages()).size(), 1U);
  EXPECT_EQ(must(reader().packages())[0].archive, "");
}

TEST_F(Packages, SettingsChangeAndAreCleared) {
  write_office(x_folder.office(), [](Writer& writer) {
    EXPECT_EQ(must(writer.put_setting("pin/a/2024/safety", "1.2.0 11")), Change::Same);
    EXPECT_EQ(must(writer.put_setting("pin/a/2024/safety", "1.3.0 22")), Change::Changed);
    EXPECT_EQ(must(writer.put_setting("trust/K", "key")), Change::New);
    EXPECT_EQ(must(writer.put_setting("never", "")), Change::Same);
    must(writer.put_package(kPackage));  // the same: nothing new
  });
  EXPECT_EQ(must(reader().setting("pin/a/2024/safety")), "1.3.0 22");
  EXPECT_EQ(must(reader().setting("pin/b/2024/safety")), "");
  using Settings = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(must(reader().settings("pin/")), (Settings{{"pin/a/2024/safety", "1.3.0 22"}}));
  write_office(x_folder.office(), [](Writer& writer) {
    EXPECT_EQ(must(writer.put_setting("trust/K", "")), Change::Changed);
  });
  EXPECT_EQ(must(reader().settings("trust/")), Settings{});

  const auto size = must(reader().log_size());
  const auto cleared = must(reader().entry(size - 1));
  EXPECT_EQ(cleared.kind, EntryKind::Setting);
  EXPECT_EQ(cleared.subject, "trust/K");
  ASSERT_EQ(cleared.edits.size(), 1U);
  EXPECT_EQ(cleared.edits[0].before, "key");
  EXPECT_EQ(cleared.edits[0].after, std::nullopt);
  const auto put = must(reader().entry(1));
  EXPECT_EQ(put.kind, EntryKind::Package);
  EXPECT_EQ(put.subject, "safety");
  EXPECT_TRUE(must(reader().verify_log()).faults.empty());
  EXPECT_TRUE(must(open_office(x_folder.office()).check()).faults.empty());
}

TEST_F(Packages, ChangesPastTheJournalAreFound) {
  auto environment = must(Environment::open(x_folder.office() / "truth", Access::Write));
  auto transaction = must(Transaction::begin(environment, Access::Write));
  const auto faults = [&] { return must(check_log(transaction, {})).faults; };
  EXPECT_TRUE(faults().empty());

  const auto setting = setting_key("pin/a/2024/safety");
  must(transaction.put(Table::Setting, setting,
                       must(encode(setting, SettingRecord{"pin/a/2024/safety", "9 11"}))));
  ASSERT_EQ(faults().size(), 1U);
  EXPECT_EQ(faults()[0].where.field, "setting");

  auto other = kPackage;
  other.archive += "x";
  const auto key = digest_key(kPackage.digest);
  must(transaction.put(Table::Package, key, must(encode(key, other))));
  EXPECT_EQ(faults().size(), 2U);
  must(transaction.erase(Table::Package, key));
  EXPECT_EQ(faults().size(), 2U);
}

}  // namespace
}  // namespace assay::store
