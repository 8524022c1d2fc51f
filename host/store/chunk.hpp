#pragma once
// A chunk: up to 8,000 figures of one column, raw in the file (docs/formats/store.md, "Chunks").
// Row r of chunk c belongs to ordinal 8000·c + r of the axis. A Chunk owns its figures; a ChunkView
// reads them where they lie. Pure functions; thread-safe.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "model/snapshot.hpp"
#include "store/table.hpp"
#include "store/verify.hpp"

namespace assay::store {

struct Chunk {
  std::vector<std::int64_t> values;  // 0 where not valid
  std::vector<std::uint8_t> valid;   // one bit a row, least significant first; spare bits are 0
  std::uint64_t revision = 0;        // how often it was written
  std::uint64_t max_seq = 0;         // last journal entry folded in; 0 when there was none

  [[nodiscard]] bool has(std::size_t row) const {
    return row < values.size() && ((valid[row / 8] >> (row % 8)) & 1U) != 0;
  }
  // What the row held before is told apart: true when it changed. Rows grow as needed.
  bool set(std::size_t row, std::int64_t value);
  bool clear(std::size_t row);
};

// A chunk where it lies: valid as long as those bytes are.
struct ChunkView {
  model::ColumnChunk figures;
  std::uint64_t revision = 0;
  std::uint64_t max_seq = 0;
};

// Rows without a figure hold 0 and spare bits are 0, so equal columns have equal bytes. Whatever
// set() and clear() make is canonical.
[[nodiscard]] bool is_canonical(const Chunk& chunk);

// The figures of `rows` rows, with count, least and most found by looking at all of them.
[[nodiscard]] model::ColumnChunk describe(const std::int64_t* micro, const std::uint8_t* valid,
                                          std::size_t rows);
[[nodiscard]] model::ColumnChunk describe(const Chunk& chunk);
// A copy of its own.
[[nodiscard]] Chunk copy_of(const ChunkView& view);

[[nodiscard]] std::size_t chunk_bytes(std::size_t rows);
[[nodiscard]] Bytes encode(const Key& key, const Chunk& chunk);
// Into exactly chunk_bytes() at `place`; the bounds of `view` must be right.
void encode_into(std::span<std::byte> place, const Key& key, const ChunkView& view);

// Verified (store.damaged), except for is_canonical(); bounds are compared with the figures.
[[nodiscard]] Result<Chunk> decode_chunk(const Stored& stored);
// The same without a copy; bounds are taken as they stand, or found where version 1 has none.
[[nodiscard]] Result<ChunkView> view_chunk(const Stored& stored, Verify verify = Verify::Always);

// What follows the head, without rows behind the last figure; so equal figures have equal payloads,
// whatever rows were cleared. Empty when there is no figure.
[[nodiscard]] Bytes payload_of(const model::ColumnChunk& figures);
// Nothing when no canonical chunk has this payload.
[[nodiscard]] std::optional<Chunk> chunk_of_payload(BytesView payload);
[[nodiscard]] Digest digest_of_payload(BytesView payload);

}  // namespace assay::store
