// Campaign 3: every call of a workload that changes a file fails once, in each way, once or from
// then on. The worker must hear of it, the office stop writing and never repeat a sync, and what is
// opened afterwards be sound.

#include <unistd.h>

#include <array>

#include "torture/campaigns.hpp"
#include "torture/faults.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRuns_full = 20'000;
constexpr std::array<FaultKind, 4> kKinds{FaultKind::Eio, FaultKind::Enospc, FaultKind::Short,
                                          FaultKind::Landed};
constexpr std::uint64_t kWays = kKinds.size() * 2;  // once, and from then on

struct Workload {
  std::uint64_t script = 0;
  Stint stint;
};

Workload workload_of(std::uint64_t seed, std::uint64_t number) {
  Random random(seed, number);
  Workload workload{random.next(), {0, 2}};
  if (number % 4 != 0) {
    const auto before = random.between(1, 4);
    workload.stint = {before + 1, before + random.between(1, 3)};
  }
  return workload;
}

Status prepare(const fs::path& root, const Workload& workload) {
  fs::remove_all(root);
  fs::create_directories(root);
  if (workload.stint.from == 0) return {};
  return prepare_office(root / "office", Script(workload.script), workload.stint.from - 1);
}

// A case: which call of which workload fails in which way.
struct Case {
  std::uint64_t workload = 0;
  Fault fault;
};

// Every call of workload after workload, in every way, until there are enough.
std::vector<Case> all_cases(const Order& order) {
  std::vector<Case> cases;
  const auto root = order.folder / "calls";
  auto& counts = shared<Counts>();
  auto& progress = shared<Progress>();
  for (std::uint64_t number = 0; cases.size() < kRuns_full; ++number) {
    const auto workload = workload_of(order.seed, number);
    const int code = in_child([&] {
      if (!prepare(root, workload)) return 1;
      watch(root.string(), {}, &counts);
      return work(root / "office", Script(workload.script), workload.stint, progress) ? 0 : 2;
    });
    if (code != 0) return {};
    for (std::uint64_t call = 1; call <= counts.calls; ++call)
      for (std::uint64_t way = 0; way < kWays; ++way)
        cases.push_back({number, {call, kKinds[way / 2], way % 2 == 1, 0}});
  }
  cases.resize(kRuns_full);
  return cases;
}

// The child that meets the fault. After a failed commit it tries on, which must be refused.
int meet(const fs::path& root, const Workload& workload, const Fault& fault, Counts& counts,
         Progress& progress) {
  const Script script(workload.script);
  const auto folder = root / "office";
  watch(root.string(), fault, &counts);
  if (workload.stint.from == 0) {
    if (!make_office(folder)) return 0;
  }
  progress.made = true;
  auto office = Office::open(folder);
  if (!office) return 0;
  if (work(*office, folder, script, workload.stint, progress)) return 0;
  if (!office->commit_failed()) return 0;
  counts.stopped = true;
  return office->apply(script.batch(progress.begun + 1)) ? 9 : 0;
}

// How the queue groups updates is left to chance, so that there may be a call less this time.
constexpr int kAttempts = 10;

Verdict run_once(const Order& order, const Case& one, const fs::path& root, bool& was_hit) {
  const auto workload = workload_of(order.seed, one.workload);
  if (auto made = prepare(root, workload); !made)
    return corrupt("cannot be made: " + describe(made.error()));
  auto& counts = shared<Counts>();
  auto& progress = shared<Progress>();
  const int code = in_child([&] { return meet(root, workload, one.fault, counts, progress); }, 30);
  was_hit = counts.hit != 0;
  if (code == 9) return undetected("it went on writing after a failed commit");
  if (code != 0) return corrupt("the worker ended with " + std::to_string(code));
  if (counts.repeated_syncs != 0) return undetected("a failed fsync was repeated");
  if (counts.late_calls != 0) return undetected("it wrote after a failed commit");
  return judge(root / "office", Script(workload.script), expected_of(progress, workload.stint),
               true);
}

Verdict run_case(const Order& order, const Case& one, const fs::path& folder) {
  bool was_hit = false;
  for (int attempt = 0; attempt < kAttempts && !was_hit; ++attempt) {
    auto verdict = run_once(order, one, folder / "root", was_hit);
    if (verdict.found != Found::Fine) return verdict;
  }
  return {};
}

}  // namespace

Figures io_campaign(const Order& order) {
  Figures figures{.campaign = "io", .seed = order.seed};
  const auto cases = all_cases(order);
  if (cases.empty()) {
    figures.corrupt = 1;
    figures.remark = "the workload fails without any fault";
    return figures;
  }
  Work work{"io", {}, nullptr, [&](const Place& place) {
              return run_case(order, cases[place.number % cases.size()], place.folder);
            }};
  // Spread over all of them.
  const auto step = kRuns_full / order.count(kRuns_full);
  for (const auto number : numbers(order, order.count(kRuns_full)))
    work.cases.push_back(order.only ? number : (number * step + order.seed % step));
  run_cases(order, work, figures);
  return figures;
}

}  // namespace assay::torture
