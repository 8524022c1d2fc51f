#include "store/payload.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include "store/frame.hpp"

namespace assay::store {

namespace {

static_assert(std::endian::native == std::endian::little, "figures are copied as they are");

// Offsets within the head.
constexpr std::size_t kRows_at = 0;
constexpr std::size_t kCount_at = 4;
constexpr std::size_t kStep_at = 8;  // 0: 64-bit figures; else they are packed
constexpr std::size_t kLeast_at = 16;
constexpr std::size_t kMost_at = 24;

constexpr unsigned kMax_exponent = 6;
constexpr std::array<std::uint32_t, kMax_exponent + 1> kSteps{1,      10,      100,      1'000,
                                                              10'000, 100'000, 1'000'000};

// Division without dividing (Warren, Hacker's Delight, 2nd ed., 10–16 and 10–17). Multiplied by the
// inverse of an odd number mod 2⁶⁴, its multiples give their quotients, and all other numbers
// something larger than any quotient can be.
struct PowerOfFive {
  std::uint64_t inverse = 1;
  std::uint64_t max_quotient = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] constexpr bool divides(std::int64_t value) const {
    return static_cast<std::uint64_t>(value) * inverse + max_quotient <= 2 * max_quotient;
  }
};

constexpr auto kPowers_of_five = [] {
  constexpr std::uint64_t kInverse_of_five = 0xcccccccccccccccd;
  std::array<PowerOfFive, kMax_exponent + 1> powers;
  for (unsigned i = 1; i <= kMax_exponent; ++i)
    powers[i] = {powers[i - 1].inverse * kInverse_of_five, powers[i - 1].max_quotient / 5};
  return powers;
}();

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 7) / 8 * 8; }
constexpr std::size_t bitmap_bytes(std::size_t rows) { return (rows + 7) / 8; }

constexpr std::size_t figure_bytes(std::size_t rows, bool is_packed) {
  return padded(rows * (is_packed ? sizeof(std::uint32_t) : sizeof(std::int64_t)));
}

constexpr std::size_t payload_bytes(std::size_t rows, std::size_t count, bool is_packed) {
  return kPayload_head_bytes + figure_bytes(rows, is_packed) +
         (count == rows ? 0 : padded(bitmap_bytes(rows)));
}

// Which of the rows from 8 · `byte` on have a figure.
std::uint8_t bits_at(const std::uint8_t* valid, std::size_t byte, std::size_t rows) {
  const auto bits = valid == nullptr ? std::uint8_t{0xff} : valid[byte];
  const auto left = rows - byte * 8;
  return left >= 8 ? bits : static_cast<std::uint8_t>(bits & ((1U << left) - 1));
}

std::size_t used_rows(const std::uint8_t* valid, std::size_t rows) {
  for (auto byte = bitmap_bytes(rows); byte-- > 0;)
    if (const auto bits = bits_at(valid, byte, rows); bits != 0)
      return byte * 8 + static_cast<std::size_t>(std::bit_width(bits));
  return 0;
}

// Looks at figures, run by run.
class Survey {
 public:
  void add(std::span<const std::int64_t> run) {
    // In one pass over locals: this is what loading a column costs before it is hashed.
    auto [least, most, bits] = std::tuple(x_least, x_most, x_bits);
    const auto power = kPowers_of_five[x_exponent];
    bool all = true;
    for (const auto value : run) {
      least = std::min(least, value);
      most = std::max(most, value);
      bits |= static_cast<std::uint64_t>(value);
      all &= power.divides(value);
    }
    x_least = least;
    x_most = most;
    x_bits = bits;
    x_count += run.size();
    x_exponent = std::min(x_exponent, static_cast<unsigned>(std::countr_zero(bits)));
    if (all) return;
    while (x_exponent > 0 && !divides(kPowers_of_five[x_exponent], run)) --x_exponent;
  }

  [[nodiscard]] Shape shape(std::size_t rows) const {
    if (x_count == 0) return {};
    const auto range = static_cast<std::uint64_t>(x_most) - static_cast<std::uint64_t>(x_least);
    return {.rows = static_cast<std::uint32_t>(rows),
            .count = static_cast<std::uint32_t>(x_count),
            .least = x_least,
            .most = x_most,
            .exponent = x_exponent,
            .is_packed = range / kSteps[x_exponent] <= std::numeric_limits<std::uint32_t>::max()};
  }

 private:
  static bool divides(PowerOfFive power, std::span<const std::int64_t> run) {
    bool all = true;
    for (const auto value : run) all &= power.divides(value);
    return all;
  }

  std::int64_t x_least = std::numeric_limits<std::int64_t>::max();
  std::int64_t x_most = std::numeric_limits<std::int64_t>::min();
  std::uint64_t x_bits = 0;  // of all figures together: how often 2 divides them
  unsigned x_exponent = kMax_exponent;
  std::size_t x_count = 0;
};

// Calls `all(first, end)` for runs of rows that have figures, up to so long, and `some(row)` for
// each other row that has one.
constexpr std::size_t kMax_run_rows = 256;

template <class All, class Some>
void each_run(const std::uint8_t* valid, std::size_t rows, All all, Some some) {
  for (std::size_t first = 0; first < rows;) {
    auto end = first;
    while (end < rows && end - first < kMax_run_rows && bits_at(valid, end / 8, rows) == 0xff)
      end += 8;
    if (end > first) {
      all(first, end);
      first = end;
      continue;
    }
    const auto bits = bits_at(valid, first / 8, rows);
    for (std::size_t i = 0; i < 8; ++i)
      if ((bits >> i & 1U) != 0) some(first + i);
    first += 8;
  }
}

// Exact quotients below 2³², so that their lower halves suffice.
void pack(const std::int64_t* micro, std::size_t rows, const Shape& shape, std::uint32_t* out) {
  const auto inverse = static_cast<std::uint32_t>(kPowers_of_five[shape.exponent].inverse);
  const auto least = static_cast<std::uint64_t>(shape.least);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto above = static_cast<std::uint64_t>(micro[row]) - least;
    out[row] = static_cast<std::uint32_t>(above >> shape.exponent) * inverse;
  }
}

template <class Number>
void clear_absent(Number* numbers, const std::uint8_t* valid, std::size_t rows) {
  for (std::size_t byte = 0; byte < bitmap_bytes(rows); ++byte) {
    const auto bits = bits_at(valid, byte, rows);
    for (auto row = byte * 8; bits != 0xff && row < std::min(byte * 8 + 8, rows); ++row)
      if ((bits >> row % 8 & 1U) == 0) numbers[row] = 0;
  }
}

void put_figures(std::span<std::byte> payload, const std::int64_t* micro, const Shape& shape) {
  auto* place = payload.data() + kPayload_head_bytes;
  if (shape.is_packed)
    pack(micro, shape.rows, shape, reinterpret_cast<std::uint32_t*>(place));
  else
    std::memcpy(place, micro, shape.rows * sizeof *micro);
}

void put_bitmap(std::span<std::byte> payload, const std::uint8_t* valid, const Shape& shape) {
  auto* place = payload.data() + kPayload_head_bytes;
  if (shape.is_packed)
    clear_absent(reinterpret_cast<std::uint32_t*>(place), valid, shape.rows);
  else
    clear_absent(reinterpret_cast<std::int64_t*>(place), valid, shape.rows);
  place += figure_bytes(shape.rows, shape.is_packed);
  for (std::size_t byte = 0; byte < bitmap_bytes(shape.rows); ++byte)
    place[byte] = std::byte{bits_at(valid, byte, shape.rows)};
}

void fill(Bytes& payload, const std::int64_t* micro, const std::uint8_t* valid, std::size_t rows) {
  const auto shape = shape_of(micro, valid, rows);
  if (shape.count == 0) return payload.clear();
  payload.resize(payload_bytes(shape.rows, shape.count, shape.is_packed));
  std::memset(payload.data(), 0, kPayload_head_bytes);
  const auto figures = figure_bytes(shape.rows, shape.is_packed);
  write_le(payload, kRows_at, shape.rows, 4);
  write_le(payload, kCount_at, shape.count, 4);
  if (shape.is_packed) write_le(payload, kStep_at, kSteps[shape.exponent], 4);
  write_le(payload, kLeast_at, static_cast<std::uint64_t>(shape.least), 8);
  write_le(payload, kMost_at, static_cast<std::uint64_t>(shape.most), 8);
  // What may follow the figures and the bits, up to the next multiple of 8.
  std::memset(&payload[kPayload_head_bytes + figures - 8], 0, 8);
  std::memset(&payload[payload.size() - 8], 0, 8);
  put_figures(payload, micro, shape);
  if (shape.count < shape.rows) put_bitmap(payload, valid, shape);
}

}  // namespace

Shape shape_of(const std::int64_t* micro, const std::uint8_t* valid, std::size_t rows) {
  Survey survey;
  const auto used = used_rows(valid, rows);
  each_run(
      valid, used,
      [&](std::size_t first, std::size_t end) { survey.add({micro + first, micro + end}); },
      [&](std::size_t row) { survey.add({micro + row, 1}); });
  return survey.shape(used);
}

void payload_into(Bytes& payload, const model::ColumnChunk& figures) {
  if (figures.cells.packed == nullptr)
    return fill(payload, figures.cells.micro, figures.valid, figures.rows);
  const auto micro = figures.cells.copy(figures.rows);
  fill(payload, micro.data(), figures.valid, figures.rows);
}

Bytes payload_of(const model::ColumnChunk& figures) {
  Bytes payload;
  payload_into(payload, figures);
  return payload;
}

bool is_packed(BytesView payload) { return !payload.empty() && read_le(payload, kStep_at, 4) != 0; }

std::optional<model::ColumnChunk> view_payload(BytesView payload) {
  if (payload.size() < kPayload_head_bytes) return std::nullopt;
  const auto rows = static_cast<std::uint32_t>(read_le(payload, kRows_at, 4));
  const auto count = static_cast<std::uint32_t>(read_le(payload, kCount_at, 4));
  const auto step = static_cast<std::uint32_t>(read_le(payload, kStep_at, 4));
  const bool packed = step != 0;
  if (rows > kRows_per_chunk || count > rows ||
      payload.size() != payload_bytes(rows, count, packed) ||
      (packed && std::ranges::find(kSteps, step) == kSteps.end()))
    return std::nullopt;
  model::ColumnChunk figures{.cells = {},
                             .rows = rows,
                             .count = count,
                             .least = static_cast<std::int64_t>(read_le(payload, kLeast_at, 8)),
                             .most = static_cast<std::int64_t>(read_le(payload, kMost_at, 8))};
  const auto* place = payload.data() + kPayload_head_bytes;
  if (packed)
    figures.cells = {.packed = reinterpret_cast<const std::uint32_t*>(place),
                     .base = figures.least,
                     .step = step};
  else
    figures.cells = {.micro = reinterpret_cast<const std::int64_t*>(place)};
  if (count < rows)
    figures.valid = reinterpret_cast<const std::uint8_t*>(place + figure_bytes(rows, packed));
  return figures;
}

Digest digest_of_payload(BytesView payload) {
  return digest_of({reinterpret_cast<const char*>(payload.data()), payload.size()});
}

}  // namespace assay::store
