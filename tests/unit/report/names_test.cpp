#include "report/names.hpp"

#include <gtest/gtest.h>

#include "unit/report/sample.hpp"

namespace assay::report {
namespace {

// As a Chinese catalogue would.
std::string translated(const Message& message) {
  if (message.text == "zero") return "记零分";
  return message.text;
}

TEST(SayNamed, PutsNamesForIdsAndWordsForCodes) {
  const auto run = test::sample_run();
  const auto check = [&](const Message& message, const std::string& text) {
    EXPECT_EQ(say_named(translated, run.groups[0], message), text);
  };
  check({"at best {grade}", {{"grade", "second"}}}, "at best 二等奖");
  check({"at best {grade}", {{"grade", "unheard"}}}, "at best unheard");
  check({"no {award}", {{"award", "invest"}}}, "no 投资奖");
  check({"{component}", {{"component", "tax"}}}, "Tax");
  check({"by {policy}", {{"policy", "zero"}}}, "by 记零分");
  check({"{track} {value}", {{"track", "ceiling"}, {"value", "first"}}}, "ceiling 一等奖");
}

// Where a grade is called 1, a figure of 1 stays a figure.
TEST(SayNamed, LeavesFiguresAlone) {
  auto group = test::sample_run().groups[0];
  group.grades = {{"1", "一等奖"}};
  EXPECT_EQ(say_named({}, group, {"{value} of {zero}", {{"value", "1"}, {"zero", "zero"}}}),
            "1 of zero");
}

TEST(NoteText, FallsBackToTheCode) {
  const auto group = test::sample_run().groups[0];
  EXPECT_EQ(note_text({"a.b", {{"x", "1"}, {"y", "2\n3"}}, {}}, group, {}), "a.b x=1 y=2 3");
}

TEST(NoteText, AddsWhatAnEventWasFor) {
  const auto group = test::sample_run().groups[0];
  const Message message{"bonus {event}", {{"event", "E-1"}}};
  const auto check = [&](std::vector<std::pair<std::string, std::string>> data,
                         const std::string& text) {
    EXPECT_EQ(note_text({"bonus.applied", std::move(data), message}, group, {}), text);
  };
  check({}, "bonus E-1");
  check({{"subject", "创新"}}, "bonus E-1 (创新)");
  check({{"subject", "创新"}, {"reason", "{event}"}}, "bonus E-1 ({event})");
}

}  // namespace
}  // namespace assay::report
