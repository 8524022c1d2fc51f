#include "pipeline/column_digest.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <unordered_map>

#include "pipeline/digest_parts.hpp"

namespace assay::pipeline {

namespace {

static_assert(std::endian::native == std::endian::little, "figures are hashed as they lie");

// Past the last row with a figure.
std::size_t rows_of(const model::ColumnChunk& chunk) {
  std::size_t rows = chunk.count == 0 ? 0 : chunk.rows;
  while (rows > 0 && !chunk.has(rows - 1)) --rows;
  return rows;
}

// Over the rows with a figure.
struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// Found here and not taken from the chunk, whose bounds may be wider than its figures.
Range range_of(const model::ColumnChunk& chunk, std::size_t rows) {
  Range range{.least = chunk.cells[rows - 1], .most = chunk.cells[rows - 1]};
  const bool full = chunk.count == rows;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!full && !chunk.has(row)) continue;
    range.least = std::min(range.least, chunk.cells[row]);
    range.most = std::max(range.most, chunk.cells[row]);
  }
  return range;
}

// What each row is above `least`, in `Number`s side by side; rows without a figure as if they held
// 0. Which rows these are is hashed as well.
template <class Number>
void pack(std::vector<std::uint8_t>& out, const model::ColumnChunk& chunk, std::size_t rows,
          std::int64_t least) {
  out.resize(rows * sizeof(Number));
  const bool full = chunk.count == rows;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto value = full || chunk.has(row) ? chunk.cells[row] : 0;
    const auto above =
        static_cast<Number>(static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(least));
    std::memcpy(out.data() + row * sizeof(Number), &above, sizeof(Number));
  }
}

// A bit a row; nothing when all rows have a figure.
void add_valid(DigestBuilder& digest, const model::ColumnChunk& chunk, std::size_t rows) {
  const bool full = chunk.count == rows;
  digest.add(std::span(chunk.valid, full ? 0 : (rows + 7) / 8));
}

void add_figures(DigestBuilder& digest, const model::ColumnChunk& chunk, std::size_t rows,
                 std::vector<std::uint8_t>& bytes) {
  const auto [least, most] = range_of(chunk, rows);
  const auto width = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  if (width <= UINT16_MAX)
    pack<std::uint16_t>(bytes, chunk, rows, least);
  else if (width <= UINT32_MAX)
    pack<std::uint32_t>(bytes, chunk, rows, least);
  else
    pack<std::uint64_t>(bytes, chunk, rows, least);
  digest.add(least).add(bytes);
}

// Texts are numbered anew within the chunk, as they come, and enter by their words.
void add_texts(DigestBuilder& digest, const model::ColumnChunk& chunk, std::size_t rows,
               const std::vector<std::string>& texts, std::vector<std::uint8_t>& bytes) {
  std::unordered_map<std::int64_t, std::uint32_t> numbers;
  std::vector<std::int64_t> found;
  bytes.assign(rows * sizeof(std::uint32_t), 0);
  for (std::size_t row = 0; row < rows; ++row) {
    if (!chunk.has(row)) continue;
    const auto [place, fresh] =
        numbers.emplace(chunk.cells[row], static_cast<std::uint32_t>(found.size()));
    if (fresh) found.push_back(chunk.cells[row]);
    std::memcpy(bytes.data() + row * sizeof(std::uint32_t), &place->second, sizeof(std::uint32_t));
  }
  digest.add(bytes).add(static_cast<std::int64_t>(found.size()));
  for (const auto text : found) digest.add(texts[static_cast<std::size_t>(text)]);
}

}  // namespace

std::optional<Digest> digest_of(model::Layer layer, const model::Column& column,
                                const std::vector<std::string>& texts) {
  DigestBuilder digest;
  std::vector<std::uint8_t> bytes;  // of one chunk after the other
  bool any = false;
  std::int64_t number = 0;
  for (const auto& chunk : column.chunks()) {
    const auto rows = rows_of(chunk);
    const auto chunk_number = number++;
    if (rows == 0) continue;
    any = true;
    digest.add(chunk_number).add(static_cast<std::int64_t>(rows));
    add_valid(digest, chunk, rows);
    if (is_text(layer))
      add_texts(digest, chunk, rows, texts, bytes);
    else
      add_figures(digest, chunk, rows, bytes);
  }
  if (!any) return std::nullopt;
  return digest.finish();
}

}  // namespace assay::pipeline
