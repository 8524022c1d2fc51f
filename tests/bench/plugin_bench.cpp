// What a unit costs in each built-in plugin, and a row of hourly air data in the environment
// plugin: 10 million of them, a year of 1142 stations.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/raw_plugin.hpp"

namespace {

using assay::bench::RawOutputs;
using assay::bench::RawPlugin;

constexpr std::uint64_t kUnits = 10'000;
constexpr std::uint64_t kStations = 1'142;
constexpr std::uint64_t kHours = 8'760;
constexpr std::int64_t kMicro = 1'000'000;
constexpr std::int64_t kYear_2023_ms = 1'672'531'200'000;
constexpr std::int64_t kHour_ms = 3'600'000;

// From 0 to 1, the same every time.
class Shares {
 public:
  double next() {
    x_state = x_state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return static_cast<double>(x_state >> 40U) / static_cast<double>(1U << 24U);
  }

 private:
  std::uint64_t x_state = 20'030'101;
};

// A whole figure in the range of a field, at most 100 above its lower end.
std::int64_t figure_micro(double lo, double hi, double share) {
  const double low = std::max(lo, 0.0);
  const double high = std::min(hi, low + 100.0);
  return static_cast<std::int64_t>(std::floor(low + share * (high - low))) * kMicro;
}

// Columns and tables of a batch with what they point to. All figures of a unit lie at the same
// place of their ranges, so that no part is more than its whole.
struct Batch {
  Batch(const assay_plugin_desc& desc, std::uint64_t units) : outputs(desc, units) {
    for (std::uint32_t i = 0; i < desc.n_in; ++i) {
      auto& column = inputs.emplace_back();
      Shares shares;
      for (std::uint64_t unit = 0; unit < units; ++unit)
        column.push_back(figure_micro(desc.in[i].lo, desc.in[i].hi, shares.next()));
    }
    for (const auto& column : inputs) in.push_back(column_of(column));
    no_rows.resize(units + 1);
    for (std::uint32_t i = 0; i < desc.n_datasets; ++i) {
      auto& columns = table_columns.emplace_back();
      for (std::uint32_t j = 0; j < desc.datasets[i].n_columns; ++j) {
        columns.push_back(column_of(empty));
        columns.back().type = desc.datasets[i].columns[j].type;
      }
      tables.push_back({.size = sizeof(assay_plugin_table),
                        .n_cols = desc.datasets[i].n_columns,
                        .rows = 0,
                        .row_start = no_rows.data(),
                        .time_ms = empty.data(),
                        .cols = columns.data()});
    }
    batch.size = sizeof batch;
    batch.n_in = desc.n_in;
    batch.n_out = desc.n_out;
    batch.rows = units;
    batch.period = {"2023", 4};
    batch.in = in.data();
    batch.out = outputs.columns().data();
    batch.tables = tables.data();
    batch.n_tables = desc.n_datasets;
  }

  static assay_plugin_col column_of(const std::vector<std::int64_t>& values) {
    return {.size = sizeof(assay_plugin_col),
            .type = ASSAY_PLUGIN_DEC6,
            .rows = values.size(),
            .valid = nullptr,
            .data = values.data(),
            .offsets = nullptr};
  }

  RawOutputs outputs;
  std::vector<std::vector<std::int64_t>> inputs;
  std::vector<assay_plugin_col> in;
  std::vector<std::int64_t> empty = {0};
  std::vector<std::uint64_t> no_rows;
  std::vector<std::vector<assay_plugin_col>> table_columns;
  std::vector<assay_plugin_table> tables;
  assay_plugin_batch batch{};
};

void evaluate(benchmark::State& state, RawPlugin& plugin, Batch& batch, std::uint64_t rows) {
  for (auto _ : state) {
    batch.outputs.clear();
    plugin.evaluate(batch.batch);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * rows));
  state.counters["per_row"] =
      benchmark::Counter(static_cast<double>(state.iterations() * rows),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["refused"] =
      static_cast<double>(plugin.refused()) / static_cast<double>(state.iterations());
}

void units(benchmark::State& state, const std::string& library) {
  RawPlugin plugin(library, "{}");
  Batch batch(plugin.desc(), kUnits);
  evaluate(state, plugin, batch, kUnits);
}

// Six pollutants an hour: integers, CO with one decimal.
void air_hours(benchmark::State& state, const std::string& library) {
  RawPlugin plugin(library, "{}");
  Batch batch(plugin.desc(), kStations);
  Shares shares;
  std::vector<std::vector<std::int64_t>> columns(6);
  std::vector<std::int64_t> time_ms;
  std::vector<std::uint64_t> row_start = {0};
  for (std::uint64_t station = 0; station < kStations; ++station) {
    for (std::uint64_t hour = 0; hour < kHours; ++hour) {
      time_ms.push_back(kYear_2023_ms + static_cast<std::int64_t>(hour) * kHour_ms);
      for (std::size_t item = 0; item < columns.size(); ++item)
        columns[item].push_back(figure_micro(0, 100, shares.next()) / (item == 2 ? 10 : 1));
    }
    row_start.push_back(time_ms.size());
  }
  auto& table = batch.tables[0];
  for (std::size_t item = 0; item < columns.size(); ++item)
    batch.table_columns[0][item] = Batch::column_of(columns[item]);
  table.rows = time_ms.size();
  table.row_start = row_start.data();
  table.time_ms = time_ms.data();
  evaluate(state, plugin, batch, table.rows);
}

const bool kRegistered = [] {
  for (const char* name : {"environment", "investment", "population", "safety"})
    benchmark::RegisterBenchmark((std::string("plugin/") + name + "/unit").c_str(), units,
                                 std::string(ASSAY_PLUGINS "/") + name + "/" + name + ".so")
        ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("plugin/environment/air-hourly", air_hours,
                               std::string(ASSAY_PLUGINS "/environment/environment.so"))
      ->Unit(benchmark::kMillisecond);
  return true;
}();

}  // namespace
