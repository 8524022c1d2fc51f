#pragma once
// Work that falls into pieces, on several threads.

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace assay::pipeline {

// Calls `work` with the numbers from 0 to `count`, each once, on up to so many threads (≥ 1), this
// one included; returns when all is done. `work` must not throw.
template <class Work>
void spread(unsigned threads, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (auto number = next++; number < count; number = next++) work(number);
  };
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < threads && i < count; ++i) helpers.emplace_back(take);
  take();
}

}  // namespace assay::pipeline
