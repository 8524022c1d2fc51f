#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace assay {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0)
    return fail(Failure::Input, "test.odd", {"{value} is odd", {{"value", std::to_string(value)}}},
                {.file = "figures.csv", .row = 3});
  return value / 2;
}

Result<int> quarter(int value) {
  ASSAY_TRY(const int once, half(value));
  ASSAY_TRY(const int twice, half(once));
  return twice;
}

Status is_even(int value) {
  ASSAY_CHECK(half(value));
  return {};
}

Result<int> with_owner(Result<std::unique_ptr<int>> owner) {
  ASSAY_TRY(auto mine, std::move(owner));
  return *mine;
}

TEST(Result, TryPassesValuesAndErrors) {
  EXPECT_EQ(quarter(12), 3);
  EXPECT_EQ(quarter(7).error().message.args[0].second, "7");
  EXPECT_EQ(quarter(6).error().message.args[0].second, "3");
  EXPECT_EQ(with_owner(std::make_unique<int>(5)), 5);
}

TEST(Result, CheckPassesErrors) {
  EXPECT_TRUE(is_even(4));
  const auto odd = is_even(5);
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().failure, Failure::Input);
  EXPECT_EQ(odd.error().code, "test.odd");
  EXPECT_EQ(odd.error().where, (Where{.file = "figures.csv", .row = 3}));
}

// The numbers are exit codes that scripts rely on.
TEST(Result, FailuresAreExitCodes) {
  EXPECT_EQ(static_cast<int>(Failure::Input), 1);
  EXPECT_EQ(static_cast<int>(Failure::Usage), 2);
  EXPECT_EQ(static_cast<int>(Failure::Store), 3);
  EXPECT_EQ(static_cast<int>(Failure::Plugin), 4);
  EXPECT_EQ(static_cast<int>(Failure::Internal), 5);
}

struct Description {
  Where where;
  std::string line;
};

TEST(Describe, StartsWithThePlace) {
  const Description descriptions[] = {
      {{}, "bad 9"},
      {{.file = "a.csv"}, "a.csv: bad 9"},
      {{.file = "a.csv", .row = 7}, "a.csv:7: bad 9"},
      {{.file = "a.csv", .row = 7, .field = "value"}, "a.csv:7 value: bad 9"},
      {{.file = "s.yaml", .row = 7, .column = 3}, "s.yaml:7:3: bad 9"},
      {{.file = "s.yaml", .row = 7, .column = 3, .field = "weight"}, "s.yaml:7:3 weight: bad 9"},
      {{.field = "--period"}, "--period: bad 9"},
  };
  for (const auto& [where, line] : descriptions)
    EXPECT_EQ(describe({Failure::Input, "test.bad", {"bad {value}", {{"value", "9"}}}, where}),
              line);
}

}  // namespace
}  // namespace assay
