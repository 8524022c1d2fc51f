#pragma once
// The figures one scoring reads: units on an axis (ordinal = index), columns of figures along it,
// events and imported assessments. Taken from one read transaction; never changes afterwards, so
// that threads may read it together.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/records.hpp"

namespace assay::model {

enum class Layer : std::uint8_t {
  Actual,
  Required,
  Stretch,
  Upper,
  Baseline,
  State,
  Source,
  Lead,
  Person
};

inline constexpr std::size_t kRows_per_chunk = 8'000;

// Consecutive figures where they lie: millionths, or packed into half the room as whole steps above
// a base. What stands at rows without a figure has no meaning.
struct Cells {
  const std::int64_t* micro = nullptr;
  const std::uint32_t* packed = nullptr;  // in its place
  std::int64_t base = 0;                  // of packed ones, as is the step
  std::int64_t step = 1;                  // 1, 10, … 1,000,000

  [[nodiscard]] std::int64_t operator[](std::size_t row) const {
    return packed == nullptr ? micro[row] : base + step * static_cast<std::int64_t>(packed[row]);
  }
  [[nodiscard]] Cells from(std::size_t row) const {
    auto rest = *this;
    if (packed != nullptr)
      rest.packed += row;
    else
      rest.micro += row;
    return rest;
  }
  [[nodiscard]] std::vector<std::int64_t> copy(std::size_t rows) const;
};

// The figures of consecutive ordinals, as they lie in an office's map or in a Column of its own.
struct ColumnChunk {
  Cells cells;
  const std::uint8_t* valid = nullptr;  // a bit a row, least significant first, spare bits 0; null:
                                        // every row has a figure
  std::uint32_t rows = 0;
  std::uint32_t count = 0;  // valid rows
  std::int64_t least = 0;   // over the valid rows; 0 when there is none
  std::int64_t most = 0;

  [[nodiscard]] bool has(std::size_t row) const {
    return row < rows && (valid == nullptr || ((valid[row / 8] >> (row % 8)) & 1U) != 0);
  }
  // The bits of `valid`, also where there are none.
  [[nodiscard]] std::vector<std::uint8_t> valid_bits() const;
};

// Figures of one indicator, period and layer along the unit axis, in chunks of kRows_per_chunk
// ordinals. State is stored as its number; Source, Lead, Person as text numbers. A chunk is
// borrowed from a map that must outlive the Column (Snapshot::source sees to it) or the Column's
// own; set() and clear() make it its own first. A value; copies share what neither changes.
class Column {
 public:
  [[nodiscard]] bool has(std::size_t ordinal) const {
    const auto chunk = ordinal / kRows_per_chunk;
    return chunk < x_chunks.size() && x_chunks[chunk].has(ordinal % kRows_per_chunk);
  }
  // Only where has().
  [[nodiscard]] std::int64_t micro(std::size_t ordinal) const {
    return x_chunks[ordinal / kRows_per_chunk].cells[ordinal % kRows_per_chunk];
  }
  [[nodiscard]] std::optional<Decimal> at(std::size_t ordinal) const {
    if (!has(ordinal)) return std::nullopt;
    return Decimal::from_micro(micro(ordinal));
  }
  // Past the last row that is there, figure or not.
  [[nodiscard]] std::size_t size() const;
  // A chunk without rows holds nothing.
  [[nodiscard]] std::span<const ColumnChunk> chunks() const { return x_chunks; }

  void set(std::size_t ordinal, std::int64_t value);
  void clear(std::size_t ordinal);
  void borrow(std::size_t chunk, const ColumnChunk& figures);

 private:
  struct Own;
  [[nodiscard]] Own& own(std::size_t chunk);
  std::vector<ColumnChunk> x_chunks;
  std::vector<std::shared_ptr<Own>> x_own;  // null where borrowed; shared by copies
};

struct ColumnKey {
  std::string indicator;
  Period period;
  Layer layer = Layer::Actual;
  auto operator<=>(const ColumnKey&) const = default;
};

struct Snapshot {
  std::vector<Unit> units;  // axis order
  std::map<std::string, Indicator, std::less<>> indicators;
  std::map<ColumnKey, Column> columns;
  std::vector<std::string> texts;  // text number → text, for Source, Lead and Person
  std::vector<Event> events;       // by code
  std::vector<ImportedField> assessments;
  std::shared_ptr<const void> source;  // keeps alive what the columns borrow

  [[nodiscard]] const Column* column(const std::string& indicator, Period period,
                                     Layer layer) const {
    const auto found = columns.find(ColumnKey{indicator, period, layer});
    return found == columns.end() ? nullptr : &found->second;
  }
};

}  // namespace assay::model
