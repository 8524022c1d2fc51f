#pragma once
// A chunk: up to 8,000 figures of one column, raw in the file (docs/formats/store.md, "Chunks").
// Row r of chunk c belongs to ordinal 8000·c + r of the axis. Pure functions; thread-safe.

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "store/table.hpp"

namespace assay::store {

struct Chunk {
  std::vector<std::int64_t> values;  // 0 where not valid
  std::vector<std::uint8_t> valid;   // one bit a row, least significant first; spare bits are 0
  std::uint64_t revision = 0;        // how often it was written
  std::uint64_t max_seq = 0;         // last journal entry folded in; 0 while there is no journal

  [[nodiscard]] bool has(std::size_t row) const {
    return row < values.size() && ((valid[row / 8] >> (row % 8)) & 1U) != 0;
  }
  // What the row held before is told apart: true when it changed. Rows grow as needed.
  bool set(std::size_t row, std::int64_t value);
  bool clear(std::size_t row);
};

// Rows without a figure hold 0 and spare bits are 0, so equal columns have equal bytes. Whatever
// set() and clear() make is canonical.
[[nodiscard]] bool is_canonical(const Chunk& chunk);

[[nodiscard]] Bytes encode(const Key& key, const Chunk& chunk);
// Verified (store.damaged), except for is_canonical().
[[nodiscard]] Result<Chunk> decode_chunk(const Stored& stored);

}  // namespace assay::store
