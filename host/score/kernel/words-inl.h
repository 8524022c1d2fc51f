// Rows in words of 64: those of one leaf or a pair of a kind added to a node, dense words by the
// shortest way, others by lanes that count, single rows in 128 bits. Compiled once for every
// instruction set, like quotient-inl.h.

#include <hwy/highway.h>

#include <array>
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
#include "score/kernel/streams-inl.h"

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

// The figures of some consecutive rows.
struct Figures {
  const std::int64_t* v = nullptr;
  const std::int64_t* t = nullptr;
  const std::int64_t* far = nullptr;
};

inline std::uint64_t valid_word(const Column& column, std::size_t row, std::size_t rows) {
  return column.empty ? 0 : word_at(column.valid, row, rows);
}

// The figures of one vector; what a cell does not read is v.
struct Lanes {
  Ints v;
  Ints t;
  Ints far;
};

template <class Cell>
HWY_INLINE Lanes lanes_at(const Figures& figures, std::size_t i) {
  const auto v = hn::LoadU(kInts, figures.v + i);
  return {v, Cell::kTarget ? hn::LoadU(kInts, figures.t + i) : v,
          Cell::kFar ? hn::LoadU(kInts, figures.far + i) : v};
}

template <class Which, class Cell>
HWY_INLINE Ints bad_of(const Cell& cell, const Lanes& lanes) {
  return cell.template bad<Which>(lanes.v, lanes.t, lanes.far) & hn::Set(kInts, Cell::kBad);
}

template <class Which, class Cell>
HWY_INLINE Doubles points_of(const Cell& cell, const Lanes& lanes) {
  return cell.template points<Which>(lanes.v, lanes.t, lanes.far);
}

HWY_INLINE bool is_none(Ints bits) { return hn::AllTrue(kInts, bits == hn::Zero(kInts)); }

#if !HWY_MEM_OPS_MIGHT_FAULT
// The first rows of a vector, fewer than the lanes, as nothing beyond them may be read.
template <class Cell>
HWY_INLINE Lanes lanes_at(const Figures& figures, std::size_t i, IntMask there) {
  const auto v = hn::MaskedLoad(there, kInts, figures.v + i);
  return {v, Cell::kTarget ? hn::MaskedLoad(there, kInts, figures.t + i) : v,
          Cell::kFar ? hn::MaskedLoad(there, kInts, figures.far + i) : v};
}

HWY_INLINE void add_to(double* points, IntMask there, Doubles more) {
  const auto mask = hn::RebindMask(kDoubles, there);
  hn::BlendedStore(hn::MaskedLoad(mask, kDoubles, points) + more, mask, kDoubles, points);
}
#endif

HWY_INLINE void add_to(double* points, Doubles more) {
  hn::StoreU(hn::LoadU(kDoubles, points) + more, kDoubles, points);
}

// How many of these rows are taken as dense ones: whole vectors, or all where masked loads are for
// free.
HWY_INLINE std::size_t dense_rows(std::size_t rows) {
#if HWY_MEM_OPS_MIGHT_FAULT
  return rows / kLanes * kLanes;
#else
  return rows;
#endif
}

// Whether the cell can take all of these rows the plain way; as many as dense_rows says.
template <class Cell>
HWY_INLINE bool takes_all(const Cell& cell, const Figures& figures, std::size_t rows) {
  auto bits = hn::Zero(kInts);
  std::size_t i = 0;
  for (; i + kLanes <= rows; i += kLanes)
    bits = bits | bad_of<Plain>(cell, lanes_at<Cell>(figures, i));
#if !HWY_MEM_OPS_MIGHT_FAULT
  if (i < rows) {
    const auto there = hn::FirstN(kInts, rows - i);
    bits = bits | hn::IfThenElseZero(there, bad_of<Plain>(cell, lanes_at<Cell>(figures, i, there)));
  }
#endif
  return is_none(bits);
}

// The same from what is known of the columns: so many vectors are not looked at twice.
template <class Cell>
HWY_INLINE bool takes_all(const Cell& cell, const LeafBlock& block) {
  if constexpr (Cell::kBoxed) {
    const auto& target = Cell::kTarget ? block.target : block.value;
    auto bits = hn::Zero(kInts);
    for (const auto v : {block.value.lowest(), block.value.highest()})
      for (const auto t : {target.lowest(), target.highest()}) {
        const auto figure = hn::Set(kInts, v);
        bits = bits | bad_of<Plain>(cell, {figure, hn::Set(kInts, t), figure});
      }
    return is_none(bits);
  }
  return false;
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

// What lanes add to the node, and those that the cell cannot take.
struct Added {
  Doubles points;
  IntMask left;
};

template <class Cell>
HWY_INLINE Added add_asked(const Cell& cell, const Lanes& lanes, Doubles weight, IntMask asked) {
  const auto good = bad_of<Any>(cell, lanes) == hn::Zero(kInts);
  const auto taken = hn::RebindMask(kDoubles, hn::And(good, asked));
  return {hn::IfThenElseZero(taken, weight * points_of<Any>(cell, lanes)), hn::AndNot(good, asked)};
}

// Adds the rows of `word` that the cell can take; returns those that it cannot. `rows` is a
// multiple of the lanes.
template <class Cell>
HWY_INLINE std::uint64_t add_lanes(const Cell& cell, const Figures& figures, double* points,
                                   Doubles weight, std::size_t rows, std::uint64_t word) {
  std::uint64_t left = 0;
  for (std::size_t i = 0; i < rows; i += kLanes) {
    const auto added = add_asked(cell, lanes_at<Cell>(figures, i), weight, lanes_of(word, i));
    add_to(points + i, added.points);
    left |= bits_of(added.left, i);
  }
  return left;
}

// The last few rows, fewer than the lanes: by masked loads where these are for free, else in a
// place of their own.
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
  const auto added = add_asked(cell, lanes_at<Cell>(figures, 0, there), weight, asked);
  add_to(points, there, added.points);
  return bits_of(added.left, 0);
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

inline bool add_single(const Part& part, const NodeBlock& node, std::size_t row,
                       std::uint64_t word) {
  bool undecided = false;
  for (; word != 0; word &= word - 1) {
    const auto at = row + static_cast<std::size_t>(std::countr_zero(word));
    undecided = accumulate_row(*part.block, *part.line, part.first + at, node, at) || undecided;
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

// Adds rows beyond their target; returns those that it cannot.
template <class Bonus>
HWY_NOINLINE std::uint64_t add_bonus(const Part& part, const Figures& figures, double* points,
                                     std::size_t rows, std::uint64_t word) {
  if (!part.leaf().whole_cap) return word;
  return add_some(Bonus(part), figures, points, all(part.leaf().weight / 2), rows, word);
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

// A part ready to be added, word by word.
template <class Cell>
class LeafRun {
 public:
  explicit HWY_INLINE LeafRun(const Part& part)
      : x_part(part),
        x_bonus(may_use_far(part.leaf()) && !Cell::kFar),
        x_cell(part),
        x_weight(all(part.leaf().weight / 2)),
        x_all_dense(are_all_dense()) {
    x_value.open(part.block->value);
    if (Cell::kTarget) x_target.open(part.block->target);
    if (Cell::kFar || x_bonus) x_far.open(part.block->far);
  }
  LeafRun(const LeafRun&) = delete;
  LeafRun& operator=(const LeafRun&) = delete;

  [[nodiscard]] HWY_INLINE const Cell& cell() const { return x_cell; }
  [[nodiscard]] HWY_INLINE const Doubles& weight() const { return x_weight; }

  // At most 64 rows; valid up to the next call.
  [[nodiscard]] HWY_INLINE Figures at(std::size_t row, std::size_t rows) {
    row += x_part.first;
    return {x_value.at(row, rows), Cell::kTarget ? x_target.at(row, rows) : nullptr,
            Cell::kFar || x_bonus ? x_far.at(row, rows) : nullptr};
  }

  // Whether these rows, as many as dense_rows says, can all be taken the plain way.
  [[nodiscard]] HWY_INLINE bool is_dense(const Figures& figures, std::size_t row,
                                         std::size_t rows) const {
    if (HWY_LIKELY(x_all_dense)) return true;
    return x_cell.is_plain() && valid(row, rows) == mask_of(rows) &&
           (!x_bonus || valid_far(row, rows) == 0) && takes_all(x_cell, figures, rows);
  }

  // At most 64 rows; true if some are undecided.
  HWY_NOINLINE bool add_word(const Figures& figures, std::size_t row, std::size_t rows,
                             const NodeBlock& node) const {
    const auto& leaf = x_part.leaf();
    const auto present = valid(row, rows);
    const bool undecided = add_absent(leaf, node, row, mask_of(rows) & ~present);
    if (present == 0) return undecided;
    const auto single =
        x_bonus ? bonus_word(figures, leaf.form == Form::Higher, present & valid_far(row, rows))
                : 0;
    auto* points = node.points + row;
    auto left = add_some(x_cell, figures, points, x_weight, rows, present & ~single);
    if constexpr (requires { typename Cell::Bonus; }) {
      if (single != 0)
        left |= add_bonus<typename Cell::Bonus>(x_part, figures, points, rows, single);
    } else {
      left |= single;
    }
    return add_single(x_part, node, row, left) || undecided;
  }

 private:
  [[nodiscard]] HWY_INLINE bool are_all_dense() const {
    const auto& block = *x_part.block;
    const auto all_valid = [](const Column& column) {
      return !column.empty && column.valid.bytes == nullptr;
    };
    return x_cell.is_plain() && all_valid(block.value) &&
           (!Cell::kTarget || all_valid(block.target)) && (!x_bonus || block.far.empty) &&
           takes_all(x_cell, block);
  }
  [[nodiscard]] HWY_INLINE std::uint64_t valid(std::size_t row, std::size_t rows) const {
    const auto& block = *x_part.block;
    auto word = valid_word(block.value, x_part.first + row, rows);
    if (Cell::kTarget) word &= valid_word(block.target, x_part.first + row, rows);
    if (Cell::kFar) word &= valid_far(row, rows);
    return word;
  }
  [[nodiscard]] HWY_INLINE std::uint64_t valid_far(std::size_t row, std::size_t rows) const {
    return valid_word(x_part.block->far, x_part.first + row, rows);
  }

  Part x_part;
  bool x_bonus;
  Cell x_cell;
  Doubles x_weight;  // of doubled points
  bool x_all_dense;
  Stream x_value;
  Stream x_target;
  Stream x_far;
};

// Adds a vector of every leaf at a time, so that sums are read and written once for all of them.
template <class Cell, std::size_t kCount>
class LeafRuns {
 public:
  using AllFigures = std::array<Figures, kCount>;

  explicit HWY_INLINE LeafRuns(const std::array<Part, kCount>& parts)
      : LeafRuns(parts, std::make_index_sequence<kCount>()) {}

  [[nodiscard]] HWY_INLINE AllFigures at(std::size_t row, std::size_t rows) {
    AllFigures figures;
    for (std::size_t k = 0; k < kCount; ++k) figures[k] = x_runs[k].at(row, rows);
    return figures;
  }

  // As many rows as dense_rows says. False if nothing was added.
  HWY_INLINE bool add_dense(const AllFigures& figures, std::size_t row, std::size_t rows,
                            double* points) const {
    for (std::size_t k = 0; k < kCount; ++k)
      if (!x_runs[k].is_dense(figures[k], row, rows)) return false;
    add_dense_rows(figures, rows, points + row);
    return true;
  }

  // What is left of these rows after the first `done`.
  HWY_INLINE bool add_word(AllFigures figures, std::size_t done, std::size_t row, std::size_t rows,
                           const NodeBlock& node) const {
    bool undecided = false;
    for (std::size_t k = 0; k < kCount; ++k) {
      figures[k].v += done;
      if (figures[k].t != nullptr) figures[k].t += done;
      if (figures[k].far != nullptr) figures[k].far += done;
      undecided = x_runs[k].add_word(figures[k], row + done, rows - done, node) || undecided;
    }
    return undecided;
  }

 private:
  template <std::size_t... kIndex>
  HWY_INLINE LeafRuns(const std::array<Part, kCount>& parts, std::index_sequence<kIndex...>)
      : x_runs{LeafRun<Cell>(parts[kIndex])...} {}

  HWY_INLINE void add_dense_rows(const AllFigures& figures, std::size_t rows,
                                 double* points) const {
    Held<Cell> first = x_runs[0].cell();
    Held<Cell> last = x_runs[kCount - 1].cell();
    Held<Doubles> first_weight = x_runs[0].weight();
    Held<Doubles> last_weight = x_runs[kCount - 1].weight();
    std::size_t i = 0;
    for (; i + kLanes <= rows; i += kLanes) {
      auto sum = hn::LoadU(kDoubles, points + i);
      sum = hn::MulAdd(first_weight, points_of<Plain>(first, lanes_at<Cell>(figures[0], i)), sum);
      if constexpr (kCount == 2)
        sum = hn::MulAdd(last_weight, points_of<Plain>(last, lanes_at<Cell>(figures[1], i)), sum);
      hn::StoreU(sum, kDoubles, points + i);
    }
#if !HWY_MEM_OPS_MIGHT_FAULT
    if (i == rows) return;
    const auto there = hn::FirstN(kInts, rows - i);
    auto more = first_weight * points_of<Plain>(first, lanes_at<Cell>(figures[0], i, there));
    if constexpr (kCount == 2)
      more = hn::MulAdd(last_weight, points_of<Plain>(last, lanes_at<Cell>(figures[1], i, there)),
                        more);
    add_to(points + i, there, more);
#endif
  }

  std::array<LeafRun<Cell>, kCount> x_runs;
};

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
