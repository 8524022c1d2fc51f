// Leaves over blocks of segments: which kind each is, which go together, what is fetched ahead.
// Compiled once for every instruction set, like quotient-inl.h.

#include <hwy/highway.h>

#include <algorithm>
#include <span>

#include "score/kernel/reference.hpp"

#if defined(ASSAY_SCORE_KERNEL_LEAVES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ASSAY_SCORE_KERNEL_LEAVES_INL_H
#undef ASSAY_SCORE_KERNEL_LEAVES_INL_H
#else
#define ASSAY_SCORE_KERNEL_LEAVES_INL_H
#endif

#include "score/kernel/words-inl.h"

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

// Rows ahead of those in work that are fetched: 2 KiB of a column, or 1 KiB of a packed one.
inline constexpr std::size_t kAhead_rows = 256;

// Most leaves that are added together: each more is two more streams of memory.
inline constexpr std::size_t kMost_together = 2;

// Leaves of the same kind over the rows of one segment, and what is read after them.
struct Pass {
  std::span<const LeafBlock> leaves;
  const Segment* segment = nullptr;
  std::size_t first = 0;  // row of the columns
  // Rows that are fetched ahead; from row `last` on, those of the next leaves from `next_first` on.
  std::size_t ahead = 0;
  std::size_t last = 0;
  std::span<const LeafBlock> next;
  std::size_t next_first = 0;

  [[nodiscard]] HWY_INLINE Part part(std::size_t k) const {
    return {&leaves[k], &line_of(leaves[k], *segment), first};
  }
};

// Must be inlined: a call without effect or result is left out.
template <class Figure>
HWY_INLINE void fetch(const Figure* from, std::size_t rows) {
  for (std::size_t i = 0; i < rows; i += kLine_bytes / sizeof(Figure)) __builtin_prefetch(from + i);
}

HWY_INLINE void fetch(const model::Cells& cells, std::size_t row, std::size_t rows) {
  if (cells.packed != nullptr)
    fetch(cells.packed + row, rows);
  else if (cells.micro != nullptr)
    fetch(cells.micro + row, rows);
}

template <bool kTarget>
HWY_INLINE void fetch(const Pass& pass, std::size_t k, std::size_t row, std::size_t rows) {
  auto ahead = row + pass.ahead;
  const auto* block = &pass.leaves[k];
  if (ahead >= pass.last) {
    if (k >= pass.next.size()) return;
    block = &pass.next[k];
    ahead = pass.next_first + (ahead - pass.last);
  }
  fetch(block->value.cells, ahead, rows);
  if (kTarget) fetch(block->target.cells, ahead, rows);
}

template <class Cell, std::size_t... kIndex>
bool add_together(const Pass& pass, const NodeBlock& node) {
  constexpr auto kCount = sizeof...(kIndex);
  LeafRuns<Cell, kCount> leaves({pass.part(kIndex)...});
  bool undecided = false;
  const auto rows = pass.segment->rows;
  for (std::size_t row = 0; row < rows; row += kWord_rows) {
    const auto here = std::min(kWord_rows, rows - row);
    for (std::size_t k = 0; k < kCount; ++k) fetch<Cell::kTarget>(pass, k, pass.first + row, here);
    const auto figures = leaves.at(row, here);
    auto done = dense_rows(here);
    if (!leaves.add_dense(figures, row, done, node.points)) done = 0;
    if (done < here) undecided = leaves.add_word(figures, done, row, here, node) || undecided;
  }
  return undecided;
}

using Adder = bool (*)(const Pass&, const NodeBlock&);

// How leaves of a kind are added; `two` is null where they are too rare to be worth it.
struct Adders {
  Adder one = nullptr;
  Adder two = nullptr;
};

template <class Cell>
constexpr Adders kRare = {add_together<Cell, 0>};
template <class Cell>
constexpr Adders kOften = {add_together<Cell, 0>, add_together<Cell, 0, 1>};

inline bool add_rows_singly(const Pass& pass, const NodeBlock& node) {
  const auto part = pass.part(0);
  bool undecided = false;
  for (std::size_t row = 0; row < pass.segment->rows; ++row)
    undecided = accumulate_row(*part.block, *part.line, part.first + row, node, row) || undecided;
  return undecided;
}

template <class Bounds, Ties kTies>
Adders rate_adders(const LeafBlock& block) {
  const auto form = block.leaf->form;
  const auto target = block.target.constant;
  const bool straight = form == Form::Higher || form == Form::Mirror;
  const bool same = block.target.is_constant() && block.target.valid.bytes == nullptr &&
                    !block.target.empty && target > 0 && target < kFigure_limit;
  if (straight && same && block.leaf->bonus == 0) {
    using Cell = LineCell<Bounds, kTies, true>;
    if (form == Form::Higher) return kOften<Cell>;
    return kRare<LineCell<Bounds, kTies, false>>;
  }
  switch (form) {
    case Form::Higher:
      return kOften<RateCell<Bounds, kTies, Form::Higher>>;
    case Form::Inverse:
      return kRare<RateCell<Bounds, kTies, Form::Inverse>>;
    case Form::Mirror:
      return kRare<RateCell<Bounds, kTies, Form::Mirror>>;
    case Form::Near:
      return kRare<NearCell<Bounds, kTies>>;
    case Form::Between:
      break;
  }
  return kRare<RateCell<Bounds, kTies, Form::Between>>;
}

template <class Bounds, Ties kTies>
Adders line_adders(const Line& line) {
  if (line.top == 0 && line.rest == 0) return kOften<LineCell<Bounds, kTies, true>>;
  return kRare<LineCell<Bounds, kTies, false>>;
}

template <class Bounds>
Adders rate_steps_adders(const Leaf& leaf) {
  switch (leaf.form) {
    case Form::Higher:
      return kRare<RateStepsCell<Bounds, Form::Higher>>;
    case Form::Inverse:
      return kRare<RateStepsCell<Bounds, Form::Inverse>>;
    case Form::Mirror:
      return kRare<RateStepsCell<Bounds, Form::Mirror>>;
    case Form::Near:
      return kRare<RateStepsCell<Bounds, Form::Near>>;
    case Form::Between:
      break;
  }
  return {add_rows_singly};
}

template <class Bounds, Ties kTies>
Adders adders_with(const LeafBlock& block, const Line& line) {
  return block.leaf->measure == Measure::Rate ? rate_adders<Bounds, kTies>(block)
                                              : line_adders<Bounds, kTies>(line);
}

template <class Bounds>
Adders adders_of(const LeafBlock& block, const Line& line) {
  const auto& leaf = *block.leaf;
  if (!leaf.fast) return {add_rows_singly};
  switch (leaf.measure) {
    case Measure::Rate:
    case Measure::Line:
      if (leaf.rounding == Rounding::HalfEven) return adders_with<Bounds, Ties::Even>(block, line);
      return leaf.least < 0 ? adders_with<Bounds, Ties::Away>(block, line)
                            : adders_with<Bounds, Ties::Up>(block, line);
    case Measure::Steps:
      return kRare<StepsCell>;
    case Measure::RateSteps:
      return rate_steps_adders<Bounds>(leaf);
    case Measure::YesNo:
      return kRare<YesNoCell>;
    case Measure::Nothing:
      break;
  }
  return {add_rows_singly};
}

// One or two leaves over one segment, together if they are of the same kind.
template <class Bounds>
bool add_pass(const Pass& pass, const NodeBlock& node) {
  const auto adders = [&](std::size_t k) HWY_ATTR {
    return adders_of<Bounds>(pass.leaves[k], *pass.part(k).line);
  };
  const auto first = adders(0);
  if (pass.leaves.size() == 1) return first.one(pass, node);
  const auto second = adders(1);
  if (first.two != nullptr && first.two == second.two) return first.two(pass, node);
  auto rest = pass;
  rest.leaves = pass.leaves.subspan(1);
  rest.next = pass.next.subspan(std::min<std::size_t>(1, pass.next.size()));
  const bool undecided = first.one(pass, node);
  return second.one(rest, node) || undecided;
}

HWY_INLINE NodeBlock from(const NodeBlock& node, std::size_t row) {
  return {.points = node.points + row,
          .weights = node.weights == nullptr ? nullptr : node.weights + row,
          .undecided = {node.undecided.bytes, node.undecided.first + row}};
}

// Kernels::accumulate
template <class Bounds>
bool accumulate(const Batch& batch, std::span<const Segment> segments, const NodeBlock& node,
                const Batch& next) {
  std::size_t rows = 0;
  for (const auto& segment : segments) rows += segment.rows;
  const auto& leaves = batch.leaves;
  bool undecided = false;
  for (std::size_t i = 0; i < leaves.size(); i += kMost_together) {
    const auto end = std::min(i + kMost_together, leaves.size());
    const bool is_last = end == leaves.size();
    Pass pass{.leaves = leaves.subspan(i, end - i),
              .ahead = std::min(kAhead_rows, rows),
              .last = batch.first + rows,
              .next = is_last ? next.leaves : leaves.subspan(end),
              .next_first = is_last ? next.first : batch.first};
    std::size_t row = 0;
    for (const auto& segment : segments) {
      pass.segment = &segment;
      // One after the other for this segment, but far from those of the next.
      if (segment.lines != nullptr && !is_last) __builtin_prefetch(&line_of(leaves[end], segment));
      pass.first = batch.first + row;
      undecided = add_pass<Bounds>(pass, from(node, row)) || undecided;
      row += segment.rows;
    }
  }
  return undecided;
}

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
