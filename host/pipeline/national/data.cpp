#include "pipeline/national/data.hpp"

#include <algorithm>
#include <utility>

namespace assay::pipeline::national {

namespace {

constexpr std::size_t kNodes = 10;
constexpr std::int64_t kHundredth_micro = 10'000;

// SplitMix64 of the place of a figure: no state, so that any part can be made first.
std::uint64_t noise(std::uint64_t seed, std::uint64_t stream, std::uint64_t row) {
  auto x = seed * 0x9E3779B97F4A7C15U + stream * 0xD1B54A32D192ED03U + row + 1;
  x *= 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

std::int64_t target_micro(std::uint64_t random) {
  return static_cast<std::int64_t>(5'000 + random % 95'001) * kHundredth_micro;
}

std::string padded(std::size_t number, std::size_t width) {
  auto text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

std::string county(std::size_t group) { return "c" + padded(group + 1, 4); }

model::Rule rule_of(const Size& size, Targets targets, std::size_t number, std::size_t group) {
  if (targets == Targets::Unit)
    return model::AttainmentRule{.indicator = indicator_code(number),
                                 .cap = Ratio::from_integer(1)};
  return model::LinearRule{.indicator = indicator_code(number),
                           .from = {},
                           .to = {.fixed = group_target(size, number, group)}};
}

// Each indicator has the same points; the last takes what does not divide.
model::Component tree(const Size& size, Targets targets, std::size_t group) {
  const std::int64_t each = 100'000'000 / static_cast<std::int64_t>(size.indicators);
  model::Component root{.id = "total", .name = "total", .points = Decimal::from_integer(100)};
  std::int64_t left = root.points.micro();
  for (std::size_t node = 0; node < kNodes; ++node) {
    model::Component branch{.id = "n" + padded(node + 1, 2)};
    std::int64_t sum = 0;
    for (std::size_t i = size.indicators * node / kNodes; i < size.indicators * (node + 1) / kNodes;
         ++i) {
      const auto points = i + 1 == size.indicators ? left : each;
      left -= points;
      sum += points;
      branch.children.push_back({.id = indicator_code(i),
                                 .name = indicator_code(i),
                                 .points = Decimal::from_micro(points),
                                 .rule = rule_of(size, targets, i, group)});
    }
    branch.name = branch.id;
    branch.points = Decimal::from_micro(sum);
    if (!branch.children.empty()) root.children.push_back(std::move(branch));
  }
  return root;
}

}  // namespace

std::size_t first_of(const Size& size, std::size_t group) {
  return size.units * group / size.groups;
}

model::Unit unit(const Size& /*size*/, std::size_t ordinal, std::size_t group) {
  return {.code = "v" + padded(ordinal + 1, 7),
          .name = "第" + std::to_string(ordinal + 1) + "村",
          .type = "village",
          .tags = {county(group)}};
}

std::string indicator_code(std::size_t number) { return "i" + padded(number + 1, 3); }

model::Indicator indicator(std::size_t number) {
  return {.code = indicator_code(number),
          .name = "指标" + std::to_string(number + 1),
          .measure_unit = "万元",
          .decimals = 2};
}

void fill_targets(const Size& size, std::size_t indicator, std::span<std::int64_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = target_micro(noise(size.seed, 2 * indicator, i));
}

void fill_figures(const Size& size, std::size_t indicator, std::span<const std::int64_t> targets,
                  std::span<std::int64_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto share = static_cast<std::int64_t>(6'000 + noise(size.seed, 2 * indicator + 1, i) %
                                                             6'001);  // in ten-thousandths
    out[i] = targets[i] / kHundredth_micro * share / 10'000 * kHundredth_micro;
  }
}

Decimal group_target(const Size& size, std::size_t indicator, std::size_t group) {
  return Decimal::from_micro(target_micro(noise(~size.seed, indicator, group)));
}

model::Scheme scheme(const Size& size, Targets targets) {
  model::Scheme scheme{.id = targets == Targets::Unit ? "national" : "national-by-county",
                       .version = 1,
                       .title = "全国村级考核",
                       .period = kPeriod};
  scheme.groups.reserve(size.groups);
  for (std::size_t group = 0; group < size.groups; ++group) {
    scheme.groups.push_back(
        {.id = county(group),
         .name = county(group),
         .selection = {.tag = county(group)},
         .root = tree(size, targets, group),
         .grades = {{.id = "excellent",
                     .name = "优秀",
                     .quota = {.share = Ratio::make(1, 4).value_or(Ratio{})}},
                    {.id = "good", .name = "良好", .at_least = Decimal::from_integer(80)},
                    {.id = "ordinary", .name = "一般"}}});
  }
  return scheme;
}

}  // namespace assay::pipeline::national
