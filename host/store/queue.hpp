#pragma once
// Durable updates from many threads at once: what waits is written together, up to ten thousand a
// transaction, so that all of them cost one sync. Whoever waits for an update writes all that is
// there if nobody else does, so that none is handed from thread to thread; what nobody waits for is
// written with the next one, or when the queue ends. Any thread may submit, also one that has no
// Writer and never will; one that has a Writer must neither submit nor wait, as the queue waits for
// that Writer. The Store must outlive the queue, and the queue whoever submits. Not for use in a
// forked child.

#include <cstdint>
#include <future>
#include <memory>

#include "base/result.hpp"
#include "store/store.hpp"

namespace assay::store {

// What became of an update: it is on the disk, and every later Reader sees it.
struct Landed {
  std::uint64_t seq = 0;  // its first journal entry; the log's size then where nothing changed
  Change change = Change::Same;
  bool is_repeated = false;  // its request had landed before; nothing was done now
};

class WriteQueue {
 public:
  explicit WriteQueue(Store& store);
  ~WriteQueue();  // after all that was submitted has landed or failed
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // Writes itself when 100,000 updates are waiting. An Input error fails its update only. After a
  // failed commit nothing is known of its updates; they and all later ones fail (store.stopped).
  // An exception (no memory) comes out of get() of all that were written together; none landed.
  // The future is deferred: it is ready by get(), and wait_for() tells nothing of it.
  [[nodiscard]] std::future<Result<Landed>> submit(FigureUpdate update, const Cause& cause);

 private:
  struct Waiting;
  struct Cached;
  class Line;

  std::shared_ptr<Line> x_line;  // with the futures, which may outlive the queue
};

}  // namespace assay::store
