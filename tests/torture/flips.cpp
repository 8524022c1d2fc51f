// Campaign 5: a bit of the file is flipped, the office scrubbed, and read in a child. Whoever reads
// anything else than what was stored, or dies of it, must have been warned by scrubbing. All of the
// file is tried: values, keys, LMDB's own pages, free space.

#include <array>
#include <cstring>
#include <fstream>
#include <sstream>

#include "torture/campaigns.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFlips_full = 10'000;
constexpr std::uint64_t kBatches = 6;

// Of all flips, in shared memory.
struct Outcomes {
  std::atomic<std::uint64_t> named{0};     // by scrubbing
  std::atomic<std::uint64_t> harmless{0};  // all of it reads as it was
  std::atomic<std::uint64_t> read{0};      // a reader took it for data
  std::atomic<std::uint64_t> died{0};      // a reader did
};

// What the child that reads saw, in shared memory.
struct Seen {
  std::atomic<bool> done{false};
  std::atomic<bool> refused{false};  // it told of damage
  std::atomic<bool> same{false};     // everything reads as it was stored
  std::array<char, 400> difference{};
};

std::uint64_t flip(const fs::path& file, Random& random) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto at = random.below(fs::file_size(file));
  stream.seekg(static_cast<std::streamoff>(at));
  const auto byte = static_cast<unsigned char>(stream.get());
  stream.seekp(static_cast<std::streamoff>(at));
  stream.put(static_cast<char>(byte ^ (1U << random.below(8))));
  return at;
}

void look(const fs::path& folder, Contents wanted, Seen& seen) {
  const auto office = Office::open(folder, store::Mode::ReadOnly);
  auto contents = office ? office->contents() : std::unexpected(office.error());
  seen.refused = !contents;
  if (!contents) {
    std::strncpy(seen.difference.data(), describe(contents.error()).c_str(),
                 seen.difference.size() - 1);
  } else {
    const bool all_queued = take_queue(*contents) == queued_after(kBatches);
    auto differs = difference(wanted, *contents);
    if (!all_queued) differs = "updates of the queue";
    seen.same = differs.empty();
    std::strncpy(seen.difference.data(), differs.c_str(), seen.difference.size() - 1);
  }
  seen.done = true;
}

Verdict run_case(const Order& order, const Place& place, Outcomes& outcomes) {
  Random random(order.seed, place.number);
  const Script script(random.next());
  const auto office = place.folder / "office";
  if (in_child([&] { return prepare_office(office, script, kBatches) ? 0 : 1; }) != 0)
    return corrupt("cannot be made");
  const auto at = flip(office / "truth/data.mdb", random);
  const auto where = "byte " + std::to_string(at) + " (page " + std::to_string(at / 4'096) + " + " +
                     std::to_string(at % 4'096) + ") ";
  const bool is_named = !scrub(office).empty();
  auto& seen = shared<Seen>();
  const auto wanted = script.after(kBatches);
  in_child(
      [&] {
        look(office, wanted, seen);
        return 0;
      },
      20);
  if (is_named) ++outcomes.named;
  if (!seen.done) ++outcomes.died;
  if (seen.done && !seen.refused && !seen.same) ++outcomes.read;
  if (seen.same) ++outcomes.harmless;
  if (seen.same) return {};
  const bool takes_it_for_good = seen.done && !seen.refused;
  if (is_named && !(takes_it_for_good && order.readers_alone)) return {};
  if (!seen.done) return undetected(where + "ends the reader and the check does not tell");
  if (seen.refused)
    return undetected(where +
                      "is told by a reader and not by the check: " + seen.difference.data());
  return undetected(where + "changes what is read: " + seen.difference.data());
}

}  // namespace

Figures flips_campaign(const Order& order) {
  Figures figures{.campaign = "flips", .seed = order.seed};
  auto& outcomes = shared<Outcomes>();
  run_cases(order,
            {"flips", numbers(order, order.count(kFlips_full)), nullptr,
             [&](const Place& place) { return run_case(order, place, outcomes); }},
            figures);
  std::ostringstream remark;
  remark << "named by scrubbing " << outcomes.named << "; readers: the same " << outcomes.harmless
         << ", something else " << outcomes.read << ", dead " << outcomes.died;
  figures.remark = remark.str();
  return figures;
}

}  // namespace assay::torture
