#include "exchange/csv_import.hpp"

#include <gtest/gtest.h>

#include "unit/exchange/csv_text.hpp"

namespace {

using assay::Decimal;
using assay::exchange::CsvLimits;
using assay::exchange::Encoding;
using assay::exchange::testing::brief;
using assay::exchange::testing::check_refused;
using assay::exchange::testing::import_text;
using assay::model::Date;
using assay::model::Period;
namespace model = assay::model;

// One accepted row, the last of `rows`, on line `line`.
template <class Rows>
void check_row(const Rows& rows, std::uint64_t line,
               const decltype(Rows().begin().operator*().value)& expected) {
  ASSERT_FALSE(rows.empty());
  const auto row = rows[rows.size() - 1];
  EXPECT_EQ(row.value, expected);
  EXPECT_EQ(row.origin.file, 0U);
  EXPECT_EQ(row.origin.row, line);
}

TEST(CsvImport, ReadsUnits) {
  const auto imported = import_text(
      "unit,name,type,parent,from,to,successor,tags\n"
      "binxian,彬县,county,xianyang,1949-10-01,2018-05-01,binzhou,north;coal；北部\n"
      "qindu,秦都区,county,,,,,\n");
  EXPECT_EQ(brief(imported.errors), "");
  ASSERT_EQ(imported.batch.units.size(), 2U);
  const model::Unit binxian{"binxian",
                            "彬县",
                            "county",
                            "xianyang",
                            Date::of(1949, 10, 1),
                            Date::of(2018, 5, 1),
                            "binzhou",
                            {"north", "coal", "北部"}};
  EXPECT_EQ(imported.batch.units[0].value, binxian);
  EXPECT_EQ(imported.batch.units[0].origin.row, 2U);
  check_row(imported.batch.units, 3, {.code = "qindu", .name = "秦都区", .type = "county"});
}

TEST(CsvImport, ReadsIndicators) {
  const auto imported = import_text(
      "indicator,name,measure_unit,direction,decimals,owner,rollup\n"
      "gdp,\"Output, total\",10⁴ yuan,higher,2,统计局,sum\n"
      "cod,化学需氧量,t,lower,,,\n"
      "ph,pH,1,target,0,,none\n");
  EXPECT_EQ(brief(imported.errors), "");
  ASSERT_EQ(imported.batch.indicators.size(), 3U);
  const model::Indicator gdp{"gdp", "Output, total", "10⁴ yuan",        model::Direction::Higher,
                             2,     "统计局",        model::Rollup::Sum};
  EXPECT_EQ(imported.batch.indicators[0].value, gdp);
  EXPECT_EQ(imported.batch.indicators[1].value.direction, model::Direction::Lower);
  EXPECT_EQ(imported.batch.indicators[1].value.decimals, std::nullopt);
  EXPECT_EQ(imported.batch.indicators[1].value.rollup, model::Rollup::None);
  check_row(imported.batch.indicators, 4,
            {.code = "ph",
             .name = "pH",
             .measure_unit = "1",
             .direction = model::Direction::Target,
             .decimals = 0});
}

TEST(CsvImport, ReadsTargets) {
  const auto imported = import_text(
      "unit,indicator,period,required,stretch,upper,baseline,lead,person\n"
      "qindu,gdp,2024H1,100.5,120,110,-3.25,农业局,区长\n"
      "qindu,gdp,2024,7,,,,,\n");
  EXPECT_EQ(brief(imported.errors), "");
  ASSERT_EQ(imported.batch.targets.size(), 2U);
  EXPECT_EQ(
      imported.batch.targets[0].value,
      (model::Target{"qindu", "gdp", Period::from_key(202421), Decimal::from_micro(100'500'000),
                     Decimal::from_integer(120), Decimal::from_integer(110),
                     Decimal::from_micro(-3'250'000), "农业局", "区长"}));
  check_row(imported.batch.targets, 3,
            {.unit = "qindu",
             .indicator = "gdp",
             .period = Period::year(2024),
             .required = Decimal::from_integer(7)});
}

TEST(CsvImport, ReadsObservations) {
  const auto imported = import_text(
      "unit,indicator,period,value,state,source\n"
      "qindu,gdp,2024-09,0.000001,reviewed,年报 p. 3\n"
      "qindu,gdp,2024Q3,-12.50,,\n");
  EXPECT_EQ(brief(imported.errors), "");
  ASSERT_EQ(imported.batch.observations.size(), 2U);
  EXPECT_EQ(imported.batch.observations[0].value,
            (model::Observation{"qindu", "gdp", Period::from_key(202409), Decimal::from_micro(1),
                                model::State::Reviewed, "年报 p. 3"}));
  check_row(imported.batch.observations, 3,
            {.unit = "qindu",
             .indicator = "gdp",
             .period = Period::from_key(202433),
             .value = Decimal::from_micro(-12'500'000)});
}

TEST(CsvImport, ReadsEvents) {
  const auto imported = import_text(
      "event,unit,period,kind,subject,points,reason,evidence,decided_by,date,state\n"
      "E-1,qindu,2024,sanction,admonish,1.5,\"two\nlines\",文件 7 号,监察局,2024-02-29,reported\n"
      "E-2,qindu,2024,veto,safety,,,,,,\n"
      "E-3,qindu,2024,bonus,,2,,,,,\n"
      "E-4,qindu,2024,falsification,,,,,,,\n"
      "E-5,qindu,2024,award,,,,,,,\n");
  EXPECT_EQ(brief(imported.errors), "");
  ASSERT_EQ(imported.batch.events.size(), 5U);
  EXPECT_EQ(imported.batch.events[0].value,
            (model::Event{"E-1", "qindu", Period::year(2024), model::EventKind::Sanction,
                          "admonish", Decimal::from_micro(1'500'000), "two\nlines", "文件 7 号",
                          "监察局", Date::of(2024, 2, 29), model::State::Reported}));
  EXPECT_EQ(imported.batch.events[1].value.points, std::nullopt);
  EXPECT_EQ(imported.batch.events[1].value.kind, model::EventKind::Veto);
  EXPECT_EQ(imported.batch.events[1].origin.row, 4U);  // the row before has two lines
  check_row(imported.batch.events, 7,
            {.code = "E-5",
             .unit = "qindu",
             .period = Period::year(2024),
             .kind = model::EventKind::Award});
}

TEST(CsvImport, ReadsAssessments) {
  const auto imported = import_text(
      "unit,period,assessment,field,value,full\n"
      "qindu,2024,环保考核,score,91.5,100\n"
      "qindu,2024,环保考核,rate,0.7,\n");
  EXPECT_EQ(brief(imported.errors), "");
  ASSERT_EQ(imported.batch.assessments.size(), 2U);
  EXPECT_EQ(imported.batch.assessments[0].value,
            (model::ImportedField{"qindu", Period::year(2024), "环保考核", "score",
                                  Decimal::from_micro(91'500'000), Decimal::from_integer(100)}));
  check_row(imported.batch.assessments, 3,
            {.unit = "qindu",
             .period = Period::year(2024),
             .assessment = "环保考核",
             .field = "rate",
             .value = Decimal::from_micro(700'000)});
}

TEST(CsvImport, TakesColumnsInAnyOrderAndWithoutTheOptionalOnes) {
  const auto imported = import_text("value,period,\"indicator\",unit\n3,2024,gdp,qindu\n");
  EXPECT_EQ(brief(imported.errors), "");
  check_row(imported.batch.observations, 2,
            {.unit = "qindu",
             .indicator = "gdp",
             .period = Period::year(2024),
             .value = Decimal::from_integer(3)});
}

TEST(CsvImport, AppendsToTheBatchAndNamesTheFile) {
  const assay::exchange::testing::TempFile units("unit,name,type\na,A,x\n");
  const assay::exchange::testing::TempFile more("unit,name,type\nb,B,x\n");
  model::Batch batch;
  ASSERT_TRUE(assay::exchange::testing::read_csv(units.path(), Encoding::Utf8, {}, {}, batch));
  ASSERT_TRUE(assay::exchange::testing::read_csv(more.path(), Encoding::Utf8, {}, {}, batch));
  EXPECT_EQ(batch.files, (std::vector{units.path().string(), more.path().string()}));
  ASSERT_EQ(batch.units.size(), 2U);
  EXPECT_EQ(batch.units[0].origin.file, 0U);
  EXPECT_EQ(batch.units[1].origin.file, 1U);
}

TEST(CsvImport, AcceptsAHeaderWithoutRows) {
  for (const auto* text : {"unit,name,type", "unit,name,type\n", "unit,name,type\r\n\r\n"}) {
    const auto imported = import_text(text);
    EXPECT_EQ(brief(imported.errors), "") << text;
    EXPECT_TRUE(imported.batch.units.empty());
  }
}

TEST(CsvImport, RefusesAnEmptyFile) {
  check_refused("", "0 import.empty_file");
  check_refused("\n\r\n\r", "0 import.empty_file");
  check_refused("\xEF\xBB\xBF", "0 import.empty_file");
}

// The whole text of the message, since it must name kind, columns and suggestions.
void check_header(std::string_view header, std::string_view message) {
  const auto errors = import_text(std::string(header) + "\na,b,c\n").errors;
  ASSERT_EQ(errors.size(), 1U) << header;
  EXPECT_EQ(errors[0].code, "import.header");
  EXPECT_EQ(errors[0].where.row, 1U);
  EXPECT_EQ(assay::in_english(errors[0].message),
            "the header comes nearest to " + std::string(message));
}

TEST(CsvImport, NamesWhatIsWrongWithAHeader) {
  check_header("unit,indicator,period,valeu",
               "observations.csv but does not fit it: unknown columns: “valeu” (→ value); "
               "missing: “value”; repeated: –; allowed: unit, indicator, period, value [, state, "
               "source]");
  check_header("unit,name,type,parent,Tags,unit,colour",
               "units.csv but does not fit it: unknown columns: “Tags” (→ tags), “colour”; "
               "missing: –; repeated: “unit”; allowed: unit, name, type [, parent, from, to, "
               "successor, tags]");
  check_header("unit,period,field,value",
               "assessments.csv but does not fit it: unknown columns: –; missing: “assessment”; "
               "repeated: –; allowed: unit, period, assessment, field, value [, full]");
  check_header(" indicator,name,measure_unit,direction,,",
               "indicators.csv but does not fit it: unknown columns: “ indicator” (→ indicator), "
               "“”; missing: “indicator”; repeated: “”; allowed: indicator, name, measure_unit, "
               "direction [, decimals, owner, rollup]");
}

TEST(CsvImport, KnowsOtherSeparatorsAndOtherFiles) {
  check_refused("unit;name;type\na;A;x\n", "1 import.separator");
  check_refused("unit\tname\ttype\n", "1 import.separator");
  check_refused(std::string("PK\x03\x04\x14\x00", 6), "1 import.not_text");
  check_refused(std::string("\xFF\xFEu\0n\0", 6), "1 import.not_text");
}

TEST(CsvImport, RefusesWhatCannotBeOpened) {
  model::Batch batch;
  const auto missing =
      assay::exchange::testing::read_csv("/nonexistent/units.csv", Encoding::Utf8, {}, {}, batch);
  ASSERT_FALSE(missing);
  EXPECT_EQ(brief(missing.error()), "0 import.unreadable");
  const auto folder =
      assay::exchange::testing::read_csv(::testing::TempDir(), Encoding::Utf8, {}, {}, batch);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().front().code, "import.unreadable");
}

TEST(CsvImport, KeepsToTheLimits) {
  CsvLimits limits;
  limits.rows = 2;
  check_refused("unit,name,type\na,A,x\nb,B,x\n", "", Encoding::Utf8, limits);
  check_refused("unit,name,type\na,A,x\nb,B,x\nc,C,x\ne,E,x\n", "4 import.too_many_rows",
                Encoding::Utf8, limits);
  limits = {};
  limits.errors = 3;
  check_refused("unit,name,type\n,A,x\na,,\n,,\n",
                "2 unit import.empty_field; 3 name "
                "import.empty_field; 3 type import.empty_field",
                Encoding::Utf8, limits);
  limits = {};
  limits.field_bytes = 5;
  check_refused("unit,name,type\na,Abcde,x\nb,Abcdef,x\n,B,x\n",
                "3 name import.long_field; 4 unit import.empty_field", Encoding::Utf8, limits);
  limits = {};
  limits.line_bytes = 16;  // the header has 15 bytes with its line end
  check_refused("unit,name,type\na,Abcdefghijkl,x\n", "2 import.long_row", Encoding::Utf8, limits);
}

TEST(CsvImport, ReportsProgressInBytes) {
  std::string text = "unit,name,type\n";
  for (int i = 0; i < 20'000; ++i) text += "u" + std::to_string(i) + ",name,type\n";
  std::uint64_t last = 0;
  int calls = 0;
  const auto imported =
      import_text(text, Encoding::Utf8, {}, [&](std::uint64_t done, std::uint64_t total) {
        EXPECT_LT(last, done);
        EXPECT_EQ(total, text.size());
        last = done;
        ++calls;
      });
  EXPECT_EQ(brief(imported.errors), "");
  EXPECT_EQ(last, text.size());
  EXPECT_GE(calls, 5);
}

}  // namespace
