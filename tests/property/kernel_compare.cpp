#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>

#include "property/kernel_proof.hpp"
#include "score/kernel/reference.hpp"

namespace kernel_proof {

namespace kernel = assay::score::kernel;

namespace {

constexpr std::size_t kMost_rows = 400;
constexpr std::size_t kMost_first = 100;
constexpr std::size_t kBitmap_bytes = (kMost_rows + kMost_first) / 8 + 2;
constexpr std::size_t kShift_rows = 8;
constexpr std::size_t kMost_segments = 3;
constexpr std::size_t kMost_leaves = 3;

using Bitmap = std::array<std::uint8_t, kBitmap_bytes>;

// A column with rows of which some may be absent, packed or not, at a bit and an address of its own
// choice.
class TestColumn {
 public:
  // The rows of the test begin at row `first` of the column.
  TestColumn(Random& random, std::size_t first) : x_all_valid(!random.one_in(3)) {
    x_shift = random.below(kShift_rows);
    x_start = x_shift + first;
    x_first_bit = random.below(8);
    const bool rare = random.one_in(2);
    for (auto& byte : x_bitmap) {
      byte = static_cast<std::uint8_t>(random.bits());
      if (rare) byte = static_cast<std::uint8_t>(random.one_in(20) ? byte : 0xff);
    }
    x_knows_bounds = random.one_in(2);
    x_is_packed = random.one_in(2);
    x_base = random.one_in(2) ? 0 : random.magnitude(kBase_bits);
    if (random.one_in(4)) x_base = -x_base;
    for (auto zeros = random.below(7); zeros > 0; --zeros) x_step *= 10;
    if (random.one_in(3)) x_step = 1;
  }

  // Keeps a figure, or, in a packed column, one near by that can be packed; gives what it keeps.
  std::int64_t put(std::size_t row, std::int64_t figure) {
    if (x_is_packed) {
      const auto offset = (static_cast<Wide>(figure) - x_base) / x_step % kPacked_limit;
      x_packed[x_start + row] = static_cast<std::uint32_t>(offset < 0 ? -offset : offset);
      figure = x_base + x_step * static_cast<std::int64_t>(x_packed[x_start + row]);
    }
    x_values[x_start + row] = figure;
    return figure;
  }
  // Some bounds: as narrow as can be, or wider.
  void know(std::size_t rows, Random& random) {
    if (!x_knows_bounds) return;
    const auto [least, most] =
        std::minmax_element(x_values.begin() + static_cast<std::ptrdiff_t>(x_start),
                            x_values.begin() + static_cast<std::ptrdiff_t>(x_start + rows));
    const auto wider = random.one_in(2) ? 0 : random.magnitude(kBase_bits);
    x_least = std::max<Wide>(static_cast<Wide>(*least) - wider, x_least);
    x_most = std::min<Wide>(static_cast<Wide>(*most) + wider, x_most);
  }

  [[nodiscard]] bool valid(std::size_t row) const {
    const auto bit = x_first_bit + x_start - x_shift + row;
    return x_all_valid || ((x_bitmap[bit / 8] >> (bit % 8)) & 1) != 0;
  }
  [[nodiscard]] kernel::Column column() const {
    kernel::Column column{.least = static_cast<std::int64_t>(x_least),
                          .most = static_cast<std::int64_t>(x_most)};
    if (x_is_packed)
      column.cells = {.packed = x_packed.data() + x_shift, .base = x_base, .step = x_step};
    else
      column.cells = {.micro = x_values.data() + x_shift};
    if (!x_all_valid) column.valid = {x_bitmap.data(), x_first_bit};
    return column;
  }

 private:
  static constexpr unsigned kBase_bits = 44;
  static constexpr Wide kPacked_limit = Wide{1} << 32U;

  std::array<std::int64_t, kMost_rows + kMost_first + kShift_rows> x_values{};
  std::array<std::uint32_t, kMost_rows + kMost_first + kShift_rows> x_packed{};
  std::size_t x_shift = 0;  // where the column starts
  std::size_t x_start = 0;  // and the test
  Bitmap x_bitmap{};
  std::size_t x_first_bit = 0;
  bool x_all_valid = true;
  bool x_is_packed = false;
  std::int64_t x_base = 0;
  std::int64_t x_step = 1;
  bool x_knows_bounds = false;
  Wide x_least = std::numeric_limits<std::int64_t>::min();
  Wide x_most = std::numeric_limits<std::int64_t>::max();
};

struct Expected {
  std::array<double, kMost_rows> points{};
  std::array<double, kMost_rows> weights{};
  std::array<bool, kMost_rows> undecided{};
};

// The rule with other ends, if it is a line.
Rule moved(Rule rule, Random& random) {
  const auto other = random_rule(rule.family, random);
  if (rule.family != Family::Linear && rule.family != Family::Efficacy) return rule;
  rule.from = other.from;
  rule.to = other.to;
  return rule;
}

// One to three times the same leaf over some segments, of which each may have a line of its own.
class Trial {
 public:
  Trial(Family family, Random& random)
      : x_first(random.below(kMost_first)),
        x_leaf_count(1 + random.below(kMost_leaves)),
        x_value(random, x_first),
        x_target(random, x_first),
        x_far(random, x_first) {
    auto rule = random_rule(family, random);
    x_leaf = leaf_of(rule);
    x_leaf.weight = random.one_in(2) ? 1.0 : static_cast<double>(1 + random.below(1000));
    x_leaf.share = static_cast<double>(1 + random.below(1'000'000));
    x_leaf.if_absent = static_cast<kernel::IfAbsent>(random.below(3));
    x_leaf.absent_points = random.magnitude(30);
    x_of_group = family == Family::HigherOfGroup || family == Family::MirrorOfGroup;
    x_target_of_group = rule.target;
    const auto most_rows = random.one_in(8) ? kMost_rows : kUsual_rows;
    const auto segments = 1 + random.below(kMost_segments);
    for (std::size_t i = 0; i < segments; ++i) {
      add_segment(rule, 1 + random.below(most_rows / segments), random);
      const auto other = moved(rule, random);
      auto leaf = leaf_of(other);
      const bool shares = leaf.fast == x_leaf.fast && leaf.measure == x_leaf.measure &&
                          leaf.least == x_leaf.least && leaf.most == x_leaf.most;
      if (shares) rule = other;
    }
    for (auto* column : {&x_value, &x_target, &x_far}) column->know(x_rows, random);
  }

  [[nodiscard]] std::size_t rows() const { return x_rows; }

  // The first row that differs, if any.
  [[nodiscard]] std::optional<std::size_t> check(const kernel::Kernels& kernels) const {
    Expected found;
    found.weights.fill(kWeights);
    found.points.fill(kBefore);
    Bitmap undecided{};
    const kernel::NodeBlock node{found.points.data(), found.weights.data(), {undecided.data(), 3}};
    const std::vector leaves(x_leaf_count, block());
    const kernel::Batch batch{leaves, x_first};
    std::vector<kernel::Segment> segments;
    segments.reserve(x_parts.size());
    for (const auto& part : x_parts) segments.push_back({part.rows, &part.line});
    const bool some = kernels.accumulate(batch, segments, node, batch);
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
    auto part = x_parts.begin();
    for (auto last = part->rows; last <= row; last += part->rows) ++part;
    const auto& rule = part->rule;
    return name_of(rule.family) + " P=" + std::to_string(rule.full) +
           " v=" + std::to_string(cell.v) + " t=" + std::to_string(cell.t) +
           " far=" + std::to_string(cell.far) + " row " + std::to_string(row) + " of " +
           std::to_string(x_rows) + " bonus=" + std::to_string(rule.bonus) +
           " from=" + std::to_string(rule.from) + " to=" + std::to_string(rule.to) + " expected " +
           std::to_string(x_expected.points[row]);
  }

 private:
  static constexpr double kWeights = 1e9;
  static constexpr double kBefore = 12345;
  static constexpr std::size_t kUsual_rows = 200;

  struct Part {
    Rule rule;
    kernel::Line line;
    std::size_t rows = 0;
  };

  void add_segment(const Rule& rule, std::size_t rows, Random& random) {
    const auto figures = std::span(x_figures).subspan(x_rows, rows);
    fill(rule, random, figures);
    if (random.one_in(3)) make_usual(figures);
    for (std::size_t i = 0; i < rows; ++i) {
      auto& row = figures[i];
      row.v = x_value.put(x_rows + i, row.v);
      if (!x_of_group) row.t = x_target.put(x_rows + i, row.t);
      row.far = x_far.put(x_rows + i, row.far);
      expect(rule, x_rows + i);
    }
    x_parts.push_back({rule, leaf_of(rule).line, rows});
    x_rows += rows;
  }

  // Nothing but figures that are taken by whole blocks.
  void make_usual(std::span<Figures> figures) const {
    constexpr auto kMost = std::int64_t{1} << 50U;
    for (auto& row : figures) {
      row.v = std::abs(row.v % kMost);
      if (!x_of_group) row.t = 1 + std::abs(row.t % kMost);
    }
  }

  [[nodiscard]] kernel::LeafBlock block() const {
    kernel::LeafBlock block{&x_leaf, x_value.column(), x_target.column(), x_far.column()};
    if (x_of_group) {
      block.target.cells = {};
      block.target.constant = x_target_of_group;
    }
    return block;
  }

  void expect(const Rule& rule, std::size_t row) {
    const bool present = x_value.valid(row) &&
                         (!kernel::needs_target(x_leaf) || x_target.valid(row)) &&
                         (!kernel::needs_far(x_leaf) || x_far.valid(row));
    const auto cell = present ? points_of(rule, x_figures[row], x_far.valid(row)) : std::nullopt;
    const auto times = static_cast<double>(x_leaf_count);
    x_expected.points[row] = kBefore;
    x_expected.weights[row] = kWeights;
    if (cell)
      x_expected.points[row] += times * x_leaf.weight * static_cast<double>(*cell);
    else if (!present && x_leaf.if_absent == kernel::IfAbsent::Points)
      x_expected.points[row] += times * x_leaf.weight * static_cast<double>(x_leaf.absent_points);
    else if (!present && x_leaf.if_absent == kernel::IfAbsent::LeftOut)
      x_expected.weights[row] -= times * x_leaf.share;
    else
      x_expected.undecided[row] = true;
  }

  std::size_t x_first = 0;  // row of the columns
  std::size_t x_leaf_count = 1;
  kernel::Leaf x_leaf;
  bool x_of_group = false;
  std::int64_t x_target_of_group = 0;
  std::size_t x_rows = 0;
  std::vector<Part> x_parts;
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
