// Campaign 2: a workload is traced once, from the making of its office on; then the disk is built
// as a power cut at any call may have left it, and the office on it is judged.

#include <memory>
#include <optional>

#include "torture/campaigns.hpp"
#include "torture/disk.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kStates_full = 100'000;
constexpr std::uint64_t kStates_per_workload = 200;
constexpr std::uint64_t kGo_on_one_in = 4;

// One workload and the disk it wrote, which is moved along its trace.
class Replay {
 public:
  Replay(const Order& order, std::uint64_t workload)
      : x_script(order.seed * 1'000'003 + workload),
        x_seed(order.seed),
        x_root((order.folder / "record").string()) {
    Random random(x_seed, workload);
    fs::remove_all(x_root);
    fs::create_directories(x_root);
    Progress progress;
    watch(x_root, {}, nullptr);
    record(&x_trace);
    x_done = work(fs::path(x_root) / "office", x_script, {0, random.between(4, 12)}, progress);
    record(nullptr);
    watch("", {}, nullptr);
  }

  [[nodiscard]] const Status& done() const { return x_done; }

  // To the call during which the power of this case is cut.
  void prepare(std::uint64_t number) {
    Random random(x_seed, number);
    const auto step = number % kStates_per_workload;
    const auto from = step * x_trace.size() / kStates_per_workload;
    const auto to = (step + 1) * x_trace.size() / kStates_per_workload;
    const auto point = from + random.below(to - from);
    if (!x_disk || point < x_at) {
      x_disk.emplace(x_root);
      x_at = 0;
      x_expected = {true, 0, 0, 0, 0};
    }
    for (; x_at < point; ++x_at) advance(x_trace[x_at]);
  }

  Verdict run(const Place& place) {
    Random random(x_seed + 1, place.number);
    if (x_at < x_trace.size()) x_disk->begin(x_trace[x_at]);
    x_disk->save(place.folder, random);
    return judge(place.folder / "office", x_script, x_expected, random.one_in(kGo_on_one_in));
  }

 private:
  void advance(const Event& event) {
    x_disk->apply(event);
    if (event.what == Event::What::Begun) x_expected.most = event.offset;
    if (event.what == Event::What::Acked) {
      x_expected.may_lack = false;
      x_expected.least = event.offset;
    }
    if (event.what == Event::What::QueueBegun) x_expected.queue_most = event.offset;
    if (event.what == Event::What::QueueAcked) x_expected.queue_least = event.offset;
  }

  Script x_script;
  std::uint64_t x_seed;
  std::string x_root;
  Trace x_trace;
  Status x_done;
  std::optional<Disk> x_disk;
  std::size_t x_at = 0;
  Expected x_expected;
};

}  // namespace

Figures power_campaign(const Order& order) {
  Figures figures{.campaign = "power", .seed = order.seed};
  const auto cases = numbers(order, order.count(kStates_full));
  for (std::size_t i = 0; i < cases.size();) {
    const auto workload = cases[i] / kStates_per_workload;
    Replay replay(order, workload);
    Work work{"power",
              {},
              [&](std::uint64_t number) { replay.prepare(number); },
              [&](const Place& place) { return replay.run(place); }};
    for (; i < cases.size() && cases[i] / kStates_per_workload == workload; ++i)
      work.cases.push_back(cases[i]);
    if (!replay.done()) {
      work.prepare = nullptr;
      work.run = [&](const Place&) {
        return corrupt("recording: " + describe(replay.done().error()));
      };
    }
    run_cases(order, work, figures);
    if (order.first_only && !figures.sound()) break;
  }
  return figures;
}

}  // namespace assay::torture
