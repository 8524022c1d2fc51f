#include "store/prepare.hpp"

#include <algorithm>
#include <cassert>

namespace assay::store {

namespace {

constexpr std::size_t kPlaces = 32;  // 2 to 4 MB; how far preparing may be ahead

// Where its rows lie.
model::ColumnChunk cut(const ColumnFigures& column, std::size_t chunk) {
  const auto first = chunk * kRows_per_chunk;
  return {.cells = {.micro = column.micro.data() + first},
          .valid = column.valid.empty() ? nullptr : column.valid.data() + first / 8,
          .rows = static_cast<std::uint32_t>(
              std::min<std::size_t>(column.micro.size() - first, kRows_per_chunk))};
}

}  // namespace

std::size_t chunk_count(const ColumnFigures& column) {
  return (column.micro.size() + kRows_per_chunk - 1) / kRows_per_chunk;
}

void prepare_chunks(const ColumnFigures& column, std::size_t first, std::span<PreparedChunk> into) {
  for (std::size_t i = 0; i < into.size(); ++i) {
    payload_into(into[i].payload, cut(column, first + i));
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
