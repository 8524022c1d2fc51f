#pragma once
// Bulk load, the part that needs no office: cuts columns into chunks, packs and hashes them.
// Hashing takes most of a load's time, so a second thread prepares chunks ahead while the first
// writes, and the first helps when it would wait. Figures are borrowed while a Preparer lives.

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "store/chunk.hpp"

namespace assay::store {

// Rows of the axis from 0 on; bit r of `valid`, least significant first, says whether row r has a
// figure. Empty: all have.
struct ColumnFigures {
  std::span<const std::int64_t> micro;
  std::span<const std::uint8_t> valid;
};

// Chunks that are prepared at a time.
inline constexpr std::size_t kChunks_together = 2;

struct PreparedChunk {
  Bytes payload;
  Digest digest{};
};

[[nodiscard]] std::size_t chunk_count(const ColumnFigures& column);
// Chunks from `first` on, as many as there is room for in `into`.
void prepare_chunks(const ColumnFigures& column, std::size_t first, std::span<PreparedChunk> into);

// Hands out the chunks of all columns in their order. For the thread that made it.
class Preparer {
 public:
  explicit Preparer(std::span<const ColumnFigures> columns);
  ~Preparer();
  Preparer(const Preparer&) = delete;
  Preparer& operator=(const Preparer&) = delete;

  // The next one; valid until the next call. Not to be called more often than there are chunks.
  [[nodiscard]] const PreparedChunk& next();

 private:
  struct Task {
    const ColumnFigures* column = nullptr;
    std::size_t first = 0;
    std::size_t count = 0;  // at most kChunks_together
  };
  struct Place {
    std::array<PreparedChunk, kChunks_together> chunks;
    bool is_ready = false;
  };

  // Prepares one more, or returns false when there is none or no place for it.
  bool prepare_one(std::unique_lock<std::mutex>& lock);
  void work();

  std::vector<Task> x_tasks;
  std::vector<Place> x_places;  // task i uses place i mod size
  std::size_t x_started = 0;    // tasks
  std::size_t x_given = 0;      // the last one is still in use
  std::size_t x_chunk = 0;      // of the task given last, to be handed out next
  bool x_is_stopping = false;
  std::mutex x_mutex;
  std::condition_variable x_changed;
  std::thread x_helper;
};

}  // namespace assay::store
