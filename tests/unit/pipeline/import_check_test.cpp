#include "pipeline/import_check.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using assay::Decimal;
using assay::Errors;
using assay::model::Batch;
using assay::model::Catalog;
using assay::model::Date;
using assay::model::Direction;
using assay::model::Period;
using assay::pipeline::check;
namespace model = assay::model;

constexpr std::size_t kLimit = 100;
const auto kYear = Period::year(2024);

Decimal number(const char* text) { return Decimal::parse(text).value(); }

// An office of one province with one city, and an indicator of each direction.
Catalog small_office() {
  Catalog office;
  office.units.push_back({.code = "shaanxi", .name = "陕西省", .type = "province"});
  office.units.push_back(
      {.code = "xianyang", .name = "咸阳市", .type = "city", .parent = "shaanxi"});
  office.indicators["gdp"] = {
      .code = "gdp", .name = "地区生产总值", .measure_unit = "10⁸ yuan", .decimals = 2};
  office.indicators["cod"] = {
      .code = "cod", .name = "COD", .measure_unit = "t", .direction = Direction::Lower};
  office.indicators["ph"] = {
      .code = "ph", .name = "pH", .measure_unit = "1", .direction = Direction::Target};
  return office;
}

// A batch of two files; rows are numbered from 2 on, over all kinds of a file.
struct Rows {
  Batch batch{.files = {"a.csv", "b.csv"}};
  std::uint32_t file = 0;
  std::uint64_t next_row = 2;

  model::Origin origin() { return {file, next_row++}; }
  void second_file() {
    file = 1;
    next_row = 2;
  }
  Rows& unit(model::Unit value) {
    batch.units.push_back({std::move(value), origin()});
    return *this;
  }
  Rows& indicator(model::Indicator value) {
    batch.indicators.push_back({std::move(value), origin()});
    return *this;
  }
  Rows& target(model::Target value) {
    batch.targets.push_back({std::move(value), origin()});
    return *this;
  }
  Rows& observation(model::Observation value) {
    batch.observations.push_back({std::move(value), origin()});
    return *this;
  }
  Rows& event(model::Event value) {
    batch.events.push_back({std::move(value), origin()});
    return *this;
  }
  Rows& assessment(model::ImportedField value) {
    batch.assessments.push_back({std::move(value), origin()});
    return *this;
  }
};

model::Observation observed(const char* unit, const char* indicator, const char* value,
                            Period period = kYear) {
  return {.unit = unit, .indicator = indicator, .period = period, .value = number(value)};
}

// "file:row field code" of each error, separated by "; ".
std::string brief(const Errors& errors) {
  std::string text;
  for (const auto& error : errors) {
    EXPECT_EQ(error.failure, assay::Failure::Input);
    if (!text.empty()) text += "; ";
    text += error.where.file + ":" + std::to_string(error.where.row) + " ";
    text += error.where.field.empty() ? "" : error.where.field + " ";
    text += error.code;
  }
  return text;
}

void check_batch(const Rows& rows, std::string_view expected) {
  EXPECT_EQ(brief(check(rows.batch, small_office(), kLimit)), expected);
}

std::string first_message(const Rows& rows) {
  const auto errors = check(rows.batch, small_office(), kLimit);
  return errors.empty() ? "" : assay::in_english(errors[0].message);
}

TEST(ImportCheck, AcceptsRowsThatAgree) {
  Rows rows;
  rows.observation(observed("qindu", "jobs", "1.25"))
      .target({.unit = "xianyang",
               .indicator = "gdp",
               .period = kYear,
               .required = number("10.25"),
               .stretch = number("10.25")})
      .event({.code = "E1", .unit = "qindu", .period = kYear})
      .assessment({.unit = "xianyang",
                   .period = kYear,
                   .assessment = "env",
                   .field = "score",
                   .value = number("1")});
  rows.second_file();
  // Units and indicators of the same batch count, in whatever order the files come; a changed
  // direction or measure unit and a name that exists already are allowed.
  rows.unit({.code = "qindu", .name = "咸阳市", .type = "county", .parent = "xianyang"})
      .indicator({.code = "jobs", .name = "就业", .measure_unit = "1"})
      .indicator({.code = "cod", .name = "COD", .measure_unit = "kg"})
      .unit({.code = "xianyang", .name = "咸阳", .type = "city", .parent = "shaanxi"});
  check_batch(rows, "");
  check_batch(Rows{}, "");
}

TEST(ImportCheck, RefusesUnknownNames) {
  Rows rows;
  rows.observation(observed("xianyan", "gdp", "1"))
      .observation(observed("xianyang", "gpd", "1"))
      .observation(observed("x", "y", "1"))
      .target({.unit = "x", .indicator = "gdp", .period = kYear, .required = number("1")})
      .event({.code = "E1", .unit = "x", .period = kYear})
      .assessment(
          {.unit = "x", .period = kYear, .assessment = "a", .field = "f", .value = number("1")})
      .unit({.code = "qindu", .name = "秦都", .type = "county", .parent = "x", .successor = "y"});
  check_batch(rows,
              "a.csv:2 unit import.unknown_unit; a.csv:3 indicator import.unknown_indicator; "
              "a.csv:4 unit import.unknown_unit; a.csv:4 indicator import.unknown_indicator; "
              "a.csv:5 unit import.unknown_unit; a.csv:6 unit import.unknown_unit; a.csv:7 unit "
              "import.unknown_unit; a.csv:8 parent import.unknown_unit; a.csv:8 successor "
              "import.unknown_unit");
}

TEST(ImportCheck, SuggestsTheNameThatMayBeMeant) {
  EXPECT_EQ(first_message(Rows{}.observation(observed("xianyan", "gdp", "1"))),
            "“xianyan” is no unit of the office or of this import, perhaps xianyang is meant: "
            "correct it, or import the unit as well");
  EXPECT_EQ(first_message(Rows{}.observation(observed("咸阳市", "gdp", "1"))),  // its name
            "“咸阳市” is no unit of the office or of this import, perhaps xianyang is meant: "
            "correct it, or import the unit as well");
  EXPECT_EQ(first_message(Rows{}.observation(observed("xianyang", "gdq", "1"))),
            "“gdq” is no indicator of the office or of this import, perhaps gdp is meant: "
            "correct it, or import the indicator as well");
  EXPECT_EQ(first_message(Rows{}.observation(observed("qindu", "gdp", "1"))),
            "“qindu” is no unit of the office or of this import: correct it, or import the unit "
            "as well");
}

model::Unit county(const char* code, const char* parent, const char* successor = "") {
  return {.code = code, .name = code, .type = "county", .parent = parent, .successor = successor};
}

TEST(ImportCheck, RefusesCircles) {
  check_batch(Rows{}.unit(county("a", "a")), "a.csv:2 parent import.cycle");
  // c leads into the circle a → b → a but is not part of it; the office's chain is no circle.
  Rows rows;
  rows.unit(county("c", "b")).unit(county("b", "a")).unit(county("d", "xianyang"));
  rows.second_file();
  rows.unit(county("a", "b"));
  check_batch(rows, "a.csv:3 parent import.cycle");
  EXPECT_EQ(first_message(rows),
            "these units follow each other in a circle: b → a → b: change one of the links");
  // Through units of the office: xianyang's parent is shaanxi.
  const auto through = Rows{}.unit(county("shaanxi", "e")).unit(county("e", "xianyang"));
  check_batch(through, "a.csv:2 parent import.cycle");
  EXPECT_EQ(first_message(through),
            "these units follow each other in a circle: shaanxi → e → xianyang → shaanxi: change "
            "one of the links");
  check_batch(Rows{}.unit(county("a", "", "b")).unit(county("b", "", "a")),
              "a.csv:2 successor import.cycle");
}

TEST(ImportCheck, ShortensLongCircles) {
  Rows rows;
  for (int i = 0; i < 1'000; ++i) {
    const auto code = "u" + std::to_string(i);
    const auto parent = "u" + std::to_string((i + 1) % 1'000);
    rows.unit(county(code.c_str(), parent.c_str()));
  }
  check_batch(rows, "a.csv:2 parent import.cycle");
  EXPECT_EQ(first_message(rows),
            "these units follow each other in a circle: u0 → u1 → u2 → u3 → u4 → u5 → u6 → u7 → "
            "… → u0: change one of the links");
}

TEST(ImportCheck, RefusesRowsThatContradictEachOther) {
  Rows rows;
  const model::ImportedField score{.unit = "xianyang",
                                   .period = kYear,
                                   .assessment = "env",
                                   .field = "score",
                                   .value = number("1")};
  rows.observation(observed("xianyang", "gdp", "1"))                            // row 2
      .observation(observed("xianyang", "gdp", "1.00"))                         // the same
      .observation(observed("xianyang", "cod", "2"))                            // another
      .observation(observed("xianyang", "gdp", "2", Period::from_key(202401)))  // another
      .target({.unit = "xianyang", .indicator = "gdp", .period = kYear, .required = number("1")})
      .event({.code = "E1", .unit = "xianyang", .period = kYear})  // row 7
      .unit(county("a", ""))
      .indicator({.code = "i", .name = "I", .measure_unit = "1"})
      .assessment(score);
  rows.second_file();
  auto other_score = score;
  other_score.full = number("10");
  auto other_field = score;
  other_field.field = "rate";
  rows.observation(observed("xianyang", "gdp", "1.01"))
      .observation(observed("xianyang", "gdp", "1"))
      .target({.unit = "xianyang", .indicator = "gdp", .period = kYear, .required = number("2")})
      .event({.code = "E1", .unit = "shaanxi", .period = kYear})
      .unit(county("a", "xianyang"))
      .indicator({.code = "i", .name = "I", .measure_unit = "2"})
      .assessment(other_score)
      .assessment(other_field);
  check_batch(rows,
              "b.csv:2 import.duplicate; b.csv:4 import.duplicate; b.csv:5 import.duplicate; "
              "b.csv:6 import.duplicate; b.csv:7 import.duplicate; b.csv:8 import.duplicate");
  EXPECT_EQ(first_message(rows),
            "the same thing stands in a.csv:2 with other values: keep one of the two rows");
  const auto errors = check(rows.batch, small_office(), kLimit);
  EXPECT_EQ(errors[0].where.unit, "xianyang");
  EXPECT_EQ(errors[0].where.indicator, "gdp");
  EXPECT_EQ(errors[3].where.unit, "a");
}

TEST(ImportCheck, RefusesFiguresWithTooManyDecimals) {
  // gdp allows 2 decimals, cod does not say.
  check_batch(Rows{}
                  .observation(observed("xianyang", "gdp", "-1.25"))
                  .observation(observed("shaanxi", "gdp", "1.255"))
                  .observation(observed("xianyang", "cod", "1.123456"))
                  .target({.unit = "xianyang",
                           .indicator = "gdp",
                           .period = kYear,
                           .required = number("0.001"),
                           .stretch = number("9.999"),
                           .upper = number("0.01"),
                           .baseline = number("-0.000001")}),
              "a.csv:3 value import.decimals; a.csv:5 required import.decimals; a.csv:5 stretch "
              "import.decimals; a.csv:5 baseline import.decimals");
  // The batch's own rule counts: no decimals at all.
  check_batch(Rows{}
                  .indicator({.code = "gdp", .name = "G", .measure_unit = "1", .decimals = 0})
                  .observation(observed("xianyang", "gdp", "1.2"))
                  .observation(observed("shaanxi", "gdp", "12")),
              "a.csv:3 value import.decimals");
}

TEST(ImportCheck, RefusesFiguresOutsideTheLifeOfTheUnit) {
  auto unit = county("binxian", "xianyang");
  unit.from = Date::of(2023, 7, 1);
  unit.to = Date::of(2024, 3, 31);
  const auto at = [&](std::uint32_t key) {
    const auto period = Period::from_key(key);
    return Rows{}.unit(unit).observation(observed("binxian", "gdp", "1", period));
  };
  check_batch(at(202300), "");                                    // the year of its birth
  check_batch(at(202307), "");                                    // its first month
  check_batch(at(202306), "a.csv:3 period import.outside_life");  // the month before
  check_batch(at(202321), "a.csv:3 period import.outside_life");  // the half-year before
  check_batch(at(202431), "");                                    // its last quarter
  check_batch(at(202432), "a.csv:3 period import.outside_life");  // the quarter after
  check_batch(at(202404), "a.csv:3 period import.outside_life");
  check_batch(at(202400), "");
  EXPECT_EQ(first_message(at(202200)),
            "2022 lies outside the life of the unit (2023-07-01 – 2024-03-31): correct the "
            "period, or the days of the unit");
  const auto late = Period::year(2025);
  check_batch(
      Rows{}
          .unit(unit)
          .target({.unit = "binxian", .indicator = "gdp", .period = late, .required = number("1")})
          .event({.code = "E1", .unit = "binxian", .period = late})
          .assessment({.unit = "binxian",
                       .period = late,
                       .assessment = "a",
                       .field = "f",
                       .value = number("1")}),
      "a.csv:3 period import.outside_life; a.csv:4 period import.outside_life; a.csv:5 "
      "period import.outside_life");
}

TEST(ImportCheck, RefusesAStretchTargetEasierThanTheRequiredOne) {
  const auto stretch = [](const char* indicator, const char* required, const char* further) {
    return Rows{}.target({.unit = "xianyang",
                          .indicator = indicator,
                          .period = kYear,
                          .required = number(required),
                          .stretch = number(further)});
  };
  check_batch(stretch("gdp", "10", "10"), "");
  check_batch(stretch("gdp", "10", "10.01"), "");
  check_batch(stretch("gdp", "10", "9.99"), "a.csv:2 stretch import.stretch");
  check_batch(stretch("cod", "10", "10"), "");
  check_batch(stretch("cod", "10", "9.99"), "");
  check_batch(stretch("cod", "10", "10.01"), "a.csv:2 stretch import.stretch");
  check_batch(stretch("ph", "7", "6"), "");
  check_batch(stretch("ph", "7", "8"), "");
}

TEST(ImportCheck, GivesTheFirstErrorsInTheOrderOfRows) {
  Rows rows;
  for (int i = 0; i < 50; ++i) {
    rows.observation(observed("x", "gdp", "1"));                                    // even rows
    rows.event({.code = "E", .unit = i == 0 ? "xianyang" : "x", .period = kYear});  // odd rows
  }
  EXPECT_EQ(brief(check(rows.batch, small_office(), 4)),
            "a.csv:2 unit import.unknown_unit; a.csv:4 unit import.unknown_unit; a.csv:5 unit "
            "import.unknown_unit; a.csv:5 import.duplicate");
  EXPECT_EQ(check(rows.batch, small_office(), 0).size(), 1U);
  EXPECT_EQ(check(rows.batch, small_office(), 1'000).size(), 50U + 49U + 49U);
}

// The very first figure is contradicted at the very end.
TEST(ImportCheck, FindsOneContradictionAmongManyRows) {
  Catalog office;
  Rows rows;
  for (int i = 0; i < 400; ++i) {
    const auto code = std::to_string(i);
    office.units.push_back({.code = "u" + code, .name = code, .type = "t"});
    office.indicators["i" + code] = {.code = "i" + code, .name = code, .measure_unit = "1"};
  }
  for (const auto& [code, indicator] : office.indicators)
    for (std::size_t unit = 0; unit < office.units.size(); ++unit)
      rows.observation(observed(office.units[unit].code.c_str(), code.c_str(), "1"));
  EXPECT_EQ(brief(check(rows.batch, office, kLimit)), "");
  rows.observation(observed("u0", "i0", "2"));  // after 400² rows from row 2 on, u0 with i0 first
  const auto errors = check(rows.batch, office, kLimit);
  EXPECT_EQ(brief(errors), "a.csv:160002 import.duplicate");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(assay::in_english(errors[0].message),
            "the same thing stands in a.csv:2 with other values: keep one of the two rows");
}

}  // namespace
