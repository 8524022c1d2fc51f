#include "store/queue.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "store/writer_state.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kMax_batch = 1'000;
constexpr std::size_t kMax_waiting = 100'000;

}  // namespace

// What the Writers of earlier batches found. Codes keep their numbers for good.
struct WriteQueue::Cached {
  std::unordered_map<std::string, UnitPlace> units;
  std::unordered_map<std::string, std::uint32_t> indicators;
  std::unordered_map<std::string, std::uint64_t> texts;

  void swap_with(Writer::State& state) {
    units.swap(state.units);
    indicators.swap(state.indicators);
    texts.swap(state.texts);
  }
};

WriteQueue::WriteQueue(Store& store) : x_store(store), x_cached(std::make_unique<Cached>()) {}

WriteQueue::~WriteQueue() {
  {
    const std::lock_guard lock(x_mutex);
    x_is_ending = true;
  }
  x_submitted.notify_all();
  if (x_committer.joinable()) x_committer.join();
}

std::future<Result<Landed>> WriteQueue::submit(FigureUpdate update, const Cause& cause) {
  Waiting waiting{std::move(update), cause, {}};
  auto landed = waiting.promise.get_future();
  {
    std::unique_lock lock(x_mutex);
    x_taken.wait(lock, [&] { return x_waiting.size() < kMax_waiting; });
    x_waiting.push_back(std::move(waiting));
    if (!x_committer.joinable()) x_committer = std::thread([this] { work(); });
  }
  x_submitted.notify_one();
  return landed;
}

void WriteQueue::work() {
  for (;;) {
    std::vector<Waiting> batch;
    {
      std::unique_lock lock(x_mutex);
      x_submitted.wait(lock, [&] { return x_is_ending || !x_waiting.empty(); });
      if (x_waiting.empty()) return;
      const auto count = std::min(kMax_batch, x_waiting.size());
      const auto end = x_waiting.begin() + static_cast<std::ptrdiff_t>(count);
      batch.assign(std::make_move_iterator(x_waiting.begin()), std::make_move_iterator(end));
      x_waiting.erase(x_waiting.begin(), end);
    }
    x_taken.notify_all();
    write(batch);
  }
}

void WriteQueue::write(std::vector<Waiting>& batch) {
  // Each attempt that is to be repeated has taken one update out.
  while (!batch.empty() && !try_write(batch)) {
  }
}

namespace {

void fail_all(auto& batch, const Error& error) {
  for (auto& waiting : batch) waiting.promise.set_value(std::unexpected(error));
  batch.clear();
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

bool WriteQueue::try_write(std::vector<Waiting>& batch) {
  auto started = x_store.begin_writing(batch.front().cause.time_s);
  if (!started) {
    fail_all(batch, started.error());
    return true;
  }
  auto& state = **started;
  x_cached->swap_with(state);
  std::vector<Result<Landed>> results;
  results.reserve(batch.size());
  for (auto waiting = batch.begin(); waiting != batch.end(); ++waiting) {
    results.push_back(apply(state, waiting->update, waiting->cause));
    const auto& result = results.back();
    if (result || result.error().failure == Failure::Input) continue;
    // Nothing was committed: the others can be written without this one, unless it is not its own
    // figures that are damaged.
    *x_cached = {};
    if (result.error().code != "store.damaged") {
      fail_all(batch, result.error());
      return true;
    }
    waiting->promise.set_value(std::unexpected(result.error()));
    batch.erase(waiting);
    return false;
  }
  if (const auto landed = state.commit(); !landed) {
    *x_cached = {};
    fail_all(batch, landed.error());
    return true;
  }
  x_cached->swap_with(state);
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].promise.set_value(std::move(results[i]));
  return true;
}

}  // namespace assay::store
