#include <algorithm>
#include <cstring>
#include <optional>

#include "property/kernel_proof.hpp"
#include "score/kernel/reference.hpp"

namespace kernel_proof {

namespace kernel = assay::score::kernel;

namespace {

constexpr std::size_t kMost_rows = 400;
constexpr std::size_t kBitmap_bytes = kMost_rows / 8 + 2;
constexpr std::size_t kShift_rows = 8;

using Bitmap = std::array<std::uint8_t, kBitmap_bytes>;

// A column with rows of which some may be absent, at a bit and an address of its own choice.
struct TestColumn {
  std::array<std::int64_t, kMost_rows + kShift_rows> values{};
  std::size_t shift = 0;
  Bitmap bitmap{};
  std::size_t first = 0;
  bool all_valid = true;

  void prepare(Random& random, bool gaps) {
    shift = random.below(kShift_rows);
    first = random.below(8);
    all_valid = !gaps;
    const bool rare = random.one_in(2);
    for (auto& byte : bitmap) {
      byte = static_cast<std::uint8_t>(random.bits());
      if (rare) byte = static_cast<std::uint8_t>(random.one_in(20) ? byte : 0xff);
    }
  }
  [[nodiscard]] bool valid(std::size_t row) const {
    return all_valid || ((bitmap[(first + row) / 8] >> ((first + row) % 8)) & 1) != 0;
  }
  [[nodiscard]] kernel::Column column() const {
    kernel::Column column{.values = values.data() + shift};
    if (!all_valid) column.valid = {bitmap.data(), first};
    return column;
  }
};

struct Expected {
  std::array<double, kMost_rows> points{};
  std::array<double, kMost_rows> weights{};
  std::array<bool, kMost_rows> undecided{};
};

class Trial {
 public:
  Trial(Family family, Random& random)
      : x_rule(random_rule(family, random)), x_leaf(leaf_of(x_rule)) {
    x_rows = 1 + random.below(random.one_in(8) ? kMost_rows : 200);
    x_leaf.weight = random.one_in(2) ? 1.0 : static_cast<double>(1 + random.below(1000));
    x_leaf.share = static_cast<double>(1 + random.below(1'000'000));
    x_leaf.if_absent = static_cast<kernel::IfAbsent>(random.below(3));
    x_leaf.absent_points = random.magnitude(30);
    fill(x_rule, random, std::span(x_figures).first(x_rows));
    for (auto* column : {&x_value, &x_target, &x_far}) column->prepare(random, random.one_in(3));
    for (std::size_t i = 0; i < x_rows; ++i) {
      x_value.values[x_value.shift + i] = x_figures[i].v;
      x_target.values[x_target.shift + i] = x_figures[i].t;
      x_far.values[x_far.shift + i] = x_figures[i].far;
    }
    expect();
  }

  [[nodiscard]] std::size_t rows() const { return x_rows; }

  // The first row that differs, if any.
  [[nodiscard]] std::optional<std::size_t> check(const kernel::Kernels& kernels) const {
    Expected found;
    found.weights.fill(kWeights);
    found.points.fill(kBefore);
    Bitmap undecided{};
    const kernel::NodeBlock node{found.points.data(), found.weights.data(), {undecided.data(), 3}};
    const std::array leaves = {block()};
    const bool some = kernels.accumulate(leaves, x_rows, node, leaves);
    bool expected_some = false;
    for (std::size_t i = 0; i < x_rows; ++i) {
      const bool marked = ((undecided[(i + 3) / 8] >> ((i + 3) % 8)) & 1) != 0;
      expected_some = expected_some || x_expected.undecided[i];
      if (marked != x_expected.undecided[i] || found.points[i] != x_expected.points[i] ||
          found.weights[i] != x_expected.weights[i])
        return i;
    }
    if (some != expected_some) return 0;
    return std::nullopt;
  }

  [[nodiscard]] std::string text(std::size_t row) const {
    const auto& cell = x_figures[row];
    return name_of(x_rule.family) + " P=" + std::to_string(x_rule.full) +
           " v=" + std::to_string(cell.v) + " t=" + std::to_string(cell.t) +
           " far=" + std::to_string(cell.far) + " row " + std::to_string(row) + " of " +
           std::to_string(x_rows) + " bonus=" + std::to_string(x_rule.bonus) +
           " from=" + std::to_string(x_rule.from) + " to=" + std::to_string(x_rule.to) +
           " expected " + std::to_string(x_expected.points[row]);
  }

 private:
  static constexpr double kWeights = 1e9;
  static constexpr double kBefore = 12345;

  [[nodiscard]] kernel::LeafBlock block() const {
    kernel::LeafBlock block{&x_leaf, x_value.column(), x_target.column(), x_far.column()};
    if (x_rule.family == Family::HigherOfGroup || x_rule.family == Family::MirrorOfGroup) {
      block.target.values = nullptr;
      block.target.constant = x_rule.target;
    }
    return block;
  }

  void expect() {
    for (std::size_t i = 0; i < x_rows; ++i) {
      auto& points = x_expected.points[i];
      points = kBefore;
      x_expected.weights[i] = kWeights;
      const bool present = x_value.valid(i) &&
                           (!kernel::needs_target(x_leaf) || x_target.valid(i)) &&
                           (!kernel::needs_far(x_leaf) || x_far.valid(i));
      const auto cell = present ? points_of(x_rule, x_figures[i], x_far.valid(i)) : std::nullopt;
      if (cell)
        points += x_leaf.weight * static_cast<double>(*cell);
      else if (!present && x_leaf.if_absent == kernel::IfAbsent::Points)
        points += x_leaf.weight * static_cast<double>(x_leaf.absent_points);
      else if (!present && x_leaf.if_absent == kernel::IfAbsent::LeftOut)
        x_expected.weights[i] -= x_leaf.share;
      else
        x_expected.undecided[i] = true;
    }
  }

  Rule x_rule;
  kernel::Leaf x_leaf;
  std::size_t x_rows = 0;
  std::array<Figures, kMost_rows> x_figures{};
  TestColumn x_value;
  TestColumn x_target;
  TestColumn x_far;
  Expected x_expected;
};

}  // namespace

Tally prove(Family family, std::span<const kernel::Kernels* const> with, std::uint64_t cells,
            std::uint64_t seed) {
  Tally tally;
  for (std::uint64_t number = 0; tally.cells < cells; ++number) {
    Random random(seed + number * 1'000'003U + static_cast<std::uint64_t>(family));
    const Trial trial(family, random);
    tally.cells += trial.rows();
    for (const auto* kernels : with) {
      const auto differs = trial.check(*kernels);
      if (!differs) continue;
      if (tally.mismatches++ == 0)
        tally.first = std::string(kernels->target) + ": " + trial.text(*differs);
    }
  }
  return tally;
}

Tally prove_divide(std::span<const kernel::Kernels* const> with, std::uint64_t cells,
                   std::uint64_t seed) {
  constexpr std::size_t kRows = 203;
  constexpr auto kLimit = std::int64_t{1} << 39U;
  Tally tally;
  std::array<double, kRows> sums{};
  std::array<double, kRows> divisors{};
  for (std::uint64_t number = 0; tally.cells < cells; ++number) {
    Random random(seed + number);
    auto rule = random_rule(Family::Higher, random);
    rule.full = random.magnitude(38);
    std::array<Figures, kRows> figures{};
    fill(rule, random, figures);
    const bool same = random.one_in(4);
    for (std::size_t i = 0; i < kRows; ++i) {
      sums[i] = static_cast<double>(figures[i].v % (std::int64_t{1} << 51U));
      if (random.one_in(3)) sums[i] = -sums[i];
      divisors[i] = static_cast<double>(figures[same ? 0 : i].t % (std::int64_t{1} << 51U));
      if (same && divisors[i] <= 0) divisors[i] = 7;
    }
    tally.cells += kRows;
    const auto rounding =
        rule.half_even ? assay::Rounding::HalfEven : assay::Rounding::HalfAwayFromZero;
    for (const auto* kernels : with) {
      auto points = sums;
      Bitmap left_out{};
      Bitmap undecided{};
      const bool some =
          kernels->divide(points.data(), same ? nullptr : divisors.data(), divisors[0], rule.full,
                          rounding, kRows, {left_out.data(), 1}, {undecided.data(), 5});
      bool expected_some = false;
      for (std::size_t i = 0; i < kRows; ++i) {
        const bool out = ((left_out[(i + 1) / 8] >> ((i + 1) % 8)) & 1) != 0;
        const bool none = ((undecided[(i + 5) / 8] >> ((i + 5) % 8)) & 1) != 0;
        const bool expected_out = divisors[i] <= 0;
        const auto exact = expected_out
                               ? 0
                               : rounded(Wide{rule.full} * static_cast<std::int64_t>(sums[i]),
                                         static_cast<std::int64_t>(divisors[i]), rule.half_even);
        const bool expected_none = !expected_out && (exact > kLimit || exact < -kLimit);
        expected_some = expected_some || expected_none;
        const auto expected =
            expected_none ? 0.0 : static_cast<double>(static_cast<std::int64_t>(exact));
        if (out == expected_out && none == expected_none && points[i] == expected) continue;
        if (tally.mismatches++ == 0)
          tally.first = std::string(kernels->target) + ": divide " + std::to_string(sums[i]) +
                        " · " + std::to_string(rule.full) + " / " + std::to_string(divisors[i]);
      }
      if (some != expected_some) ++tally.mismatches;
    }
  }
  return tally;
}

}  // namespace kernel_proof
