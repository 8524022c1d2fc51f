#include "torture/worker.hpp"

#include "torture/faults.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kQueue_every = 3;
constexpr std::uint64_t kBurst = 6;
constexpr std::uint64_t kFold_every = 4;

constexpr std::uint64_t kBackup_every = 5;

fs::path backup_of(const fs::path& folder, std::uint64_t number) {
  return folder.parent_path() / ("backup-" + std::to_string(number));
}

// What happens between transactions.
Status maintain(Office& office, const fs::path& folder, std::uint64_t number, Progress& progress) {
  if (number % kQueue_every == 0) {
    const auto last = queued_after(number);
    progress.queue_begun = last;
    mark(Event::What::QueueBegun, last);
    ASSAY_TRY(const auto repeated, office.queue(last - kBurst + 1, last, [&](std::uint64_t update) {
      mark(Event::What::QueueAcked, update);
      progress.queue_acked = update;
    }));
    if (repeated != 0) return fail(Failure::Internal, "torture.repeated", {"new updates", {}});
  }
  if (number % kFold_every == 0) {
    ASSAY_CHECK(office.fold());
  }
  if (number % kBackup_every == 0) {
    ASSAY_CHECK(back_up(folder, backup_of(folder, number)));
  }
  return {};
}

// A backup is there as a whole, and is the office of its moment, or it is not there.
Verdict judge_backups(const fs::path& folder, const Script& script) {
  for (auto number = kBackup_every; number <= kMax_batches; number += kBackup_every) {
    if (!fs::exists(backup_of(folder, number))) continue;
    const auto restored = folder.parent_path() / ("restored-" + std::to_string(number));
    if (const auto done = restore(backup_of(folder, number), restored); !done)
      return corrupt("a backup cannot be restored: " + describe(done.error()));
    const auto office = Office::open(restored, store::Mode::ReadOnly);
    if (!office) return corrupt("what was restored does not open: " + describe(office.error()));
    const auto queued = queued_after(number);
    auto verdict = judge(*office, script, {false, number, number, queued, queued});
    verdict.what = "what was restored: " + verdict.what;
    if (verdict.found != Found::Fine) return verdict;
  }
  return {};
}

// The last transaction is not applied twice, the next one is, and all of it is there afterwards.
Verdict go_on(const fs::path& folder, const Script& script, std::uint64_t number) {
  {
    auto office = Office::open(folder);
    if (!office) return corrupt("does not open for writing: " + describe(office.error()));
    const auto again = number == 0 ? Result<bool>(true) : office->has_landed(script.batch(number));
    if (!again) return corrupt("cannot be written: " + describe(again.error()));
    if (!*again) return corrupt("a transaction that landed is not known again");
    if (auto known = office->contents(); known) {
      const auto queued = take_queue(*known).value_or(0);
      const auto repeated = queued == 0 ? Result<std::uint64_t>(1) : office->queue(queued, queued);
      if (!repeated) return corrupt("the queue: " + describe(repeated.error()));
      if (*repeated != 1) return corrupt("an update that landed is not known again");
    }
    if (auto done = office->apply(script.batch(number + 1)); !done)
      return corrupt("cannot go on: " + describe(done.error()));
  }
  const auto office = Office::open(folder, store::Mode::ReadOnly);
  if (!office) return corrupt("does not open after going on: " + describe(office.error()));
  auto verdict = judge(*office, script, {false, number + 1, number + 1});
  if (verdict.found != Found::Fine) {
    verdict.what = "after going on: " + verdict.what;
    return verdict;
  }
  auto before = office->figures_at(number);
  if (!before) return corrupt("as it was before: " + describe(before.error()));
  take_queue(*before);
  const auto differs = difference(figures_of(script.after(number)), *before);
  return differs.empty() ? Verdict{} : corrupt("as it was before: " + differs);
}

}  // namespace

Status work(Office& office, const fs::path& folder, const Script& script, Stint stint,
            Progress& progress) {
  for (auto number = std::max<std::uint64_t>(stint.from, 1); number <= stint.to; ++number) {
    const auto batch = script.batch(number);
    progress.begun = number;
    mark(Event::What::Begun, number);
    ASSAY_CHECK(office.apply(batch));
    mark(Event::What::Acked, number);
    progress.acked = number;
    ASSAY_CHECK(maintain(office, folder, number, progress));
  }
  return {};
}

std::uint64_t queued_after(std::uint64_t batches) { return batches / kQueue_every * kBurst; }

Status work(const fs::path& folder, const Script& script, Stint stint, Progress& progress) {
  if (stint.from == 0) {
    ASSAY_CHECK(make_office(folder));
    mark(Event::What::Acked, 0);
  }
  progress.made = true;
  ASSAY_TRY(auto office, Office::open(folder));
  return work(office, folder, script, stint, progress);
}

Expected expected_of(const Progress& progress, const Stint& stint) {
  const auto before = stint.from == 0 ? 0 : stint.from - 1;
  const auto queued = queued_after(before);
  return {stint.from == 0 && !progress.made, std::max<std::uint64_t>(progress.acked, before),
          std::max<std::uint64_t>(progress.begun, before),
          std::max<std::uint64_t>(progress.queue_acked, queued),
          std::max<std::uint64_t>(progress.queue_begun, queued)};
}

Verdict judge(const Office& office, const Script& script, const Expected& expected) {
  if (const auto fault = office.faults(); !fault.empty()) return corrupt("check: " + fault);
  auto contents = office.contents();
  if (!contents) return corrupt("cannot be read: " + describe(contents.error()));
  const auto number = mark_in(*contents);
  const auto queued = take_queue(*contents);
  if (!queued) return corrupt("updates of the queue landed out of order");
  const auto told = "transaction " + std::to_string(number) + " is the last, of " +
                    std::to_string(expected.least) + " acknowledged and " +
                    std::to_string(expected.most) + " begun";
  if (number < expected.least) return lost(told);
  if (number > expected.most) return corrupt(told);
  if (*queued < expected.queue_least || *queued > expected.queue_most)
    return lost("update " + std::to_string(*queued) + " of the queue is the last, of " +
                std::to_string(expected.queue_least) + " acknowledged");
  if (const auto differs = difference(script.after(number), *contents); !differs.empty())
    return corrupt(told + ": " + differs);
  return {};
}

Verdict judge(const fs::path& folder, const Script& script, const Expected& expected,
              bool goes_on) {
  std::uint64_t number = 0;
  {
    const auto office = Office::open(folder, store::Mode::ReadOnly);
    if (!office) {
      if (!expected.may_lack || office.error().code != "store.no_office")
        return corrupt("does not open: " + describe(office.error()));
      if (auto made = make_office(folder); !made)
        return corrupt("cannot be made: " + describe(made.error()));
    } else {
      if (auto verdict = judge(*office, script, expected); verdict.found != Found::Fine)
        return verdict;
      number = mark_in(office->contents().value_or(Contents()));
    }
  }
  if (!goes_on) return {};
  auto verdict = go_on(folder, script, number);
  return verdict.found == Found::Fine ? judge_backups(folder, script) : verdict;
}

Status prepare_office(const fs::path& folder, const Script& script, std::uint64_t batches) {
  Progress progress;
  return work(folder, script, {0, batches}, progress);
}

}  // namespace assay::torture
