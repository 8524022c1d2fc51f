#pragma once
// The bytes every stored value begins with: a checksum over its key and all that follows, then
// what it is. Reading goes through verify(), so a flipped bit is an error and never a figure.
// Pure functions; thread-safe.

#include <cstdint>

#include "base/result.hpp"
#include "store/table.hpp"

namespace assay::store {

// On disk; never renumber.
enum class RecordKind : std::uint16_t {
  Format = 1,
  Ids = 2,
  Name = 3,
  Unit = 4,
  Indicator = 5,
  Text = 6,
  Event = 7,
  Imported = 8,
  Scheme = 9,
  Assessment = 10,
  Run = 11,
  RunUnits = 12,
  RunKey = 13,
  Diary = 14,
  Journal = 15,
  LogHead = 16,
  Checkpoint = 17,
  ResultHead = 18,
  ResultNotes = 19,
  Package = 21,
  Setting = 22
};

inline constexpr std::uint32_t kRecord_magic = 0x63655241;  // "ARec" in the file
inline constexpr std::uint32_t kChunk_magic = 0x6c6f4341;   // "ACol" in the file
inline constexpr std::size_t kRecord_head_bytes = 16;

// Little-endian fields of a value.
void write_le(std::span<std::byte> bytes, std::size_t offset, std::uint64_t value,
              std::size_t size);
[[nodiscard]] std::uint64_t read_le(BytesView bytes, std::size_t offset, std::size_t size);

// Fills in bytes 0–7 of `value`: the checksum over the key and bytes 8 to the end.
void seal(const Key& key, std::span<std::byte> value);
// Checks the checksum of a value of at least 8 bytes; store.damaged.
[[nodiscard]] Status verify_sum(const Stored& stored);
// Checks length (at least `head_bytes`, a multiple of 8), checksum and magic; store.damaged.
[[nodiscard]] Status verify(const Stored& stored, std::uint32_t magic, std::size_t head_bytes);
// Its two halves: length and checksum, length and magic.
[[nodiscard]] Status verify_sum(const Stored& stored, std::size_t head_bytes);
[[nodiscard]] Status verify_kind(const Stored& stored, std::uint32_t magic, std::size_t head_bytes);

}  // namespace assay::store
