#include "model/snapshot.hpp"

#include <algorithm>

namespace assay::model {

std::vector<std::int64_t> Cells::copy(std::size_t rows) const {
  if (packed == nullptr) return {micro, micro + rows};
  std::vector<std::int64_t> values(rows);
  // Unsigned, as what is copied may yet turn out to be damaged and overflow.
  for (std::size_t row = 0; row < rows; ++row)
    values[row] = static_cast<std::int64_t>(static_cast<std::uint64_t>(base) +
                                            static_cast<std::uint64_t>(step) * packed[row]);
  return values;
}

std::vector<std::uint8_t> ColumnChunk::valid_bits() const {
  const std::size_t bytes = (rows + 7) / 8;
  if (valid != nullptr) return {valid, valid + bytes};
  std::vector<std::uint8_t> bits(bytes, 0xff);
  if (rows % 8 != 0) bits.back() = static_cast<std::uint8_t>((1U << rows % 8) - 1);
  return bits;
}

struct Column::Own {
  std::vector<std::int64_t> micro;
  std::vector<std::uint8_t> valid;

  // Bounds are kept when figures come and found anew when one goes.
  void describe(ColumnChunk& chunk) const {
    chunk = {.cells = {.micro = micro.data()},
             .valid = valid.data(),
             .rows = static_cast<std::uint32_t>(micro.size())};
    for (std::size_t row = 0; row < micro.size(); ++row) {
      if (!chunk.has(row)) continue;
      chunk.least = chunk.count == 0 ? micro[row] : std::min(chunk.least, micro[row]);
      chunk.most = chunk.count == 0 ? micro[row] : std::max(chunk.most, micro[row]);
      ++chunk.count;
    }
  }
};

std::size_t Column::size() const {
  for (auto chunk = x_chunks.size(); chunk-- > 0;)
    if (x_chunks[chunk].rows != 0) return chunk * kRows_per_chunk + x_chunks[chunk].rows;
  return 0;
}

Column::Own& Column::own(std::size_t chunk) {
  if (chunk >= x_chunks.size()) {
    x_chunks.resize(chunk + 1);
    x_own.resize(chunk + 1);
  }
  auto& held = x_own[chunk];
  if (held && held.use_count() == 1) return *held;
  const auto& figures = x_chunks[chunk];
  auto fresh = std::make_shared<Own>();
  fresh->micro = figures.cells.copy(figures.rows);
  fresh->valid = figures.valid_bits();
  held = std::move(fresh);
  return *held;
}

void Column::set(std::size_t ordinal, std::int64_t value) {
  const auto number = ordinal / kRows_per_chunk;
  const auto row = ordinal % kRows_per_chunk;
  auto& held = own(number);
  auto& chunk = x_chunks[number];
  const bool before = chunk.has(row);
  const auto old = before ? chunk.cells[row] : 0;
  const bool inner = before && old != chunk.least && old != chunk.most;
  if (row >= held.micro.size()) {
    held.micro.resize(row + 1);
    held.valid.resize(row / 8 + 1);
  }
  held.micro[row] = value;
  held.valid[row / 8] |= static_cast<std::uint8_t>(1U << (row % 8));
  if (before && !inner) {
    held.describe(chunk);
    return;
  }
  const bool first = chunk.count == 0;
  chunk.cells = {.micro = held.micro.data()};
  chunk.valid = held.valid.data();
  chunk.rows = static_cast<std::uint32_t>(held.micro.size());
  chunk.least = first ? value : std::min(chunk.least, value);
  chunk.most = first ? value : std::max(chunk.most, value);
  if (!before) ++chunk.count;
}

void Column::clear(std::size_t ordinal) {
  if (!has(ordinal)) return;
  const auto number = ordinal / kRows_per_chunk;
  const auto row = ordinal % kRows_per_chunk;
  auto& held = own(number);
  held.micro[row] = 0;
  held.valid[row / 8] &= static_cast<std::uint8_t>(~(1U << (row % 8)));
  held.describe(x_chunks[number]);
}

void Column::borrow(std::size_t chunk, const ColumnChunk& figures) {
  if (chunk >= x_chunks.size()) {
    x_chunks.resize(chunk + 1);
    x_own.resize(chunk + 1);
  }
  x_chunks[chunk] = figures;
  x_own[chunk] = nullptr;
}

}  // namespace assay::model
