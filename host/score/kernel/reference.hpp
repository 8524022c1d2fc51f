#pragma once
// What the kernels must give, literally, in 128 bits and one row at a time. Scores the rows that
// the vector schemes cannot take, and is the measure of their tests. Pure; thread-safe.

#include <cstdint>
#include <optional>

#include "score/kernel/kernel.hpp"
#include "score/kernel/leaf.hpp"

namespace assay::score::kernel {

// The figures of one row; nothing = not valid.
struct Row {
  std::optional<std::int64_t> value;
  std::optional<std::int64_t> target;
  std::optional<std::int64_t> far;
};

// What a row does to its node.
struct Effect {
  enum class Kind : std::uint8_t { Points, LeftOut, Undecided };
  Kind kind = Kind::Undecided;
  std::int64_t points = 0;
};

// `line` in place of the leaf's own.
[[nodiscard]] Effect score_row(const Leaf& leaf, const Line& line, const Row& row);

// Which columns the leaf reads.
[[nodiscard]] constexpr bool needs_target(const Leaf& leaf) {
  return leaf.measure == Measure::Rate || leaf.measure == Measure::RateSteps;
}
// Without it the row is absent.
[[nodiscard]] constexpr bool needs_far(const Leaf& leaf) {
  return leaf.measure == Measure::Rate && leaf.form == Form::Between;
}
[[nodiscard]] constexpr bool may_use_far(const Leaf& leaf) {
  return leaf.measure == Measure::Rate && (leaf.form == Form::Between || leaf.bonus != 0);
}

[[nodiscard]] Row row_of(const LeafBlock& block, std::size_t row);

// Scores one row and adds it to entry `at` of the node; true if it is undecided.
bool accumulate_row(const LeafBlock& block, const Line& line, std::size_t row,
                    const NodeBlock& node, std::size_t at);

// round(factor · points / divisor); nothing beyond ±kPoints_limit or where a magnitude is 2⁵¹ or
// more. divisor > 0
[[nodiscard]] std::optional<std::int64_t> divide_row(std::int64_t points, std::int64_t divisor,
                                                     std::int64_t factor, Rounding rounding);

// A library of this alone.
[[nodiscard]] const Kernels& reference();

}  // namespace assay::score::kernel
