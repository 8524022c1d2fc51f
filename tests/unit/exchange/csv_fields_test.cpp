// What one field of a row may hold.
#include <gtest/gtest.h>

#include "unit/exchange/csv_text.hpp"

namespace {

using assay::exchange::testing::brief;
using assay::exchange::testing::check_refused;
using assay::exchange::testing::import_text;

const std::string kObservations = "unit,indicator,period,value,state\n";
const std::string kUnits = "unit,name,type,parent,from,to,successor,tags\n";
const std::string kEvents = "event,unit,period,kind,subject,reason\n";

void check_value(const std::string& value, const std::string& expected) {
  check_refused(kObservations + "qindu,gdp,2024," + value + ",\n", expected);
}

TEST(CsvFields, TakesOnlyPlainExactFigures) {
  check_value("12.345678", "");
  check_value("-0", "");
  check_value("9200000000000", "");
  check_value("12.3456789", "2 value decimal.places");  // 7 decimals
  check_value("1e30", "2 value decimal.syntax");
  check_value("1000000000000000000000000000000", "2 value decimal.range");
  check_value("9200000000000.000001", "2 value decimal.range");
  check_value("NaN", "2 value decimal.syntax");
  check_value("inf", "2 value decimal.syntax");
  check_value("１２", "2 value decimal.syntax");  // full-width
  check_value(" 12", "2 value decimal.syntax");
  check_value("12 ", "2 value decimal.syntax");
  check_value("+12", "2 value decimal.syntax");
  check_value("\"1,234\"", "2 value decimal.syntax");
  check_value("60%", "2 value decimal.syntax");
  check_value("", "2 value import.empty_figure");
  check_value("\"\"", "2 value import.empty_figure");
}

TEST(CsvFields, SaysWhatToDoAboutAFigure) {
  const auto empty = import_text(kObservations + "qindu,gdp,2024,,\n").errors;
  ASSERT_EQ(empty.size(), 1U);
  EXPECT_EQ(assay::in_english(empty[0].message),
            "the figure is empty: enter it, or leave the row out if the figure is missing");
  EXPECT_EQ(empty[0].where.unit, "qindu");
  EXPECT_EQ(empty[0].where.indicator, "gdp");
  const auto wide = import_text(kObservations + "qindu,gdp,2024,１２,\n").errors;
  ASSERT_EQ(wide.size(), 1U);
  EXPECT_NE(assay::in_english(wide[0].message).find("“１２”"), std::string::npos);
}

TEST(CsvFields, TakesOnlyPeriodsAndDaysOfTheCalendar) {
  check_refused(kObservations + "a,b,2024Q5,1,\na,b,2024-13,1,\na,b,24,1,\na,b,,1,\n",
                "2 period period.syntax; 3 period period.syntax; 4 period period.syntax; 5 period "
                "import.empty_field");
  check_refused(kUnits + "a,A,x,,2023-02-29,2024/01/01,,\n",
                "2 from date.syntax; 2 to date.syntax");
  check_refused(kUnits + "a,A,x,,2024-01-02,2024-01-01,,\n", "2 to import.life_span");
  check_refused(kUnits + "a,A,x,,2024-01-01,2024-01-01,,\n", "");
}

TEST(CsvFields, TakesOnlyCodesThatCanBeSeen) {
  const auto check_code = [](const std::string& code, const std::string& expected) {
    check_refused(kUnits + code + ",A,x,,,,,\n", expected);
  };
  check_code("秦都区", "");
  check_code("Qin du-2/3", "");
  check_code(std::string(128, 'x'), "");
  check_code(std::string(129, 'x'), "2 unit import.long_code");
  check_code("", "2 unit import.empty_field");
  check_code(" qindu", "2 unit import.code");
  check_code("qindu\t", "2 unit import.code");
  check_code("秦都　", "2 unit import.code");         // U+3000 behind
  check_code("\xC2\xA0qindu", "2 unit import.code");  // U+00A0 before
  check_code(
      "qin\xE2\x80\x8B"
      "du",
      "2 unit import.code");  // U+200B, invisible
  check_code(
      "qin\x01"
      "du",
      "2 unit import.code");
  check_code("\"qin,du\"", "2 unit import.code");
  check_code("\"qin\"\"du\"", "2 unit import.code");
  check_code("\"qin\ndu\"", "2 unit import.code");
  check_code("qin;du", "2 unit import.code");
  check_code("秦；都", "2 unit import.code");
  check_code("\" \"", "2 unit import.code");
}

TEST(CsvFields, ChecksEveryColumnOfCodes) {
  check_refused(kUnits + "a,A,\"x,y\",p ,,, s,t u;v \n",
                "2 type import.code; 2 parent import.code; 2 successor import.code; 2 tags "
                "import.code");
  check_refused(kEvents + "e;1,a,2024,bonus, s,\n", "2 event import.code; 2 subject import.code");
  check_refused("unit,period,assessment,field,value\na,2024,\"x,y\",f ,1\n",
                "2 assessment import.code; 2 field import.code");
}

TEST(CsvFields, SplitsTags) {
  const auto tags = [](const std::string& field) {
    const auto imported = import_text(kUnits + "a,A,x,,,,," + field + "\n");
    EXPECT_EQ(brief(imported.errors), "");
    return imported.batch.units.empty() ? std::vector<std::string>{}
                                        : imported.batch.units[0].value.tags;
  };
  using Tags = std::vector<std::string>;
  EXPECT_EQ(tags(""), Tags());
  EXPECT_EQ(tags("b;a"), (Tags{"b", "a"}));
  EXPECT_EQ(tags("北部；南部;a"), (Tags{"北部", "南部", "a"}));
  EXPECT_EQ(tags(";a;；a;"), (Tags{"a"}));
  std::string many;
  for (int i = 0; i <= 100; ++i) many += "t" + std::to_string(i) + ";";
  check_refused(kUnits + "a,A,x,,,,," + many + "\n", "2 tags import.too_many_tags");
}

TEST(CsvFields, TakesOnlyTheWordsOfItsColumn) {
  check_refused(kObservations + "a,b,2024,1,confirmed\na,b,2024,1,Confirmed\n",
                "3 state import.word");
  check_refused(
      "indicator,name,measure_unit,direction,decimals,rollup\n"
      "i,I,t,up,7,average\ni,I,t,,x,\ni,I,t,lower,06,\n",
      "2 direction import.word; 2 decimals import.digit; 2 rollup import.word; 3 "
      "direction import.empty_field; 3 decimals import.digit; 4 decimals import.digit");
  check_refused(kEvents + "e,a,2024,penalty,,\n", "2 kind import.word");
  const auto near = import_text(kObservations + "a,b,2024,1,comfirmed\n").errors;
  ASSERT_EQ(near.size(), 1U);
  EXPECT_EQ(assay::in_english(near[0].message),
            "“comfirmed” is not allowed here, perhaps confirmed is meant: write one of reported, "
            "reviewed, confirmed");
  const auto far = import_text(kEvents + "e,a,2024,处分,,\n").errors;
  ASSERT_EQ(far.size(), 1U);
  EXPECT_EQ(assay::in_english(far[0].message),
            "“处分” is not allowed here: write one of bonus, sanction, veto, falsification, award");
}

TEST(CsvFields, KeepsTextsToOneLineButReasons) {
  check_refused(kUnits + "a,\"two\nlines\",x,,,,,\n", "2 name import.text");
  check_refused(kUnits + "a,bell\x07,x,,,,,\n", "2 name import.text");
  check_refused(kUnits + "a," + std::string(1000, 'x') + ",x,,,,,\n", "");
  check_refused(kUnits + "a," + std::string(1001, 'x') + ",x,,,,,\n", "2 name import.long_text");
  check_refused(kEvents + "e,a,2024,bonus,,\"two\r\nlines\tand a tab\"\n", "");
  check_refused(kEvents + "e,a,2024,bonus,,bell\x07\n", "2 reason import.text");
}

TEST(CsvFields, TakesOnlyFullMarksAboveZero) {
  const std::string header = "unit,period,assessment,field,value,full\n";
  check_refused(header + "a,2024,x,f,1,0\na,2024,x,f,1,-5\na,2024,x,f,1,0.000001\n",
                "2 full import.full_marks; 3 full import.full_marks");
}

TEST(CsvFields, CountsTheFieldsOfARow) {
  check_refused(kObservations + "a,b,2024,1\na,b,2024,1,,\na,b,2024,1,\n",
                "2 import.field_count; 3 import.field_count");
}

TEST(CsvFields, ShowsEveryFaultInTheOrderOfRows) {
  check_refused(kObservations + "a ,b,2024Q5,,x\na,b,2024,1,\na,,2024,1e3,\n",
                "2 unit import.code; 2 period period.syntax; 2 value import.empty_figure; 2 state "
                "import.word; 4 indicator import.empty_field; 4 value decimal.syntax");
}

}  // namespace
