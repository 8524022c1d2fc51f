#include <gtest/gtest.h>

#include "fixture.hpp"

namespace assay::assess {
namespace {

model::AssessmentUse use() {
  model::AssessmentUse made;
  made.id = "deputies";
  return made;
}

OfficeFixture office_with_rows() {
  OfficeFixture office;
  office.snapshot.assessments = {
      {"a", kYear, "deputies", "score", decimal("8.5"), decimal("10")},
      {"c", kYear, "deputies", "score", decimal("9"), std::nullopt},
      {"c", kYear, "deputies", "votes", decimal("97"), std::nullopt},
      {"a", model::Period::year(2023), "deputies", "score", decimal("1"), std::nullopt},
      {"b", kYear, "another", "score", decimal("2"), std::nullopt},
      {"gone", kYear, "deputies", "score", decimal("3"), std::nullopt},
  };
  return office;
}

TEST(FromImport, GathersTheRowsOfItsNameAndPeriod) {
  const auto outcome = from_import(use(), kYear, office_with_rows().snapshot);
  EXPECT_EQ(outcome.id, "deputies");
  EXPECT_EQ(outcome.origin, "import");
  ASSERT_EQ(outcome.fields.size(), 2U);
  const auto& score = *outcome.field("score");
  EXPECT_EQ(score.values, (std::vector<model::FieldValue>{decimal("8.5"), {}, decimal("9")}));
  EXPECT_EQ(score.full,
            (std::vector<std::optional<Decimal>>{decimal("10"), std::nullopt, std::nullopt}));
  const auto& votes = *outcome.field("votes");
  EXPECT_EQ(votes.values, (std::vector<model::FieldValue>{{}, {}, decimal("97")}));
  EXPECT_TRUE(votes.full.empty());
  EXPECT_TRUE(outcome.failures.empty());
}

TEST(FromImport, NoRowsAreNoFields) {
  EXPECT_TRUE(from_import(use(), kYear, OfficeFixture().snapshot).fields.empty());
}

TEST(FromImport, ItsNameIsItsRows) {
  const auto office = office_with_rows();
  const auto name = from_import(use(), kYear, office.snapshot).digest;
  auto other = office;
  other.snapshot.assessments[3].value = decimal("7");  // of another period
  EXPECT_EQ(from_import(use(), kYear, other.snapshot).digest, name);
  other.snapshot.assessments[0].full = decimal("20");
  EXPECT_NE(from_import(use(), kYear, other.snapshot).digest, name);
}

}  // namespace
}  // namespace assay::assess
