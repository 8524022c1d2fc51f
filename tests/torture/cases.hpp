#pragma once
// Runs the cases of a campaign, each in a process of its own, several at once: what a case finds,
// also its crash or its not ending, is counted and told with the command that repeats it.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace assay::torture {

enum class Found : std::uint8_t { Fine, Lost, Corrupt, Undetected };
struct Verdict {
  Found found = Found::Fine;
  std::string what{};
};
inline Verdict lost(std::string what) { return {Found::Lost, std::move(what)}; }
inline Verdict corrupt(std::string what) { return {Found::Corrupt, std::move(what)}; }
inline Verdict undetected(std::string what) { return {Found::Undetected, std::move(what)}; }

// A line of the table.
struct Figures {
  std::string campaign;
  std::uint64_t tried = 0;
  std::uint64_t lost = 0;
  std::uint64_t corrupt = 0;
  std::uint64_t undetected = 0;
  double seconds = 0;
  std::uint64_t seed = 0;
  std::string skipped{};  // why nothing was tried
  std::string remark{};

  [[nodiscard]] bool sound() const { return lost + corrupt + undetected == 0; }
};

struct Order {
  std::uint64_t seed = 1;
  bool full = false;
  std::optional<std::uint64_t> only;  // this case and no other
  std::filesystem::path folder;       // for everything that is written
  unsigned at_once = 2;
  std::uint64_t times = 0;  // instead of the campaign's own figure; 0 = that
  bool quiet = false;       // found trouble is wanted (campaign 8)
  bool first_only = false;  // ends at the first trouble
  // What a reader takes for good counts although a scrub would tell: the scrub also checks the
  // journal, and so hides that checksums are not looked at.
  bool readers_alone = false;

  // `whole`, or a fiftieth of it.
  [[nodiscard]] std::uint64_t count(std::uint64_t whole) const {
    if (times != 0) return times;
    return full ? whole : (whole + 49) / 50;
  }
};

// What a case is told: its number and an empty folder.
struct Place {
  std::uint64_t number = 0;
  std::filesystem::path folder;
};

struct Work {
  std::string campaign;
  // In ascending order; each process takes a stretch of them.
  std::vector<std::uint64_t> cases;
  // Before each case, in the process that goes through the stretch; may be empty.
  std::function<void(std::uint64_t number)> prepare;
  std::function<Verdict(const Place& place)> run;
};

// Adds to `figures`.
void run_cases(const Order& order, const Work& work, Figures& figures);

// The cases 0 … count−1, or the only one that is wanted.
[[nodiscard]] std::vector<std::uint64_t> numbers(const Order& order, std::uint64_t count);

// Memory that a child writes and its parent reads.
void* shared_memory(std::size_t bytes);
template <class T>
T& shared() {
  return *new (shared_memory(sizeof(T))) T();
}

// What became of a child: its exit code, or 200 and more when a signal ended it.
int in_child(const std::function<int()>& work, unsigned limit_s = 60);
int wait_for(int child);

}  // namespace assay::torture
