#include "store/packed.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace assay::store {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they are");

// Which rows are there: byte 1 of a column's second word.
enum class Presence : std::uint8_t { All = 0, None = 1, Some = 2 };

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 7) / 8 * 8; }

std::uint8_t width_of(std::uint64_t range) {
  if (range == 0) return 0;
  if (range <= std::numeric_limits<std::uint8_t>::max()) return 1;
  if (range <= std::numeric_limits<std::uint16_t>::max()) return 2;
  return range <= std::numeric_limits<std::uint32_t>::max() ? 4 : 8;
}

Presence presence_of(const Numbers& column) {
  if (column.absent() == 0) return Presence::All;
  return column.absent() == column.size() ? Presence::None : Presence::Some;
}

template <class Narrow>
void put_offsets(std::byte* place, const Numbers& column, std::uint64_t least) {
  for (std::size_t row = 0; row < column.size(); ++row, place += sizeof(Narrow)) {
    const auto offset = column.has(row)
                            ? static_cast<Narrow>(static_cast<std::uint64_t>(column[row]) - least)
                            : Narrow{0};
    std::memcpy(place, &offset, sizeof offset);
  }
}

template <class Narrow>
std::uint64_t offset_at(BytesView bytes, std::size_t row) {
  Narrow offset{};
  std::memcpy(&offset, &bytes[row * sizeof offset], sizeof offset);
  return offset;
}

std::uint64_t offset_at(BytesView bytes, std::size_t row, std::uint8_t width) {
  switch (width) {
    case 1:
      return offset_at<std::uint8_t>(bytes, row);
    case 2:
      return offset_at<std::uint16_t>(bytes, row);
    case 4:
      return offset_at<std::uint32_t>(bytes, row);
    case 8:
      return offset_at<std::uint64_t>(bytes, row);
    default:
      return 0;
  }
}

bool bit_at(BytesView bytes, std::size_t row) {
  return (std::to_integer<unsigned>(bytes[row / 8]) >> row % 8 & 1U) != 0;
}

}  // namespace

void Packer::u64(std::uint64_t value) {
  const auto at = x_out.size();
  x_out.resize(at + 8);
  std::memcpy(&x_out[at], &value, 8);
}

void Packer::numbers(const Numbers& column) {
  auto least = std::numeric_limits<std::int64_t>::max();
  auto most = std::numeric_limits<std::int64_t>::min();
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (!column.has(row)) continue;
    least = std::min(least, column[row]);
    most = std::max(most, column[row]);
  }
  const auto presence = presence_of(column);
  if (presence == Presence::None || column.size() == 0) least = most = 0;
  const auto width = width_of(static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least));
  u64(static_cast<std::uint64_t>(least));
  u64(width | static_cast<std::uint64_t>(presence) << 8U);
  const auto at = x_out.size();
  x_out.resize(at + padded(column.size() * width));
  if (width == 1) put_offsets<std::uint8_t>(&x_out[at], column, static_cast<std::uint64_t>(least));
  if (width == 2) put_offsets<std::uint16_t>(&x_out[at], column, static_cast<std::uint64_t>(least));
  if (width == 4) put_offsets<std::uint32_t>(&x_out[at], column, static_cast<std::uint64_t>(least));
  if (width == 8) put_offsets<std::uint64_t>(&x_out[at], column, static_cast<std::uint64_t>(least));
  if (presence != Presence::Some) return;
  const auto bits = x_out.size();
  x_out.resize(bits + padded((column.size() + 7) / 8));
  for (std::size_t row = 0; row < column.size(); ++row)
    if (column.has(row)) x_out[bits + row / 8] |= std::byte{1} << row % 8;
}

void Packer::texts(const std::vector<std::string_view>& column) {
  Numbers lengths;
  std::size_t bytes = 0;
  for (const auto text : column) {
    lengths.add(static_cast<std::int64_t>(text.size()));
    bytes += text.size();
  }
  numbers(lengths);
  auto at = x_out.size();
  x_out.resize(at + padded(bytes));
  for (const auto text : column) {
    if (!text.empty()) std::memcpy(&x_out[at], text.data(), text.size());
    at += text.size();
  }
}

std::optional<BytesView> Unpacker::take(std::size_t bytes) {
  if (bytes > x_rest.size()) return std::nullopt;
  const auto taken = x_rest.first(bytes);
  x_rest = x_rest.subspan(bytes);
  return taken;
}

std::optional<std::uint64_t> Unpacker::u64() {
  const auto bytes = take(8);
  if (!bytes) return std::nullopt;
  return offset_at<std::uint64_t>(*bytes, 0);
}

std::optional<Numbers> Unpacker::numbers(std::size_t rows) {
  const auto least = u64();
  const auto form = u64();
  if (!least || !form) return std::nullopt;
  const auto width = static_cast<std::uint8_t>(*form);
  const auto presence = static_cast<Presence>(static_cast<std::uint8_t>(*form >> 8U));
  if (*form >> 16U != 0 || presence > Presence::Some || width > 8 || std::popcount(width) > 1)
    return std::nullopt;
  const auto offsets = take(padded(rows * width));
  const auto bits = take(presence == Presence::Some ? padded((rows + 7) / 8) : 0);
  if (!offsets || !bits) return std::nullopt;
  Numbers column;
  for (std::size_t row = 0; row < rows; ++row) {
    if (presence == Presence::None || (presence == Presence::Some && !bit_at(*bits, row)))
      column.add_absent();
    else
      column.add(static_cast<std::int64_t>(*least + offset_at(*offsets, row, width)));
  }
  return column;
}

std::optional<std::vector<std::string>> Unpacker::texts(std::size_t rows) {
  const auto lengths = numbers(rows);
  if (!lengths) return std::nullopt;
  std::size_t bytes = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto length = static_cast<std::uint64_t>((*lengths)[row]);
    if (length > x_rest.size()) return std::nullopt;
    bytes += length;
    if (bytes > x_rest.size()) return std::nullopt;
  }
  const auto taken = take(padded(bytes));
  if (!taken) return std::nullopt;
  std::vector<std::string> column;
  column.reserve(rows);
  const auto* at = reinterpret_cast<const char*>(taken->data());
  for (std::size_t row = 0; row < rows; ++row) {
    column.emplace_back(at, static_cast<std::size_t>((*lengths)[row]));
    at += column.back().size();
  }
  return column;
}

}  // namespace assay::store
