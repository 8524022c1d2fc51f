#pragma once
// Cells to prove the scoring kernels with: for every kind of leaf, constants and figures at random
// and where rounding is hardest, and the points they must give, from the formulas of
// docs/formats/scoring.md in 128 bits. Shares no code with what it proves.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "score/kernel/kernel.hpp"

namespace kernel_proof {

using Wide = __int128;

// splitmix64
class Random {
 public:
  explicit Random(std::uint64_t seed) : x_state(seed) {}
  std::uint64_t bits() {
    auto z = x_state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  // 0 … limit − 1
  std::uint64_t below(std::uint64_t limit) {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits()) * limit) >> 64U);
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  // 1 … 2^bits − 1, every magnitude alike
  std::int64_t magnitude(unsigned most_bits) {
    const auto wanted = 1 + below(most_bits);
    return static_cast<std::int64_t>((bits() >> (64 - wanted)) |
                                     (std::uint64_t{1} << (wanted - 1)));
  }

 private:
  std::uint64_t x_state;
};

enum class Family : std::uint8_t {
  Higher,
  Inverse,
  Mirror,
  Near,
  Between,
  HigherOfGroup,  // one target for all rows
  MirrorOfGroup,
  Stretch,
  StretchLower,
  Linear,
  Efficacy,
  Deduct,
  Direct,
  Steps,
  RateSteps,
  YesNo,
};
inline constexpr std::array kFamilies = {
    Family::Higher,       Family::Inverse,       Family::Mirror,        Family::Near,
    Family::Between,      Family::HigherOfGroup, Family::MirrorOfGroup, Family::Stretch,
    Family::StretchLower, Family::Linear,        Family::Efficacy,      Family::Deduct,
    Family::Direct,       Family::Steps,         Family::RateSteps,     Family::YesNo};
[[nodiscard]] std::string name_of(Family family);

struct Ratio64 {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

struct Bound {
  Ratio64 at;
  std::int64_t points = 0;
};

// A rule and its constants, in plain numbers.
struct Rule {
  Family family = Family::Higher;
  assay::score::kernel::Form form = assay::score::kernel::Form::Higher;
  bool half_even = false;
  std::int64_t full = 0;
  Ratio64 floor;
  Ratio64 cap = {1, 1};
  std::int64_t tolerance = 0;
  std::int64_t bonus = 0;
  assay::model::ZeroTarget zero = assay::model::ZeroTarget::Refuse;
  std::int64_t from = 0;  // linear, worst of efficacy
  std::int64_t to = 0;    // linear, best of efficacy, marks of direct
  std::int64_t base = 0;
  std::int64_t span = 0;
  std::int64_t each = 0;
  std::int64_t least = 0;   // of deduct
  std::int64_t target = 0;  // of the group
  std::vector<Bound> bounds;
  bool at_most = false;
  std::int64_t otherwise = 0;
};

struct Figures {
  std::int64_t v = 0;
  std::int64_t t = 0;
  std::int64_t far = 0;
};

[[nodiscard]] Rule random_rule(Family family, Random& random);
[[nodiscard]] assay::score::kernel::Leaf leaf_of(const Rule& rule);
// Fills rows with figures for the rule, many of them hard.
void fill(const Rule& rule, Random& random, std::span<Figures> rows);
// The points; nothing: undecided. `far` counts where `has_far`.
[[nodiscard]] std::optional<std::int64_t> points_of(const Rule& rule, const Figures& row,
                                                    bool has_far);
[[nodiscard]] Wide rounded(Wide numerator, Wide denominator, bool half_even);

}  // namespace kernel_proof
