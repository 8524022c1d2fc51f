// Rows in words of 64: leaves added to a node, dense words by the shortest way, others by lanes
// that count, single rows in 128 bits. Compiled once for every instruction set, like
// quotient-inl.h.

#include <hwy/highway.h>

#include <array>
#include <span>
#include <utility>

#include "score/kernel/bits.hpp"
#include "score/kernel/reference.hpp"

#if defined(ASSAY_SCORE_KERNEL_WORDS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ASSAY_SCORE_KERNEL_WORDS_INL_H
#undef ASSAY_SCORE_KERNEL_WORDS_INL_H
#else
#define ASSAY_SCORE_KERNEL_WORDS_INL_H
#endif

#include "score/kernel/cells-inl.h"

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

// Rows ahead of those in work that are fetched: 2 KiB of a column.
inline constexpr std::size_t kAhead_rows = 256;
inline constexpr std::size_t kLine_rows = 8;  // of 64 bytes

// The figures of some consecutive rows.
struct Figures {
  const std::int64_t* v = nullptr;
  const std::int64_t* t = nullptr;
  const std::int64_t* far = nullptr;
};

// The columns of one leaf: constants stand in an array of their own, over which rows do not move.
class Source {
 public:
  HWY_INLINE Source(const LeafBlock& block, bool target, bool far)
      : x_block(&block), x_value(block.value, x_constants[0]) {
    if (target) x_target = Stream(block.target, x_constants[1]);
    if (far) x_far = Stream(block.far, x_constants[2]);
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  [[nodiscard]] const LeafBlock& block() const { return *x_block; }
  [[nodiscard]] HWY_INLINE Figures at(std::size_t row) const {
    return {x_value.at(row), x_target.at(row), x_far.at(row)};
  }

 private:
  class Stream {
   public:
    Stream() = default;
    HWY_INLINE Stream(const Column& column, std::array<std::int64_t, kWord_rows>& constants)
        : x_values(column.values), x_step(1) {
      if (x_values != nullptr) return;
      constants.fill(column.constant);
      x_values = constants.data();
      x_step = 0;
    }
    [[nodiscard]] HWY_INLINE const std::int64_t* at(std::size_t row) const {
      return x_values + row * x_step;
    }

   private:
    const std::int64_t* x_values = nullptr;
    std::size_t x_step = 0;
  };

  const LeafBlock* x_block;
  std::array<std::array<std::int64_t, kWord_rows>, 3> x_constants;
  Stream x_value;
  Stream x_target;
  Stream x_far;
};

inline std::uint64_t valid_word(const Column& column, std::size_t row, std::size_t rows) {
  return column.empty ? 0 : word_at(column.valid, row, rows);
}

template <class Which, class Cell>
HWY_INLINE Ints bad_at(const Cell& cell, const Figures& figures, std::size_t i) {
  const auto v = hn::LoadU(kInts, figures.v + i);
  const auto t = Cell::kTarget ? hn::LoadU(kInts, figures.t + i) : v;
  return cell.template bad<Which>(v, t, Cell::kFar ? hn::LoadU(kInts, figures.far + i) : v);
}

template <class Which, class Cell>
HWY_INLINE Doubles points_at(const Cell& cell, const Figures& figures, std::size_t i) {
  const auto v = hn::LoadU(kInts, figures.v + i);
  const auto t = Cell::kTarget ? hn::LoadU(kInts, figures.t + i) : v;
  return cell.template points<Which>(v, t, Cell::kFar ? hn::LoadU(kInts, figures.far + i) : v);
}

// Whether the cell can take all of these rows the plain way; `rows` is a multiple of the lanes.
template <class Cell>
HWY_INLINE bool takes_all(const Cell& cell, const Figures& figures, std::size_t rows) {
  auto bits = hn::Zero(kInts);
  for (std::size_t i = 0; i < rows; i += kLanes) bits = bits | bad_at<Plain>(cell, figures, i);
  return hn::AllTrue(kInts, (bits & hn::Set(kInts, Cell::kBad)) == hn::Zero(kInts));
}

HWY_INLINE IntMask lanes_of(std::uint64_t word, std::size_t first) {
  const auto bits = static_cast<std::uint8_t>(word >> first);
  return hn::LoadMaskBits(kInts, &bits);
}

HWY_INLINE std::uint64_t bits_of(IntMask mask, std::size_t first) {
  std::uint8_t bits = 0;
  hn::StoreMaskBits(kInts, mask, &bits);
  return std::uint64_t{bits} << first;
}

// Adds the rows of `word` that the cell can take; returns those that it cannot. `rows` is a
// multiple of the lanes.
template <class Cell>
HWY_INLINE std::uint64_t add_lanes(const Cell& cell, const Figures& figures, double* points,
                                   Doubles weight, std::size_t rows, std::uint64_t word) {
  std::uint64_t left = 0;
  const auto test = hn::Set(kInts, Cell::kBad);
  for (std::size_t i = 0; i < rows; i += kLanes) {
    const auto asked = lanes_of(word, i);
    const auto good = (bad_at<Any>(cell, figures, i) & test) == hn::Zero(kInts);
    left |= bits_of(hn::AndNot(good, asked), i);
    const auto taken = hn::RebindMask(kDoubles, hn::And(good, asked));
    const auto more = hn::IfThenElseZero(taken, weight * points_at<Any>(cell, figures, i));
    hn::StoreU(hn::LoadU(kDoubles, points + i) + more, kDoubles, points + i);
  }
  return left;
}

// The last few rows, fewer than the lanes, as nothing beyond them may be read: by masked loads
// where these are for free, else in a place of their own.
#if HWY_MEM_OPS_MIGHT_FAULT
template <class Cell>
HWY_INLINE std::uint64_t add_last(const Cell& cell, const Figures& figures, double* points,
                                  Doubles weight, std::size_t rows, std::uint64_t word) {
  std::array<std::array<std::int64_t, kLanes>, 3> copies{};
  std::array<double, kLanes> sums{};
  for (std::size_t i = 0; i < rows; ++i) {
    copies[0][i] = figures.v[i];
    if (Cell::kTarget) copies[1][i] = figures.t[i];
    if (Cell::kFar) copies[2][i] = figures.far[i];
    sums[i] = points[i];
  }
  const Figures copied{copies[0].data(), copies[1].data(), copies[2].data()};
  const auto left = add_lanes(cell, copied, sums.data(), weight, kLanes, word);
  for (std::size_t i = 0; i < rows; ++i) points[i] = sums[i];
  return left;
}
#else
template <class Cell>
HWY_INLINE std::uint64_t add_last(const Cell& cell, const Figures& figures, double* points,
                                  Doubles weight, std::size_t rows, std::uint64_t word) {
  const auto there = hn::FirstN(kInts, rows);
  const auto asked = hn::And(lanes_of(word, 0), there);
  const auto v = hn::MaskedLoad(there, kInts, figures.v);
  const auto t = Cell::kTarget ? hn::MaskedLoad(there, kInts, figures.t) : v;
  const auto far = Cell::kFar ? hn::MaskedLoad(there, kInts, figures.far) : v;
  const auto bits = cell.template bad<Any>(v, t, far) & hn::Set(kInts, Cell::kBad);
  const auto good = bits == hn::Zero(kInts);
  const auto taken = hn::RebindMask(kDoubles, hn::And(good, asked));
  const auto more = hn::IfThenElseZero(taken, weight * cell.template points<Any>(v, t, far));
  const auto mask = hn::RebindMask(kDoubles, there);
  hn::BlendedStore(hn::MaskedLoad(mask, kDoubles, points) + more, mask, kDoubles, points);
  return bits_of(hn::AndNot(good, asked), 0);
}
#endif

// The same for any number of rows.
template <class Cell>
HWY_INLINE std::uint64_t add_some(const Cell& cell, const Figures& figures, double* points,
                                  Doubles weight, std::size_t rows, std::uint64_t word) {
  const auto whole = rows / kLanes * kLanes;
  const auto left = add_lanes(cell, figures, points, weight, whole, word);
  if (whole == rows) return left;
  const Figures rest{figures.v + whole, Cell::kTarget ? figures.t + whole : nullptr,
                     Cell::kFar ? figures.far + whole : nullptr};
  return left | add_last(cell, rest, points + whole, weight, rows - whole, word >> whole) << whole;
}

// What rows without figures do to the node.
inline bool add_absent(const Leaf& leaf, const NodeBlock& node, std::size_t row,
                       std::uint64_t word) {
  if (word == 0) return false;
  if (leaf.if_absent == IfAbsent::Undecided) {
    set_bits(node.undecided, row, word);
    return true;
  }
  const bool counts = leaf.if_absent == IfAbsent::Points;
  const auto change = counts ? leaf.weight * static_cast<double>(leaf.absent_points) : -leaf.share;
  auto* sums = (counts ? node.points : node.weights) + row;
  for (; word != 0; word &= word - 1) sums[std::countr_zero(word)] += change;
  return false;
}

inline bool add_single(const LeafBlock& block, const NodeBlock& node, std::size_t row,
                       std::uint64_t word) {
  bool undecided = false;
  for (; word != 0; word &= word - 1) {
    const auto at = row + static_cast<std::size_t>(std::countr_zero(word));
    undecided = accumulate_row(block, at, node) || undecided;
  }
  return undecided;
}

// Rows with a stretch target that lie beyond their target, or whose stretch target does not.
inline std::uint64_t bonus_word(const Figures& figures, bool higher, std::uint64_t word) {
  std::uint64_t found = 0;
  for (auto rest = word; rest != 0; rest &= rest - 1) {
    const auto i = std::countr_zero(rest);
    const auto t = figures.t[i];
    const bool beyond =
        higher ? figures.v[i] > t || figures.far[i] <= t : figures.v[i] < t || figures.far[i] >= t;
    if (beyond) found |= rest & (0 - rest);
  }
  return found;
}

// Constants in work: a copy, which stays in registers where there are 32 of them, or else where
// they are, from where they are read without a load of their own.
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
template <class Constants>
using Held = const Constants;
#else
template <class Constants>
using Held = const Constants&;
#endif

// A leaf ready to be added, word by word.
template <class Cell>
class LeafRun {
 public:
  explicit HWY_INLINE LeafRun(const LeafBlock& block)
      : x_bonus(may_use_far(*block.leaf) && !Cell::kFar),
        x_source(block, Cell::kTarget, Cell::kFar || x_bonus),
        x_cell(block),
        x_weight(all(block.leaf->weight / 2)) {}

  [[nodiscard]] HWY_INLINE const Cell& cell() const { return x_cell; }
  [[nodiscard]] HWY_INLINE const Doubles& weight() const { return x_weight; }
  [[nodiscard]] HWY_INLINE Figures at(std::size_t row) const { return x_source.at(row); }

  // Whether the rows from `row` on, a multiple of the lanes and at most 64, can all be taken the
  // plain way.
  [[nodiscard]] HWY_INLINE bool is_dense(std::size_t row, std::size_t rows) const {
    return x_cell.is_plain() && valid(row, rows) == mask_of(rows) &&
           (!x_bonus || valid_word(x_source.block().far, row, rows) == 0) &&
           takes_all(x_cell, at(row), rows);
  }

  HWY_INLINE void add_dense(std::size_t row, std::size_t rows, double* points) const {
    Held<Cell> cell = x_cell;
    const auto figures = at(row);
    for (std::size_t i = 0; i < rows; i += kLanes) {
      const auto sum = hn::LoadU(kDoubles, points + row + i);
      hn::StoreU(hn::MulAdd(x_weight, points_at<Plain>(cell, figures, i), sum), kDoubles,
                 points + row + i);
    }
  }

  // Any rows, at most 64; true if some are undecided.
  HWY_NOINLINE bool add_word(std::size_t row, std::size_t rows, const NodeBlock& node) const {
    const auto& block = x_source.block();
    const auto present = valid(row, rows);
    bool undecided = add_absent(*block.leaf, node, row, mask_of(rows) & ~present);
    if (present == 0) return undecided;
    const auto figures = at(row);
    const auto single = x_bonus ? bonus_word(figures, block.leaf->form == Form::Higher,
                                             present & valid_word(block.far, row, rows))
                                : 0;
    auto left = add_some(x_cell, figures, node.points + row, x_weight, rows, present & ~single);
    left |= single == 0 ? 0 : add_bonus(figures, node.points + row, rows, single);
    return add_single(block, node, row, left) || undecided;
  }

 private:
  // Adds rows beyond their target; returns those that it cannot.
  HWY_NOINLINE std::uint64_t add_bonus(const Figures& figures, double* points, std::size_t rows,
                                       std::uint64_t word) const {
    if constexpr (requires { typename Cell::Bonus; }) {
      const auto& block = x_source.block();
      if (block.leaf->whole_cap)
        return add_some(typename Cell::Bonus(block), figures, points, x_weight, rows, word);
    }
    return word;
  }

  [[nodiscard]] HWY_INLINE std::uint64_t valid(std::size_t row, std::size_t rows) const {
    const auto& block = x_source.block();
    auto word = valid_word(block.value, row, rows);
    if (Cell::kTarget) word &= valid_word(block.target, row, rows);
    if (Cell::kFar) word &= valid_word(block.far, row, rows);
    return word;
  }

  bool x_bonus;
  Source x_source;
  Cell x_cell;
  Doubles x_weight;  // of doubled points
};

// Fetches the lines of a column kAhead_rows further on, or of what comes next: into the first cache
// where a division gives it the time, else into the second.
template <bool kNear>
HWY_INLINE void fetch(const std::int64_t* values, const std::int64_t* next, std::size_t row,
                      std::size_t rows) {
  const auto ahead = row + std::min(kAhead_rows, rows);
  const auto* from = ahead < rows ? values : next;
  if (from == nullptr) return;
  from += ahead < rows ? ahead : ahead - rows;
  for (std::size_t i = 0; i < kWord_rows; i += kLine_rows)
    __builtin_prefetch(from + i, 0, kNear ? 3 : 2);
}

template <bool kNear>
HWY_INLINE void fetch(const LeafBlock& block, const LeafBlock* next, std::size_t row,
                      std::size_t rows) {
  fetch<kNear>(block.value.values, next == nullptr ? nullptr : next->value.values, row, rows);
  if (block.target.values != nullptr || (next != nullptr && next->target.values != nullptr))
    fetch<kNear>(block.target.values, next == nullptr ? nullptr : next->target.values, row, rows);
}

// Most leaves that are added together: so many streams of memory at once, and sums that are read
// and written once for two of them.
inline constexpr std::size_t kMost_together = 4;

// Leaves of the same kind that are added together, and what is read after them.
struct Pass {
  const LeafBlock* leaves = nullptr;
  std::array<const LeafBlock*, kMost_together> next{};
};

// Rows of a word in whole vectors.
HWY_INLINE std::size_t whole_vectors(std::size_t rows) { return rows / kLanes * kLanes; }

template <class Cell>
HWY_INLINE void add_dense_pair(const LeafRun<Cell>& first, const LeafRun<Cell>& second,
                               std::size_t row, std::size_t rows, double* points) {
  Held<Cell> first_cell = first.cell();
  Held<Cell> second_cell = second.cell();
  Held<Doubles> first_weight = first.weight();
  Held<Doubles> second_weight = second.weight();
  const auto one = first.at(row);
  const auto two = second.at(row);
  for (std::size_t i = 0; i < rows; i += kLanes) {
    auto sum = hn::LoadU(kDoubles, points + row + i);
    sum = hn::MulAdd(first_weight, points_at<Plain>(first_cell, one, i), sum);
    sum = hn::MulAdd(second_weight, points_at<Plain>(second_cell, two, i), sum);
    hn::StoreU(sum, kDoubles, points + row + i);
  }
}

template <class Cell, std::size_t kCount>
class LeafRuns {
 public:
  explicit HWY_INLINE LeafRuns(const Pass& pass)
      : LeafRuns(pass, std::make_index_sequence<kCount>()) {}

  // `rows` is a multiple of the lanes. False if nothing was added.
  HWY_INLINE bool add_dense(std::size_t row, std::size_t rows, double* points) const {
    for (const auto& run : x_runs)
      if (!run.is_dense(row, rows)) return false;
    std::size_t i = 0;
    for (; i + 2 <= kCount; i += 2) add_dense_pair(x_runs[i], x_runs[i + 1], row, rows, points);
    if (i < kCount) x_runs[i].add_dense(row, rows, points);
    return true;
  }
  HWY_INLINE bool add_word(std::size_t row, std::size_t rows, const NodeBlock& node) const {
    bool undecided = false;
    for (const auto& run : x_runs) undecided = run.add_word(row, rows, node) || undecided;
    return undecided;
  }

 private:
  template <std::size_t... kIndex>
  HWY_INLINE LeafRuns(const Pass& pass, std::index_sequence<kIndex...>)
      : x_runs{LeafRun<Cell>(pass.leaves[kIndex])...} {}

  std::array<LeafRun<Cell>, kCount> x_runs;
};

template <class Cell, std::size_t kCount>
bool add_together(const Pass& pass, std::size_t rows, const NodeBlock& node) {
  const LeafRuns<Cell, kCount> leaves(pass);
  bool undecided = false;
  for (std::size_t row = 0; row < rows; row += kWord_rows) {
    for (std::size_t i = 0; i < kCount; ++i)
      fetch<Cell::kTarget>(pass.leaves[i], pass.next[i], row, rows);
    const auto here = std::min(kWord_rows, rows - row);
    auto done = whole_vectors(here);
    if (!leaves.add_dense(row, done, node.points)) done = 0;
    if (done < here) undecided = leaves.add_word(row + done, here - done, node) || undecided;
  }
  return undecided;
}

using Adder = bool (*)(const Pass&, std::size_t, const NodeBlock&);

// How leaves of a kind are added; `two` is null where they are too rare to be worth it.
struct Adders {
  Adder one = nullptr;
  Adder two = nullptr;
};

template <class Cell>
constexpr Adders kRare = {add_together<Cell, 1>};
template <class Cell>
constexpr Adders kOften = {add_together<Cell, 1>, add_together<Cell, 2>};

inline bool add_rows_singly(const Pass& pass, std::size_t rows, const NodeBlock& node) {
  bool undecided = false;
  for (std::size_t row = 0; row < rows; ++row)
    undecided = accumulate_row(*pass.leaves, row, node) || undecided;
  return undecided;
}

template <class Bounds, Ties kTies>
Adders rate_adders(const LeafBlock& block) {
  const auto form = block.leaf->form;
  const auto target = block.target.constant;
  const bool straight = form == Form::Higher || form == Form::Mirror;
  const bool same = block.target.values == nullptr && block.target.valid.bytes == nullptr &&
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
Adders line_adders(const Leaf& leaf) {
  if (leaf.top == 0 && leaf.rest == 0) return kOften<LineCell<Bounds, kTies, true>>;
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
Adders adders_with(const LeafBlock& block) {
  return block.leaf->measure == Measure::Rate ? rate_adders<Bounds, kTies>(block)
                                              : line_adders<Bounds, kTies>(*block.leaf);
}

template <class Bounds>
Adders adders_of(const LeafBlock& block) {
  const auto& leaf = *block.leaf;
  if (!leaf.fast) return {add_rows_singly};
  switch (leaf.measure) {
    case Measure::Rate:
    case Measure::Line:
      if (leaf.rounding == Rounding::HalfEven) return adders_with<Bounds, Ties::Even>(block);
      return leaf.least < 0 ? adders_with<Bounds, Ties::Away>(block)
                            : adders_with<Bounds, Ties::Up>(block);
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

// Kernels::accumulate
template <class Bounds>
bool accumulate(std::span<const LeafBlock> leaves, std::size_t rows, const NodeBlock& node,
                std::span<const LeafBlock> next) {
  const auto at = [&](std::size_t i) HWY_ATTR -> const LeafBlock* {
    if (i < leaves.size()) return &leaves[i];
    i -= leaves.size();
    return i < next.size() ? &next[i] : nullptr;
  };
  bool undecided = false;
  for (std::size_t i = 0; i < leaves.size();) {
    const auto adders = adders_of<Bounds>(leaves[i]);
    const bool paired = adders.two != nullptr && i + 1 < leaves.size() &&
                        adders_of<Bounds>(leaves[i + 1]).two == adders.two;
    const std::size_t taken = paired ? 2 : 1;
    Pass pass{.leaves = &leaves[i]};
    for (std::size_t k = 0; k < taken; ++k) pass.next[k] = at(i + taken + k);
    undecided = (paired ? adders.two : adders.one)(pass, rows, node) || undecided;
    i += taken;
  }
  return undecided;
}

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
