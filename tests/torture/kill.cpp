// Campaign 1: the worker is killed at any of its calls that change a file, before, within or after
// it, or at any other moment; half of the time another process has the office open all along.

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>

#include "torture/campaigns.hpp"
#include "torture/faults.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kKills_full = 5'000;

// How long a worker takes when nobody kills it.
struct Whole {
  std::uint64_t calls = 0;
  std::chrono::microseconds time{0};
};

// The worker in a process of its own, with this fault.
pid_t start(const fs::path& root, const Script& script, Stint stint, Fault fault, Counts& counts,
            Progress& progress) {
  const auto child = fork();
  if (child != 0) return child;
  alarm(30);
  watch(root.string(), fault, &counts);
  _exit(work(root / "office", script, stint, progress) ? 0 : 1);
}

Whole measure(const fs::path& root, const Script& script, Stint stint) {
  auto& counts = shared<Counts>();
  const auto began = std::chrono::steady_clock::now();
  wait_for(start(root, script, stint, {}, counts, shared<Progress>()));
  return {counts.calls, std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now() - began)};
}

void kill_by_chance(const fs::path& root, const Script& script, Stint stint, const Whole& whole,
                    Random& random, Progress& progress) {
  auto& counts = shared<Counts>();
  if (random.one_in(8)) {
    const auto child = start(root, script, stint, {}, counts, progress);
    const auto most = static_cast<std::uint64_t>(whole.time.count());
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(most)));
    kill(child, SIGKILL);
    wait_for(child);
    return;
  }
  const Fault fault{random.between(1, whole.calls), FaultKind::Kill, false,
                    static_cast<unsigned>(random.below(3) * 128)};
  wait_for(start(root, script, stint, fault, counts, progress));
}

Verdict run_case(std::uint64_t seed, const Place& place) {
  Random random(seed, place.number);
  const Script script(random.next());
  const auto root = place.folder / "root";
  const auto dry = place.folder / "dry";
  Stint stint{0, random.between(1, 4)};
  fs::create_directory(root);
  if (!random.one_in(4)) {
    const auto before = random.between(1, 6);
    stint = {before + 1, before + random.between(1, 5)};
    if (auto made = prepare_office(root / "office", script, before); !made)
      return corrupt("cannot be made: " + describe(made.error()));
  }
  fs::copy(root, dry, fs::copy_options::recursive);
  const auto whole = measure(dry, script, stint);

  std::optional<Office> witness;
  if (stint.from != 0 && random.one_in(2)) {
    if (auto opened = Office::open(root / "office")) witness.emplace(std::move(*opened));
  }
  auto& progress = shared<Progress>();
  kill_by_chance(root, script, stint, whole, random, progress);
  auto expected = expected_of(progress, stint);
  if (witness) {
    auto seen = judge(*witness, script, expected);
    if (seen.found != Found::Fine) return seen;
    const auto last = mark_in(witness->contents().value_or(Contents()));
    if (auto done = witness->apply(script.batch(last + 1)); !done)
      return corrupt("the witness cannot go on: " + describe(done.error()));
    expected = {false, last + 1, last + 1};
    witness.reset();
  }
  return judge(root / "office", script, expected, true);
}

}  // namespace

Figures kill_campaign(const Order& order) {
  Figures figures{.campaign = "kill", .seed = order.seed};
  run_cases(order,
            {"kill", numbers(order, order.count(kKills_full)), nullptr,
             [&](const Place& place) { return run_case(order.seed, place); }},
            figures);
  return figures;
}

}  // namespace assay::torture
