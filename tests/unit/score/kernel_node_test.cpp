// Sums of nodes, whole columns, bitmaps and order, on every instruction set of this processor.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "score/kernel/bits.hpp"
#include "score/kernel/kernel.hpp"
#include "score/kernel/reference.hpp"

namespace assay::score::kernel {
namespace {

std::vector<const Kernels*> libraries() {
  auto found = supported();
  found.push_back(&reference());
  return found;
}

TEST(KernelNode, SharesTheWeightOfWhatIsLeftOut) {
  // 60·100/70 = 85.714286; weights 32 and 18 with 80 and 90: (32·80 + 18·90)/50 = 83.6.
  for (const auto* kernels : libraries()) {
    std::array<double, 11> points{};
    std::array<double, 11> weights{};
    points.fill(60e6);
    weights.fill(70e6);
    weights[9] = 0;
    std::uint8_t out[2] = {};
    std::uint8_t undecided[2] = {};
    EXPECT_FALSE(kernels->divide(points.data(), weights.data(), 0, 100'000'000,
                                 Rounding::HalfAwayFromZero, 11, {out, 0}, {undecided, 0}));
    for (std::size_t row = 0; row < 11; ++row)
      EXPECT_EQ(points[row], row == 9 ? 0.0 : 85'714'286.0) << kernels->target;
    EXPECT_EQ(out[0], 0);
    EXPECT_EQ(out[1], 1U << 1U);
    points.fill(32 * 80e6 + 18 * 90e6);
    EXPECT_FALSE(kernels->divide(points.data(), nullptr, 50, 1, Rounding::HalfEven, 11, {out, 0},
                                 {undecided, 0}));
    EXPECT_EQ(points[10], 83'600'000.0);
    // Halves below zero: −5/2.
    points.fill(-5);
    EXPECT_FALSE(kernels->divide(points.data(), nullptr, 2, 1, Rounding::HalfAwayFromZero, 11,
                                 {out, 0}, {undecided, 0}));
    EXPECT_EQ(points[0], -3);
    EXPECT_EQ(points[10], -3);
    // 2⁴⁰ is beyond the limit of points.
    points.fill(1LL << 40U);
    EXPECT_TRUE(kernels->divide(points.data(), nullptr, 1, 1, Rounding::HalfAwayFromZero, 11,
                                {out, 0}, {undecided, 0}));
    EXPECT_EQ(undecided[0], 0xff);
    EXPECT_EQ(undecided[1], 0x07);
    EXPECT_EQ(points[3], 0);
  }
}

TEST(KernelNode, AddsChildrenAndLimits) {
  for (const auto* kernels : libraries()) {
    std::vector<double> sums(70, 1);
    std::vector<double> weights(70, 50);
    std::vector<double> child(70, 7);
    std::array<std::uint8_t, 10> out{};
    out[(66 + 2) / 8] = 1U << ((66 + 2) % 8);
    kernels->add(child.data(), 3, 20, 70, {out.data(), 2}, {sums.data(), weights.data(), {}});
    EXPECT_EQ(sums[0], 22);
    EXPECT_EQ(sums[66], 1);
    EXPECT_EQ(weights[66], 30);
    EXPECT_EQ(weights[67], 50);
    kernels->add(child.data(), 1, 0, 70, {}, {sums.data(), nullptr, {}});
    EXPECT_EQ(sums[66], 8);
    kernels->limit(sums.data(), 10, 20, 70);
    EXPECT_EQ(sums[66], 10);
    EXPECT_EQ(sums[0], 20);
    sums[69] = -2251799813685247.0;  // 1 − 2⁵¹
    std::vector<std::int64_t> integers(70);
    kernels->to_integers(sums.data(), 70, integers.data());
    EXPECT_EQ(integers[0], 20);
    EXPECT_EQ(integers[69], -2251799813685247);
  }
}

// −20 … 109, as they are and packed. Rows 0 and 129 are not valid where `valid` says so.
struct Measured {
  std::vector<std::int64_t> values = std::vector<std::int64_t>(130);
  std::vector<std::uint32_t> offsets = std::vector<std::uint32_t>(130);
  std::array<std::uint8_t, 18> bits{};
  Bits valid{bits.data(), 3};

  Measured() {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<std::int64_t>(i) - 20;
      offsets[i] = static_cast<std::uint32_t>(i);
    }
    bits.fill(0xff);
    for (const std::size_t row : {0U, 129U})
      bits[(row + 3) / 8] &= static_cast<std::uint8_t>(~(1U << ((row + 3) % 8)));
  }
  [[nodiscard]] std::array<model::Cells, 2> cells() const {
    return {model::Cells{.micro = values.data()},
            model::Cells{.packed = offsets.data(), .base = -20, .step = 1}};
  }
};

TEST(KernelNode, ColumnsAreMeasured) {
  const Measured data;
  for (const auto* kernels : libraries())
    for (const auto& cells : data.cells()) {
      const auto all = kernels->scan({.cells = cells}, 130);
      EXPECT_TRUE(all.all_valid);
      EXPECT_EQ(all.least, -20);
      EXPECT_EQ(all.most, 109);
      const auto some = kernels->scan({.cells = cells, .valid = data.valid}, 130);
      EXPECT_FALSE(some.all_valid);
      EXPECT_EQ(some.least, -19);
      EXPECT_EQ(some.most, 108);
      std::array<std::uint8_t, 18> inside{};
      kernels->within({.cells = cells, .valid = data.valid}, -20, 40, 130, {inside.data(), 1});
      EXPECT_EQ(count({inside.data(), 1}, 130), 60U);  // −20 … 40 without the first
      EXPECT_FALSE(bit_at({inside.data(), 1}, 0));
      EXPECT_TRUE(bit_at({inside.data(), 1}, 60));
      EXPECT_FALSE(bit_at({inside.data(), 1}, 61));
    }
  for (const auto* kernels : libraries()) {
    const auto none = kernels->scan({.empty = true}, 130);
    EXPECT_GT(none.least, none.most);
  }
}

TEST(KernelNode, ColumnsAreSummed) {
  const Measured data;
  constexpr auto kSum = static_cast<std::uint64_t>(130 * (109 - 20) / 2);
  for (const auto* kernels : libraries()) {
    for (const auto& cells : data.cells()) {
      EXPECT_EQ(kernels->sum({.cells = cells}, 130), kSum);
      EXPECT_EQ(kernels->sum({.cells = cells, .valid = data.valid}, 130), kSum + 20 - 109);
    }
    // Steps of 10⁶ and the greatest offsets: beyond 64 bits in all.
    const std::vector<std::uint32_t> far(9'000, 0xffff'ffff);
    const auto each = std::uint64_t{0xffff'ffff} * 1'000'000 + 7;
    EXPECT_EQ(kernels->sum({.cells = {.packed = far.data(), .base = 7, .step = 1'000'000}}, 9'000),
              9'000 * each);
    EXPECT_EQ(kernels->sum({.constant = -3}, 5), static_cast<std::uint64_t>(-15));
    EXPECT_EQ(kernels->sum({.empty = true}, 5), 0U);
  }
}

TEST(KernelNode, TheHarderTargetCounts) {
  const Measured data;
  for (const auto* kernels : libraries())
    for (const auto& cells : data.cells()) {
      std::vector<std::int64_t> goals(130);
      kernels->harder({.cells = cells, .valid = data.valid}, {.constant = 5}, true, 130,
                      goals.data());
      EXPECT_EQ(goals[0], 0);
      EXPECT_EQ(goals[1], 5);
      EXPECT_EQ(goals[100], 80);
      kernels->harder({.cells = cells}, {.constant = 5}, false, 130, goals.data());
      EXPECT_EQ(goals[0], -20);
      EXPECT_EQ(goals[100], 5);
      kernels->harder({.cells = cells}, {.empty = true}, false, 130, goals.data());
      EXPECT_EQ(goals[100], 80);
    }
}

TEST(KernelBits, WordsAtAnyBit) {
  const std::uint8_t bytes[] = {0b10110000, 0b00000001, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0b101};
  EXPECT_EQ(word_at({bytes, 4}, 0, 5), 0b11011U);
  EXPECT_EQ(word_at({bytes, 4}, 3, 3), 0b011U);
  EXPECT_EQ(word_at({nullptr, 3}, 7, 4), 0b1111U);
  // Bits 12 … 75: 4 of byte 1, bytes 2 … 8, 4 of byte 9.
  EXPECT_EQ(word_at({bytes, 12}, 0, 64), 0x5ff00ff00ff00ff0U);
  std::uint8_t out[3] = {0xff, 0, 0xff};
  put_bits({out, 6}, 0, 12, 0b010101010101);
  EXPECT_EQ(out[0], 0b01111111);
  EXPECT_EQ(out[1], 0b01010101);
  EXPECT_EQ(out[2], 0b11111101);
  std::uint8_t both[3] = {0, 0, 0x80};
  const std::uint8_t left[] = {0xff, 0x0f, 0xff};
  const std::uint8_t right[] = {0xf0, 0xff, 0x01};
  intersect({left, 0}, {right, 4}, 16, {both, 1});
  // right from bit 4 on: ff 1f; with left: ff 0f.
  EXPECT_EQ(both[0], 0xfe);
  EXPECT_EQ(both[1], 0x1f);
  EXPECT_EQ(both[2], 0x80);
}

TEST(KernelSort, OrdersPackedKeys) {
  for (const std::size_t size : {0U, 1U, 2U, 100U, 10'000U}) {
    std::vector<std::uint64_t> keys(size);
    std::uint64_t key = 1;
    for (auto& each : keys) {
      key *= 0x9e3779b97f4a7c15U;
      each = key >> (key % 40);
    }
    auto expected = keys;
    std::ranges::sort(expected);
    sort_ascending(keys);
    EXPECT_EQ(keys, expected);
    std::ranges::reverse(expected);
    sort_descending(keys);
    EXPECT_EQ(keys, expected);
  }
}

}  // namespace
}  // namespace assay::score::kernel
