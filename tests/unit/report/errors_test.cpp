#include <gtest/gtest.h>

#include "report/report.hpp"

namespace assay::report {
namespace {

Error error_at(Where where) {
  return {Failure::Input, "import.bad", {"{value} is bad", {{"value", "1e30"}}}, std::move(where)};
}

TEST(ErrorText, NamesThePlace) {
  const auto check = [](Where where, const std::string& line) {
    EXPECT_EQ(error_text(error_at(std::move(where)), {}), line);
  };
  check({}, "1e30 is bad");
  check({.file = "a.csv"}, "a.csv: 1e30 is bad");
  check({.file = "a.csv", .row = 12, .field = "value"}, "a.csv:12 value: 1e30 is bad");
  check({.file = "s.yaml", .row = 3, .column = 9}, "s.yaml:3:9: 1e30 is bad");
  check({.field = "points"}, "points: 1e30 is bad");
  check({.file = "a.csv", .row = 2, .unit = "qin"}, "a.csv:2: 1e30 is bad (unit qin)");
  check({.indicator = "GDP"}, "1e30 is bad (indicator GDP)");
  check({.unit = "qin", .indicator = "GDP"}, "1e30 is bad (unit qin, indicator GDP)");
  check({.file = "two\nlines.csv"}, "two lines.csv: 1e30 is bad");
}

TEST(ErrorText, SpeaksTheLanguageOfTheTranslation) {
  const auto translate = [](const Message& message) {
    if (message.text == "unit {unit}") return std::string("考核单位 {unit}");
    return message.text == "{value} is bad" ? std::string("{value} 有误") : message.text;
  };
  EXPECT_EQ(error_text(error_at({.unit = "qin"}), translate), "1e30 有误 (考核单位 qin)");
}

TEST(ErrorsJson, IsLanguageFreeButForTheMessage) {
  const std::vector<Error> errors = {
      error_at({.file = "a.csv", .row = 12, .field = "value", .unit = "秦\"都"}),
      {Failure::Plugin, "plugin.abi", {"wrong ABI"}, {}}};
  EXPECT_EQ(errors_json(errors), R"([
  {
    "failure": "input",
    "code": "import.bad",
    "message": "1e30 is bad",
    "file": "a.csv",
    "row": 12,
    "column": null,
    "field": "value",
    "unit": "秦\"都",
    "indicator": null
  },
  {
    "failure": "plugin",
    "code": "plugin.abi",
    "message": "wrong ABI",
    "file": null,
    "row": null,
    "column": null,
    "field": null,
    "unit": null,
    "indicator": null
  }
]
)");
  EXPECT_EQ(errors_json({}), "[]\n");
}

}  // namespace
}  // namespace assay::report
