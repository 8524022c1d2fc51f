// Rows of nodes and whole columns: quotients of sums, sums of nodes, ranges. Compiled once for
// every instruction set, like quotient-inl.h.

#include <hwy/highway.h>

#include <span>

#include "score/kernel/bits.hpp"
#include "score/kernel/reference.hpp"

#if defined(ASSAY_SCORE_KERNEL_NODE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ASSAY_SCORE_KERNEL_NODE_INL_H
#undef ASSAY_SCORE_KERNEL_NODE_INL_H
#else
#define ASSAY_SCORE_KERNEL_NODE_INL_H
#endif

#include "score/kernel/leaves-inl.h"

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

struct DivideBlock {
  double* points = nullptr;
  const double* divisors = nullptr;
  double constant = 0;
  std::int64_t factor = 0;
  Rounding rounding = Rounding::HalfAwayFromZero;
  MutableBits left_out;
  MutableBits undecided;

  [[nodiscard]] double divisor(std::size_t row) const {
    return divisors == nullptr ? constant : divisors[row];
  }
};

inline bool divide_single(const DivideBlock& block, std::size_t row) {
  const auto divisor = block.divisor(row);
  auto& points = block.points[row];
  if (divisor <= 0) {
    points = 0;
    set_bits(block.left_out, row, 1);
    return false;
  }
  const auto result = divide_row(static_cast<std::int64_t>(points),
                                 static_cast<std::int64_t>(divisor), block.factor, block.rounding);
  points = static_cast<double>(result.value_or(0));
  if (!result) set_bits(block.undecided, row, 1);
  return !result;
}

template <class Bounds, Ties kTies>
bool divide_rows(const DivideBlock& block, std::size_t rows) {
  // One beyond the limit on either side, so that what is cut is known.
  const Quotient<Bounds, kTies, true> quotient(
      {.factor = block.factor, .least = -kPoints_limit - 1, .most = kPoints_limit + 1});
  const auto beyond = hn::Set(kDoubles, static_cast<double>(kPoints_limit));
  const auto large = hn::Set(kDoubles, static_cast<double>(kFigure_limit));
  bool undecided = false;
  std::size_t row = 0;
  for (; row + kLanes <= rows; row += kLanes) {
    const auto points = hn::LoadU(kDoubles, block.points + row);
    const auto divisor = block.divisors == nullptr ? hn::Set(kDoubles, block.constant)
                                                   : hn::LoadU(kDoubles, block.divisors + row);
    const auto result = quotient.template of<true>(to_ints(points), to_ints(divisor)) * all(0.5);
    const auto fits = hn::And(hn::And(hn::Abs(points) < large, divisor < large),
                              hn::And(divisor > hn::Zero(kDoubles), hn::Abs(result) <= beyond));
    if (hn::AllTrue(kDoubles, fits)) {
      hn::StoreU(result, kDoubles, block.points + row);
      continue;
    }
    for (std::size_t i = 0; i < kLanes; ++i) undecided = divide_single(block, row + i) || undecided;
  }
  for (; row < rows; ++row) undecided = divide_single(block, row) || undecided;
  return undecided;
}

template <class Bounds>
bool divide(double* points, const double* divisors, double constant, std::int64_t factor,
            Rounding rounding, std::size_t rows, MutableBits left_out, MutableBits undecided) {
  const DivideBlock block{points, divisors, constant, factor, rounding, left_out, undecided};
  if (factor > -kFigure_limit && factor < kFigure_limit)
    return rounding == Rounding::HalfEven ? divide_rows<Bounds, Ties::Even>(block, rows)
                                          : divide_rows<Bounds, Ties::Away>(block, rows);
  bool some_undecided = false;
  for (std::size_t row = 0; row < rows; ++row)
    some_undecided = divide_single(block, row) || some_undecided;
  return some_undecided;
}

inline void add(const double* points, double weight, double share, std::size_t rows, Bits left_out,
                const NodeBlock& node) {
  for (std::size_t row = 0; row < rows; row += kWord_rows) {
    const auto here = std::min(kWord_rows, rows - row);
    const auto out = left_out.bytes == nullptr ? 0 : word_at(left_out, row, here);
    auto* sums = node.points + row;
    if (out == 0) {
      for (std::size_t i = 0; i < here; ++i) sums[i] += weight * points[row + i];
      continue;
    }
    for (std::size_t i = 0; i < here; ++i) {
      if (((out >> i) & 1U) != 0)
        node.weights[row + i] -= share;
      else
        sums[i] += weight * points[row + i];
    }
  }
}

inline void limit(double* points, double least, double most, std::size_t rows) {
  for (std::size_t row = 0; row < rows; ++row)
    points[row] = std::max(least, std::min(most, points[row]));
}

inline void to_integers(const double* points, std::size_t rows, std::int64_t* out) {
  std::size_t row = 0;
  for (; row + kLanes <= rows; row += kLanes)
    hn::StoreU(to_ints(hn::LoadU(kDoubles, points + row)), kInts, out + row);
  for (; row < rows; ++row) out[row] = static_cast<std::int64_t>(points[row]);
}

inline void within(const Column& column, std::int64_t least, std::int64_t most, std::size_t rows,
                   MutableBits out) {
  const auto low = hn::Set(kInts, least);
  const auto high = hn::Set(kInts, most);
  Stream stream;
  stream.open(column);
  for (std::size_t row = 0; row < rows; row += kWord_rows) {
    const auto here = std::min(kWord_rows, rows - row);
    auto word = valid_word(column, row, here);
    if (word != 0) {
      const auto* figures = stream.at(row, here);
      std::uint64_t outside = 0;
      std::size_t i = 0;
      for (; i + kLanes <= here; i += kLanes) {
        const auto v = hn::LoadU(kInts, figures + i);
        outside |= bits_of(hn::Or(low > v, v > high), i);
      }
      for (; i < here; ++i)
        if (figures[i] < least || figures[i] > most) outside |= std::uint64_t{1} << i;
      word &= ~outside;
    }
    put_bits(out, row, here, word);
  }
}

inline void harder(const Column& required, const Column& upper, bool greater, std::size_t rows,
                   std::int64_t* out) {
  for (std::size_t row = 0; row < rows; row += kWord_rows) {
    const auto here = std::min(kWord_rows, rows - row);
    const auto first = valid_word(required, row, here);
    const auto both = first & valid_word(upper, row, here);
    for (std::size_t i = 0; i < here; ++i) {
      const auto bit = std::uint64_t{1} << i;
      auto goal = (first & bit) != 0 ? required.figure(row + i) : 0;
      if ((both & bit) != 0) {
        const auto other = upper.figure(row + i);
        goal = greater ? std::max(goal, other) : std::min(goal, other);
      }
      out[row + i] = goal;
    }
  }
}

inline ColumnFlags scan(const Column& column, std::size_t rows) {
  ColumnFlags flags{.all_valid = true,
                    .least = std::numeric_limits<std::int64_t>::max(),
                    .most = std::numeric_limits<std::int64_t>::min()};
  auto least = hn::Set(kInts, flags.least);
  auto most = hn::Set(kInts, flags.most);
  Stream stream;
  stream.open(column);
  for (std::size_t row = 0; row < rows; row += kWord_rows) {
    const auto here = std::min(kWord_rows, rows - row);
    const auto word = valid_word(column, row, here);
    if (word != mask_of(here)) flags.all_valid = false;
    if (word == 0) continue;
    const auto* figures = stream.at(row, here);
    if (word == ~std::uint64_t{0}) {
      for (std::size_t i = 0; i < kWord_rows; i += kLanes) {
        const auto v = hn::LoadU(kInts, figures + i);
        least = hn::Min(least, v);
        most = hn::Max(most, v);
      }
      continue;
    }
    for (auto rest = word; rest != 0; rest &= rest - 1) {
      const auto v = figures[std::countr_zero(rest)];
      flags.least = std::min(flags.least, v);
      flags.most = std::max(flags.most, v);
    }
  }
  std::array<std::int64_t, 2 * kLanes> lanes{};
  hn::StoreU(least, kInts, lanes.data());
  hn::StoreU(most, kInts, lanes.data() + kLanes);
  for (std::size_t i = 0; i < kLanes; ++i) {
    flags.least = std::min(flags.least, lanes[i]);
    flags.most = std::max(flags.most, lanes[kLanes + i]);
  }
  return flags;
}

inline std::uint64_t sum_of(Ints lanes) {
  std::array<std::int64_t, kLanes> each{};
  hn::StoreU(lanes, kInts, each.data());
  std::uint64_t sum = 0;
  for (const auto lane : each) sum += static_cast<std::uint64_t>(lane);
  return sum;
}

// Of consecutive figures; `load` gives a vector of them, `figure` one.
template <class Load, class Figure>
HWY_INLINE std::uint64_t sum_all(std::size_t rows, const Load& load, const Figure& figure) {
  constexpr std::size_t kStreams = 4;
  auto one = hn::Zero(kInts);
  auto two = one;
  auto three = one;
  auto four = one;
  std::size_t i = 0;
  for (; i + kStreams * kLanes <= rows; i += kStreams * kLanes) {
    one = one + load(i);
    two = two + load(i + kLanes);
    three = three + load(i + 2 * kLanes);
    four = four + load(i + 3 * kLanes);
  }
  auto sum = sum_of((one + two) + (three + four));
  for (; i < rows; ++i) sum += static_cast<std::uint64_t>(figure(i));
  return sum;
}

// Of the rows of a word that are set.
inline std::uint64_t sum_some(const Column& column, std::size_t row, std::uint64_t word) {
  std::uint64_t sum = 0;
  for (; word != 0; word &= word - 1)
    sum += static_cast<std::uint64_t>(
        column.figure(row + static_cast<std::size_t>(std::countr_zero(word))));
  return sum;
}

inline std::uint64_t sum(const Column& column, std::size_t rows) {
  if (column.empty) return 0;
  const bool all_valid = column.valid.bytes == nullptr;
  if (const auto* micro = column.cells.micro; all_valid && micro != nullptr)
    return sum_all(
        rows, [&](std::size_t i) HWY_ATTR { return hn::LoadU(kInts, micro + i); },
        [&](std::size_t i) { return micro[i]; });
  if (const auto* packed = column.cells.packed; all_valid && packed != nullptr) {
    const auto steps = sum_all(
        rows,
        [&](std::size_t i) HWY_ATTR {
          const auto wide =
              hn::PromoteTo(hn::RebindToUnsigned<IntTag>(), hn::LoadU(kPacked, packed + i));
          return hn::BitCast(kInts, wide);
        },
        [&](std::size_t i) { return packed[i]; });
    return static_cast<std::uint64_t>(column.cells.base) * rows +
           static_cast<std::uint64_t>(column.cells.step) * steps;
  }
  std::uint64_t sum = 0;
  for (std::size_t row = 0; row < rows; row += kWord_rows)
    sum += sum_some(column, row, word_at(column.valid, row, std::min(kWord_rows, rows - row)));
  return sum;
}

template <class Bounds>
constexpr Kernels kernels_for(std::string_view target) {
  return {.target = target,
          .accumulate = accumulate<Bounds>,
          .divide = divide<Bounds>,
          .add = add,
          .limit = limit,
          .to_integers = to_integers,
          .within = within,
          .harder = harder,
          .scan = scan,
          .sum = sum};
}

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
