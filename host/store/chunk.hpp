#pragma once
// A chunk: up to 8,000 figures of one column (docs/formats/store.md, "Chunks"): a head, then the
// payload. Row r of chunk c belongs to ordinal 8000·c + r of the axis. A Chunk owns its figures; a
// ChunkView reads them where they lie. Pure functions; thread-safe.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "model/snapshot.hpp"
#include "store/payload.hpp"
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
  [[nodiscard]] std::optional<std::int64_t> at(std::size_t row) const {
    if (!has(row)) return std::nullopt;
    return values[row];
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

// Where they lie in the chunk, with their bounds.
[[nodiscard]] model::ColumnChunk describe(const Chunk& chunk);
// A copy of its own, 0 where there is no figure.
[[nodiscard]] Chunk copy_of(const model::ColumnChunk& figures);
[[nodiscard]] Chunk copy_of(const ChunkView& view);

[[nodiscard]] Bytes payload_of(const Chunk& chunk);
[[nodiscard]] Bytes encode(const Key& key, const Chunk& chunk);
// The same of figures that are encoded already, into exactly chunk_bytes() at `place`.
[[nodiscard]] std::size_t chunk_bytes(BytesView payload);
void encode_into(std::span<std::byte> place, const Key& key, BytesView payload,
                 std::uint64_t revision, std::uint64_t max_seq);

// Verified as a whole (store.damaged): nothing in it is other than encode() would make it.
[[nodiscard]] Result<Chunk> decode_chunk(const Stored& stored);
// Without a copy. The checksum is verified, but what the head says of the figures is taken as it
// stands, or found where version 1 says nothing.
[[nodiscard]] Result<ChunkView> view_chunk(const Stored& stored, Verify verify = Verify::Always);

// Nothing when payload_of() never gives this.
[[nodiscard]] std::optional<Chunk> chunk_of_payload(BytesView payload);

}  // namespace assay::store
