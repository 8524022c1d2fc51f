// The library of the reference alone: one row at a time. And the parts that need no vectors.
#include <algorithm>

#include "score/kernel/bits.hpp"
#include "score/kernel/kernel.hpp"
#include "score/kernel/reference.hpp"

namespace assay::score::kernel {

namespace {

bool accumulate(const Batch& batch, std::span<const Segment> segments, const NodeBlock& node,
                const Batch& /*next*/) {
  bool undecided = false;
  for (const auto& block : batch.leaves) {
    std::size_t row = 0;
    for (const auto& segment : segments)
      for (const auto last = row + segment.rows; row < last; ++row)
        undecided = accumulate_row(block, line_of(block, segment), batch.first + row, node, row) ||
                    undecided;
  }
  return undecided;
}

bool divide(double* points, const double* divisors, double constant, std::int64_t factor,
            Rounding rounding, std::size_t rows, MutableBits left_out, MutableBits undecided) {
  bool some_undecided = false;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto divisor = divisors == nullptr ? constant : divisors[row];
    if (divisor <= 0) {
      points[row] = 0;
      set_bits(left_out, row, 1);
      continue;
    }
    const auto result = divide_row(static_cast<std::int64_t>(points[row]),
                                   static_cast<std::int64_t>(divisor), factor, rounding);
    points[row] = static_cast<double>(result.value_or(0));
    if (result) continue;
    set_bits(undecided, row, 1);
    some_undecided = true;
  }
  return some_undecided;
}

void add(const double* points, double weight, double share, std::size_t rows, Bits left_out,
         const NodeBlock& node) {
  for (std::size_t row = 0; row < rows; ++row) {
    if (left_out.bytes != nullptr && bit_at(left_out, row))
      node.weights[row] -= share;
    else
      node.points[row] += weight * points[row];
  }
}

void limit(double* points, double least, double most, std::size_t rows) {
  for (std::size_t row = 0; row < rows; ++row)
    points[row] = std::max(least, std::min(most, points[row]));
}

void to_integers(const double* points, std::size_t rows, std::int64_t* out) {
  for (std::size_t row = 0; row < rows; ++row) out[row] = static_cast<std::int64_t>(points[row]);
}

bool valid_at(const Column& column, std::size_t row) {
  return !column.empty && bit_at(column.valid, row);
}

void within(const Column& column, std::int64_t least, std::int64_t most, std::size_t rows,
            MutableBits out) {
  for (std::size_t row = 0; row < rows; ++row) {
    const bool inside =
        valid_at(column, row) && column.figure(row) >= least && column.figure(row) <= most;
    put_bits(out, row, 1, inside ? 1 : 0);
  }
}

void harder(const Column& required, const Column& upper, bool greater, std::size_t rows,
            std::int64_t* out) {
  for (std::size_t row = 0; row < rows; ++row) {
    out[row] = valid_at(required, row) ? required.figure(row) : 0;
    if (!valid_at(required, row) || !valid_at(upper, row)) continue;
    const auto other = upper.figure(row);
    out[row] = greater ? std::max(out[row], other) : std::min(out[row], other);
  }
}

ColumnFlags scan(const Column& column, std::size_t rows) {
  ColumnFlags flags{.all_valid = true,
                    .least = std::numeric_limits<std::int64_t>::max(),
                    .most = std::numeric_limits<std::int64_t>::min()};
  for (std::size_t row = 0; row < rows; ++row) {
    if (!valid_at(column, row)) {
      flags.all_valid = false;
      continue;
    }
    flags.least = std::min(flags.least, column.figure(row));
    flags.most = std::max(flags.most, column.figure(row));
  }
  return flags;
}

std::uint64_t sum(const Column& column, std::size_t rows) {
  std::uint64_t sum = 0;
  for (std::size_t row = 0; row < rows; ++row)
    if (valid_at(column, row)) sum += static_cast<std::uint64_t>(column.figure(row));
  return sum;
}

}  // namespace

const Kernels& reference() {
  static constexpr Kernels kReference = {.target = "reference",
                                         .accumulate = accumulate,
                                         .divide = divide,
                                         .add = add,
                                         .limit = limit,
                                         .to_integers = to_integers,
                                         .within = within,
                                         .harder = harder,
                                         .scan = scan,
                                         .sum = sum};
  return kReference;
}

void intersect(Bits a, Bits b, std::size_t rows, MutableBits out) {
  for (std::size_t row = 0; row < rows; row += kWord_rows) {
    const auto here = std::min(kWord_rows, rows - row);
    put_bits(out, row, here, word_at(a, row, here) & word_at(b, row, here));
  }
}

std::size_t count(Bits bits, std::size_t rows) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < rows; row += kWord_rows)
    count += static_cast<std::size_t>(
        std::popcount(word_at(bits, row, std::min(kWord_rows, rows - row))));
  return count;
}

}  // namespace assay::score::kernel
