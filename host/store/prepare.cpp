#include "store/prepare.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace assay::store {

namespace {

constexpr std::size_t kPlaces = 8;  // 4 MB; how far preparing may be ahead

// Rows of the chunk up to the last one with a figure.
std::size_t rows_of(std::span<const std::uint8_t> bits, std::size_t rows) {
  auto bytes = (rows + 7) / 8;
  const auto last_of = [&](std::size_t byte) {
    const auto spare = (byte + 1) * 8 > rows ? (byte + 1) * 8 - rows : 0;
    return static_cast<std::uint8_t>(bits[byte] & (0xffU >> spare));
  };
  while (bytes > 0 && last_of(bytes - 1) == 0) --bytes;
  if (bytes == 0) return 0;
  return (bytes - 1) * 8 + static_cast<std::size_t>(std::bit_width(last_of(bytes - 1)));
}

void cut(const ColumnFigures& column, std::size_t chunk, PreparedChunk& into) {
  const auto first = chunk * kRows_per_chunk;
  const auto bits = column.valid.subspan(first / 8);
  const auto rows =
      rows_of(bits, std::min<std::size_t>(column.micro.size() - first, kRows_per_chunk));
  into.payload.resize(chunk_bytes(rows) - chunk_bytes(0));
  auto* micro = reinterpret_cast<std::int64_t*>(into.payload.data());
  auto* valid = reinterpret_cast<std::uint8_t*>(micro + rows);
  if (rows > 0) {
    const auto bitmap = (rows + 7) / 8;
    std::memset(&into.payload[into.payload.size() - 8], 0, 8);
    std::memcpy(micro, &column.micro[first], rows * 8);
    std::memcpy(valid, bits.data(), bitmap);
    if (rows % 8 != 0) valid[bitmap - 1] &= static_cast<std::uint8_t>((1U << rows % 8) - 1);
    for (std::size_t row = 0; row < rows; ++row) {
      if (row % 8 == 0 && valid[row / 8] == 0xff)
        row += 7;
      else if (((valid[row / 8] >> (row % 8)) & 1U) == 0)
        micro[row] = 0;
    }
  }
  into.figures = describe(micro, valid, rows);
}

}  // namespace

std::size_t chunk_count(const ColumnFigures& column) {
  return (column.micro.size() + kRows_per_chunk - 1) / kRows_per_chunk;
}

void prepare_chunks(const ColumnFigures& column, std::size_t first, std::span<PreparedChunk> into) {
  for (std::size_t i = 0; i < into.size(); ++i) {
    cut(column, first + i, into[i]);
    into[i].digest = digest_of_payload(into[i].payload);
  }
}

Preparer::Preparer(std::span<const ColumnFigures> columns) {
  for (const auto& column : columns)
    for (std::size_t first = 0; first < chunk_count(column); first += kChunks_together)
      x_tasks.push_back({&column, first, std::min(kChunks_together, chunk_count(column) - first)});
  x_places.resize(std::min(kPlaces, x_tasks.size()));
  if (x_tasks.size() > 1) x_helper = std::thread([this] { work(); });
}

Preparer::~Preparer() {
  {
    const std::lock_guard lock(x_mutex);
    x_is_stopping = true;
  }
  x_changed.notify_all();
  if (x_helper.joinable()) x_helper.join();
}

bool Preparer::prepare_one(std::unique_lock<std::mutex>& lock) {
  // The place of the one given last is still in use.
  const auto room = (x_given == 0 ? 0 : x_given - 1) + x_places.size();
  if (x_started >= x_tasks.size() || x_started >= room) return false;
  const auto& task = x_tasks[x_started];
  auto& place = x_places[x_started % x_places.size()];
  ++x_started;
  place.is_ready = false;
  lock.unlock();
  prepare_chunks(*task.column, task.first, std::span(place.chunks).first(task.count));
  lock.lock();
  place.is_ready = true;
  x_changed.notify_all();
  return true;
}

void Preparer::work() {
  std::unique_lock lock(x_mutex);
  while (!x_is_stopping && x_started < x_tasks.size())
    if (!prepare_one(lock)) x_changed.wait(lock);
}

const PreparedChunk& Preparer::next() {
  if (x_given > 0 && x_chunk < x_tasks[x_given - 1].count)
    return x_places[(x_given - 1) % x_places.size()].chunks[x_chunk++];
  std::unique_lock lock(x_mutex);
  assert(x_given < x_tasks.size());
  ++x_given;
  x_chunk = 1;
  x_changed.notify_all();  // the place given before is free
  auto& place = x_places[(x_given - 1) % x_places.size()];
  while (x_started < x_given || !place.is_ready)
    if (!prepare_one(lock)) x_changed.wait(lock);
  return place.chunks[0];
}

}  // namespace assay::store
