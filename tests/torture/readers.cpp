// Campaign 6: a reader that died, or one that lives and never ends, while a writer goes on. Pages
// of old states must come free again when the reader is dead; a live one is named and the writer
// stops before the file has grown without bound; once it is gone, work goes on and the file stays.

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "store/page_tree.hpp"
#include "torture/campaigns.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRuns_full = 200;
constexpr std::uint64_t kPage_bytes = 4'096;
constexpr std::uint64_t kSmall_bytes = 64U << 20U;  // up to here a stalled reader is borne with
constexpr std::uint64_t kSlack_bytes = 4U << 20U;   // what one transaction may add
constexpr std::int64_t kLimit_s = 60;
constexpr std::int64_t kStart_s = 1'700'000'000;
constexpr std::int64_t kMost_commits = 6'000;
constexpr std::int64_t kAfterwards = 400;

// A reader with its snapshot, until it is killed.
pid_t start_reader(const fs::path& folder, std::atomic<bool>& is_reading) {
  const auto child = fork();
  if (child != 0) return child;
  alarm(55);
  const auto office = Office::open(folder, store::Mode::ReadOnly);
  if (!office) _exit(1);
  const auto reader = office->hold();
  if (!reader) _exit(2);
  is_reading = true;
  for (;;) pause();
}

void end_reader(pid_t reader) {
  kill(reader, SIGKILL);
  wait_for(reader);
}

std::uint64_t live_bytes(const fs::path& file) {
  const auto pages = store::check_pages(file, std::nullopt);
  return pages && *pages ? (*pages)->used * kPage_bytes : 0;
}

// Commits single figures, a second apart, until one is refused; how many landed.
struct Written {
  std::int64_t commits = 0;
  std::string refused;  // code
  std::string text;
};
Written write_on(Office& office, Random& random, std::int64_t from, std::int64_t most) {
  Written written;
  for (; written.commits < most; ++written.commits) {
    const auto unit = "u" + std::to_string(random.below(3));
    const auto number = from + written.commits;
    if (auto done = office.set(unit, number, kStart_s + number); !done) {
      written.refused = done.error().code;
      written.text = describe(done.error());
      break;
    }
  }
  return written;
}

// The file may be twice what is in it, and small files anything.
std::string too_large(const fs::path& file, std::uint64_t bearable) {
  const auto size = fs::file_size(file);
  const auto live = live_bytes(file);
  if (live != 0 && size <= std::max(bearable, 2 * live + kSlack_bytes)) return "";
  return "the file has " + std::to_string(size) + " bytes, " + std::to_string(live) + " in use";
}

Verdict run_case(std::uint64_t seed, const Place& place) {
  Random random(seed, place.number);
  const Script script(random.next());
  const auto folder = place.folder / "office";
  const auto file = folder / "truth/data.mdb";
  const bool is_dead = place.number % 2 == 0;
  if (in_child([&] { return prepare_office(folder, script, 3) ? 0 : 1; }) != 0)
    return corrupt("cannot be made");
  auto& is_reading = shared<std::atomic<bool>>();
  auto office = Office::open(folder);  // before the reader dies, or its place goes with the lock
  if (!office) return corrupt("does not open: " + describe(office.error()));
  office->limit_readers(kLimit_s);
  const auto reader = start_reader(folder, is_reading);
  while (!is_reading && kill(reader, 0) == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (is_dead) end_reader(reader);

  const auto first = write_on(*office, random, 0, is_dead ? kAfterwards * 2 : kMost_commits);
  if (is_dead) {
    if (!first.refused.empty()) return undetected("a dead reader stops the writer: " + first.text);
    if (auto why = too_large(file, 0); !why.empty()) return undetected("dead reader: " + why);
  } else {
    auto why = too_large(file, kSmall_bytes + kSlack_bytes);
    const bool is_named = first.refused == "store.stalled_reader" &&
                          first.text.find(std::to_string(reader)) != std::string::npos;
    end_reader(reader);
    if (!why.empty()) return undetected("stalled reader: " + why);
    if (!is_named) return undetected("the stalled reader is not named: " + first.text);
    const auto before = fs::file_size(file);
    const auto second = write_on(*office, random, first.commits, kAfterwards);
    if (!second.refused.empty()) return corrupt("cannot go on without the reader: " + second.text);
    if (fs::file_size(file) > before + kSlack_bytes) return undetected("the file still grows");
  }
  const auto fault = office->faults();
  return fault.empty() ? Verdict{} : corrupt("check: " + fault);
}

}  // namespace

Figures readers_campaign(const Order& order) {
  Figures figures{.campaign = "readers", .seed = order.seed};
  run_cases(order,
            {"readers", numbers(order, order.count(kRuns_full)), nullptr,
             [&](const Place& place) { return run_case(order.seed, place); }},
            figures);
  return figures;
}

}  // namespace assay::torture
