#include "store/chunk.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <optional>

#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store {

namespace {

static_assert(std::endian::native == std::endian::little, "chunks are copied as they are");

constexpr std::size_t kHead_bytes = 64;
constexpr std::uint16_t kEncoding_int64 = 1;
constexpr std::uint16_t kVersion = 2;  // 1 had no bounds

// Offsets within the head; what lies between them and 64 is zero.
constexpr std::size_t kMagic_at = 8;
constexpr std::size_t kEncoding_at = 12;
constexpr std::size_t kVersion_at = 14;
constexpr std::size_t kRows_at = 16;
constexpr std::size_t kRevision_at = 24;
constexpr std::size_t kMax_seq_at = 32;
constexpr std::size_t kCount_at = 40;
constexpr std::size_t kLeast_at = 48;
constexpr std::size_t kMost_at = 56;

constexpr std::size_t bitmap_bytes(std::size_t rows) { return (rows + 7) / 8; }
constexpr std::size_t payload_bytes(std::size_t rows) {
  return rows * 8 + (bitmap_bytes(rows) + 7) / 8 * 8;
}

// Rows up to the last one with a figure.
std::size_t used_rows(const model::ColumnChunk& figures) {
  std::size_t rows = figures.rows;
  while (rows > 0 && !figures.has(rows - 1)) --rows;
  return rows;
}

bool same_bounds(const model::ColumnChunk& a, const model::ColumnChunk& b) {
  return a.count == b.count && a.least == b.least && a.most == b.most;
}

}  // namespace

bool is_canonical(const Chunk& chunk) {
  for (std::size_t row = 0; row < chunk.values.size(); ++row)
    if (!chunk.has(row) && chunk.values[row] != 0) return false;
  const auto spare = chunk.values.size() % 8;
  return spare == 0 || chunk.valid.back() >> spare == 0;
}

bool Chunk::set(std::size_t row, std::int64_t value) {
  assert(row < kRows_per_chunk);
  if (has(row) && values[row] == value) return false;
  if (row >= values.size()) {
    values.resize(row + 1);
    valid.resize(bitmap_bytes(row + 1));
  }
  values[row] = value;
  valid[row / 8] |= static_cast<std::uint8_t>(1U << (row % 8));
  return true;
}

bool Chunk::clear(std::size_t row) {
  if (!has(row)) return false;
  values[row] = 0;
  valid[row / 8] &= static_cast<std::uint8_t>(~(1U << (row % 8)));
  return true;
}

model::ColumnChunk describe(const std::int64_t* micro, const std::uint8_t* valid,
                            std::size_t rows) {
  model::ColumnChunk chunk{
      .cells = {.micro = micro}, .valid = valid, .rows = static_cast<std::uint32_t>(rows)};
  auto least = std::numeric_limits<std::int64_t>::max();
  auto most = std::numeric_limits<std::int64_t>::min();
  for (std::size_t first = 0; first < rows; first += 8) {
    auto bits = valid[first / 8];
    if (first + 8 > rows) bits &= static_cast<std::uint8_t>((1U << (rows - first)) - 1);
    chunk.count += static_cast<std::uint32_t>(std::popcount(bits));
    if (bits == 0xff) {  // the common case, without branches
      for (std::size_t row = first; row < first + 8; ++row) {
        least = std::min(least, micro[row]);
        most = std::max(most, micro[row]);
      }
      continue;
    }
    for (std::size_t row = first; row < std::min(first + 8, rows); ++row) {
      if (!chunk.has(row)) continue;
      least = std::min(least, micro[row]);
      most = std::max(most, micro[row]);
    }
  }
  if (chunk.count > 0) {
    chunk.least = least;
    chunk.most = most;
  }
  return chunk;
}

model::ColumnChunk describe(const Chunk& chunk) {
  return describe(chunk.values.data(), chunk.valid.data(), chunk.values.size());
}

Chunk copy_of(const ChunkView& view) {
  const auto& figures = view.figures;
  Chunk chunk;
  chunk.values = figures.cells.copy(figures.rows);
  chunk.valid = figures.valid_bits();
  chunk.revision = view.revision;
  chunk.max_seq = view.max_seq;
  return chunk;
}

std::size_t chunk_bytes(std::size_t rows) { return kHead_bytes + payload_bytes(rows); }

Bytes encode(const Key& key, const Chunk& chunk) {
  assert(chunk.valid.size() == bitmap_bytes(chunk.values.size()));
  Bytes bytes(chunk_bytes(chunk.values.size()));
  encode_into(bytes, key, {describe(chunk), chunk.revision, chunk.max_seq});
  return bytes;
}

void encode_into(std::span<std::byte> place, const Key& key, const ChunkView& view) {
  const auto& figures = view.figures;
  const std::size_t rows = figures.rows;
  assert(rows <= kRows_per_chunk && place.size() == chunk_bytes(rows));
  std::memset(place.data(), 0, kHead_bytes);
  std::memset(&place[place.size() - 8], 0, 8);  // also what may follow the bitmap
  write_le(place, kMagic_at, kChunk_magic, 4);
  write_le(place, kEncoding_at, kEncoding_int64, 2);
  write_le(place, kVersion_at, kVersion, 2);
  write_le(place, kRows_at, rows, 4);
  write_le(place, kRevision_at, view.revision, 8);
  write_le(place, kMax_seq_at, view.max_seq, 8);
  write_le(place, kCount_at, figures.count, 4);
  write_le(place, kLeast_at, static_cast<std::uint64_t>(figures.least), 8);
  write_le(place, kMost_at, static_cast<std::uint64_t>(figures.most), 8);
  if (rows > 0) {
    std::memcpy(&place[kHead_bytes], figures.cells.micro, rows * 8);
    std::memcpy(&place[kHead_bytes + rows * 8], figures.valid, bitmap_bytes(rows));
  }
  seal(key, place);
}

Result<ChunkView> view_chunk(const Stored& stored, Verify verification) {
  ASSAY_CHECK(verification == Verify::Always ? verify(stored, kChunk_magic, kHead_bytes)
                                             : verify_kind(stored, kChunk_magic, kHead_bytes));
  const auto bytes = stored.value;
  const auto version = read_le(bytes, kVersion_at, 2);
  if (read_le(bytes, kEncoding_at, 2) != kEncoding_int64 || version < 1 || version > kVersion)
    return std::unexpected(damaged(stored, "encoding"));
  const auto rows = static_cast<std::size_t>(read_le(bytes, kRows_at, 4));
  if (rows > kRows_per_chunk || bytes.size() != chunk_bytes(rows))
    return std::unexpected(damaged(stored, "length"));
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(std::int64_t) != 0)
    return std::unexpected(damaged(stored, "place"));
  const auto* micro = reinterpret_cast<const std::int64_t*>(bytes.data() + kHead_bytes);
  const auto* valid = reinterpret_cast<const std::uint8_t*>(micro + rows);
  ChunkView view{{}, read_le(bytes, kRevision_at, 8), read_le(bytes, kMax_seq_at, 8)};
  if (version == 1) {
    view.figures = describe(micro, valid, rows);
    return view;
  }
  view.figures = {.cells = {.micro = micro},
                  .valid = valid,
                  .rows = static_cast<std::uint32_t>(rows),
                  .count = static_cast<std::uint32_t>(read_le(bytes, kCount_at, 4)),
                  .least = static_cast<std::int64_t>(read_le(bytes, kLeast_at, 8)),
                  .most = static_cast<std::int64_t>(read_le(bytes, kMost_at, 8))};
  return view;
}

Result<Chunk> decode_chunk(const Stored& stored) {
  ASSAY_TRY(const auto view, view_chunk(stored));
  const auto& figures = view.figures;
  if (!same_bounds(figures, describe(figures.cells.micro, figures.valid, figures.rows)))
    return std::unexpected(damaged(stored, "bounds"));
  return copy_of(view);
}

Bytes payload_of(const model::ColumnChunk& figures) {
  const auto rows = used_rows(figures);
  Bytes bytes(payload_bytes(rows));
  if (rows > 0) {
    std::memcpy(bytes.data(), figures.cells.micro, rows * 8);
    std::memcpy(&bytes[rows * 8], figures.valid, bitmap_bytes(rows));
  }
  return bytes;
}

std::optional<Chunk> chunk_of_payload(BytesView payload) {
  // 64 rows take 65 words: 64 figures and their bits.
  const auto words = payload.size() / 8;
  const auto rows = words - (words + 64) / 65;
  if (rows > kRows_per_chunk || payload.size() != payload_bytes(rows)) return std::nullopt;
  Chunk chunk;
  if (rows == 0) return chunk;
  chunk.values.resize(rows);
  chunk.valid.resize(bitmap_bytes(rows));
  std::memcpy(chunk.values.data(), payload.data(), rows * 8);
  std::memcpy(chunk.valid.data(), &payload[rows * 8], chunk.valid.size());
  const bool padded = std::ranges::all_of(payload.subspan(rows * 8 + chunk.valid.size()),
                                          [](auto byte) { return byte == std::byte{0}; });
  if (!padded || !is_canonical(chunk) || !chunk.has(rows - 1)) return std::nullopt;
  return chunk;
}

Digest digest_of_payload(BytesView payload) {
  return digest_of({reinterpret_cast<const char*>(payload.data()), payload.size()});
}

}  // namespace assay::store
