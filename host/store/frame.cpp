#include "store/frame.hpp"

#include <cassert>

#include "base/digest.hpp"
#include "store/fault.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kChecksum_bytes = 8;

}  // namespace

void write_le(std::span<std::byte> bytes, std::size_t offset, std::uint64_t value,
              std::size_t size) {
  assert(offset + size <= bytes.size());
  for (std::size_t i = 0; i < size; ++i) bytes[offset + i] = static_cast<std::byte>(value >> 8 * i);
}

std::uint64_t read_le(BytesView bytes, std::size_t offset, std::size_t size) {
  assert(offset + size <= bytes.size());
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value |= std::to_integer<std::uint64_t>(bytes[offset + i]) << 8 * i;
  return value;
}

void seal(const Key& key, std::span<std::byte> value) {
  assert(value.size() % 8 == 0 && value.size() > kChecksum_bytes);
  const auto sum = checksum(key.view(), BytesView(value).subspan(kChecksum_bytes));
  write_le(value, 0, sum, kChecksum_bytes);
}

Status verify_sum(const Stored& stored) {
  if (read_le(stored.value, 0, kChecksum_bytes) !=
      checksum(stored.key.view(), stored.value.subspan(kChecksum_bytes)))
    return std::unexpected(damaged(stored, "checksum"));
  return {};
}

Status verify(const Stored& stored, std::uint32_t magic, std::size_t head_bytes) {
  ASSAY_CHECK(verify_sum(stored, head_bytes));
  return verify_kind(stored, magic, head_bytes);
}

Status verify_sum(const Stored& stored, std::size_t head_bytes) {
  const auto value = stored.value;
  if (value.size() < head_bytes || value.size() % 8 != 0)
    return std::unexpected(damaged(stored, "length"));
  ASSAY_CHECK(verify_sum(stored));
  return {};
}

Status verify_kind(const Stored& stored, std::uint32_t magic, std::size_t head_bytes) {
  const auto value = stored.value;
  if (value.size() < head_bytes || value.size() % 8 != 0)
    return std::unexpected(damaged(stored, "length"));
  if (read_le(value, kChecksum_bytes, 4) != magic) return std::unexpected(damaged(stored, "kind"));
  return {};
}

}  // namespace assay::store
