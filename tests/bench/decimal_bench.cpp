// Exact decimals beside doubles: product and quotient, sums, reading text, comparing rates.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/ratio.hpp"

namespace {

using assay::Decimal;
using assay::Ratio;
using assay::Rounding;

constexpr std::size_t kFigures = 1024;

// Figures as they occur: up to six digits and six decimals, never zero; the same ones every time.
std::vector<std::int64_t> figures_micro() {
  std::vector<std::int64_t> figures;
  std::uint64_t state = 20'030'101;
  for (std::size_t i = 0; i < kFigures; ++i) {
    state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    figures.push_back(static_cast<std::int64_t>(state >> 24U) % 999'999'999'999 + 1);
  }
  return figures;
}

std::vector<Decimal> decimals() {
  std::vector<Decimal> values;
  for (const auto micro : figures_micro()) values.push_back(Decimal::from_micro(micro));
  return values;
}

std::vector<double> doubles() {
  std::vector<double> values;
  for (const auto micro : figures_micro()) values.push_back(static_cast<double>(micro) / 1e6);
  return values;
}

void count_figures(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kFigures));
}

void points_exact(benchmark::State& state) {
  const auto values = decimals();
  const auto points = Decimal::from_integer(10);
  for (auto _ : state)
    for (std::size_t i = 1; i < kFigures; ++i)
      benchmark::DoNotOptimize(
          assay::mul_div(points, values[i - 1], values[i], Rounding::HalfAwayFromZero));
  count_figures(state);
}

void points_double(benchmark::State& state) {
  const auto values = doubles();
  for (auto _ : state)
    for (std::size_t i = 1; i < kFigures; ++i)
      benchmark::DoNotOptimize(10.0 * values[i - 1] / values[i]);
  count_figures(state);
}

void sum_exact(benchmark::State& state) {
  const auto values = decimals();
  for (auto _ : state) {
    Decimal sum;
    for (const auto value : values) sum = assay::add(sum, value).value_or(Decimal());
    benchmark::DoNotOptimize(sum);
  }
  count_figures(state);
}

void sum_double(benchmark::State& state) {
  const auto values = doubles();
  for (auto _ : state) {
    double sum = 0;
    for (const auto value : values) sum += value;
    benchmark::DoNotOptimize(sum);
  }
  count_figures(state);
}

std::vector<std::string> texts() {
  std::vector<std::string> values;
  for (const auto value : decimals()) values.push_back(value.str());
  return values;
}

void parse_exact(benchmark::State& state) {
  const auto values = texts();
  for (auto _ : state)
    for (const auto& value : values) benchmark::DoNotOptimize(Decimal::parse(value));
  count_figures(state);
}

void parse_double(benchmark::State& state) {
  const auto values = texts();
  for (auto _ : state)
    for (const auto& value : values) benchmark::DoNotOptimize(std::strtod(value.c_str(), nullptr));
  count_figures(state);
}

void gate_exact(benchmark::State& state) {
  const auto values = decimals();
  const auto gate = Ratio::parse("60%").value_or(Ratio());
  for (auto _ : state)
    for (std::size_t i = 1; i < kFigures; ++i)
      benchmark::DoNotOptimize(Ratio::of(values[i - 1], values[i]).value_or(Ratio()) >= gate);
  count_figures(state);
}

void gate_double(benchmark::State& state) {
  const auto values = doubles();
  for (auto _ : state)
    for (std::size_t i = 1; i < kFigures; ++i)
      benchmark::DoNotOptimize(values[i - 1] / values[i] >= 0.6);
  count_figures(state);
}

BENCHMARK(points_exact)->Name("points/exact");
BENCHMARK(points_double)->Name("points/double");
BENCHMARK(sum_exact)->Name("sum/exact");
BENCHMARK(sum_double)->Name("sum/double");
BENCHMARK(parse_exact)->Name("parse/exact");
BENCHMARK(parse_double)->Name("parse/double");
BENCHMARK(gate_exact)->Name("gate/exact");
BENCHMARK(gate_double)->Name("gate/double");

}  // namespace
