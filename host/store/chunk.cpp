#include "store/chunk.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <optional>

#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store {

namespace {

constexpr std::uint16_t kEncoding_int64 = 1;
constexpr std::uint16_t kEncoding_packed = 2;
constexpr std::uint16_t kVersion = 2;

// Offsets within the head; the payload begins where it ends.
constexpr std::size_t kMagic_at = 8;
constexpr std::size_t kEncoding_at = 12;
constexpr std::size_t kVersion_at = 14;
constexpr std::size_t kRevision_at = 16;
constexpr std::size_t kMax_seq_at = 24;
constexpr std::size_t kHead_bytes = 32;

// A payload of no figures is empty; in a chunk it stands as a head of zeros.
constexpr std::array<std::byte, kPayload_head_bytes> kNo_figures{};

// Of version 1, behind whose head lie 64-bit figures and always a bitmap.
constexpr std::size_t kRows_at_1 = 16;
constexpr std::size_t kRevision_at_1 = 24;
constexpr std::size_t kMax_seq_at_1 = 32;
constexpr std::size_t kHead_bytes_1 = 64;

constexpr std::size_t bitmap_bytes(std::size_t rows) { return (rows + 7) / 8; }

std::size_t chunk_bytes_1(std::size_t rows) {
  return kHead_bytes_1 + rows * 8 + (bitmap_bytes(rows) + 7) / 8 * 8;
}

model::ColumnChunk describe(const std::int64_t* micro, const std::uint8_t* valid,
                            std::size_t rows) {
  const auto shape = shape_of(micro, valid, rows);
  return {.cells = {.micro = micro},
          .valid = valid,
          .rows = static_cast<std::uint32_t>(rows),
          .count = shape.count,
          .least = shape.least,
          .most = shape.most};
}

std::uint16_t encoding_of(BytesView payload) {
  return is_packed(payload) ? kEncoding_packed : kEncoding_int64;
}

Result<ChunkView> view_version_1(const Stored& stored) {
  const auto bytes = stored.value;
  const auto rows = static_cast<std::size_t>(read_le(bytes, kRows_at_1, 4));
  if (rows > kRows_per_chunk || bytes.size() != chunk_bytes_1(rows))
    return std::unexpected(damaged(stored, "length"));
  const auto* micro = reinterpret_cast<const std::int64_t*>(bytes.data() + kHead_bytes_1);
  const auto* valid = reinterpret_cast<const std::uint8_t*>(micro + rows);
  return ChunkView{describe(micro, valid, rows), read_le(bytes, kRevision_at_1, 8),
                   read_le(bytes, kMax_seq_at_1, 8)};
}

// Rows without a figure hold 0, as do spare bits.
bool is_canonical_1(const model::ColumnChunk& figures, const Chunk& copy) {
  return std::ranges::equal(std::span(figures.cells.micro, figures.rows), copy.values) &&
         std::ranges::equal(std::span(figures.valid, bitmap_bytes(figures.rows)), copy.valid);
}

}  // namespace

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

model::ColumnChunk describe(const Chunk& chunk) {
  return describe(chunk.values.data(), chunk.valid.data(), chunk.values.size());
}

Chunk copy_of(const model::ColumnChunk& figures) {
  Chunk chunk;
  chunk.values = figures.cells.copy(figures.rows);
  chunk.valid = figures.valid_bits();
  if (const auto spare = figures.rows % 8; spare != 0)
    chunk.valid.back() &= static_cast<std::uint8_t>((1U << spare) - 1);
  for (std::size_t row = 0; figures.count < figures.rows && row < figures.rows; ++row)
    if (!chunk.has(row)) chunk.values[row] = 0;
  return chunk;
}

Chunk copy_of(const ChunkView& view) {
  auto chunk = copy_of(view.figures);
  chunk.revision = view.revision;
  chunk.max_seq = view.max_seq;
  return chunk;
}

std::size_t chunk_bytes(BytesView payload) {
  return kHead_bytes + std::max(payload.size(), kNo_figures.size());
}

Bytes payload_of(const Chunk& chunk) {
  return payload_of(model::ColumnChunk{.cells = {.micro = chunk.values.data()},
                                       .valid = chunk.valid.data(),
                                       .rows = static_cast<std::uint32_t>(chunk.values.size())});
}

Bytes encode(const Key& key, const Chunk& chunk) {
  const auto payload = payload_of(chunk);
  Bytes bytes(chunk_bytes(payload));
  encode_into(bytes, key, payload, chunk.revision, chunk.max_seq);
  return bytes;
}

void encode_into(std::span<std::byte> place, const Key& key, BytesView payload,
                 std::uint64_t revision, std::uint64_t max_seq) {
  assert(place.size() == chunk_bytes(payload));
  write_le(place, kMagic_at, kChunk_magic, 4);
  write_le(place, kEncoding_at, encoding_of(payload), 2);
  write_le(place, kVersion_at, kVersion, 2);
  write_le(place, kRevision_at, revision, 8);
  write_le(place, kMax_seq_at, max_seq, 8);
  std::ranges::copy(payload.empty() ? BytesView(kNo_figures) : payload,
                    place.subspan(kHead_bytes).begin());
  seal(key, place);
}

Result<ChunkView> view_chunk(const Stored& stored, Verify verification) {
  constexpr auto kLeast_bytes = kHead_bytes + kPayload_head_bytes;
  ASSAY_CHECK(verification == Verify::Always ? verify(stored, kChunk_magic, kLeast_bytes)
                                             : verify_kind(stored, kChunk_magic, kLeast_bytes));
  const auto bytes = stored.value;
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(std::int64_t) != 0)
    return std::unexpected(damaged(stored, "place"));
  const auto version = read_le(bytes, kVersion_at, 2);
  const auto encoding = read_le(bytes, kEncoding_at, 2);
  if (version == 1 && encoding == kEncoding_int64) return view_version_1(stored);
  const auto payload = bytes.subspan(kHead_bytes);
  if (version != kVersion || encoding != encoding_of(payload))
    return std::unexpected(damaged(stored, "encoding"));
  const auto figures = view_payload(payload);
  if (!figures) return std::unexpected(damaged(stored, "length"));
  return ChunkView{*figures, read_le(bytes, kRevision_at, 8), read_le(bytes, kMax_seq_at, 8)};
}

Result<Chunk> decode_chunk(const Stored& stored) {
  ASSAY_TRY(const auto view, view_chunk(stored));
  auto chunk = copy_of(view);
  const bool is_sound = read_le(stored.value, kVersion_at, 2) == 1
                            ? is_canonical_1(view.figures, chunk)
                            : std::ranges::equal(encode(stored.key, chunk), stored.value);
  if (!is_sound) return std::unexpected(damaged(stored, "layout"));
  return chunk;
}

std::optional<Chunk> chunk_of_payload(BytesView payload) {
  if (payload.empty()) return Chunk();
  // As in the map, figures lie at multiples of 8.
  const Bytes aligned(payload.begin(), payload.end());
  const auto figures = view_payload(aligned);
  if (!figures) return std::nullopt;
  auto chunk = copy_of(*figures);
  if (payload_of(chunk) != aligned) return std::nullopt;
  return chunk;
}

}  // namespace assay::store
