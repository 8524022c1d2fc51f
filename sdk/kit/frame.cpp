#include "kit/frame.hpp"

#include <cstring>

namespace assay::kit {

namespace {

constexpr int kTail_byte = 0xA5;

std::vector<std::uint8_t> bitmap(const std::vector<bool>& there) {
  std::vector<std::uint8_t> bits((there.size() + 7) / 8);
  for (std::size_t i = 0; i < there.size(); ++i)
    if (there[i]) bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (1U << (i % 8)));
  return bits;
}

bool whole(const std::vector<bool>& there) {
  for (const bool one : there)
    if (!one) return false;
  return true;
}

}  // namespace

std::int64_t Written::integer(std::size_t row) const {
  if (type == ASSAY_PLUGIN_BOOL8) return data[row];
  std::int64_t value = 0;
  std::memcpy(&value, cell(row).data(), sizeof value);
  return value;
}

assay_plugin_ratio Written::ratio(std::size_t row) const {
  assay_plugin_ratio value{};
  std::memcpy(&value, cell(row).data(), sizeof value);
  return value;
}

// `count` structs in a row, each with its size set and the tail of a newer host behind it.
template <class T>
T* Frame::structs(std::size_t count) {
  const auto stride = sizeof(T) + x_options.tail_bytes;
  auto* first = static_cast<std::byte*>(x_read.take(stride * count));
  for (std::size_t i = 0; i < count; ++i) {
    T made{};
    made.size = static_cast<std::uint32_t>(stride);
    std::memcpy(first + i * stride, &made, sizeof made);
    std::memset(first + i * stride + sizeof made, kTail_byte, x_options.tail_bytes);
  }
  return reinterpret_cast<T*>(first);
}

template <class T>
T& Frame::at(const T* first, std::size_t i) const {
  const auto* place = reinterpret_cast<const std::byte*>(first) + i * first->size;
  return *const_cast<T*>(reinterpret_cast<const T*>(place));
}

void* Frame::copied(const void* bytes, std::size_t count) {
  void* to = x_read.take(count);
  if (count != 0) std::memcpy(to, bytes, count);
  return to;
}

void Frame::fill(assay_plugin_col& to, const Column& column) {
  const auto rows = column.size();
  to.type = column.type;
  to.rows = rows;
  if (!x_options.null_bitmaps || !whole(column.there)) {
    const auto bits = bitmap(column.there);
    to.valid = static_cast<const std::uint8_t*>(copied(bits.data(), bits.size()));
  }
  if (column.type == ASSAY_PLUGIN_UTF8) {
    std::string bytes;
    std::vector<std::int64_t> offsets = {0};
    for (const auto& text : column.texts) {
      bytes += text;
      offsets.push_back(static_cast<std::int64_t>(bytes.size()));
    }
    to.data = copied(bytes.data(), bytes.size());
    to.offsets = static_cast<const std::int64_t*>(
        copied(offsets.data(), offsets.size() * sizeof offsets[0]));
    return;
  }
  const auto width = width_of(column.type);
  std::vector<std::byte> bytes(rows * width);
  for (std::size_t i = 0; i < rows; ++i)  // little-endian: the low bytes come first
    std::memcpy(bytes.data() + i * width, &column.values[i], width);
  to.data = copied(bytes.data(), bytes.size());
}

void Frame::fill(assay_plugin_table& to, const Table& table) {
  to.n_cols = static_cast<std::uint32_t>(table.columns.size());
  to.rows = table.time_ms.size();
  to.row_start = static_cast<const std::uint64_t*>(
      copied(table.row_start.data(), table.row_start.size() * sizeof table.row_start[0]));
  to.time_ms = static_cast<const std::int64_t*>(
      copied(table.time_ms.data(), table.time_ms.size() * sizeof(std::int64_t)));
  to.cols = structs<assay_plugin_col>(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) fill(at(to.cols, i), table.columns[i]);
}

Frame::Frame(const Declared& declared, const Rows& rows, const FrameOptions& options)
    : x_options(options), x_read(options.guard), x_written(options.guard) {
  x_batch = structs<assay_plugin_batch>(1);
  auto& batch = *x_batch;
  batch.flags = (options.explain ? std::uint32_t{ASSAY_PLUGIN_EXPLAIN} : 0) | options.unknown_flags;
  batch.n_in = static_cast<std::uint32_t>(declared.in.size());
  batch.n_out = static_cast<std::uint32_t>(declared.out.size());
  batch.n_tables = static_cast<std::uint32_t>(rows.tables.size());
  batch.rows = rows.rows;
  batch.first_row = rows.first_row;
  batch.period = {static_cast<const char*>(copied(rows.period.data(), rows.period.size())),
                  rows.period.size()};
  batch.in = structs<assay_plugin_col>(declared.in.size());
  batch.out = structs<assay_plugin_out>(declared.out.size());
  batch.tables = structs<assay_plugin_table>(rows.tables.size());
  for (std::size_t i = 0; i < declared.in.size(); ++i) fill(in(i), rows.in[i]);
  for (std::size_t i = 0; i < rows.tables.size(); ++i) fill(table(i), rows.tables[i]);
  for (std::size_t i = 0; i < declared.out.size(); ++i) {
    auto& to = out(i);
    to.type = declared.out[i].type;
    to.rows = rows.rows;
    to.valid = static_cast<std::uint8_t*>(x_written.take((rows.rows + 7) / 8));
    to.data = x_written.take(rows.rows * width_of(to.type));
  }
  if (options.sealed) x_read.seal();
}

assay_plugin_col& Frame::in(std::size_t i) { return at(x_batch->in, i); }
assay_plugin_out& Frame::out(std::size_t i) { return at(x_batch->out, i); }
assay_plugin_table& Frame::table(std::size_t i) { return at(x_batch->tables, i); }

std::vector<Written> Frame::written() const {
  std::vector<Written> all;
  for (std::uint32_t i = 0; i < x_batch->n_out; ++i) {
    const auto& out = at(x_batch->out, i);
    Written one{out.type, std::vector<std::uint8_t>((out.rows + 7) / 8),
                std::vector<std::uint8_t>(out.rows * width_of(out.type))};
    if (out.rows != 0) {
      std::memcpy(one.valid.data(), out.valid, one.valid.size());
      std::memcpy(one.data.data(), out.data, one.data.size());
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace assay::kit
