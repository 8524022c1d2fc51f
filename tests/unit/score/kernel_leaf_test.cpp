// The kinds of leaves, on every instruction set of this processor. Expected points are the examples
// of docs/formats/scoring.md, or worked out beside them.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <vector>

#include "score/kernel/kernel.hpp"
#include "score/kernel/reference.hpp"

namespace assay::score::kernel {
namespace {

constexpr std::size_t kRows = 75;  // a word of 64, whole vectors, and some more
constexpr auto kAway = Rounding::HalfAwayFromZero;
constexpr auto kEven = Rounding::HalfEven;

constexpr std::int64_t micro(double value) {
  return static_cast<std::int64_t>(value * 1e6 + (value < 0 ? -0.5 : 0.5));
}

Ratio ratio(std::int64_t above, std::int64_t below) { return Ratio::make(above, below).value(); }

std::vector<const Kernels*> libraries() {
  auto found = supported();
  found.push_back(&reference());
  return found;
}

constexpr std::array kAll{Segment{.rows = kRows}};

struct Sums {
  std::array<double, kRows> points{};
  std::array<double, kRows> weights{};
  std::array<std::uint8_t, kRows / 8 + 1> undecided{};

  NodeBlock block() { return {points.data(), weights.data(), {undecided.data(), 0}}; }
  [[nodiscard]] bool is_undecided(std::size_t row) const {
    return ((undecided[row / 8] >> (row % 8)) & 1) != 0;
  }
};

struct Cell {
  std::int64_t value = 0;
  std::int64_t target = 0;
  std::optional<std::int64_t> far = std::nullopt;
};

// Rows that are all alike give the same points in every row and library; nothing = undecided.
std::optional<std::int64_t> points(const Leaf& leaf, const Cell& cell) {
  const std::vector<std::int64_t> values(kRows, cell.value);
  const std::vector<std::int64_t> targets(kRows, cell.target);
  const std::vector<std::int64_t> fars(kRows, cell.far.value_or(0));
  const std::array blocks = {LeafBlock{&leaf,
                                       {.cells = {.micro = values.data()}},
                                       {.cells = {.micro = targets.data()}},
                                       {.cells = {.micro = fars.data()}, .empty = !cell.far}}};
  std::optional<std::int64_t> first;
  for (const auto* kernels : libraries()) {
    Sums sums;
    const bool some = kernels->accumulate({blocks}, kAll, sums.block(), {});
    for (std::size_t row = 0; row < kRows; ++row) {
      const auto found = sums.is_undecided(row)
                             ? std::nullopt
                             : std::optional(static_cast<std::int64_t>(sums.points[row]));
      if (row == 0 && kernels == libraries().front()) first = found;
      EXPECT_EQ(found, first) << kernels->target << " row " << row;
      EXPECT_EQ(some, !found.has_value()) << kernels->target;
    }
  }
  return first;
}

TEST(KernelLeaf, RatesAsOnThePage) {
  const auto rate = [](Form form) {
    return attainment({.full = micro(10), .form = form, .tolerance = micro(5)}, kAway);
  };
  EXPECT_EQ(points(rate(Form::Higher), {micro(82.4), micro(100)}), micro(8.24));
  EXPECT_EQ(points(rate(Form::Higher), {micro(150), micro(100)}), micro(10));
  EXPECT_EQ(points(rate(Form::Higher), {micro(-3), micro(100)}), 0);
  EXPECT_EQ(points(rate(Form::Inverse), {micro(40), micro(30)}), micro(7.5));
  EXPECT_EQ(points(rate(Form::Inverse), {0, micro(30)}), micro(10));
  EXPECT_EQ(points(rate(Form::Inverse), {micro(-1), micro(30)}), micro(10));
  EXPECT_EQ(points(rate(Form::Mirror), {micro(40), micro(30)}), 6'666'667);
  EXPECT_EQ(points(rate(Form::Near), {micro(98), micro(100)}), micro(6));
  EXPECT_EQ(points(rate(Form::Near), {micro(103), micro(100)}), micro(4));
  // 93.5 between 60 and 100: 20·33.5/40, and the same downwards.
  EXPECT_EQ(points(linear_between(micro(20), kAway), {micro(93.5), micro(60), micro(100)}),
            micro(16.75));
  EXPECT_EQ(points(linear_between(micro(20), kAway), {micro(66.5), micro(100), micro(60)}),
            micro(16.75));
  EXPECT_EQ(points(linear_between(micro(20), kAway), {micro(5), micro(60), micro(60)}),
            std::nullopt);
}

TEST(KernelLeaf, ZeroAndNegativeTargets) {
  using model::ZeroTarget;
  const auto rate = [](ZeroTarget zero, Form form = Form::Higher) {
    return attainment({.full = micro(10), .form = form, .zero_target = zero}, kAway);
  };
  EXPECT_EQ(points(rate(ZeroTarget::Refuse), {micro(5), 0}), std::nullopt);
  EXPECT_EQ(points(rate(ZeroTarget::Full), {micro(5), 0}), micro(10));
  EXPECT_EQ(points(rate(ZeroTarget::Zero), {micro(5), 0}), 0);
  EXPECT_EQ(points(rate(ZeroTarget::MetIfZero), {0, 0}), micro(10));
  EXPECT_EQ(points(rate(ZeroTarget::MetIfZero), {-1, 0}), 0);
  EXPECT_EQ(points(rate(ZeroTarget::MetIfZero, Form::Inverse), {1, 0}), 0);
  EXPECT_EQ(points(rate(ZeroTarget::Full), {micro(5), -1}), std::nullopt);
}

TEST(KernelLeaf, HalvesByTheNamedRounding) {
  // 5 millionths · 1/2 = 2.5, 7 · 1/2 = 3.5 and so on.
  struct Case {
    std::int64_t full, away, even;
  };
  for (const auto& [full, away, even] :
       {Case{1, 1, 0}, Case{3, 2, 2}, Case{5, 3, 2}, Case{7, 4, 4}}) {
    EXPECT_EQ(points(attainment({.full = full}, kAway), {1, 2}), away);
    EXPECT_EQ(points(attainment({.full = full}, kEven), {1, 2}), even);
    EXPECT_EQ(points(direct(full, 2, kAway), {1}), away);
    EXPECT_EQ(points(direct(full, 2, kEven), {1}), even);
  }
  // Below zero: a rate of −1/2 with floor −1 gives −2.5 and −3.5 millionths.
  const Attainment below{.full = 5, .floor = ratio(-1, 1)};
  EXPECT_EQ(points(attainment(below, kAway), {-1, 2}), -3);
  EXPECT_EQ(points(attainment(below, kEven), {-1, 2}), -2);
}

TEST(KernelLeaf, HugeFiguresAreExactToo) {
  constexpr auto kGreatest = std::numeric_limits<std::int64_t>::max();
  // 10⁷·(2⁶³ − 2)/(2⁶³ − 1) = 10⁷ − 10⁷/(2⁶³ − 1), nearest 10⁷.
  EXPECT_EQ(points(attainment({.full = 10'000'000}, kAway), {kGreatest - 1, kGreatest}),
            10'000'000);
  // 3·(2⁶² )/(2⁶³ − 1) is a little above 1.5; 3·(2⁶² − 1)/(2⁶³ − 1) a little below.
  EXPECT_EQ(points(attainment({.full = 3}, kEven), {std::int64_t{1} << 62U, kGreatest}), 2);
  EXPECT_EQ(points(attainment({.full = 3}, kAway), {(std::int64_t{1} << 62U) - 1, kGreatest}), 1);
}

TEST(KernelLeaf, StretchTargetsEarnABonus) {
  const auto higher = attainment({.full = micro(10), .bonus = micro(2)}, kAway);
  EXPECT_EQ(points(higher, {micro(120), micro(100), micro(150)}), micro(10.8));
  EXPECT_EQ(points(higher, {micro(170), micro(100), micro(150)}), micro(12));
  EXPECT_EQ(points(higher, {micro(80), micro(100), micro(150)}), micro(8));
  EXPECT_EQ(points(higher, {micro(120), micro(100)}), micro(10));
  EXPECT_EQ(points(higher, {micro(80), micro(100), micro(100)}), std::nullopt);
  // Lower is better: 20 of 30, stretch target 15: 10 + 2·10/15 = 11.333333.
  const auto lower =
      attainment({.full = micro(10), .form = Form::Inverse, .bonus = micro(2)}, kAway);
  EXPECT_EQ(points(lower, {micro(20), micro(30), micro(15)}), 11'333'333);
  // A cap of 1.1: 10·1.05 + 2·5/50 in one fraction.
  const auto capped =
      attainment({.full = micro(10), .cap = ratio(11, 10), .bonus = micro(2)}, kAway);
  EXPECT_EQ(points(capped, {micro(105), micro(100), micro(150)}), micro(10.7));
}

TEST(KernelLeaf, LinesAsOnThePage) {
  EXPECT_EQ(points(linear(micro(20), micro(60), micro(100), kAway), {micro(93.5)}), micro(16.75));
  EXPECT_EQ(points(linear(micro(20), micro(100), micro(60), kAway), {micro(66.5)}), micro(16.75));
  EXPECT_EQ(points(linear(micro(20), micro(60), micro(100), kAway), {micro(59)}), 0);
  EXPECT_EQ(points(linear(micro(20), micro(60), micro(100), kAway), {micro(101)}), micro(20));
  const Efficacy rule{.full = micro(10),
                      .base = micro(60),
                      .span = micro(40),
                      .worst = micro(20),
                      .best = micro(100)};
  EXPECT_EQ(points(efficacy(rule, kAway), {micro(50)}), micro(7.5));
  EXPECT_EQ(points(efficacy(rule, kAway), {micro(-1000)}), 0);
  EXPECT_EQ(points(efficacy(rule, kAway), {micro(101)}), micro(10));
  EXPECT_EQ(points(deduct(micro(5), micro(0.5), 0, kAway), {micro(3)}), micro(3.5));
  EXPECT_EQ(points(deduct(micro(5), micro(0.5), 0, kAway), {micro(11)}), 0);
  EXPECT_EQ(points(deduct(micro(5), micro(0.5), micro(-2), kAway), {micro(11)}), micro(-0.5));
  EXPECT_EQ(points(deduct(micro(5), micro(0.5), 0, kAway), {-1}), std::nullopt);
  EXPECT_EQ(points(direct(micro(15), micro(100), kAway), {micro(88.5)}), micro(13.275));
  EXPECT_EQ(points(direct(micro(15), micro(100), kAway), {micro(100) + 1}), std::nullopt);
  EXPECT_EQ(points(yes_no(micro(5)), {micro(1)}), micro(5));
  EXPECT_EQ(points(yes_no(micro(5)), {0}), 0);
  EXPECT_EQ(points(yes_no(micro(5)), {2}), std::nullopt);
  EXPECT_EQ(points(same_points(micro(3)), {2}), micro(3));
}

TEST(KernelLeaf, StepsAreReachedExactly) {
  const std::array steps = {Step{.rate = ratio(95, 1), .points = micro(10)},
                            Step{.rate = ratio(80, 1), .points = micro(6)}};
  const auto at_least = value_steps(steps, false, 0);
  EXPECT_EQ(points(at_least, {micro(95)}), micro(10));
  EXPECT_EQ(points(at_least, {micro(80)}), micro(6));
  EXPECT_EQ(points(at_least, {79'999'999}), 0);
  const std::array low = {Step{.rate = ratio(10, 3), .points = micro(4)}};
  // 3.333333 ≤ 10/3 < 3.333334
  EXPECT_EQ(points(value_steps(low, true, micro(1)), {3'333'333}), micro(4));
  EXPECT_EQ(points(value_steps(low, true, micro(1)), {3'333'334}), micro(1));
  const std::array rates = {Step{.rate = ratio(95, 100), .points = micro(10)}};
  const auto rate = rate_steps(rates, false, 0, {.zero_target = model::ZeroTarget::Full});
  EXPECT_EQ(points(rate, {micro(95), micro(100)}), micro(10));
  EXPECT_EQ(points(rate, {94'999'999, micro(100)}), 0);
  EXPECT_EQ(points(rate, {micro(1), 0}), micro(10));
  EXPECT_EQ(points(rate, {micro(1), -1}), std::nullopt);
  const auto lower = rate_steps(rates, true, 0, {.form = Form::Inverse});
  EXPECT_EQ(points(lower, {0, micro(100)}), 0);  // without bound, not at most 95 %
  EXPECT_EQ(points(lower, {micro(200), micro(100)}), micro(10));
}

TEST(KernelLeaf, AbsentRowsByTheirRule) {
  // Row 3 has no figure, row 70 no target.
  std::vector<std::int64_t> values(kRows, micro(50));
  std::vector<std::int64_t> targets(kRows, micro(100));
  std::array<std::uint8_t, 11> has_value{};
  std::array<std::uint8_t, 11> has_target{};
  has_value.fill(0xff);
  has_target.fill(0xff);
  has_value[(3 + 5) / 8] ^= static_cast<std::uint8_t>(1U << ((3 + 5) % 8));
  has_target[70 / 8] ^= static_cast<std::uint8_t>(1U << (70 % 8));
  values[3] = std::numeric_limits<std::int64_t>::min();
  targets[70] = 0;
  auto leaf = attainment({.full = micro(10)}, kAway);
  leaf.weight = 3;
  leaf.share = 100;
  leaf.absent_points = micro(1);
  for (const auto if_absent : {IfAbsent::Undecided, IfAbsent::Points, IfAbsent::LeftOut}) {
    leaf.if_absent = if_absent;
    const std::array blocks = {
        LeafBlock{&leaf,
                  {.cells = {.micro = values.data()}, .valid = {has_value.data(), 5}},
                  {.cells = {.micro = targets.data()}, .valid = {has_target.data(), 0}},
                  {}}};
    for (const auto* kernels : libraries()) {
      Sums sums;
      sums.weights.fill(1000);
      EXPECT_EQ(kernels->accumulate({blocks}, kAll, sums.block(), {}),
                if_absent == IfAbsent::Undecided);
      for (const std::size_t row : {2U, 3U, 4U, 69U, 70U, 71U}) {
        const bool absent = row == 3 || row == 70;
        const auto present_points = absent ? 0.0 : 3.0 * micro(5);
        EXPECT_EQ(sums.points[row],
                  absent && if_absent == IfAbsent::Points ? 3.0 * micro(1) : present_points);
        EXPECT_EQ(sums.weights[row], absent && if_absent == IfAbsent::LeftOut ? 900 : 1000);
        EXPECT_EQ(sums.is_undecided(row), absent && if_absent == IfAbsent::Undecided);
      }
    }
  }
}

TEST(KernelLeaf, ColumnsWithoutChunkAndTargetsOfTheGroup) {
  const std::vector<std::int64_t> values(kRows, micro(33));
  auto leaf = attainment({.full = micro(10)}, kAway);
  leaf.if_absent = IfAbsent::LeftOut;
  leaf.share = 10;
  // 10·33/70 = 4.714286 (4.7142857…), twice; then nothing to measure against.
  const LeafBlock measured{&leaf, {.cells = {.micro = values.data()}}, {.constant = micro(70)}, {}};
  const LeafBlock without{&leaf, {.cells = {.micro = values.data()}}, {.empty = true}, {}};
  const std::array blocks = {measured, measured, without};
  for (const auto* kernels : libraries()) {
    Sums sums;
    EXPECT_FALSE(kernels->accumulate({blocks}, kAll, sums.block(), {}));
    for (std::size_t row = 0; row < kRows; ++row) {
      EXPECT_EQ(sums.points[row], 2.0 * 4'714'286);
      EXPECT_EQ(sums.weights[row], -10);
    }
  }
}

TEST(KernelLeaf, ReachIsTheMostARowAdds) {
  auto leaf = attainment({.full = micro(10), .cap = ratio(12, 10), .bonus = micro(2)}, kAway);
  leaf.weight = 4;
  EXPECT_EQ(leaf.reach(), 4.0 * micro(14));
  // Too large for the sums: never fast, and undecided.
  const auto large = attainment({.full = 2 * kPoints_limit}, kAway);
  EXPECT_EQ(points(large, {1, 2}), std::nullopt);
}

}  // namespace
}  // namespace assay::score::kernel
