#include <gtest/gtest.h>

#include <cfenv>

#include "planted.hpp"

namespace assay::plugin {
namespace {

Result<Outputs> evaluate(const std::string& name, const Inputs& inputs) {
  const auto loaded = load(planted(name));
  if (!loaded) return std::unexpected(loaded.error());
  return (*loaded)->evaluate("{}", inputs);
}

// All rows but `failed` are as the good plugin gives them.
void check_one_failure(const std::string& name, std::size_t failed, const std::string& words) {
  SCOPED_TRACE(name);
  const auto inputs = rows_of({12, 13, 15});
  const auto outputs = evaluate(name, inputs);
  ASSERT_TRUE(outputs) << describe(outputs.error());
  ASSERT_EQ(outputs->failures.size(), 1U);
  ASSERT_TRUE(outputs->failures.contains(failed));
  EXPECT_NE(in_english(outputs->failures.at(failed)).find(words), std::string::npos)
      << in_english(outputs->failures.at(failed));
  for (std::size_t row = 0; row < inputs.rows; ++row) {
    const auto expected =
        row == failed
            ? model::FieldValue()
            : multiply(*inputs.columns[0][row], decimal("0.5"), Rounding::HalfAwayFromZero).value();
    EXPECT_EQ(outputs->columns[0][row], expected);
    EXPECT_EQ(outputs->reasons[0][row].size(), row == failed ? 0U : 1U);
    EXPECT_EQ(std::holds_alternative<std::monostate>(outputs->columns[2][row]), row == failed);
  }
}

void check_error(const std::string& name, const std::string& code, const std::string& words) {
  SCOPED_TRACE(name);
  const auto outputs = evaluate(name, rows_of({12, 13, 15}));
  ASSERT_FALSE(outputs);
  EXPECT_EQ(outputs.error().failure, Failure::Plugin);
  EXPECT_EQ(outputs.error().code, code);
  EXPECT_EQ(in_english(outputs.error().message), words);
}

TEST(Evaluate, ReadsAllTypesAndReasons) {
  Inputs inputs = rows_of({3, 8});
  inputs.columns[1][0] = decimal("1.5");
  const auto outputs = evaluate("good", inputs);
  ASSERT_TRUE(outputs) << describe(outputs.error());
  EXPECT_TRUE(outputs->failures.empty());
  EXPECT_EQ(outputs->columns[0][0], model::FieldValue(decimal("1.5")));
  EXPECT_EQ(outputs->columns[1][0], model::FieldValue(Ratio::from_integer(2)));
  EXPECT_EQ(outputs->columns[2][0], model::FieldValue(true));
  EXPECT_EQ(outputs->columns[2][1], model::FieldValue(false));
  EXPECT_EQ(outputs->columns[1][1], model::FieldValue());  // no y
  ASSERT_EQ(outputs->reasons[1][0].size(), 1U);
  const auto& reason = outputs->reasons[1][0][0];
  EXPECT_EQ(in_english(reason), "3 of 1.5");
  EXPECT_EQ(fill(reason.text_zh, reason), "1.5中的3");
  EXPECT_TRUE(outputs->reasons[1][1].empty());
}

TEST(Evaluate, NoRowsIsNoTrouble) {
  const auto outputs = evaluate("good", rows_of({}));
  ASSERT_TRUE(outputs);
  EXPECT_EQ(outputs->columns.size(), 3U);
}

// A wrong value costs its own unit only; nothing of it is believed.
TEST(Evaluate, AnUnbelievableValueFailsItsRow) {
  check_one_failure("out_of_range", 1, "100.000001 for score");
  check_one_failure("bad_flag", 1, "2 for odd");
  Inputs inputs = rows_of({12, 13, 14});
  for (auto& y : inputs.columns[1]) y = decimal("12");
  const auto outputs = evaluate("bad_ratio", inputs);
  ASSERT_TRUE(outputs);
  EXPECT_EQ(outputs->columns[1][0], model::FieldValue(Ratio::from_integer(1)));
  ASSERT_EQ(outputs->failures.size(), 2U);
  EXPECT_NE(in_english(outputs->failures.at(1)).find("1/0 for rate"), std::string::npos);
  EXPECT_NE(in_english(outputs->failures.at(2)).find("1/-1 for rate"), std::string::npos);
}

// The bound of rate is 2.5: 5/2 is inside, 5000001/2000000 is not.
TEST(Evaluate, ComparesRatiosExactly) {
  Inputs inputs = rows_of({5, 5});
  inputs.columns[1][0] = decimal("2");
  inputs.columns[0][1] = decimal("5.000001");
  inputs.columns[1][1] = decimal("2");
  const auto outputs = evaluate("good", inputs);
  ASSERT_TRUE(outputs);
  EXPECT_EQ(outputs->columns[1][0], model::FieldValue(Ratio::make(5, 2).value()));
  EXPECT_TRUE(outputs->failures.contains(1));
}

TEST(Evaluate, ARowErrorFailsItsRow) {
  check_one_failure("row_error", 1, "13 is no figure I can take");
  check_one_failure("refuses_rows", 1, "half of 13");
}

TEST(Evaluate, RowErrorsOfDependentRowsFailAll) {
  check_error("dependent_row_error", "plugin.failed",
              "plugin planted failed: 13 is no figure I can take");
}

// 70 rows to stop at are more than the host asks again for; the row after them is not reached.
TEST(Evaluate, GivesUpOnAPluginThatStopsEverywhere) {
  std::vector<int> xs(70, 13);
  xs.push_back(12);
  const auto outputs = evaluate("row_error", rows_of(xs));
  ASSERT_TRUE(outputs);
  EXPECT_EQ(outputs->failures.size(), 71U);
  EXPECT_NE(in_english(outputs->failures.at(70)).find("too many other units"), std::string::npos);
}

TEST(Evaluate, InputsOutsideTheirRangeAreNotPassedIn) {
  const auto outputs = evaluate("good", rows_of({1000, 1001, -1}));
  ASSERT_TRUE(outputs);
  EXPECT_EQ(in_english(outputs->failures.at(1)), "x is 1001, more than 1000: correct the figure");
  EXPECT_EQ(in_english(outputs->failures.at(2)), "x is -1, less than 0: correct the figure");
  // 1000/2 = 500 leaves the range of score: the plugin did get this row.
  EXPECT_NE(in_english(outputs->failures.at(0)).find("500 for score"), std::string::npos);
}

// What was not written is absent, never zero.
TEST(Evaluate, SilenceIsAbsence) {
  const auto outputs = evaluate("writes_nothing", rows_of({12, 13}));
  ASSERT_TRUE(outputs);
  EXPECT_TRUE(outputs->failures.empty());
  for (const auto& column : outputs->columns)
    for (const auto& value : column) EXPECT_EQ(value, model::FieldValue());
}

TEST(Evaluate, TroubleOfThePluginIsAnError) {
  check_error("internal_error", "plugin.failed", "plugin planted failed: a ?[31mred? table?lost");
  check_error("endless_message", "plugin.failed",
              "plugin planted failed: " + std::string(1024, 'a'));
  check_error("unknown_code", "plugin.protocol",
              "plugin planted broke the rules of the plugin interface (it gave no reason): ask its "
              "vendor for a corrected build");
  check_error("explains_wrongly", "plugin.protocol",
              "plugin planted broke the rules of the plugin interface (it explained a row, output "
              "or rule that is not there (rule 1234)): ask its vendor for a corrected build");
  check_error("throws", "plugin.protocol",
              "plugin planted broke the rules of the plugin interface (an exception left "
              "evaluate): ask its vendor for a corrected build");
}

TEST(Evaluate, RefusedParametersAreAConfigError) {
  const auto loaded = load(planted("good"));
  ASSERT_TRUE(loaded);
  const auto outputs = (*loaded)->evaluate(R"({"a":"1"})", rows_of({1}));
  ASSERT_FALSE(outputs);
  EXPECT_EQ(outputs.error().code, "plugin.config");
  EXPECT_EQ(in_english(outputs.error().message),
            "plugin planted refuses its parameters: takes no parameters");
}

TEST(Evaluate, ScratchMemoryHasALimit) {
  const auto outputs = evaluate("uses_scratch", rows_of({12, 13}));
  EXPECT_TRUE(outputs) << describe(outputs.error());
}

TEST(Evaluate, TheRoundingModeOfTheHostStays) {
  ASSERT_EQ(std::fegetround(), FE_TONEAREST);
  EXPECT_TRUE(evaluate("changes_rounding", rows_of({12})));
  EXPECT_EQ(std::fegetround(), FE_TONEAREST);
}

// Row 1 lies below row 0; row 2 below a unit that is not evaluated, as its x is out of range; row 4
// below row 1. The plugin refuses rows without a parent, and departments.
TEST(Evaluate, UnitsAreThoseOfTheBatch) {
  auto inputs = rows_of({1, 2, 3, 1001, 4});
  inputs.units = {{"a", "county", {}},
                  {"b", "county", 0},
                  {"c", "county", 3},
                  {"d", "county", 0},
                  {"ee", "department", 1}};
  const auto outputs = evaluate("uses_units", inputs);
  ASSERT_TRUE(outputs) << describe(outputs.error());
  std::vector<std::size_t> failed;
  for (const auto& [row, why] : outputs->failures) failed.push_back(row);
  EXPECT_EQ(failed, (std::vector<std::size_t>{0, 2, 3, 4}));
  EXPECT_EQ(in_english(outputs->failures.at(4)), "half of 2");  // bytes of its code
}

TEST(Evaluate, UnitsAreNotOfferedWithoutAny) {
  check_error("uses_units", "plugin.failed", "plugin planted failed: it gave no reason");
}

}  // namespace
}  // namespace assay::plugin
