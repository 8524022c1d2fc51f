#pragma once
// The payload of a chunk: its figures in the one form that they can have, so that equal columns
// have equal bytes (docs/formats/store.md, "Chunks"). Packed into half the room where the figures
// allow; the choice follows from the figures alone. Pure functions; thread-safe.

#include <cstdint>
#include <optional>

#include "base/digest.hpp"
#include "model/snapshot.hpp"
#include "store/table.hpp"

namespace assay::store {

// Of a chunk with any figure; the payload of none is empty.
inline constexpr std::size_t kPayload_head_bytes = 32;

// The rows up to the last with a figure, and what is found by looking at all of them. `valid` as
// in ColumnChunk, but spare bits may be anything.
struct Shape {
  std::uint32_t rows = 0;
  std::uint32_t count = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
  unsigned exponent = 0;  // the greatest up to 6 for which 10^exponent divides all figures
  bool is_packed = false;
};
[[nodiscard]] Shape shape_of(const std::int64_t* micro, const std::uint8_t* valid,
                             std::size_t rows);

// Of `figures`, cells, bits and rows count; what else they say is found anew.
[[nodiscard]] Bytes payload_of(const model::ColumnChunk& figures);
// The same into `payload`, whose room is used again.
void payload_into(Bytes& payload, const model::ColumnChunk& figures);

// The figures where they lie. Nothing when the numbers in the head are none that a payload has, or
// do not fit its length; whether they fit the figures is not looked at.
[[nodiscard]] std::optional<model::ColumnChunk> view_payload(BytesView payload);
[[nodiscard]] bool is_packed(BytesView payload);

[[nodiscard]] Digest digest_of_payload(BytesView payload);

}  // namespace assay::store
