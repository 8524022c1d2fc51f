// Rows of datasets as the plugin reads them.

#include <cstring>
#include <string>
#include <tuple>
#include <utility>

#include "plugin/columns.hpp"

namespace assay::plugin {

namespace {

using Range = std::pair<std::uint64_t, std::uint64_t>;  // rows [first, second) of a table

std::uint32_t abi_type(model::DatasetType type) {
  switch (type) {
    case model::DatasetType::Decimal:
      return ASSAY_PLUGIN_DEC6;
    case model::DatasetType::Integer:
      return ASSAY_PLUGIN_I64;
    case model::DatasetType::Flag:
      return ASSAY_PLUGIN_BOOL8;
    case model::DatasetType::Day:
      return ASSAY_PLUGIN_DATE32;
    case model::DatasetType::Time:
      return ASSAY_PLUGIN_TIME64;
    case model::DatasetType::Word:
      return ASSAY_PLUGIN_DICT32;
    case model::DatasetType::Text:
      break;
  }
  return ASSAY_PLUGIN_UTF8;
}

std::vector<std::uint8_t> bits_of(const std::vector<std::uint8_t>& flags,
                                  std::span<const Range> ranges, std::uint64_t rows) {
  std::vector<std::uint8_t> bits((rows + 7) / 8);
  std::uint64_t at = 0;
  for (const auto& [from, to] : ranges)
    for (auto row = from; row < to; ++row, ++at)
      bits[at / 8] |= static_cast<std::uint8_t>((flags[row] & 1U) << (at % 8));
  return bits;
}

// The numbers of these rows, each as a T.
template <class T>
std::vector<std::uint64_t> packed(const std::vector<std::int64_t>& numbers,
                                  std::span<const Range> ranges, std::uint64_t rows) {
  std::vector<std::uint64_t> data((rows * sizeof(T) + 7) / 8);
  auto* to = reinterpret_cast<std::byte*>(data.data());
  for (const auto& [from, end] : ranges)
    for (auto row = from; row < end; ++row, to += sizeof(T)) {
      const auto value = static_cast<T>(numbers[row]);
      std::memcpy(to, &value, sizeof value);
    }
  return data;
}

std::vector<std::uint64_t> numbers_of(std::uint32_t type, const std::vector<std::int64_t>& numbers,
                                      std::span<const Range> ranges, std::uint64_t rows) {
  switch (type) {
    case ASSAY_PLUGIN_BOOL8:
      return packed<std::uint8_t>(numbers, ranges, rows);
    case ASSAY_PLUGIN_DATE32:
      return packed<std::int32_t>(numbers, ranges, rows);
    case ASSAY_PLUGIN_DICT32:
      return packed<std::uint32_t>(numbers, ranges, rows);
    default:
      return packed<std::int64_t>(numbers, ranges, rows);
  }
}

// The bytes of these rows, and where each begins and the last ends.
std::pair<std::vector<std::uint64_t>, std::vector<std::int64_t>> texts_of(
    const model::DatasetTexts& texts, std::span<const Range> ranges) {
  std::string bytes;
  std::vector<std::int64_t> offsets{0};
  for (const auto& [from, to] : ranges)
    for (auto row = from; row < to; ++row) {
      bytes += texts[row];
      offsets.push_back(static_cast<std::int64_t>(bytes.size()));
    }
  std::vector<std::uint64_t> data((bytes.size() + 7) / 8);
  if (!bytes.empty()) std::memcpy(data.data(), bytes.data(), bytes.size());
  return {std::move(data), std::move(offsets)};
}

}  // namespace

InputTables::Table InputTables::gather(const model::DatasetTable& table,
                                       std::span<const std::size_t> ordinals) {
  Table held;
  std::vector<Range> ranges;
  held.row_start.push_back(0);
  for (const auto ordinal : ordinals) {
    const auto& [from, to] =
        ranges.emplace_back(table.row_start[ordinal], table.row_start[ordinal + 1]);
    held.row_start.push_back(held.row_start.back() + (to - from));
    held.time_ms.insert(held.time_ms.end(),
                        table.time_ms.begin() + static_cast<std::ptrdiff_t>(from),
                        table.time_ms.begin() + static_cast<std::ptrdiff_t>(to));
  }
  const auto rows = held.row_start.back();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& values = table.columns[i];
    const auto type = abi_type(table.info.columns[i].type);
    Column column{bits_of(values.valid, ranges, rows), {}, {}};
    if (type == ASSAY_PLUGIN_UTF8)
      std::tie(column.data, column.offsets) = texts_of(values.texts, ranges);
    else
      column.data = numbers_of(type, values.numbers, ranges, rows);
    held.described.push_back({sizeof(assay_plugin_col), type, rows, column.valid.data(),
                              column.data.data(),
                              type == ASSAY_PLUGIN_UTF8 ? column.offsets.data() : nullptr});
    held.columns.push_back(std::move(column));
  }
  return held;
}

InputTables::InputTables(const Inputs& inputs, std::span<const std::size_t> rows) {
  std::vector<std::size_t> ordinals;
  if (!inputs.tables.empty())
    for (const auto row : rows) ordinals.push_back(inputs.ordinals[row]);
  for (const auto* table : inputs.tables) {
    const auto& held = x_held.emplace_back(gather(*table, ordinals));
    x_tables.push_back({sizeof(assay_plugin_table), static_cast<std::uint32_t>(held.columns.size()),
                        held.row_start.back(), held.row_start.data(), held.time_ms.data(),
                        held.described.data()});
  }
}

}  // namespace assay::plugin
