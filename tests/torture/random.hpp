#pragma once
// Numbers that follow from a seed (splitmix64), the same on every machine. A value.

#include <cstdint>

namespace assay::torture {

class Random {
 public:
  explicit Random(std::uint64_t seed) : x_state(seed) {}
  // Of a seed and a number below it; other numbers give unrelated streams.
  Random(std::uint64_t seed, std::uint64_t number) : x_state(seed) { x_state = next() ^ number; }

  std::uint64_t next() {
    x_state += 0x9e3779b97f4a7c15ULL;
    auto mixed = x_state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31U);
  }
  std::uint64_t below(std::uint64_t end) { return end == 0 ? 0 : next() % end; }
  // From `least` to `most`, both included.
  std::uint64_t between(std::uint64_t least, std::uint64_t most) {
    return least + below(most - least + 1);
  }
  bool one_in(std::uint64_t times) { return below(times) == 0; }

 private:
  std::uint64_t x_state;
};

}  // namespace assay::torture
