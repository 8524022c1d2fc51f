#include "store/chunk.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store {

namespace {

static_assert(std::endian::native == std::endian::little, "chunks are copied as they are");

constexpr std::size_t kHead_bytes = 64;
constexpr std::uint16_t kEncoding_int64 = 1;
constexpr std::uint16_t kVersion = 1;

// Offsets within the head; what lies between them and 64 is zero.
constexpr std::size_t kMagic_at = 8;
constexpr std::size_t kEncoding_at = 12;
constexpr std::size_t kVersion_at = 14;
constexpr std::size_t kCount_at = 16;
constexpr std::size_t kRevision_at = 24;
constexpr std::size_t kMax_seq_at = 32;

constexpr std::size_t bitmap_bytes(std::size_t rows) { return (rows + 7) / 8; }
constexpr std::size_t chunk_bytes(std::size_t rows) {
  return kHead_bytes + rows * 8 + (bitmap_bytes(rows) + 7) / 8 * 8;
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

Bytes encode(const Key& key, const Chunk& chunk) {
  const auto rows = chunk.values.size();
  assert(rows <= kRows_per_chunk && chunk.valid.size() == bitmap_bytes(rows));
  Bytes bytes(chunk_bytes(rows));
  write_le(bytes, kMagic_at, kChunk_magic, 4);
  write_le(bytes, kEncoding_at, kEncoding_int64, 2);
  write_le(bytes, kVersion_at, kVersion, 2);
  write_le(bytes, kCount_at, rows, 4);
  write_le(bytes, kRevision_at, chunk.revision, 8);
  write_le(bytes, kMax_seq_at, chunk.max_seq, 8);
  if (rows > 0) {
    std::memcpy(&bytes[kHead_bytes], chunk.values.data(), rows * 8);
    std::memcpy(&bytes[kHead_bytes + rows * 8], chunk.valid.data(), chunk.valid.size());
  }
  seal(key, bytes);
  return bytes;
}

Result<Chunk> decode_chunk(const Stored& stored) {
  ASSAY_CHECK(verify(stored, kChunk_magic, kHead_bytes));
  const auto bytes = stored.value;
  if (read_le(bytes, kEncoding_at, 2) != kEncoding_int64 ||
      read_le(bytes, kVersion_at, 2) != kVersion)
    return std::unexpected(damaged(stored, "encoding"));
  const auto rows = static_cast<std::size_t>(read_le(bytes, kCount_at, 4));
  if (rows > kRows_per_chunk || bytes.size() != chunk_bytes(rows))
    return std::unexpected(damaged(stored, "length"));
  Chunk chunk;
  chunk.revision = read_le(bytes, kRevision_at, 8);
  chunk.max_seq = read_le(bytes, kMax_seq_at, 8);
  chunk.values.resize(rows);
  chunk.valid.resize(bitmap_bytes(rows));
  if (rows > 0) {
    std::memcpy(chunk.values.data(), &bytes[kHead_bytes], rows * 8);
    std::memcpy(chunk.valid.data(), &bytes[kHead_bytes + rows * 8], chunk.valid.size());
  }
  return chunk;
}

}  // namespace assay::store
