#include "store/queue.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "store/writer_state.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kMax_batch = 10'000;
constexpr std::size_t kMax_waiting = 100'000;

}  // namespace

struct WriteQueue::Waiting {
  FigureUpdate update;
  Cause cause;
  std::optional<Result<Landed>> result;  // of whoever writes, until it is done
  std::exception_ptr thrown;             // while it was written; then nothing landed
  bool is_done = false;
};

// What the Writers of earlier batches found. Codes keep their numbers for good.
struct WriteQueue::Cached {
  std::optional<LogEnd> log;
  std::unordered_map<std::string, UnitPlace> units;
  std::unordered_map<std::string, std::uint32_t> indicators;
  std::unordered_map<std::string, std::uint64_t> texts;

  void swap_with(Writer::State& state) {
    units.swap(state.units);
    indicators.swap(state.indicators);
    texts.swap(state.texts);
  }
};

// Those who wait, of whom one writes at a time.
class WriteQueue::Line {
 public:
  explicit Line(Store& store) : x_store(store) {}

  void add(std::shared_ptr<Waiting> waiting);
  // Until it has landed or failed; writes it and others if nobody does.
  [[nodiscard]] Result<Landed> wait_for(Waiting& waiting);
  void write_rest();

 private:
  using Batch = std::vector<std::shared_ptr<Waiting>>;

  [[nodiscard]] Batch take();
  // Or waits for who is writing.
  void write_some(std::unique_lock<std::mutex>& lock);
  void write(Batch batch);
  // Returns false when the batch, less what failed, is to be tried again.
  bool try_write(Batch& batch);

  Store& x_store;
  std::mutex x_mutex;
  std::condition_variable x_written;
  std::deque<std::shared_ptr<Waiting>> x_waiting;
  bool x_is_writing = false;  // somebody, to whom x_cached belongs
  Cached x_cached;
};

WriteQueue::WriteQueue(Store& store) : x_line(std::make_shared<Line>(store)) {}

WriteQueue::~WriteQueue() { x_line->write_rest(); }

std::future<Result<Landed>> WriteQueue::submit(FigureUpdate update, const Cause& cause) {
  auto waiting = std::make_shared<Waiting>(std::move(update), cause);
  x_line->add(waiting);
  return std::async(std::launch::deferred,
                    [line = x_line, waiting] { return line->wait_for(*waiting); });
}

void WriteQueue::Line::add(std::shared_ptr<Waiting> waiting) {
  std::unique_lock lock(x_mutex);
  while (x_waiting.size() >= kMax_waiting) write_some(lock);
  x_waiting.push_back(std::move(waiting));
}

Result<Landed> WriteQueue::Line::wait_for(Waiting& waiting) {
  std::unique_lock lock(x_mutex);
  while (!waiting.is_done) write_some(lock);
  if (waiting.thrown) std::rethrow_exception(waiting.thrown);
  return std::move(*waiting.result);
}

void WriteQueue::Line::write_rest() {
  std::unique_lock lock(x_mutex);
  while (x_is_writing || !x_waiting.empty()) write_some(lock);
}

WriteQueue::Line::Batch WriteQueue::Line::take() {
  const auto count = std::min(kMax_batch, x_waiting.size());
  const auto end = x_waiting.begin() + static_cast<std::ptrdiff_t>(count);
  Batch batch(std::make_move_iterator(x_waiting.begin()), std::make_move_iterator(end));
  x_waiting.erase(x_waiting.begin(), end);
  return batch;
}

void WriteQueue::Line::write_some(std::unique_lock<std::mutex>& lock) {
  if (x_is_writing) return x_written.wait(lock);
  const auto batch = take();
  x_is_writing = true;
  lock.unlock();
  try {
    write(batch);
  } catch (...) {
    // Without memory for an error: whoever waits is to hear of it, and the others are to go on.
    for (const auto& waiting : batch) waiting->thrown = std::current_exception();
  }
  lock.lock();
  for (const auto& waiting : batch) waiting->is_done = true;
  x_is_writing = false;
  x_written.notify_all();
}

void WriteQueue::Line::write(Batch batch) {
  // Each attempt that is to be repeated has taken one update out.
  while (!batch.empty() && !try_write(batch)) {
  }
}

namespace {

void fail_all(auto& batch, const Error& error) {
  for (auto& waiting : batch) waiting->result = std::unexpected(error);
}

// An update that was asked for by a request that has landed, or else one that is made now.
Result<Landed> apply(auto& state, const FigureUpdate& update, const Cause& cause) {
  ASSAY_CHECK(state.begin(cause));
  if (state.landed) {
    const auto before = *std::exchange(state.landed, std::nullopt);
    return Landed{before.seq, before.change, true};
  }
  const auto seq = state.journal->size();
  ASSAY_TRY(const auto change, state.noted(state.put(update)));
  ASSAY_CHECK(state.finish());
  return Landed{seq, change, false};
}

}  // namespace

bool WriteQueue::Line::try_write(Batch& batch) {
  auto started =
      x_store.begin_writing(batch.front()->cause.time_s, x_cached.log ? &*x_cached.log : nullptr);
  if (!started) {
    fail_all(batch, started.error());
    return true;
  }
  auto& state = **started;
  x_cached.swap_with(state);
  for (auto waiting = batch.begin(); waiting != batch.end(); ++waiting) {
    auto& result = (*waiting)->result;
    result = apply(state, (*waiting)->update, (*waiting)->cause);
    if (*result || result->error().failure == Failure::Input) continue;
    // Nothing was committed: the others can be written without this one, unless it is not its own
    // figures that are damaged.
    x_cached = {};
    if (result->error().code != "store.damaged") {
      fail_all(batch, Error(result->error()));
      return true;
    }
    batch.erase(waiting);
    return false;
  }
  if (const auto landed = state.commit(); !landed) {
    x_cached = {};
    fail_all(batch, landed.error());
    return true;
  }
  x_cached.swap_with(state);
  x_cached.log = state.journal->end_of_log();
  return true;
}

}  // namespace assay::store
