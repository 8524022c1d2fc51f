#pragma once
// Single bits and runs of up to 64 bits of the bitmaps of kernel.hpp. Pure.

#include <algorithm>
#include <bit>
#include <cstring>

#include "score/kernel/kernel.hpp"

namespace assay::score::kernel {

inline constexpr std::size_t kWord_rows = 64;

// The lowest `rows` bits, rows ≤ 64.
constexpr std::uint64_t mask_of(std::size_t rows) {
  return rows >= kWord_rows ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
}

inline bool bit_at(Bits bits, std::size_t row) {
  if (bits.bytes == nullptr) return true;
  const auto at = bits.first + row;
  return ((bits.bytes[at / 8] >> (at % 8)) & 1U) != 0;
}

// Rows row … row + rows − 1 (rows ≤ 64) as bits from 0 on; reads no byte beyond the last row's.
inline std::uint64_t word_at(Bits bits, std::size_t row, std::size_t rows) {
  if (bits.bytes == nullptr) return mask_of(rows);
  const auto at = bits.first + row;
  const auto shift = at % 8;
  const auto* from = bits.bytes + at / 8;
  const auto bytes = (shift + rows + 7) / 8;  // at most 9
  std::uint64_t low = 0;
  if (bytes >= 8)
    std::memcpy(&low, from, 8);
  else
    for (std::size_t i = 0; i < bytes; ++i) low |= std::uint64_t{from[i]} << (8 * i);
  auto word = low >> shift;
  if (bytes > 8) word |= std::uint64_t{from[8]} << (kWord_rows - shift);  // then shift > 0
  return word & mask_of(rows);
}

// Sets those of the rows from `row` on whose bit of `word` is set, and no other.
inline void set_bits(MutableBits bits, std::size_t row, std::uint64_t word) {
  for (; word != 0; word &= word - 1) {
    const auto at = bits.first + row + static_cast<std::size_t>(std::countr_zero(word));
    bits.bytes[at / 8] = static_cast<std::uint8_t>(bits.bytes[at / 8] | (1U << (at % 8)));
  }
}

// Writes the bits of `rows` rows (≤ 64) from `row` on.
inline void put_bits(MutableBits bits, std::size_t row, std::size_t rows, std::uint64_t word) {
  for (std::size_t i = 0; i < rows;) {
    const auto at = bits.first + row + i;
    const auto taken = std::min(8 - at % 8, rows - i);
    const auto mask = static_cast<unsigned>(mask_of(taken)) << (at % 8);
    const auto value = (static_cast<unsigned>(word >> i) << (at % 8)) & mask;
    bits.bytes[at / 8] = static_cast<std::uint8_t>((bits.bytes[at / 8] & ~mask) | value);
    i += taken;
  }
}

}  // namespace assay::score::kernel
