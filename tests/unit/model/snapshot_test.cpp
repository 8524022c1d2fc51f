#include "model/snapshot.hpp"

#include <gtest/gtest.h>

namespace assay::model {
namespace {

TEST(Column, TellsZeroFromNoFigure) {
  Column column;
  EXPECT_FALSE(column.has(0));
  column.set(9, 0);  // in the second byte of the bits
  column.set(2, -1'500'000);
  EXPECT_EQ(column.size(), 10U);
  EXPECT_EQ(column.at(9), Decimal());
  EXPECT_EQ(column.at(2), Decimal::from_micro(-1'500'000));
  for (const auto ordinal : {0U, 1U, 3U, 8U, 10U, 1000U})
    EXPECT_EQ(column.at(ordinal), std::nullopt) << ordinal;
  // least significant bit first: ordinals 2 and 9
  ASSERT_EQ(column.chunks().size(), 1U);
  EXPECT_EQ(column.chunks()[0].valid[0], 0b100);
  EXPECT_EQ(column.chunks()[0].valid[1], 0b10);
}

void check_bounds(const ColumnChunk& chunk, std::uint32_t count, std::int64_t least,
                  std::int64_t most) {
  EXPECT_EQ(chunk.count, count);
  EXPECT_EQ(chunk.least, least);
  EXPECT_EQ(chunk.most, most);
}

TEST(Column, KeepsBoundsOfWhatIsValid) {
  Column column;
  column.set(0, 5);
  column.set(1, -7);
  column.set(2, 3);
  check_bounds(column.chunks()[0], 3, -7, 5);
  column.set(1, 4);  // the least one rises
  check_bounds(column.chunks()[0], 3, 3, 5);
  column.clear(0);  // the greatest one goes
  check_bounds(column.chunks()[0], 2, 3, 4);
  column.clear(1);
  column.clear(2);
  check_bounds(column.chunks()[0], 0, 0, 0);
}

TEST(Column, BorrowsUntilItChanges) {
  const std::vector<std::int64_t> micro{10, 0, 30};
  const std::vector<std::uint8_t> valid{0b101};
  Column column;
  column.borrow(1, {.cells = {.micro = micro.data()},
                    .valid = valid.data(),
                    .rows = 3,
                    .count = 2,
                    .least = 10,
                    .most = 30});
  EXPECT_EQ(column.size(), 8'003U);
  EXPECT_FALSE(column.has(0));
  EXPECT_EQ(column.micro(8'002), 30);
  EXPECT_EQ(column.chunks()[1].cells.micro, micro.data());
  Column changed = column;
  changed.set(8'001, 20);
  EXPECT_EQ(changed.micro(8'001), 20);
  EXPECT_EQ(micro[1], 0);
  EXPECT_FALSE(column.has(8'001));
  check_bounds(changed.chunks()[1], 3, 10, 30);
}

TEST(Column, CopiesDoNotChangeEachOther) {
  Column first;
  first.set(0, 1);
  Column second = first;
  second.set(0, 2);
  first.set(1, 3);
  EXPECT_EQ(first.micro(0), 1);
  EXPECT_EQ(second.micro(0), 2);
  EXPECT_FALSE(second.has(1));
}

TEST(Snapshot, FindsColumnsByIndicatorPeriodAndLayer) {
  const auto year = Period::year(2024);
  Snapshot snapshot;
  snapshot.columns[{"gdp", year, Layer::Actual}].set(0, 1);
  snapshot.columns[{"gdp", year, Layer::Required}].set(0, 2);
  ASSERT_NE(snapshot.column("gdp", year, Layer::Required), nullptr);
  EXPECT_EQ(snapshot.column("gdp", year, Layer::Required)->micro(0), 2);
  EXPECT_EQ(snapshot.column("gdp", year, Layer::Stretch), nullptr);
  EXPECT_EQ(snapshot.column("gdp", Period::year(2023), Layer::Actual), nullptr);
  EXPECT_EQ(snapshot.column("tax", year, Layer::Actual), nullptr);
}

}  // namespace
}  // namespace assay::model
