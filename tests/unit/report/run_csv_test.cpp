#include <gtest/gtest.h>

#include "report/report.hpp"
#include "unit/report/sample.hpp"

namespace assay::report {
namespace {

TEST(RunCsv, WritesALinePerUnit) {
  EXPECT_EQ(test::csv_of(test::sample_run(), ""),
            "group,unit,name,total,published,rank,grade,economy,gdp,tax,service,incomplete,notes\n"
            "counties,jing,泾阳县,94.250000,94.25,1,first,59.25,38.5,19.25,35,,"
            "award.won award=invest\n"
            "counties,qin,秦都区,81.945600,81.95,2,second,52.3456,40,12.3456,30.1,,"
            "gate.failed gate=invest-60 metric=59/100\n"
            "counties,wu,武功县,,,,,,,15,20,missing_figure component=gdp indicator=GDP,\n");
}

TEST(RunCsv, GivesEveryComponentOfAllGroupsOneColumn) {
  auto run = test::sample_run();
  run.groups[0].units.resize(1);
  auto other = run.groups[0];
  other.id = "departments";
  other.components = {{"service", "Service", "", test::number("40"), {}},
                      {"rank", "Rank by deputies", "", test::number("60"), {}}};
  other.units[0].components = {{"service", test::number("1.5"), test::number("40"), "", {}},
                               {"rank", test::number("-2"), test::number("60"), "", {}}};
  other.units[0].notes.clear();
  run.groups.push_back(other);
  EXPECT_EQ(test::csv_of(run, ""),
            "group,unit,name,total,published,rank,grade,economy,gdp,tax,service,component.rank,"
            "incomplete,notes\n"
            "counties,jing,泾阳县,94.250000,94.25,1,first,59.25,38.5,19.25,35,,,"
            "award.won award=invest\n"
            "departments,jing,泾阳县,94.250000,94.25,1,first,,,,1.5,-2,,\n");
  EXPECT_EQ(test::csv_of(run, "departments"),
            "group,unit,name,total,published,rank,grade,service,component.rank,incomplete,notes\n"
            "departments,jing,泾阳县,94.250000,94.25,1,first,1.5,-2,,\n");
}

// RFC 4180, 2.5–2.7; and no text that a spreadsheet would run as a formula.
TEST(RunCsv, QuotesAndDisarmsTexts) {
  const auto check = [](const std::string& name, const std::string& cell) {
    auto run = test::sample_run();
    auto& group = run.groups[0];
    group.components.clear();
    group.units.resize(1);
    group.units[0].name = name;
    group.units[0].components.clear();
    group.units[0].notes.clear();
    EXPECT_EQ(test::csv_of(run, ""),
              "group,unit,name,total,published,rank,grade,incomplete,notes\n"
              "counties,jing," +
                  cell + ",94.250000,94.25,1,first,,\n");
  };
  check("plain", "plain");
  check("a,b", "\"a,b\"");
  check("say \"hi\"", "\"say \"\"hi\"\"\"");
  check("two\nlines", "\"two\nlines\"");
  check("=1+1", "'=1+1");
  check("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  check("+1", "'+1");
  check("-1", "'-1");
  check("@SUM(A1)", "'@SUM(A1)");
  check("\tx", "'\tx");
  check("\U0001F600", "\U0001F600");
}

}  // namespace
}  // namespace assay::report
