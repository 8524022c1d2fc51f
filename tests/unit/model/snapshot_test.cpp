#include "model/snapshot.hpp"

#include <gtest/gtest.h>

namespace assay::model {
namespace {

TEST(Column, TellsZeroFromNoFigure) {
  Column column;
  EXPECT_FALSE(column.has(0));
  column.set(9, 0);  // in the second byte of the bits
  column.set(2, -1'500'000);
  EXPECT_EQ(column.micro.size(), 10U);
  EXPECT_EQ(column.at(9), Decimal());
  EXPECT_EQ(column.at(2), Decimal::from_micro(-1'500'000));
  for (const auto ordinal : {0U, 1U, 3U, 8U, 10U, 1000U})
    EXPECT_EQ(column.at(ordinal), std::nullopt) << ordinal;
  // least significant bit first: ordinals 2 and 9
  EXPECT_EQ(column.valid, (std::vector<std::uint8_t>{0b100, 0b10}));
}

TEST(Snapshot, FindsColumnsByIndicatorPeriodAndLayer) {
  const auto year = Period::year(2024);
  Snapshot snapshot;
  snapshot.columns[{"gdp", year, Layer::Actual}].set(0, 1);
  snapshot.columns[{"gdp", year, Layer::Required}].set(0, 2);
  ASSERT_NE(snapshot.column("gdp", year, Layer::Required), nullptr);
  EXPECT_EQ(snapshot.column("gdp", year, Layer::Required)->micro[0], 2);
  EXPECT_EQ(snapshot.column("gdp", year, Layer::Stretch), nullptr);
  EXPECT_EQ(snapshot.column("gdp", Period::year(2023), Layer::Actual), nullptr);
  EXPECT_EQ(snapshot.column("tax", year, Layer::Actual), nullptr);
}

}  // namespace
}  // namespace assay::model
