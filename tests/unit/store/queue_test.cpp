// Many who submit at once, repeated requests, and what fails whom.

#include "store/queue.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <new>
#include <optional>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

constexpr std::size_t kUnits = 600;  // enough for deltas
const auto kPeriod = model::Period::year(2024);

std::string code(std::size_t ordinal) { return "u" + std::to_string(ordinal); }

FigureUpdate update(std::size_t ordinal, std::int64_t micro) {
  return {code(ordinal), "gdp", kPeriod, model::Layer::Actual, Decimal::from_micro(micro)};
}

class Queue : public testing::Test {
 protected:
  Queue() {
    make_office(x_folder.office());
    write_office(x_folder.office(), [](Writer& writer) {
      must(writer.put(indicator("gdp")));
      for (std::size_t i = 0; i < kUnits; ++i) must(writer.put(unit(code(i))));
      must(writer.load({"gdp", kPeriod, model::Layer::Actual},
                       std::vector<std::int64_t>(kUnits, -1)));
    });
  }

  [[nodiscard]] std::int64_t stored(std::size_t ordinal) const {
    return snapshot_of(x_folder.office())
        .column("gdp", kPeriod, model::Layer::Actual)
        ->micro(ordinal);
  }

  TempFolder x_folder;
};

// Each of four threads has every fourth unit; whoever reads after an update was acknowledged finds
// it or a later one of the same unit.
TEST_F(Queue, WhatWasAcknowledgedIsInEveryLaterSnapshot) {
  auto store = open_office(x_folder.office());
  std::array<std::atomic<std::int64_t>, kUnits> acknowledged;
  for (auto& figure : acknowledged) figure = -1;
  std::atomic<std::size_t> missing{0};
  {
    WriteQueue queue(store);
    const auto submit = [&](std::size_t thread) {
      for (std::int64_t round = 0; round < 3; ++round) {
        std::vector<std::pair<std::size_t, std::future<Result<Landed>>>> waiting;
        for (auto i = thread; i < kUnits; i += 4)
          waiting.emplace_back(i, queue.submit(update(i, round), cause_of("set")));
        for (auto& [unit, future] : waiting) {
          must(future.get());
          acknowledged[unit] = round;
        }
      }
    };
    const auto read = [&] {
      for (int i = 0; i < 30; ++i) {
        std::vector<std::int64_t> before;
        for (const auto& figure : acknowledged) before.push_back(figure);
        const auto snapshot = must(must(store.read()).snapshot());
        const auto* column = snapshot.column("gdp", kPeriod, model::Layer::Actual);
        for (std::size_t unit = 0; unit < kUnits; ++unit)
          if (column->micro(unit) < before[unit]) ++missing;
      }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 4; ++i) threads.emplace_back(submit, i);
    threads.emplace_back(read);
    for (auto& thread : threads) thread.join();
  }
  EXPECT_EQ(missing, 0U);
  EXPECT_EQ(stored(0), 2);
  EXPECT_EQ(stored(kUnits - 1), 2);
  EXPECT_TRUE(must(must(store.read()).verify_log()).faults.empty());
}

TEST_F(Queue, FinishesWhatWasSubmitted) {
  auto store = open_office(x_folder.office());
  std::vector<std::future<Result<Landed>>> waiting;
  {
    WriteQueue queue(store);
    for (std::size_t i = 0; i < kUnits; ++i)
      waiting.push_back(queue.submit(update(i, 5), cause_of("set")));
  }
  for (auto& future : waiting) EXPECT_EQ(must(future.get()).change, Change::Changed);
  EXPECT_EQ(stored(kUnits - 1), 5);
}

TEST_F(Queue, ARepeatedRequestChangesNothing) {
  auto store = open_office(x_folder.office());
  WriteQueue queue(store);
  auto cause = cause_of("set");
  cause.request[3] = std::byte{9};
  const auto first = must(queue.submit(update(1, 10), cause).get());
  EXPECT_EQ(first.change, Change::Changed);
  EXPECT_FALSE(first.is_repeated);
  must(queue.submit(update(1, 11), cause_of("set")).get());
  const auto size = must(must(store.read()).log_size());
  // Once alone, then twice in what may be one batch.
  std::vector<std::future<Result<Landed>>> waiting;
  for (int i = 0; i < 3; ++i) waiting.push_back(queue.submit(update(1, 10), cause));
  for (auto& future : waiting) {
    const auto again = must(future.get());
    EXPECT_TRUE(again.is_repeated);
    EXPECT_EQ(again.seq, first.seq);
    EXPECT_EQ(again.change, Change::Changed);
  }
  EXPECT_EQ(must(must(store.read()).log_size()), size);
  EXPECT_EQ(stored(1), 11);
}

TEST_F(Queue, AnInputErrorFailsItsUpdateOnly) {
  auto store = open_office(x_folder.office());
  WriteQueue queue(store);
  std::vector<std::future<Result<Landed>>> waiting;
  for (std::size_t i = 0; i < 50; ++i) {
    auto wanted = update(i, 20);
    if (i % 7 == 0) wanted.unit = "nowhere";
    if (i % 7 == 1) wanted.layer = model::Layer::Lead;
    waiting.push_back(queue.submit(std::move(wanted), cause_of("set")));
  }
  for (std::size_t i = 0; i < 50; ++i)
    EXPECT_EQ(code_of(waiting[i].get()), i % 7 == 0   ? "store.unknown_unit"
                                         : i % 7 == 1 ? "store.bad_figure"
                                                      : "");
  EXPECT_EQ(stored(0), -1);
  EXPECT_EQ(stored(2), 20);
}

TEST_F(Queue, TellsWhatIsTheSame) {
  auto store = open_office(x_folder.office());
  WriteQueue queue(store);
  const auto size = must(must(store.read()).log_size());
  const auto same = must(queue.submit(update(3, -1), cause_of("set")).get());
  EXPECT_EQ(same.change, Change::Same);
  EXPECT_EQ(same.seq, size);
  EXPECT_EQ(must(must(store.read()).log_size()), size);
}

// A queue remembers where the journal ended; another may have written since.
TEST_F(Queue, GoesOnBehindOtherWriters) {
  auto store = open_office(x_folder.office());
  WriteQueue queue(store);
  const auto first = must(queue.submit(update(0, 1), cause_of("set")).get());
  {
    auto writer = must(store.write(cause_of("set")));
    must(writer.put(update(1, 2)));
    must(writer.commit());
  }
  const auto second = must(queue.submit(update(2, 3), cause_of("set")).get());
  const auto third = must(queue.submit(update(3, 4), cause_of("set")).get());
  EXPECT_EQ(second.seq, first.seq + 2);
  EXPECT_EQ(third.seq, first.seq + 3);
  EXPECT_TRUE(must(must(store.read()).verify_log()).faults.empty());
}

TEST_F(Queue, AReadOnlyStoreTakesNone) {
  auto store = open_office(x_folder.office(), Mode::ReadOnly);
  WriteQueue queue(store);
  EXPECT_EQ(code_of(queue.submit(update(1, 1), cause_of("set")).get()), "store.read_only");
}

// The disk is full when the first batch commits; it and all later ones fail, until the office is
// opened again.
TEST_F(Queue, NothingIsWrittenAfterAFailedCommit) {
  const int code = in_child([&] {
    auto store = Store::open(x_folder.office(), Mode::ReadWrite);
    if (!store) return 1;
    signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
    limit.rlim_cur = 4'096;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 3;
    {
      WriteQueue queue(*store);
      if (code_of(queue.submit(update(1, 30), cause_of("set")).get()) != "store.full") return 4;
      limit.rlim_cur = limit.rlim_max;
      if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 5;
      if (code_of(queue.submit(update(1, 30), cause_of("set")).get()) != "store.stopped") return 6;
    }
    if (code_of(store->write(cause_of("set"))) != "store.stopped") return 7;
    if (code_of(store->fold()) != "store.stopped") return 8;
    if (!store->read()) return 9;
    store = Store::open(x_folder.office(), Mode::ReadWrite);  // still shares the environment
    if (code_of(store->write(cause_of("set"))) != "store.stopped") return 10;
    {
      const auto gone = std::move(*store);
    }
    auto again = Store::open(x_folder.office(), Mode::ReadWrite);
    if (!again) return 11;
    WriteQueue queue(*again);
    return code_of(queue.submit(update(1, 31), cause_of("set")).get()).empty() ? 0 : 12;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(stored(1), 31);
}

#if !defined(__SANITIZE_ADDRESS__)  // which ends the program instead
// An update that is too large for memory fails those it is written with, and nobody waits for ever.
TEST_F(Queue, GoesOnWhenMemoryRunsOut) {
  const int code = in_child([&] {
    auto store = Store::open(x_folder.office(), Mode::ReadWrite);
    if (!store) return 1;
    WriteQueue queue(*store);
    auto large = update(1, 40);
    large.layer = model::Layer::Source;
    large.value = std::nullopt;
    large.text = std::string(std::size_t{64} << 20U, 'x');
    auto first = queue.submit(update(2, 40), cause_of("set"));
    auto second = queue.submit(std::move(large), cause_of("set"));
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0) return 2;
    limit.rlim_cur = std::size_t{1} << 20U;  // nothing more is mapped
    if (setrlimit(RLIMIT_AS, &limit) != 0) return 3;
    int thrown = 0;
    for (auto* waiting : {&first, &second}) {
      try {
        static_cast<void>(waiting->get());
      } catch (const std::bad_alloc&) {
        ++thrown;
      }
    }
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_AS, &limit) != 0) return 4;
    if (thrown != 2) return 10 + thrown;
    return code_of(queue.submit(update(1, 41), cause_of("set")).get()).empty() ? 0 : 5;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(stored(1), 41);
  EXPECT_EQ(stored(2), -1);
}
#endif

}  // namespace
}  // namespace assay::store
