#include "torture/cases.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace assay::torture {

namespace {

namespace fs = std::filesystem;

constexpr unsigned kCase_s = 60;
constexpr std::uint64_t kMost_told = 5;
constexpr int kStretch = 16;  // cases a process takes at a time

// Between the processes of one campaign.
struct Tally {
  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> tried{0};
  std::array<std::atomic<std::uint64_t>, 4> found{};
  std::atomic<std::uint64_t> told{0};
};
// Between a case and the process that started it.
struct Report {
  Found found = Found::Corrupt;
  std::array<char, 1'000> what{};
};

void tell(const Order& order, const std::string& campaign, std::uint64_t number,
          const Report& report, Tally& tally) {
  if (order.quiet || tally.told++ >= kMost_told) return;
  constexpr std::array<const char*, 4> words{"fine", "lost", "corrupt", "undetected"};
  std::fprintf(
      stderr, "%s%s: %s: %s\n  repeat: ./dev torture --campaign %s --seed %llu --case %llu\n",
      isatty(STDERR_FILENO) != 0 ? "\r" : "", campaign.c_str(),
      words[static_cast<std::size_t>(report.found)], report.what.data(), campaign.c_str(),
      static_cast<unsigned long long>(order.seed), static_cast<unsigned long long>(number));
}

void clear(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  fs::create_directories(folder, ignored);
}

void write_report(Report& report, const Verdict& verdict) {
  report.found = verdict.found;
  std::strncpy(report.what.data(), verdict.what.c_str(), report.what.size() - 1);
}

void one_case(const Order& order, const Work& work, std::uint64_t number, const fs::path& folder,
              Report& report, Tally& tally) {
  clear(folder);
  if (work.prepare) work.prepare(number);
  new (&report) Report();
  const int code = in_child(
      [&] {
        write_report(report, work.run({number, folder}));
        return 0;
      },
      kCase_s);
  if (code != 0)
    write_report(report, corrupt(code == 200 + SIGALRM ? "it does not end"
                                                       : "it ended with " + std::to_string(code)));
  ++tally.tried;
  ++tally.found[static_cast<std::size_t>(report.found)];
  if (report.found != Found::Fine) tell(order, work.campaign, number, report, tally);
}

// Goes through stretches of the cases until none is left.
void serve(const Order& order, const Work& work, const fs::path& folder, Tally& tally) {
  auto& report = shared<Report>();
  const auto trouble = [&] { return tally.tried != tally.found[0]; };
  while (!(order.first_only && trouble())) {
    const auto from = tally.next.fetch_add(kStretch);
    if (from >= work.cases.size()) return;
    const auto to = std::min<std::uint64_t>(from + kStretch, work.cases.size());
    for (auto i = from; i < to; ++i) one_case(order, work, work.cases[i], folder, report, tally);
  }
}

void show_progress(const Work& work, std::uint64_t done, std::uint64_t all) {
  constexpr std::uint64_t width = 40;
  const auto filled = all == 0 ? width : done * width / all;
  std::fprintf(stderr, "\r%-9s [%s%s] %llu/%llu ", work.campaign.c_str(),
               std::string(filled, '#').c_str(), std::string(width - filled, '.').c_str(),
               static_cast<unsigned long long>(done), static_cast<unsigned long long>(all));
}

void await(const Order& order, const Work& work, const std::vector<pid_t>& servers,
           const Tally& tally) {
  const bool shows = isatty(STDERR_FILENO) != 0 && !order.quiet;
  for (const auto server : servers) {
    while (waitpid(server, nullptr, WNOHANG) == 0) {
      if (shows) show_progress(work, tally.tried, work.cases.size());
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  if (shows) std::fprintf(stderr, "\r%70s\r", "");
}

}  // namespace

void* shared_memory(std::size_t bytes) {
  void* place = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) std::abort();
  return place;
}

int wait_for(int child) {
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 200 + WTERMSIG(status);
}

int in_child(const std::function<int()>& work, unsigned limit_s) {
  const auto child = fork();
  if (child == 0) {
    alarm(limit_s);
    _exit(work());
  }
  return wait_for(child);
}

void run_cases(const Order& order, const Work& work, Figures& figures) {
  auto& tally = shared<Tally>();
  std::vector<pid_t> servers;
  const auto began = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  for (unsigned i = 0; i < order.at_once; ++i) {
    const auto server = fork();
    if (server == 0) {
      serve(order, work, order.folder / ("case-" + std::to_string(i)), tally);
      _exit(0);
    }
    servers.push_back(server);
  }
  await(order, work, servers, tally);
  figures.tried += tally.tried;
  figures.lost += tally.found[static_cast<std::size_t>(Found::Lost)];
  figures.corrupt += tally.found[static_cast<std::size_t>(Found::Corrupt)];
  figures.undetected += tally.found[static_cast<std::size_t>(Found::Undetected)];
  figures.seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  munmap(&tally, sizeof(tally));
}

std::vector<std::uint64_t> numbers(const Order& order, std::uint64_t count) {
  if (order.only) return {*order.only};
  std::vector<std::uint64_t> all(count);
  for (std::uint64_t i = 0; i < count; ++i) all[i] = i;
  return all;
}

}  // namespace assay::torture
