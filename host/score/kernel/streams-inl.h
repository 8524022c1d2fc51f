// Columns word by word: figures where they lie, packed ones unpacked right before they are used.
// Compiled once for every instruction set, like quotient-inl.h.

#include <hwy/highway.h>

#include <array>

#include "score/kernel/bits.hpp"
#include "score/kernel/kernel.hpp"

#if defined(ASSAY_SCORE_KERNEL_STREAMS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ASSAY_SCORE_KERNEL_STREAMS_INL_H
#undef ASSAY_SCORE_KERNEL_STREAMS_INL_H
#else
#define ASSAY_SCORE_KERNEL_STREAMS_INL_H
#endif

#include "score/kernel/quotient-inl.h"

HWY_BEFORE_NAMESPACE();
namespace assay::score::kernel::HWY_NAMESPACE {

inline constexpr std::size_t kLine_bytes = 64;

using PackedTag = hn::Rebind<std::uint32_t, IntTag>;
inline constexpr PackedTag kPacked{};

// Figures out of packed ones.
class Unpacker {
 public:
  explicit HWY_INLINE Unpacker(const model::Cells& cells)
      : x_base(hn::Set(kInts, cells.base)), x_step(hn::Set(kInts, cells.step)) {}

  [[nodiscard]] HWY_INLINE Ints of(hn::Vec<PackedTag> packed) const {
    const auto steps = hn::BitCast(kInts, hn::PromoteTo(hn::RebindToUnsigned<IntTag>(), packed));
#if HWY_TARGET == HWY_SCALAR
    return x_base + steps * x_step;
#else
    // Both factors have 32 bits.
    const hn::Repartition<std::uint32_t, IntTag> halves;
    const auto product = hn::MulEven(hn::BitCast(halves, steps), hn::BitCast(halves, x_step));
    return x_base + hn::BitCast(kInts, product);
#endif
  }

 private:
  Ints x_base;
  Ints x_step;
};

// A word of figures.
using Word = std::array<std::int64_t, kWord_rows>;

// At most 64 rows of packed cells.
inline void unpack(const model::Cells& cells, std::size_t row, std::size_t rows, Word& out) {
  const Unpacker unpacker(cells);
  const auto* from = cells.packed + row;
  std::size_t i = 0;
  for (; i + kLanes <= rows; i += kLanes)
    hn::StoreU(unpacker.of(hn::LoadU(kPacked, from + i)), kInts, out.data() + i);
#if HWY_MEM_OPS_MIGHT_FAULT
  for (; i < rows; ++i) out[i] = cells[row + i];
#else
  if (i == rows) return;
  const auto last = hn::MaskedLoad(hn::FirstN(kPacked, rows - i), kPacked, from + i);
  hn::StoreU(unpacker.of(last), kInts, out.data() + i);
#endif
}

// The figures of a column, word by word: where they lie, or else in a word of our own, which packed
// ones are put into right before they are used, and constants once.
class Stream {
 public:
  HWY_INLINE void open(const Column& column) {
    x_cells = column.cells;
    if (column.is_constant()) x_word.fill(column.constant);
  }
  // Valid up to the next call.
  [[nodiscard]] HWY_INLINE const std::int64_t* at(std::size_t row, std::size_t rows) {
    if (x_cells.micro != nullptr) return x_cells.micro + row;
    if (x_cells.packed != nullptr) unpack(x_cells, row, rows, x_word);
    return x_word.data();
  }

 private:
  model::Cells x_cells;
  alignas(kLine_bytes) Word x_word;
};

}  // namespace assay::score::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
