// Campaign 7: backups are made while a writer commits. Each is restored and must be the office of
// one moment, with the Merkle root that was told and that the office itself still has for that
// size.

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "torture/campaigns.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRuns_full = 200;
constexpr std::uint64_t kBefore = 4;
constexpr std::uint64_t kBackups = 3;

// Commits without a pause until it is told to stop.
pid_t start_writer(const fs::path& folder, const Script& script, Progress& progress,
                   std::atomic<bool>& is_enough) {
  const auto child = fork();
  if (child != 0) return child;
  alarm(50);
  auto office = Office::open(folder);
  if (!office) _exit(1);
  for (auto number = kBefore + 1; number < kMax_batches && !is_enough; ++number) {
    progress.begun = number;
    if (!office->apply(script.batch(number))) _exit(2);
    progress.acked = number;
  }
  _exit(0);
}

Verdict judge_backup(const Script& script, const fs::path& file, const fs::path& folder,
                     const Log& log, const Expected& expected) {
  const auto told = restore(file, folder);
  if (!told) return corrupt("cannot be restored: " + describe(told.error()));
  if (*told != log) return corrupt("what was restored has another log");
  const auto restored = Office::open(folder);
  if (!restored) return corrupt("what was restored does not open: " + describe(restored.error()));
  const auto root = restored->root(log.size);
  if (!root || *root != log.root) return corrupt("what was restored has another Merkle root");
  return judge(*restored, script, expected);
}

Verdict run_case(std::uint64_t seed, const Place& place) {
  Random random(seed, place.number);
  const Script script(random.next());
  const auto folder = place.folder / "office";
  if (in_child([&] { return prepare_office(folder, script, kBefore) ? 0 : 1; }) != 0)
    return corrupt("cannot be made");
  auto& progress = shared<Progress>();
  progress.acked = progress.begun = kBefore;
  auto& is_enough = shared<std::atomic<bool>>();
  const auto writer = start_writer(folder, script, progress, is_enough);

  std::vector<Log> logs;
  std::vector<Expected> expected;
  Verdict verdict;
  for (std::uint64_t i = 0; i < kBackups && verdict.found == Found::Fine; ++i) {
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(3'000)));
    const std::uint64_t least = progress.acked;
    const auto log = back_up(folder, place.folder / ("backup" + std::to_string(i)));
    if (!log) verdict = corrupt("backup: " + describe(log.error()));
    logs.push_back(log.value_or(Log()));
    expected.push_back({false, least, progress.begun});
  }
  is_enough = true;
  if (wait_for(writer) != 0) return corrupt("the writer failed");
  const auto office = Office::open(folder, store::Mode::ReadOnly);
  if (!office) return corrupt("does not open: " + describe(office.error()));
  for (std::uint64_t i = 0; i < kBackups && verdict.found == Found::Fine; ++i) {
    const auto number = std::to_string(i);
    verdict = judge_backup(script, place.folder / ("backup" + number),
                           place.folder / ("restored" + number), logs[i], expected[i]);
    if (verdict.found != Found::Fine) break;
    const auto root = office->root(logs[i].size);
    if (!root) return corrupt("Merkle root of the office: " + describe(root.error()));
    if (*root != logs[i].root) return corrupt("the office has another Merkle root");
  }
  return verdict;
}

}  // namespace

Figures backup_campaign(const Order& order) {
  Figures figures{.campaign = "backup", .seed = order.seed};
  run_cases(order,
            {"backup", numbers(order, order.count(kRuns_full)), nullptr,
             [&](const Place& place) { return run_case(order.seed, place); }},
            figures);
  return figures;
}

}  // namespace assay::torture
