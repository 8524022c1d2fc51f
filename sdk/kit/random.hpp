#pragma once
// Random numbers that follow from a seed alone, the same on every machine (SplitMix64).

#include <cstdint>
#include <string_view>

namespace assay::kit {

class Random {
 public:
  Random(std::uint64_t seed, std::string_view purpose) : x_state(seed) {
    for (const char letter : purpose) x_state = (x_state ^ static_cast<unsigned char>(letter)) * 31;
  }

  std::uint64_t next() {
    x_state += 0x9E3779B97F4A7C15U;
    auto mixed = x_state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  // Below `end`, which is above 0.
  std::uint64_t below(std::uint64_t end) { return next() % end; }
  // lo … hi, both inclusive.
  std::int64_t between(std::int64_t lo, std::int64_t hi) {
    const auto span = static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo);
    if (span == UINT64_MAX) return static_cast<std::int64_t>(next());
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(lo) + below(span + 1));
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t x_state;
};

}  // namespace assay::kit
