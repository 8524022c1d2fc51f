#pragma once
// Exact scoring of many rows at once: blocks of consecutive units of one or two columns, straight
// from the map, packed or not, become points added to a node. Vectorised for several instruction
// sets; each gives the bits of the 128-bit reference (reference.hpp), whatever the processor,
// compiler or number of threads. A row that cannot be decided exactly is never guessed: it is
// marked, and the caller scores its unit on the way for single units. All figures are millionths
// (micro).
//
// Everything here is pure and may be called from any thread; columns and leaves are borrowed for
// the call. Choose the instruction set once, with best(), and pass the reference on.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "model/snapshot.hpp"
#include "score/kernel/leaf.hpp"

namespace assay::score::kernel {

// Bits of consecutive rows, least significant first: row i is bit `first` + i. No bytes: all set.
struct Bits {
  const std::uint8_t* bytes = nullptr;
  std::size_t first = 0;
};

// The same, written to.
struct MutableBits {
  std::uint8_t* bytes = nullptr;
  std::size_t first = 0;
};

// What a chunk's header says of its valid rows. Without valid rows: least > most.
struct ColumnFlags {
  bool all_valid = false;
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// Rows of one column, as they lie in a chunk: figures or packed ones, of which those at rows that
// are not valid may be anything, but must be readable. Without either, every valid row holds
// `constant` (a target of the whole group).
struct Column {
  model::Cells cells;
  Bits valid;
  std::int64_t constant = 0;
  bool empty = false;  // no row is valid (no chunk there); neither cells nor bits are read
  // The figures of valid rows lie within, which saves looking at each; as it is here, nothing is
  // known of them.
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] bool is_constant() const {
    return cells.micro == nullptr && cells.packed == nullptr;
  }
  [[nodiscard]] std::int64_t figure(std::size_t row) const {
    return is_constant() ? constant : cells[row];
  }
  [[nodiscard]] std::int64_t lowest() const { return is_constant() ? constant : least; }
  [[nodiscard]] std::int64_t highest() const { return is_constant() ? constant : most; }
  [[nodiscard]] Column from(std::size_t row) const {
    auto rest = *this;
    if (!is_constant()) rest.cells = cells.from(row);
    rest.valid.first += row;
    return rest;
  }
};

// One leaf over the columns of a chunk. Which are read depends on the leaf: `target` by those that
// measure against one (Form::Between: the near end); `far` by Form::Between (the far end) and by
// attainment with a bonus (the stretch target; rows without it have no bonus).
struct LeafBlock {
  const Leaf* leaf = nullptr;
  Column value;
  Column target;
  Column far;
  std::size_t line = 0;  // its number in Segment::lines
};

// Leaves over the same rows, from row `first` of their columns on. Those of the same kind next to
// each other are added in pairs.
struct Batch {
  std::span<const LeafBlock> leaves;
  std::size_t first = 0;
};

// Consecutive rows of a batch for which the leaves have the same constants.
struct Segment {
  std::size_t rows = 0;
  const Line* lines = nullptr;  // in place of Leaf::line; null: the leaves have their own
};

[[nodiscard]] inline const Line& line_of(const LeafBlock& block, const Segment& segment) {
  return segment.lines == nullptr ? block.leaf->line : segment.lines[block.line];
}

// A node's sums, one entry a row. Doubles hold the integers exactly: the caller sees to it that
// the sum of the leaves' Leaf::reach() stays below 2⁵³ (kSum_limit).
struct NodeBlock {
  double* points = nullptr;   // += weight · points of the leaf
  double* weights = nullptr;  // −= share, where the leaf is left out; null: no leaf may be left out
  MutableBits undecided;      // |= rows that some leaf could not decide; nothing is added for them
};

inline constexpr double kSum_limit = 9007199254740992.0;  // 2⁵³

// The library for one instruction set.
struct Kernels {
  std::string_view target;  // "AVX3", "AVX2", "SSE4", "SCALAR", …

  // Adds the leaves to the node, over one segment after the other: fastest for some thousand rows
  // in all, so that the streams of memory are long and the node's sums stay in the first cache.
  // `next` is what will be asked for next: its first cache lines are fetched ahead; may be empty.
  // True if it marked any row as undecided.
  bool (*accumulate)(const Batch& batch, std::span<const Segment> segments, const NodeBlock& node,
                     const Batch& next);

  // points = round(factor · points / divisor), divisors ≤ 0 marking the row in `left_out` with
  // points 0. `divisors` null: `constant` (> 0) for all rows. True if some row is undecided: its
  // |points| or |factor| are 2⁵¹ or more, or the result is beyond ±kPoints_limit; points are 0.
  bool (*divide)(double* points, const double* divisors, double constant, std::int64_t factor,
                 Rounding rounding, std::size_t rows, MutableBits left_out, MutableBits undecided);

  // node.points += weight · points; where `left_out` is set, node.weights −= share instead.
  // `left_out` without bytes: no row is left out (unlike validity).
  void (*add)(const double* points, double weight, double share, std::size_t rows, Bits left_out,
              const NodeBlock& node);

  // points = clamp(points, least, most)
  void (*limit)(double* points, double least, double most, std::size_t rows);

  // Integers of magnitude up to 2⁵¹.
  void (*to_integers)(const double* points, std::size_t rows, std::int64_t* out);

  // Rows that are valid and lie within [least, most] (states that count; checks of marks): writes
  // every bit of the rows.
  void (*within)(const Column& column, std::int64_t least, std::int64_t most, std::size_t rows,
                 MutableBits out);

  // The harder of two targets: greater (or smaller) of both, the first where the second is absent;
  // out[i] is written for rows where the first is valid and is 0 elsewhere.
  void (*harder)(const Column& required, const Column& upper, bool greater, std::size_t rows,
                 std::int64_t* out);

  ColumnFlags (*scan)(const Column& column, std::size_t rows);

  // Of the valid rows, modulo 2⁶⁴; what memory bandwidth allows.
  std::uint64_t (*sum)(const Column& column, std::size_t rows);
};

// The best this processor can; the same for the whole process.
[[nodiscard]] const Kernels& best();
// Every one this processor can, best first.
[[nodiscard]] std::vector<const Kernels*> supported();

// out = rows with both bits set; bits of `out` outside the rows stay as they are.
void intersect(Bits a, Bits b, std::size_t rows, MutableBits out);
[[nodiscard]] std::size_t count(Bits bits, std::size_t rows);

// Ascending or descending; the same order everywhere, as equal keys are the same.
void sort_ascending(std::span<std::uint64_t> keys);
void sort_descending(std::span<std::uint64_t> keys);

}  // namespace assay::score::kernel
