// Who sees what when: abandoned and failed writers, snapshots, several Stores, threads, processes.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

class Transactions : public testing::Test {
 protected:
  Transactions() {
    make_office(x_folder.office());
    fill_office(x_folder.office());
  }

  // Exit code of the other program at this office.
  [[nodiscard]] int peer(const char* what, const char* code = nullptr) const {
    const auto office = x_folder.office().string();
    return in_child([&] {
      execl(ASSAY_STORE_PEER, ASSAY_STORE_PEER, what, office.c_str(), code, nullptr);
      return 99;
    });
  }
  [[nodiscard]] std::size_t units() const { return snapshot_of(x_folder.office()).units.size(); }

  TempFolder x_folder;
};

TEST_F(Transactions, AnAbandonedWriterChangedNothing) {
  const auto before = file_bytes(x_folder.data());
  {
    auto store = open_office(x_folder.office());
    auto writer = must(store.write(cause_of("import")));
    must(writer.put(unit("new")));
    must(writer.put(observation("new", "gdp", 7)));
    must(writer.put_run(sample_run(), Digest{3}));
  }
  EXPECT_TRUE(file_bytes(x_folder.data()) == before);
  EXPECT_EQ(units(), 2U);
}

TEST_F(Transactions, PuttingTheSameAgainChangesNoByte) {
  const auto before = file_bytes(x_folder.data());
  const auto text = dump(snapshot_of(x_folder.office()));
  write_office(x_folder.office(), [](Writer& writer) {
    EXPECT_EQ(must(writer.put(unit("weicheng"))), Change::Same);
    EXPECT_EQ(must(writer.put(indicator("gdp"))), Change::Same);
    auto figure = observation("qindu", "gdp", 1'500'000);
    figure.source = "统计年鉴";
    EXPECT_EQ(must(writer.put(figure)), Change::Same);
    EXPECT_EQ(must(writer.put_scheme("xianyang", 1, "id: xianyang\n")), Change::Same);
    must(writer.put_assessment(sample_assessment()));
    EXPECT_EQ(must(writer.put_run(sample_run(), kSample_run)), 1U);
  });
  EXPECT_TRUE(file_bytes(x_folder.data()) == before);
  EXPECT_EQ(dump(snapshot_of(x_folder.office())), text);
}

TEST_F(Transactions, AReaderKeepsItsSnapshot) {
  auto writing = open_office(x_folder.office());
  const auto reading = open_office(x_folder.office(), Mode::ReadOnly);
  const auto early = must(reading.read());
  auto writer = must(writing.write(cause_of("import")));
  must(writer.put(unit("new")));
  must(writer.put(observation("weicheng", "gdp", 7)));
  const auto during = must(reading.read());
  must(writer.commit());
  const auto late = must(reading.read());
  EXPECT_EQ(must(early.snapshot()).units.size(), 2U);
  EXPECT_EQ(must(during.snapshot()).units.size(), 2U);
  const auto snapshot = must(late.snapshot());
  EXPECT_EQ(snapshot.units.size(), 3U);
  EXPECT_EQ(snapshot.column("gdp", model::Period::year(2024), model::Layer::Actual)->at(1),
            Decimal::from_micro(7));
}

TEST_F(Transactions, AWriterIsSpentAfterItsCommit) {
  auto store = open_office(x_folder.office());
  auto writer = must(store.write(cause_of("import")));
  must(writer.commit());
  EXPECT_EQ(code_of(writer.put(unit("new"))), "store.spent");
  EXPECT_EQ(code_of(writer.commit()), "store.spent");
  must(must(store.write(cause_of("import"))).commit());  // and the place is free
}

TEST_F(Transactions, OneThreadHasOneWriter) {
  auto store = open_office(x_folder.office());
  auto other = open_office(x_folder.office());
  {
    const auto writer = must(store.write(cause_of("import")));
    const auto second = other.write(cause_of("import"));
    ASSERT_EQ(code_of(second), "store.busy");
    EXPECT_EQ(second.error().failure, Failure::Store);
  }
  EXPECT_TRUE(other.write(cause_of("import")));
}

TEST_F(Transactions, AReadOnlyStoreDoesNotWrite) {
  auto store = open_office(x_folder.office(), Mode::ReadOnly);
  const auto writer = store.write(cause_of("import"));
  ASSERT_EQ(code_of(writer), "store.read_only");
  EXPECT_EQ(writer.error().failure, Failure::Store);
}

TEST_F(Transactions, ThreadsWriteInTurn) {
  auto store = open_office(x_folder.office());
  const auto work = [&](const std::string& name) {
    for (int i = 0; i < 20; ++i) {
      auto writer = must(store.write(cause_of("import")));
      must(writer.put(unit(name + std::to_string(i))));
      must(writer.commit());
      must(must(store.read()).snapshot());
    }
  };
  std::thread first(work, "first");
  std::thread second(work, "second");
  first.join();
  second.join();
  EXPECT_EQ(units(), 42U);
}

TEST_F(Transactions, TwoProcessesShareAnOffice) {
  auto store = open_office(x_folder.office());
  const auto early = must(store.read());
  EXPECT_EQ(peer("count"), 2);
  EXPECT_EQ(peer("add", "theirs"), 0);
  EXPECT_EQ(must(early.snapshot()).units.size(), 2U);
  EXPECT_EQ(must(must(store.read()).snapshot()).units.size(), 3U);
  {
    auto writer = must(store.write(cause_of("import")));
    must(writer.put(unit("ours")));
    EXPECT_EQ(peer("count"), 3);  // what is not committed is not seen
    must(writer.commit());
  }
  EXPECT_EQ(peer("count"), 4);
}

TEST_F(Transactions, AWriterThatIsKilledLeavesNothing) {
  auto store = open_office(x_folder.office());
  EXPECT_EQ(peer("die", "theirs"), 200 + SIGKILL);
  auto writer = must(store.write(cause_of("import")));
  must(writer.put(unit("ours")));
  must(writer.commit());
  EXPECT_EQ(units(), 3U);
  EXPECT_TRUE(must(store.check()).faults.empty());
}

// The address sanitizer itself needs terabytes of address space.
#if !defined(__SANITIZE_ADDRESS__)
TEST_F(Transactions, LittleAddressSpaceIsEnough) {
  EXPECT_EQ(peer("narrow", "theirs"), 0);
  EXPECT_EQ(units(), 3U);
}

// A process whose map is smaller than the office that others make meanwhile: it maps it anew. With
// address space for 3 · 64 MiB, its first map is 64 MiB and the file outgrows it.
TEST_F(Transactions, AMapFollowsTheOfficeThatOthersMakeLarger) {
  std::array<int, 2> to{};
  std::array<int, 2> from{};
  ASSERT_EQ(pipe(to.data()) + pipe(from.data()), 0);
  const auto office = x_folder.office().string();
  const auto child = fork();
  if (child == 0) {
    dup2(to[0], STDIN_FILENO);
    dup2(from[1], STDOUT_FILENO);
    for (const int end : {to[0], to[1], from[0], from[1]}) close(end);
    execl(ASSAY_STORE_PEER, ASSAY_STORE_PEER, "grown", office.c_str(), nullptr);
    _exit(99);
  }
  close(to[0]);
  close(from[1]);
  char byte = 0;
  ASSERT_EQ(read(from[0], &byte, 1), 1);  // it has the office open
  write_office(x_folder.office(), [](Writer& writer) {
    must(writer.put_scheme("large", 1, std::string(70U << 20U, 'x')));
    must(writer.put(unit("new")));
  });
  ASSERT_EQ(write(to[1], &byte, 1), 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  close(to[1]);
  close(from[0]);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 3);
}
#endif

// Everything a forked child may try on what it inherited.
int use_what_was_inherited(Store& store, Reader& reader, Writer& writer) {
  if (code_of(store.read()) != "store.forked") return 1;
  if (code_of(store.write(cause_of("import"))) != "store.forked") return 2;
  if (code_of(store.check()) != "store.forked") return 3;
  if (code_of(reader.snapshot()) != "store.forked") return 4;
  if (code_of(reader.runs()) != "store.forked") return 5;
  if (code_of(reader.log_size()) != "store.forked") return 6;
  if (code_of(writer.put(unit("child"))) != "store.forked") return 7;
  if (code_of(writer.commit()) != "store.forked") return 8;
  const auto refused = store.read();
  return refused.error().failure == Failure::Store ? 0 : 9;
}

TEST_F(Transactions, UseAfterForkIsRefused) {
  auto store = open_office(x_folder.office());
  auto reader = must(store.read());
  auto writer = must(store.write(cause_of("import")));
  must(writer.put(unit("parent")));
  const int code = in_child([&] {
    auto mine = std::move(store);  // also lets go of all of it, which must not touch the parent's
    auto my_reader = std::move(reader);
    auto my_writer = std::move(writer);
    return use_what_was_inherited(mine, my_reader, my_writer);
  });
  EXPECT_EQ(code, 0);
  must(writer.commit());
  EXPECT_EQ(must(reader.snapshot()).units.size(), 2U);
  EXPECT_EQ(must(must(store.read()).snapshot()).units.size(), 3U);
}

TEST_F(Transactions, AForkedChildMayOpenTheOfficeAnew) {
  auto store = open_office(x_folder.office());
  const auto reader = must(store.read());
  const int code = in_child([&] {
    auto mine = Store::open(x_folder.office(), Mode::ReadWrite);
    if (!mine) return 1;
    auto writer = mine->write(cause_of("import"));
    if (!writer || !writer->put(unit("child"))) return 2;
    return writer->commit() ? 0 : 3;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(must(reader.snapshot()).units.size(), 2U);
  EXPECT_EQ(must(must(store.read()).snapshot()).units.size(), 3U);
}

}  // namespace
}  // namespace assay::store
