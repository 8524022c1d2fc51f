// Scoring a nation by columns: 690,000 units in 3,000 groups, 200 leaves in 20 nodes, figures in
// memory as an office's map would lend them, plain and packed. Prints cells a second for one and
// two threads, beside a sum of the same figures; one changed figure beside a full run. Arguments:
// units, leaves (to try it small); unit, group or change: nothing but many runs or changes over
// packed figures, for a profiler.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "score/kernel/kernel.hpp"
#include "score/scoring.hpp"

namespace {

using assay::Decimal;
using assay::model::Layer;

constexpr std::size_t kGroup_units = 230;
constexpr std::size_t kNode_leaves = 10;
constexpr int kRepeats = 7;
const auto kPeriod = assay::model::Period::year(2024);

struct Size {
  std::size_t units;
  std::size_t leaves;
};

// Columns lie one after the other, each chunk on pages of its own.
class Nation {
 public:
  Nation(Size size, bool packed) : x_size(size), x_packed(packed) {
    for (std::size_t i = 0; i < size.units; ++i) {
      auto& unit = snapshot.units.emplace_back();
      unit.code = "u" + std::to_string(1'000'000 + i);
      unit.type = "g" + std::to_string(i / kGroup_units);
    }
    for (std::size_t leaf = 0; leaf < size.leaves; ++leaf) {
      auto code = "i" + std::to_string(leaf);
      snapshot.indicators[code].code = code;
      column(code, Layer::Actual, leaf, 40'000'000);
      column(code, Layer::Required, leaf + size.leaves, 60'000'000);
    }
  }

  assay::model::Snapshot snapshot;

 private:
  void column(const std::string& indicator, Layer layer, std::size_t seed, std::int64_t least) {
    constexpr std::int64_t kStep = 10'000;
    auto& column = snapshot.columns[{indicator, kPeriod, layer}];
    const auto rows = assay::model::kRows_per_chunk;
    std::vector<std::uint32_t> steps(rows);
    for (std::size_t first = 0; first < x_size.units; first += rows) {
      const auto count = std::min(rows, x_size.units - first);
      steps.resize(count);
      for (std::size_t row = 0; row < count; ++row)
        steps[row] = static_cast<std::uint32_t>(((first + row) * 7'919 + seed * 104'729) *
                                                2'654'435'761 % 8'000);
      const auto [low, high] = std::ranges::minmax_element(steps);
      column.borrow(first / rows, {.cells = cells(steps, least, kStep),
                                   .rows = static_cast<std::uint32_t>(count),
                                   .count = static_cast<std::uint32_t>(count),
                                   .least = least + kStep * *low,
                                   .most = least + kStep * *high});
    }
  }

  assay::model::Cells cells(std::span<const std::uint32_t> steps, std::int64_t base,
                            std::int64_t step) {
    auto* memory = std::aligned_alloc(4096, x_packed ? 32'768 : 65'536);
    x_memory.emplace_back(memory, &std::free);
    if (x_packed) {
      auto* packed = static_cast<std::uint32_t*>(memory);
      std::ranges::copy(steps, packed);
      return {.packed = packed, .base = base, .step = step};
    }
    auto* micro = static_cast<std::int64_t*>(memory);
    std::ranges::transform(steps, micro, [&](std::uint32_t of) { return base + step * of; });
    return {.micro = micro};
  }

  Size x_size;
  bool x_packed;
  std::vector<std::unique_ptr<void, decltype(&std::free)>> x_memory;
};

assay::model::Rule rule(bool per_unit, const std::string& indicator, std::size_t group) {
  if (per_unit) return assay::model::AttainmentRule{.indicator = indicator};
  assay::model::LinearRule linear{.indicator = indicator};
  linear.from.fixed = Decimal::from_micro(40'000'000 + static_cast<std::int64_t>(group) * 100);
  linear.to.fixed = Decimal::from_micro(100'000'000 + static_cast<std::int64_t>(group) * 3'000);
  return linear;
}

assay::model::Scheme scheme(Size size, bool per_unit) {
  assay::model::Scheme made;
  made.id = "nation";
  made.version = 1;
  const auto points = Decimal::from_micro(500'000);
  for (std::size_t number = 0; number * kGroup_units < size.units; ++number) {
    auto& group = made.groups.emplace_back();
    group.id = "g" + std::to_string(number);
    group.selection.type = group.id;
    group.root.id = "total";
    for (std::size_t leaf = 0; leaf < size.leaves; ++leaf) {
      auto& nodes = group.root.children;
      if (leaf % kNode_leaves == 0) {
        nodes.emplace_back().id = "n" + std::to_string(leaf);
        nodes.back().points = Decimal::from_integer(5);
      }
      auto& made_leaf = nodes.back().children.emplace_back();
      made_leaf.id = "l" + std::to_string(leaf);
      made_leaf.points = points;
      made_leaf.rule = rule(per_unit, "i" + std::to_string(leaf), number);
    }
    for (const auto* bound : {"45", "40", "35"}) {
      auto& grade = group.grades.emplace_back();
      grade.id = bound;
      grade.at_least = *Decimal::parse(bound);
    }
    group.grades[0].quota.share = *assay::Ratio::make(1, 4);
    group.grades[2].at_least.reset();
  }
  return made;
}

// Of the process on a busy machine: ASSAY_CPU_TIME=1.
double now_ms() {
  static const bool kCpu = std::getenv("ASSAY_CPU_TIME") != nullptr;
  if (kCpu) return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC;
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(time).count();
}

template <class Work>
double least_ms(const Work& work) {
  double least = 1e300;
  for (int i = 0; i < kRepeats; ++i) {
    const auto start = now_ms();
    work();
    least = std::min(least, now_ms() - start);
  }
  return least;
}

double sum_ms(const assay::model::Snapshot& snapshot, bool targets) {
  const auto& kernels = assay::score::kernel::best();
  std::uint64_t sum = 0;
  const auto time = least_ms([&] {
    for (const auto& [key, column] : snapshot.columns)
      if (targets || key.layer == Layer::Actual)
        for (const auto& chunk : column.chunks())
          sum += kernels.sum({.cells = chunk.cells}, chunk.rows);
  });
  if (sum == 1) std::puts("");
  return time;
}

void measure(const Nation& nation, Size size, bool per_unit, const std::string& only) {
  const auto rules = scheme(size, per_unit);
  const auto cells = static_cast<double>(size.units * size.leaves);
  const auto start = now_ms();
  auto made = assay::score::Scoring::make(rules, kPeriod, nation.snapshot, {});
  if (!made) {
    for (const auto& error : made.error()) std::puts(assay::describe(error).c_str());
    std::exit(1);
  }
  auto& scoring = *made;
  std::printf("%s: made ready in %.0f ms\n",
              per_unit ? "target per unit, two columns a leaf" : "bounds per group, one column",
              now_ms() - start);
  if (!only.empty()) {
    scoring.run(1);
    for (int i = 0; i < 10 * kRepeats && only != "change"; ++i) scoring.run(1);
    for (std::size_t i = 0; i < 20'000 && only == "change"; ++i) {
      const auto unit = i * 7'919 % size.units;
      scoring.rescore(std::array{assay::score::ChangedFigure{unit, "i0"}});
    }
    return;
  }
  const auto sum = sum_ms(nation.snapshot, per_unit);
  std::printf("  plain sum, 1 thread  %8.1f ms\n", sum);
  double full = 0;
  for (const unsigned threads : {1U, 2U}) {
    full = least_ms([&] { scoring.run(threads); });
    std::printf("  %u thread%s            %8.1f ms   %.2f G cells/s   %.2f of the sum\n", threads,
                threads == 1 ? " " : "s", full, cells / full / 1e6, sum / full);
  }
  std::size_t unit = 0;
  constexpr std::size_t kChanges = 300;
  const auto changes = least_ms([&] {
    for (std::size_t i = 0; i < kChanges; ++i) {
      unit = (unit + 7'919) % size.units;
      scoring.rescore(std::array{assay::score::ChangedFigure{unit, "i0"}});
    }
  });
  std::printf("  one change           %8.4f ms   1/%.0f of a full run\n", changes / kChanges,
              full / (changes / kChanges));
}

}  // namespace

int main(int argc, char** argv) {
  const Size size{.units = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 690'000,
                  .leaves = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200};
  const std::string only = argc > 3 ? argv[3] : "";
  std::printf("%zu units x %zu leaves, kernels for %s\n", size.units, size.leaves,
              std::string(assay::score::kernel::best().target).c_str());
  for (const bool packed : {false, true}) {
    if (!packed && !only.empty()) continue;
    std::puts(packed ? "packed" : "plain");
    const Nation nation(size, packed);
    if (only != "group") measure(nation, size, true, only);
    if (only != "unit" && only != "change") measure(nation, size, false, only);
  }
  return 0;
}
