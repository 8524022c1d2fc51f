// The one form of a chunk's figures: what is packed, by which step, and that nothing else is taken
// for it.

#include "store/payload.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <random>
#include <vector>

#include "store/chunk.hpp"

namespace assay::store {
namespace {

using Figures = std::vector<std::optional<std::int64_t>>;
using Limits = std::numeric_limits<std::int64_t>;

constexpr std::int64_t kRange = std::int64_t{1} << 32U;  // steps that 32 bits can count, and one

Chunk chunk_of(const Figures& figures) {
  Chunk chunk;
  for (std::size_t row = 0; row < figures.size(); ++row)
    if (figures[row]) chunk.set(row, *figures[row]);
  return chunk;
}

// The definition, by division.
std::int64_t step_of(const Figures& figures) {
  for (std::int64_t step = 1'000'000; step > 1; step /= 10)
    if (std::ranges::all_of(figures, [&](auto figure) { return !figure || *figure % step == 0; }))
      return step;
  return 1;
}

void expect_form(const Figures& figures) {
  const auto payload = payload_of(chunk_of(figures));
  const auto view = view_payload(payload);
  ASSERT_TRUE(view);
  std::vector<std::int64_t> there;
  for (const auto figure : figures)
    if (figure) there.push_back(*figure);
  const auto least = std::ranges::min(there);
  const auto most = std::ranges::max(there);
  const auto step = step_of(figures);
  const auto range = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  const bool fits = range / static_cast<std::uint64_t>(step) < static_cast<std::uint64_t>(kRange);
  ASSERT_EQ(view->cells.packed != nullptr, fits);
  EXPECT_EQ(is_packed(payload), fits);
  if (fits) {
    EXPECT_EQ(view->cells.step, step);
    EXPECT_EQ(view->cells.base, least);
  }
  EXPECT_EQ(view->least, least);
  EXPECT_EQ(view->most, most);
  EXPECT_EQ(view->count, there.size());
  EXPECT_EQ(view->valid == nullptr, view->count == view->rows);
  for (std::size_t row = 0; row < figures.size(); ++row) {
    ASSERT_EQ(view->has(row), figures[row].has_value()) << row;
    ASSERT_EQ(view->cells[row], figures[row].value_or(view->cells[row])) << row;
  }
  // Of packed figures and of copied ones it is the same, and it comes back.
  EXPECT_EQ(payload_of(*view), payload);
  const auto back = chunk_of_payload(payload);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->values, chunk_of(figures).values);
  EXPECT_EQ(back->valid, chunk_of(figures).valid);
}

TEST(Payload, TakesTheGreatestStep) {
  expect_form({0});
  expect_form({0, 0, std::nullopt, 0});
  expect_form({1'000'000, -1'000'000});
  expect_form({10'000'000, 0});
  expect_form({500'000});  // 2⁵ and 5⁶, but 10⁵
  expect_form({15'625});
  expect_form({64});
  expect_form({1'000'000, 1'000'000, 999'999});
  expect_form({Limits::max(), Limits::max() - 5});
  expect_form({Limits::min(), Limits::min() + 5});
  expect_form({Limits::min() / 1'000'000 * 1'000'000, 0, Limits::max() / 1'000'000 * 1'000'000});
}

TEST(Payload, IsPackedAsFarAs32BitsReach) {
  for (const std::int64_t step : {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000})
    for (const std::int64_t least : {std::int64_t{0}, -7 * step, -kRange / 2 * step}) {
      expect_form({least, least + step, least + (kRange - 1) * step});
      expect_form({least, least + step, least + kRange * step});
    }
  expect_form({Limits::min(), Limits::max()});
}

// Figures of as many decimals as chance wants, with one that has more of them somewhere.
TEST(Payload, IsAsTheDefinitionSays) {
  std::mt19937_64 numbers(20);
  const auto below = [&](std::uint64_t end) { return static_cast<std::int64_t>(numbers() % end); };
  for (int i = 0; i < 400; ++i) {
    std::int64_t step = 1;
    for (auto k = below(7); k > 0; --k) step *= 10;
    const auto rows = static_cast<std::size_t>(below(i % 10 == 0 ? 8'000 : 700)) + 1;
    const auto range = std::uint64_t{1} << static_cast<unsigned>(below(36) + 1);
    const auto gaps = below(3) == 0 ? 2 + below(50) : 0;
    Figures figures(rows);
    for (auto& figure : figures)
      if (gaps == 0 || below(static_cast<std::uint64_t>(gaps)) != 0)
        figure = (below(range) - static_cast<std::int64_t>(range / 2)) * step;
    if (below(4) == 0) figures[static_cast<std::size_t>(below(rows))] = below(range);
    figures.back() = 0;
    expect_form(figures);
  }
}

// Spare bits of a caller's bitmap say nothing, nor do figures where there is none.
TEST(Payload, DoesNotDependOnWhatHasNoMeaning) {
  const std::vector<std::int64_t> micro{5, 77, 25, 1, 1};
  const std::vector<std::uint8_t> valid{0b11100101};
  const auto shape = shape_of(micro.data(), valid.data(), 4);
  EXPECT_EQ(shape.rows, 3U);
  EXPECT_EQ(shape.count, 2U);
  EXPECT_EQ(payload_of(model::ColumnChunk{
                .cells = {.micro = micro.data()}, .valid = valid.data(), .rows = 4}),
            payload_of(chunk_of({5, std::nullopt, 25})));
}

TEST(Payload, OfNoFigureIsEmpty) {
  EXPECT_TRUE(payload_of(Chunk()).empty());
  EXPECT_TRUE(payload_of(chunk_of({std::nullopt, std::nullopt})).empty());
  EXPECT_TRUE(chunk_of_payload({}).value().values.empty());
}

void put(Bytes& payload, std::size_t offset, std::int64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i)
    payload[offset + i] = static_cast<std::byte>(value >> 8 * i);
}

// Other bytes that would mean the same figures.
TEST(Payload, IsNotMadeOfOtherBytes) {
  const auto packed = payload_of(chunk_of({30, std::nullopt, 10}));
  ASSERT_TRUE(chunk_of_payload(packed));
  auto finer = packed;  // steps of 1
  put(finer, 8, 1, 4);
  put(finer, 32, 20, 4);
  EXPECT_FALSE(chunk_of_payload(finer));
  auto lower = packed;  // a base below the least
  put(lower, 16, 0, 8);
  put(lower, 32, 3, 4);
  put(lower, 40, 1, 4);
  EXPECT_FALSE(chunk_of_payload(lower));
  auto odd = packed;  // no power of ten
  put(odd, 8, 20, 4);
  put(odd, 32, 1, 4);
  EXPECT_FALSE(chunk_of_payload(odd));
  auto absent = packed;  // a row without a figure
  put(absent, 36, 1, 4);
  EXPECT_FALSE(chunk_of_payload(absent));

  auto plain = payload_of(chunk_of({kRange + 1, std::nullopt, 1}));
  ASSERT_FALSE(is_packed(plain));
  ASSERT_TRUE(chunk_of_payload(plain));
  put(plain, 32, 3, 8);  // could be packed
  put(plain, 24, 3, 8);
  EXPECT_FALSE(chunk_of_payload(plain));

  auto longer = packed;  // a row more, that has no figure
  put(longer, 0, 4, 4);
  EXPECT_FALSE(chunk_of_payload(longer));
  auto full = payload_of(chunk_of({30, 20, 10}));
  full.resize(full.size() + 8);  // a bitmap where there is nothing to say
  EXPECT_FALSE(chunk_of_payload(full));
  EXPECT_FALSE(chunk_of_payload(BytesView(packed).first(packed.size() - 8)));
  EXPECT_FALSE(chunk_of_payload(BytesView(packed).first(24)));
  EXPECT_FALSE(chunk_of_payload(Bytes(32)));
}

}  // namespace
}  // namespace assay::store
