#include <gtest/gtest.h>

#include "report/report.hpp"
#include "unit/report/sample.hpp"

namespace assay::report {
namespace {

// docs/formats/json.md: total with 6 decimals, published with those of the scheme, components as
// their shortest literals, null for what is missing.
TEST(RunsJson, WritesExactFigures) {
  auto run = test::sample_run();
  auto& group = run.groups[0];
  group.components.resize(1);
  group.components[0].weight = Ratio::parse("32/109").value();
  group.units.erase(group.units.begin());
  for (auto& unit : group.units) unit.components.resize(1);
  group.units[0].components[0].missing = "zero";
  EXPECT_EQ(test::json_of({run}, ""), R"({
  "run": 7,
  "scheme": "demo",
  "version": 2,
  "period": "2024",
  "title": "示范考核",
  "groups": [
    {
      "group": "counties",
      "name": "县区",
      "components": [
        {
          "component": "economy",
          "name": "Economy",
          "parent": "",
          "points": 60,
          "weight": "32/109"
        }
      ],
      "grades": [
        {
          "grade": "first",
          "name": "一等奖"
        },
        {
          "grade": "second",
          "name": "二等奖"
        }
      ],
      "awards": [
        {
          "award": "invest",
          "name": "投资奖"
        }
      ],
      "units": [
        {
          "unit": "qin",
          "name": "秦都区",
          "total": 81.945600,
          "published": 81.95,
          "rank": 2,
          "grade": "second",
          "components": {
            "economy": 52.3456
          },
          "missing": {
            "economy": "zero"
          },
          "incomplete": [],
          "notes": [
            {
              "code": "gate.failed",
              "gate": "invest-60",
              "metric": "59/100"
            }
          ]
        },
        {
          "unit": "wu",
          "name": "武功县",
          "total": null,
          "published": null,
          "rank": null,
          "grade": null,
          "components": {
            "economy": null
          },
          "missing": {},
          "incomplete": [
            {
              "code": "missing_figure",
              "component": "gdp",
              "indicator": "GDP"
            }
          ],
          "notes": []
        }
      ]
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

TEST(RunsJson, WritesSeveralRunsAsAnArray) {
  auto run = test::sample_run();
  run.groups.clear();
  const std::vector<model::Run> runs = {run, run};
  const auto json = test::json_of(runs);
  EXPECT_TRUE(json.starts_with("[\n  {\n    \"run\": 7,")) << json;
  EXPECT_TRUE(json.ends_with("  }\n]\n")) << json;
  EXPECT_EQ(test::json_of({}), "[]\n");
}

TEST(RunsJson, KeepsToTheGroupAskedFor) {
  const auto run = test::sample_run();
  EXPECT_NE(test::json_of({run}, "other").find("\"groups\": [],"), std::string::npos);
}

// RFC 8259: quotes, backslashes and control characters are escaped; the rest is UTF-8 as it is.
TEST(RunsJson, EscapesTexts) {
  const auto run = test::hostile_run("\"<b>\\\n\x01\U0001F600'\xFF");
  EXPECT_NE(
      test::json_of({run}, "").find("\"title\": \"\\\"<b>\\\\\\n\\u0001\U0001F600'\uFFFD\",\n"),
      std::string::npos);
}

TEST(RunsJson, WritesNoKeyTwice) {
  auto run = test::sample_run();
  run.groups[0].units.resize(1);
  run.groups[0].units[0].notes = {{"real", {{"code", "false"}, {"a", "1"}, {"a", "2"}}, {}}};
  EXPECT_NE(test::json_of({run}, "").find(R"("notes": [
            {
              "code": "real",
              "a": "1"
            }
          ])"),
            std::string::npos);
}

TEST(RunsJson, PublishesWholeNumbersWithoutPoint) {
  auto run = test::sample_run();
  run.published_decimals = 0;
  run.groups[0].units.resize(1);
  run.groups[0].units[0].published = test::number("94");
  EXPECT_NE(test::json_of({run}, "").find("\"published\": 94,\n"), std::string::npos);
}

}  // namespace
}  // namespace assay::report
