// Campaign 1: the worker is killed at any of its calls that change a file, before, within or after
// it, or at any other moment; half of the time another process has the office open all along. Some
// are killed while they upgrade an office of the format before.

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <thread>

#include "torture/campaigns.hpp"
#include "torture/faults.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kKills_full = 5'000;

// What a worker does with an office; false when it could not.
using Job = std::function<bool(const fs::path& office)>;

Job stint_of(const Script& script, Stint stint, Progress& progress) {
  return [&script, stint, &progress](const fs::path& office) {
    return work(office, script, stint, progress).has_value();
  };
}

// How long a worker takes when nobody kills it.
struct Whole {
  std::uint64_t calls = 0;
  std::chrono::microseconds time{0};
};

// The worker in a process of its own, with this fault.
pid_t start(const fs::path& root, const Job& job, Fault fault, Counts& counts) {
  const auto child = fork();
  if (child != 0) return child;
  alarm(30);
  watch(root.string(), fault, &counts);
  _exit(job(root / "office") ? 0 : 1);
}

Whole measure(const fs::path& root, const Job& job) {
  auto& counts = shared<Counts>();
  const auto began = std::chrono::steady_clock::now();
  wait_for(start(root, job, {}, counts));
  return {counts.calls, std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now() - began)};
}

void kill_by_chance(const fs::path& root, const Job& job, const Whole& whole, Random& random) {
  auto& counts = shared<Counts>();
  if (random.one_in(8)) {
    const auto child = start(root, job, {}, counts);
    const auto most = static_cast<std::uint64_t>(whole.time.count());
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(most)));
    kill(child, SIGKILL);
    wait_for(child);
    return;
  }
  const Fault fault{random.between(1, whole.calls), FaultKind::Kill, false,
                    static_cast<unsigned>(random.below(3) * 128)};
  wait_for(start(root, job, fault, counts));
}

Verdict kill_script(Random& random, const fs::path& root, const fs::path& dry) {
  const Script script(random.next());
  Stint stint{0, random.between(1, 4)};
  if (!random.one_in(4)) {
    const auto before = random.between(1, 6);
    stint = {before + 1, before + random.between(1, 5)};
    if (auto made = prepare_office(root / "office", script, before); !made)
      return corrupt("cannot be made: " + describe(made.error()));
  }
  fs::copy(root, dry, fs::copy_options::recursive);
  const auto whole = measure(dry, stint_of(script, stint, shared<Progress>()));

  std::optional<Office> witness;
  if (stint.from != 0 && random.one_in(2)) {
    if (auto opened = Office::open(root / "office")) witness.emplace(std::move(*opened));
  }
  auto& progress = shared<Progress>();
  kill_by_chance(root, stint_of(script, stint, progress), whole, random);
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

// "" when the office opens, is sound and holds this.
std::string trouble(const fs::path& folder, store::Mode mode, const Contents& expected) {
  const auto office = Office::open(folder, mode);
  if (!office) return "does not open: " + describe(office.error());
  const auto held = office->contents();
  if (!held) return "cannot be read: " + describe(held.error());
  if (auto differs = difference(expected, *held); !differs.empty()) return differs;
  return mode == store::Mode::ReadWrite ? office->faults() : "";
}

// An office of the format before, killed while it is upgraded: it goes on as what it was, or as
// what it was to become, and either holds the same.
Verdict kill_upgrade(Random& random, const fs::path& root, const fs::path& dry) {
  fs::create_directories(root / "office" / "truth");
  const auto unpack =
      "gzip -dc '" ASSAY_FORMAT_1 "' > '" + (root / "office" / "truth" / "data.mdb").string() + "'";
  if (std::system(unpack.c_str()) != 0) return corrupt("cannot be unpacked");  // NOLINT: own paths
  fs::copy(root, dry, fs::copy_options::recursive);
  Contents before;
  {
    const auto office = Office::open(dry / "office", store::Mode::ReadOnly);
    auto held = office ? office->contents() : std::unexpected(office.error());
    if (!held) return corrupt("cannot be read: " + describe(held.error()));
    before = std::move(*held);
  }
  const Job upgrade = [](const fs::path& office) { return Office::open(office).has_value(); };
  kill_by_chance(root, upgrade, measure(dry, upgrade), random);
  for (const auto mode : {store::Mode::ReadOnly, store::Mode::ReadWrite})
    if (const auto what = trouble(root / "office", mode, before); !what.empty())
      return corrupt("after an upgrade: " + what);
  return {};
}

Verdict run_case(std::uint64_t seed, const Place& place) {
  Random random(seed, place.number);
  const auto root = place.folder / "root";
  const auto dry = place.folder / "dry";
  fs::create_directory(root);
  return random.one_in(10) ? kill_upgrade(random, root, dry) : kill_script(random, root, dry);
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
