#pragma once
// The made-up nation that `assay bench national` works on: villages in counties, indicators with a
// target each. Every figure follows from the seed alone, so that other tools can be given the same
// data set and any part of it can be made on its own. Pure.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "model/records.hpp"
#include "model/scheme.hpp"

namespace assay::pipeline::national {

struct Size {
  std::size_t units = 690'000;
  std::size_t indicators = 200;
  std::size_t groups = 3'000;  // counties; their units stand together
  std::uint64_t seed = 1;
};

inline constexpr auto kPeriod = model::Period::year(2024);

// Ordinal of the first unit of a group; of `groups`: the number of units.
[[nodiscard]] std::size_t first_of(const Size& size, std::size_t group);

[[nodiscard]] model::Unit unit(const Size& size, std::size_t ordinal, std::size_t group);
[[nodiscard]] model::Indicator indicator(std::size_t number);  // from 0
[[nodiscard]] std::string indicator_code(std::size_t number);

// Targets 50.00–1000.00, figures at 60–120 % of them, both with two decimals; in millionths, by
// ordinal.
void fill_targets(const Size& size, std::size_t indicator, std::span<std::int64_t> out);
void fill_figures(const Size& size, std::size_t indicator, std::span<const std::int64_t> targets,
                  std::span<std::int64_t> out);
// The one target of a whole group, for schemes with a table of rules a group.
[[nodiscard]] Decimal group_target(const Size& size, std::size_t indicator, std::size_t group);

// Ten nodes that share the indicators, points in all: 100; each group ranked and graded (the first
// quarter excellent, from 80 on good).
enum class Targets : std::uint8_t { Unit, Group };
[[nodiscard]] model::Scheme scheme(const Size& size, Targets targets);

}  // namespace assay::pipeline::national
