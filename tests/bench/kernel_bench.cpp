// The scoring kernels beside a plain sum of the same bytes, for every instruction set: a nation's
// figures laid out as in the store, in chunks of 8,000 rows a column, columns far apart.
//
// bytes_per_second of "kernel/…" over that of "kernel/sum" with as many threads is the share of the
// memory's bandwidth that scoring reaches.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "score/kernel/kernel.hpp"

namespace {

namespace kernel = assay::score::kernel;

constexpr std::size_t kUnits = 690'000;
constexpr std::size_t kChunk_rows = 8'000;
constexpr std::size_t kChunks = (kUnits + kChunk_rows - 1) / kChunk_rows;
constexpr std::size_t kStride = 65'536;
constexpr std::size_t kHeader = 64;
constexpr std::size_t kColumns = 200;  // 1.1 GB
constexpr std::size_t kLeaves_per_node = 10;
constexpr std::size_t kBlock_rows = kChunk_rows;
constexpr std::size_t kGroup_rows = 230;
constexpr std::int64_t kFull = 10'000'000;

class Nation {
 public:
  Nation() : x_bytes(std::make_unique_for_overwrite<std::byte[]>(kColumns * kChunks * kStride)) {
    std::uint64_t state = 20'030'101;
    const auto random = [&state] {
      state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
      return state >> 33U;
    };
    for (std::size_t column = 0; column < kColumns; ++column)
      for (std::size_t chunk = 0; chunk < kChunks; ++chunk) {
        auto* rows = const_cast<std::int64_t*>(values(column, chunk));
        // Figures with two decimals; targets (odd columns) never 0.
        for (std::size_t row = 0; row < kChunk_rows; ++row)
          rows[row] = static_cast<std::int64_t>(random() % 10'000'000 + column % 2) * 10'000;
        std::fill_n(reinterpret_cast<std::uint8_t*>(rows + kChunk_rows), kChunk_rows / 8, 0xff);
      }
  }

  [[nodiscard]] const std::int64_t* values(std::size_t column, std::size_t chunk) const {
    return reinterpret_cast<const std::int64_t*>(x_bytes.get() +
                                                 (column * kChunks + chunk) * kStride + kHeader);
  }
  [[nodiscard]] kernel::Column rows(std::size_t column, std::size_t chunk, std::size_t row) const {
    const auto* from = values(column, chunk);
    return {.cells = {.micro = from + row},
            .valid = {reinterpret_cast<const std::uint8_t*>(from + kChunk_rows), row}};
  }

 private:
  std::unique_ptr<std::byte[]> x_bytes;
};

const Nation& nation() {
  static const Nation nation;
  return nation;
}

std::size_t rows_of(std::size_t chunk) {
  return std::min(kChunk_rows, kUnits - chunk * kChunk_rows);
}

// One thread's share.
struct Share {
  std::size_t first = 0;
  std::size_t last = 0;

  explicit Share(const benchmark::State& state) {
    const auto threads = static_cast<std::size_t>(state.threads());
    const auto index = static_cast<std::size_t>(state.thread_index());
    first = kChunks * index / threads;
    last = kChunks * (index + 1) / threads;
  }
  [[nodiscard]] std::int64_t rows() const {
    std::size_t rows = 0;
    for (auto chunk = first; chunk < last; ++chunk) rows += rows_of(chunk);
    return static_cast<std::int64_t>(rows);
  }
};

void count_cells(benchmark::State& state, const Share& share, std::size_t leaves) {
  const auto rows = share.rows() * state.iterations();
  state.SetItemsProcessed(rows * static_cast<std::int64_t>(leaves));
  state.SetBytesProcessed(rows * static_cast<std::int64_t>(kColumns * sizeof(std::int64_t)));
}

void sum(benchmark::State& state, const kernel::Kernels* kernels) {
  const auto& data = nation();
  const Share share(state);
  for (auto _ : state)
    for (std::size_t column = 0; column < kColumns; ++column)
      for (auto chunk = share.first; chunk < share.last; ++chunk)
        benchmark::DoNotOptimize(
            kernels->sum({.cells = {.micro = data.values(column, chunk)}}, rows_of(chunk)));
  count_cells(state, share, kColumns);
}

// A node's accumulators over the rows of a block.
struct Accumulators {
  alignas(64) std::array<double, kBlock_rows> points{};
  std::array<std::uint8_t, kBlock_rows / 8 + 1> undecided{};

  [[nodiscard]] kernel::NodeBlock from(std::size_t row) {
    return {.points = points.data() + row, .undecided = {undecided.data(), row}};
  }
};

// Adds the leaves to nodes of kLeaves_per_node each.
void add_to_nodes(const kernel::Kernels& kernels, std::span<const kernel::LeafBlock> leaves,
                  std::size_t rows, Accumulators& node) {
  const kernel::Segment all{.rows = rows};
  for (auto rest = leaves; !rest.empty(); rest = rest.subspan(kLeaves_per_node)) {
    std::fill_n(node.points.data(), rows, 0.0);
    kernels.accumulate({rest.first(kLeaves_per_node)}, {&all, 1}, node.from(0),
                       {rest.subspan(kLeaves_per_node)});
    benchmark::DoNotOptimize(node.points.data());
  }
}

// Targets in columns of their own.
void two_columns(benchmark::State& state, const kernel::Kernels* kernels) {
  constexpr auto kLeaves = kColumns / 2;
  const auto& data = nation();
  const Share share(state);
  const auto leaf = kernel::attainment({.full = kFull}, assay::Rounding::HalfAwayFromZero);
  Accumulators node;
  std::vector<kernel::LeafBlock> blocks(kLeaves);
  for (auto _ : state)
    for (auto chunk = share.first; chunk < share.last; ++chunk)
      for (std::size_t row = 0; row < rows_of(chunk); row += kBlock_rows) {
        for (std::size_t i = 0; i < kLeaves; ++i)
          blocks[i] = {&leaf, data.rows(2 * i, chunk, row), data.rows(2 * i + 1, chunk, row), {}};
        add_to_nodes(*kernels, blocks, std::min(kBlock_rows, rows_of(chunk) - row), node);
      }
  count_cells(state, share, kLeaves);
}

// A target for each group of some hundred units.
void one_column(benchmark::State& state, const kernel::Kernels* kernels) {
  const auto& data = nation();
  const Share share(state);
  const auto leaf = kernel::attainment({.full = kFull}, assay::Rounding::HalfAwayFromZero);
  Accumulators node;
  std::vector<kernel::LeafBlock> blocks(kColumns);
  for (auto _ : state)
    for (auto chunk = share.first; chunk < share.last; ++chunk)
      for (std::size_t row = 0; row < rows_of(chunk); row += kGroup_rows) {
        for (std::size_t i = 0; i < kColumns; ++i)
          blocks[i] = {&leaf,
                       data.rows(i, chunk, row),
                       {.constant = static_cast<std::int64_t>(60'000'000'000 + 10'000 * (row + i))},
                       {}};
        add_to_nodes(*kernels, blocks, std::min(kGroup_rows, rows_of(chunk) - row), node);
      }
  count_cells(state, share, kColumns);
}

void sort_nation(benchmark::State& state) {
  std::vector<std::uint64_t> keys(kUnits);
  for (auto _ : state) {
    state.PauseTiming();
    std::uint64_t number = 1;
    for (auto& key : keys) key = number *= 0x9e3779b97f4a7c15U;
    state.ResumeTiming();
    kernel::sort_descending(keys);
    benchmark::DoNotOptimize(keys.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kUnits));
}

void add(const std::string& name, void (*work)(benchmark::State&, const kernel::Kernels*),
         const kernel::Kernels* kernels) {
  for (const int threads : {1, 2})
    benchmark::RegisterBenchmark(name.c_str(), work, kernels)->Threads(threads)->UseRealTime();
}

bool add_all() {
  add("kernel/sum", sum, &kernel::best());
  for (const auto* kernels : kernel::supported()) {
    const std::string target(kernels->target);
    add("kernel/two columns/" + target, two_columns, kernels);
    add("kernel/one column/" + target, one_column, kernels);
  }
  benchmark::RegisterBenchmark("kernel/sort", sort_nation);
  return true;
}

const bool kAdded = add_all();

}  // namespace
