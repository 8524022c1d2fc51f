// Campaign 4: the disk fills up, or the file meets a limit on its size; what was acknowledged is
// there and can be read meanwhile, and once there is room work goes on.

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>

#include "torture/campaigns.hpp"
#include "torture/worker.hpp"

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRuns_full = 1'000;
constexpr std::uint64_t kMost_room_bytes = 300'000;
constexpr std::uint64_t kStint = 12;

bool write_text(const char* file, const std::string& text) {
  std::ofstream stream(file);
  stream << text;
  stream.close();
  return static_cast<bool>(stream);
}

// A disk of 8 MB in `folder`, which only this process sees and which ends with it.
bool mount_small(const fs::path& folder) {
  const auto user = std::to_string(geteuid());
  if (geteuid() == 0) {
    if (unshare(CLONE_NEWNS) != 0) return false;
  } else if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 ||
             !write_text("/proc/self/uid_map", "0 " + user + " 1")) {
    return false;
  }
  return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=8m") == 0;
}

// Fills the disk but for `room` bytes.
bool fill(const fs::path& file, std::uint64_t room) {
  const int out = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (out < 0) return false;
  const std::string block(4'096, 'x');
  std::uint64_t size = 0;
  for (ssize_t wrote = 1; wrote > 0; size += wrote > 0 ? static_cast<std::uint64_t>(wrote) : 0)
    wrote = write(out, block.data(), block.size());
  const bool done = ftruncate(out, static_cast<off_t>(size - std::min(room, size))) == 0;
  close(out);
  return done;
}

bool limit_files(std::uint64_t bytes) {
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
  limit.rlim_cur = bytes;
  return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

// What the worker met, in shared memory.
struct Met {
  std::array<char, 64> code{};
  std::atomic<bool> went_on{false};
};

int meet(const fs::path& folder, const Script& script, Stint stint, Progress& progress, Met& met) {
  const auto tell = [&](const Error& error) {
    std::strncpy(met.code.data(), error.code.c_str(), met.code.size() - 1);
    return 0;
  };
  progress.made = true;
  auto office = Office::open(folder);
  if (!office) return tell(office.error());
  const auto done = work(*office, folder, script, stint, progress);
  if (done) return 0;
  if (office->commit_failed() && office->apply(script.batch(progress.begun + 1)))
    met.went_on = true;
  return tell(done.error());
}

Verdict run_case(std::uint64_t seed, const Place& place, bool may_mount) {
  Random random(seed, place.number);
  const Script script(random.next());
  const bool by_limit = !may_mount || random.one_in(3);
  if (!by_limit && !mount_small(place.folder)) return corrupt("the small disk cannot be mounted");
  const auto office = place.folder / "office";
  const auto ballast = place.folder / "ballast";
  const Stint stint{4, 3 + kStint};
  if (auto made = prepare_office(office, script, stint.from - 1); !made)
    return corrupt("cannot be made: " + describe(made.error()));
  const auto room = random.below(kMost_room_bytes);
  if (!by_limit && !fill(ballast, room)) return corrupt("the small disk cannot be filled");

  auto& progress = shared<Progress>();
  auto& met = shared<Met>();
  const int code = in_child([&] {
    if (by_limit && !limit_files(fs::file_size(office / "truth/data.mdb") + room)) return 1;
    return meet(office, script, stint, progress, met);
  });
  if (code != 0) return corrupt("the worker ended with " + std::to_string(code));
  const std::string told = met.code.data();
  if (!told.empty() && told != "store.full") return undetected("a full disk is told as " + told);
  if (met.went_on) return undetected("it went on writing after a failed commit");
  if (told.empty() && progress.acked != stint.to) return lost("an error was not told");

  const auto expected = expected_of(progress, stint);
  if (auto still = judge(office, script, expected, false); still.found != Found::Fine) {
    still.what = "while there is no room: " + still.what;
    return still;
  }
  fs::remove(ballast);
  return judge(office, script, expected, true);
}

}  // namespace

Figures full_campaign(const Order& order) {
  Figures figures{.campaign = "full", .seed = order.seed};
  const auto folder = order.folder / "small";
  fs::create_directories(folder);
  const bool may_mount = in_child([&] { return mount_small(folder) ? 0 : 1; }) == 0;
  if (!may_mount) figures.remark = "without the 8 MB disk: mounting is not permitted here";
  run_cases(order,
            {"full", numbers(order, order.count(kRuns_full)), nullptr,
             [&](const Place& place) { return run_case(order.seed, place, may_mount); }},
            figures);
  return figures;
}

}  // namespace assay::torture
