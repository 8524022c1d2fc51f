// A whole scoring: 1 000 units, 30 weighted indicators, ranks and grades; beside the bare weighted
// sum in doubles, which is the least any scorer has to do.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "score/score.hpp"

namespace {

using assay::Decimal;
using assay::Ratio;
using assay::model::Column;
using assay::model::ColumnKey;
using assay::model::Layer;

constexpr std::size_t kUnits = 1000;
constexpr std::size_t kLeaves = 30;

const auto kPeriod = assay::model::Period::year(2024);

std::int64_t figure_micro(std::size_t unit, std::size_t leaf) {
  return static_cast<std::int64_t>((unit * 7919 + leaf * 104'729) % 100'000'000);
}

assay::model::Snapshot snapshot() {
  assay::model::Snapshot result;
  for (std::size_t i = 0; i < kUnits; ++i) {
    assay::model::Unit unit;
    unit.code = "unit-" + std::to_string(i);
    unit.name = unit.code;
    unit.type = "county";
    result.units.push_back(unit);
  }
  for (std::size_t leaf = 0; leaf < kLeaves; ++leaf) {
    assay::model::Indicator indicator;
    indicator.code = "indicator-" + std::to_string(leaf);
    Column column;
    for (std::size_t unit = 0; unit < kUnits; ++unit) column.set(unit, figure_micro(unit, leaf));
    result.columns[ColumnKey{indicator.code, kPeriod, Layer::Actual}] = column;
    result.indicators[indicator.code] = indicator;
  }
  return result;
}

assay::model::Scheme scheme() {
  assay::model::Group group;
  group.id = "counties";
  group.selection.type = "county";
  group.root.id = "total";
  group.root.points = Decimal::from_integer(100);
  for (std::size_t leaf = 0; leaf < kLeaves; ++leaf) {
    assay::model::Component component;
    component.id = "component-" + std::to_string(leaf);
    component.points = group.root.points;
    component.weight = Ratio::from_integer(static_cast<std::int64_t>(leaf % 5) + 1);
    component.rule =
        assay::model::DirectRule{"indicator-" + std::to_string(leaf), Decimal::from_integer(100)};
    group.root.children.push_back(component);
  }
  assay::model::Scheme result;
  result.id = "bench";
  result.version = 1;
  result.groups.push_back(group);
  return result;
}

void score_exact(benchmark::State& state) {
  const auto figures = snapshot();
  const auto rules = scheme();
  for (auto _ : state) {
    auto run = assay::score::score(rules, kPeriod, figures, {});
    if (!run) state.SkipWithError("the scheme was refused");
    benchmark::DoNotOptimize(run);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kUnits * kLeaves));
}

void score_double(benchmark::State& state) {
  std::vector<double> figures;
  std::vector<double> weights;
  for (std::size_t unit = 0; unit < kUnits; ++unit)
    for (std::size_t leaf = 0; leaf < kLeaves; ++leaf)
      figures.push_back(static_cast<double>(figure_micro(unit, leaf)) / 1e6);
  for (std::size_t leaf = 0; leaf < kLeaves; ++leaf)
    weights.push_back(static_cast<double>(leaf % 5) + 1);
  for (auto _ : state) {
    for (std::size_t unit = 0; unit < kUnits; ++unit) {
      double sum = 0;
      double weight_sum = 0;
      for (std::size_t leaf = 0; leaf < kLeaves; ++leaf) {
        sum += weights[leaf] * figures[unit * kLeaves + leaf];
        weight_sum += weights[leaf];
      }
      benchmark::DoNotOptimize(sum / weight_sum);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kUnits * kLeaves));
}

BENCHMARK(score_exact)->Name("score/exact")->Unit(benchmark::kMillisecond);
BENCHMARK(score_double)->Name("score/double")->Unit(benchmark::kMillisecond);

}  // namespace
