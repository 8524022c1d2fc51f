#pragma once
// Durable updates from many threads at once: what waits is written together, up to a thousand a
// transaction, by one thread of the queue's own, so that a thousand updates cost one sync. Any
// thread may submit, also one that has no Writer and never will; one that has a Writer must not
// wait for an update, as the queue waits for that Writer. The Store must outlive the queue, and the
// queue whoever submits. Not for use in a forked child.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

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

  // Waits while 100,000 updates are waiting. An Input error fails its update only. After a failed
  // commit nothing is known of its updates; they and all later ones fail (store.stopped).
  [[nodiscard]] std::future<Result<Landed>> submit(FigureUpdate update, const Cause& cause);

 private:
  struct Waiting {
    FigureUpdate update;
    Cause cause;
    std::promise<Result<Landed>> promise;
  };
  struct Cached;

  void work();
  void write(std::vector<Waiting>& batch);
  // Returns false when the batch, less what failed, is to be tried again.
  bool try_write(std::vector<Waiting>& batch);

  Store& x_store;
  std::mutex x_mutex;
  std::condition_variable x_submitted;
  std::condition_variable x_taken;
  std::deque<Waiting> x_waiting;
  bool x_is_ending = false;
  std::thread x_committer;           // once there was something to write
  std::unique_ptr<Cached> x_cached;  // of the committer
};

}  // namespace assay::store
