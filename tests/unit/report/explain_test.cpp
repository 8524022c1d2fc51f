#include <gtest/gtest.h>

#include "report/report.hpp"
#include "unit/report/sample.hpp"

namespace assay::report {
namespace {

// 40 + 12.3456 + 30.1 − 0.5 = 81.9456; lost 0, 7.6544, 9.9; to rank 1: 94.25 − 81.95 = 12.3
// published, 94.25 − 81.9456 = 12.3044 in the total. F14.
TEST(ExplainText, AddsUpToTheTotal) {
  EXPECT_EQ(explain_text(test::sample_run(), "qin", {}).value(),
            R"(秦都区 (qin) · 县区
示范考核
Scheme demo version 2, period 2024, run 7

Total      81.945600
Published  81.95
Rank       2 of 2
Grade      二等奖
To rank 1  12.30 points published, 12.3044 in the total (to 泾阳县)

How the total adds up
Item           Subtotal   Points  Full    Lost  How
-------------  --------  -------  ----  ------  ----------------------------------
Economy         52.3456
  GDP                    40.0000    40  0.0000  40 × min(1.1, 1)
  Tax                    12.3456    20  7.6544  0.61728 of 20 points
Service                  30.1000    40  9.9000  30.1 of 40 marks
Deduction E-9            -0.5000                late report
Total                    81.9456                the points above, added up exactly
Published                  81.95                rounded to 2 decimals

Notes and consequences
- Gate invest-60 not reached: 59 %

Figures read
Item  Figure            Value  Target  Source
----  ---------  ------------  ------  ------
GDP   GDP                  88      80  年鉴
Tax   tax score  61.728 / 100
- Tax: the figure of 2023 was used

How it was made
Order                  items scored → items summed up → ranks
Rounding               Every item is computed exactly and rounded once, to 6 decimals; the published total is rounded from their exact sum to 2 decimals.
Scheme digest          abababababababababababababababababababababababababababababababab
Figures digest         0101010101010101010101010101010101010101010101010101010101010101
Assessment investment  plugin investment 1.0.0 0000000000000000000000000000000000000000000000000000000000000000
Program version        0.1.0
)");
}

// 57.75 of the items below and a bonus of 1.5: 59.25, as the component's own points.
TEST(ExplainText, PlacesABonusUnderItsComponent) {
  const auto text = explain_text(test::sample_run(), "jing", {}).value();
  EXPECT_NE(text.find("Economy         59.25\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  Bonus E-1              1.50              a new method\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("To rank"), std::string::npos);
}

// A leaf left out stays in sight.
TEST(ExplainText, ShowsALeafWithoutPoints) {
  auto run = test::sample_run();
  auto& unit = run.groups[0].units[0];
  unit.terms.erase(unit.terms.begin() + 1);  // tax
  unit.components[2] = {"tax", std::nullopt, test::number("20"), "reshare", {}};
  unit.total = test::number("75");  // 38.5 + 35 + 1.5
  const auto text = explain_text(run, "jing", {}).value();
  EXPECT_NE(text.find("  Tax                       -              no figure: left out, its points "
                      "shared among the others\n"),
            std::string::npos)
      << text;
}

TEST(ExplainText, SaysWhyThereIsNoTotal) {
  const auto text = explain_text(test::sample_run(), "wu", {}).value();
  EXPECT_NE(text.find("run 7\n\nWhy there is no total\n- no figure of GDP\n"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("How the total adds up"), std::string::npos);
}

TEST(ExplainText, NamesUnitsOfTheSameRank) {
  auto run = test::sample_run();
  run.groups[0].units[1].rank = 1;
  const auto text = explain_text(run, "qin", {}).value();
  EXPECT_NE(text.find("Rank       1 of 2, shared with 泾阳县\n"), std::string::npos) << text;
}

TEST(Explain, RefusesATermsSumThatIsNotTheTotal) {
  auto run = test::sample_run();
  run.groups[0].units[1].terms[0].points = test::number("40.000001");
  for (const auto& result : {explain_text(run, "qin", {}), explain_json(run, "qin")}) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "report.ledger");
    EXPECT_EQ(result.error().failure, Failure::Internal);
  }
}

TEST(Explain, SuggestsTheNearestUnit) {
  const auto near = explain_text(test::sample_run(), "jin", {});
  ASSERT_FALSE(near);
  EXPECT_EQ(near.error().code, "report.no_unit");
  EXPECT_EQ(near.error().failure, Failure::Input);
  EXPECT_EQ(describe(near.error()), "run 7 has no unit 'jin'; did you mean 'jing'?");
  const auto far = explain_json(test::sample_run(), "nowhere");
  ASSERT_FALSE(far);
  EXPECT_EQ(describe(far.error()), "run 7 has no unit 'nowhere'; `assay show` lists its units");
}

TEST(ExplainJson, GivesTermsAndTheirSum) {
  auto run = test::sample_run();
  auto& unit = run.groups[0].units[1];
  unit.components.resize(2);
  EXPECT_EQ(explain_json(run, "qin").value(), R"({
  "run": 7,
  "scheme": "demo",
  "version": 2,
  "period": "2024",
  "title": "示范考核",
  "group": "counties",
  "unit": "qin",
  "name": "秦都区",
  "total": 81.945600,
  "published": 81.95,
  "rank": 2,
  "grade": "second",
  "terms": [
    {
      "kind": "leaf",
      "component": "gdp",
      "event": "",
      "points": 40,
      "full": 40,
      "figures": {
        "r": "1.1"
      }
    },
    {
      "kind": "leaf",
      "component": "tax",
      "event": "",
      "points": 12.3456,
      "full": 20,
      "figures": {}
    },
    {
      "kind": "leaf",
      "component": "service",
      "event": "",
      "points": 30.1,
      "full": 40,
      "figures": {}
    },
    {
      "kind": "deduction",
      "component": "",
      "event": "E-9",
      "points": -0.5,
      "full": 0,
      "figures": {}
    }
  ],
  "sum": 81.945600,
  "next": {
    "rank": 1,
    "unit": "jing",
    "published": 12.3,
    "total": 12.3044
  },
  "tied": [],
  "components": [
    {
      "component": "economy",
      "parent": "",
      "points": 52.3456,
      "full": 60,
      "weight": null,
      "missing": "",
      "trace": []
    },
    {
      "component": "gdp",
      "parent": "economy",
      "points": 40,
      "full": 40,
      "weight": null,
      "missing": "",
      "trace": [
        {
          "code": "figure.read",
          "indicator": "GDP",
          "value": "88",
          "target": "80",
          "source": "年鉴"
        }
      ]
    }
  ],
  "incomplete": [],
  "notes": [
    {
      "code": "gate.failed",
      "gate": "invest-60",
      "metric": "59/100"
    }
  ],
  "steps": [
    "leaves",
    "nodes",
    "rank"
  ],
  "digests": {
    "scheme": "abababababababababababababababababababababababababababababababab",
    "input": "0101010101010101010101010101010101010101010101010101010101010101",
    "assessments": [
      {
        "id": "investment",
        "origin": "plugin investment 1.0.0",
        "digest": "0000000000000000000000000000000000000000000000000000000000000000"
      }
    ]
  },
  "host_version": "0.1.0"
}
)");
}

TEST(ExplainJson, HasNullsForAnIncompleteUnit) {
  const auto json = explain_json(test::sample_run(), "wu").value();
  for (const auto* part : {"\"total\": null", "\"terms\": []", "\"sum\": null", "\"next\": null"})
    EXPECT_NE(json.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace assay::report
