#pragma once
// A leaf's rule with its constants, ready for the kernels: plain numbers, cheap to make (some
// thousand groups times leaves) and compared with those of the group before, to be shared. A leaf
// whose constants are too large for the fast schemes is still a leaf: its rows are scored in 128
// bits, or marked as undecided. Values; thread-safe.

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/decimal.hpp"
#include "base/ratio.hpp"
#include "model/scheme.hpp"

namespace assay::score::kernel {

// Points and bounds beyond this are left to the caller: 549,755 points.
inline constexpr std::int64_t kPoints_limit = std::int64_t{1} << 39U;
// Figures and targets from here on are scored in 128 bits, one by one.
inline constexpr std::int64_t kFigure_limit = std::int64_t{1} << 51U;

// How a rate is made of figure v and target t.
enum class Form : std::uint8_t {
  Higher,   // v/t
  Inverse,  // t/v; v ≤ 0: without bound
  Mirror,   // (2t − v)/t
  Near,     // (tolerance − |v − t|)/tolerance; any t
  Between,  // (v − t)/(far − t), either end the greater; equal ends are undecided
};

// What a row without valid figure (or target) does.
enum class IfAbsent : std::uint8_t {
  Undecided,  // marks the row: no total, or the period before
  Points,     // counts `absent_points`
  LeftOut,    // takes its share off the node's weights
};

enum class Measure : std::uint8_t {
  Rate,       // clamp(round(full·rate), least, most)
  Line,       // clamp(round(top + (slope·(v − origin) + rest)/divisor)), least, most)
  Steps,      // the first step whose bound v reaches
  RateSteps,  // the first step whose bound the rate reaches
  YesNo,      // v is 0 or 1
  Nothing,    // every row is undecided: the constants do not fit
};

struct Step {
  std::int64_t bound = 0;  // Steps: least (or greatest) v that reaches it
  Ratio rate;              // RateSteps
  std::int64_t points = 0;

  bool operator==(const Step&) const = default;
};

// A line, top + (slope·(v − origin) + rest)/divisor: those constants of a leaf that groups often
// have each for themselves while they share the rest. 0 ≤ rest < divisor. A cache line each, as
// there are some hundred thousand in a nation.
struct alignas(64) Line {
  Int128 slope = 0;
  Int128 rest = 0;
  Int128 divisor = 1;
  std::int64_t origin = 0;
  std::int64_t top = 0;

  bool operator==(const Line&) const = default;
};

struct Leaf {
  Measure measure = Measure::Nothing;
  Form form = Form::Higher;
  Rounding rounding = Rounding::HalfAwayFromZero;
  IfAbsent if_absent = IfAbsent::Undecided;
  model::ZeroTarget zero_target = model::ZeroTarget::Refuse;  // Refuse: the row is undecided
  bool at_most = false;                                       // steps: bounds are upper ones
  bool fast = false;       // the constants satisfy the conditions of the vector schemes
  bool whole_cap = false;  // full · cap is `most` exactly and cap ≤ 1, the bonus ≥ 0

  // In the node: what its points are multiplied by, and what it is worth in the node's weights.
  // 1 and the full marks where points add up; the weight, twice, where weights average.
  double weight = 1;
  double share = 0;
  std::int64_t absent_points = 0;

  std::int64_t full = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::int64_t tolerance = 0;  // Form::Near, > 0
  std::int64_t bonus = 0;      // for the way to the stretch target; 0 = none
  Ratio floor;                 // the rates behind `least` and `most`
  Ratio cap = Ratio::from_integer(1);

  Line line;  // Measure::Line: |slope| and divisor below 2⁵¹ where fast
  // Figures outside are undecided.
  std::int64_t accept_least = std::numeric_limits<std::int64_t>::min();
  std::int64_t accept_most = std::numeric_limits<std::int64_t>::max();

  std::vector<Step> steps;  // in the order in which they are tried
  std::int64_t otherwise = 0;

  // The most that a row adds to the node, in magnitude.
  [[nodiscard]] double reach() const;

  bool operator==(const Leaf&) const = default;
};

struct Attainment {
  std::int64_t full = 0;
  Form form = Form::Higher;
  Ratio floor;
  Ratio cap = Ratio::from_integer(1);
  std::int64_t tolerance = 0;
  std::int64_t bonus = 0;
  model::ZeroTarget zero_target = model::ZeroTarget::Refuse;
};

// The rules of docs/formats/scoring.md. Weight, share and what absent rows do are set afterwards.
[[nodiscard]] Leaf attainment(const Attainment& rule, Rounding rounding);
// from ≠ to; full ≥ 0
[[nodiscard]] Leaf linear(std::int64_t full, std::int64_t from, std::int64_t to, Rounding rounding);
// Both ends from columns: LeafBlock::target and ::far.
[[nodiscard]] Leaf linear_between(std::int64_t full, Rounding rounding);
struct Efficacy {
  std::int64_t full = 0;
  std::int64_t base = 0;  // of 100, in micro
  std::int64_t span = 0;
  std::int64_t worst = 0;
  std::int64_t best = 0;  // ≠ worst
};
[[nodiscard]] Leaf efficacy(const Efficacy& rule, Rounding rounding);
// Negative figures are undecided.
[[nodiscard]] Leaf deduct(std::int64_t full, std::int64_t each, std::int64_t floor,
                          Rounding rounding);
// marks > 0; figures outside 0 … marks are undecided.
[[nodiscard]] Leaf direct(std::int64_t full, std::int64_t marks, Rounding rounding);
[[nodiscard]] Leaf yes_no(std::int64_t full);
// The same points for every figure (efficacy with `equal`).
[[nodiscard]] Leaf same_points(std::int64_t points);
// Step::rate is the bound as the scheme has it: a figure (not micro), or a rate for rate_steps.
[[nodiscard]] Leaf value_steps(std::span<const Step> steps, bool at_most, std::int64_t otherwise);
[[nodiscard]] Leaf rate_steps(std::span<const Step> steps, bool at_most, std::int64_t otherwise,
                              const Attainment& rate);

}  // namespace assay::score::kernel
