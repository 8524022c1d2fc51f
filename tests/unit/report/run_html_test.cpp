#include <gtest/gtest.h>

#include <set>

#include "report/report.hpp"
#include "unit/report/sample.hpp"

namespace assay::report {
namespace {

std::string page_of(const model::Run& run) { return test::html_of(run); }

bool has(const std::string& page, std::string_view part) {
  return page.find(part) != std::string::npos;
}

// The elements still open at the end, or the first closing tag that fits no opening one.
std::string unbalanced(std::string page) {
  const auto style = page.find("<style>");
  page.erase(style, page.find("</style>") - style);
  static const std::set<std::string> empty_elements = {"meta", "!DOCTYPE"};
  std::vector<std::string> open;
  for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const auto name = page.substr(at + 1, page.find_first_of(" >", at) - at - 1);
    if (name == "/style" || empty_elements.contains(name)) continue;
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else if (open.empty() || "/" + open.back() != name) {
      return name;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

TEST(RunHtml, ShowsTheTable) {
  const auto page = page_of(test::sample_run());
  EXPECT_TRUE(has(page, "<!DOCTYPE html>\n<html lang=\"en\">"));
  EXPECT_TRUE(has(page, "<h1>示范考核</h1>"));
  EXPECT_TRUE(has(page,
                  "<tr><td class=\"num\">2</td><th scope=\"row\">秦都区<small>qin</small></th>"
                  "<td class=\"num total\">81.95</td>"
                  "<td><span class=\"grade g1\">二等奖</span></td>"
                  "<td class=\"num\">52.35</td><td class=\"num\">30.10</td>"
                  "<td class=\"notes\"><a href=\"#g1n1\">1</a></td></tr>"));
  EXPECT_TRUE(has(page, "<li id=\"g1n1\">Gate invest-60 not reached: 59 %</li>"));
  EXPECT_TRUE(has(page, "<li><strong>投资奖</strong> 泾阳县</li>"));
  EXPECT_TRUE(has(page, "<p class=\"warning\">Warning: units without a total: 1;"));
  EXPECT_TRUE(has(page, std::string(32, '0') + std::string(32, '0')));  // plugin's digest
}

TEST(RunHtml, IsWellFormed) {
  EXPECT_EQ(unbalanced(page_of(test::sample_run())), "");
  auto run = test::sample_run();
  run.groups.push_back(run.groups[0]);
  run.groups[0].grades.clear();
  run.groups[0].units.clear();
  EXPECT_EQ(unbalanced(page_of(run)), "");
  EXPECT_TRUE(has(page_of(run), "<nav aria-label=\"Groups\"><a href=\"#g1\">县区</a>"));
}

TEST(RunHtml, EscapesEveryText) {
  const auto page =
      page_of(test::hostile_run("</style><script>alert('x')</script>\"&\n\U0001F600"));
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_FALSE(has(page, "alert('x')"));
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_TRUE(has(page,
                  "<h1>&lt;/style&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
                  "&quot;&amp; \U0001F600</h1>"));
}

TEST(RunHtml, EscapesTheLanguage) {
  EXPECT_TRUE(has(test::html_of(test::sample_run(), "\"><b>"), "lang=\"&quot;&gt;&lt;b&gt;\""));
}

// One file: nothing to fetch, nothing to run.
TEST(RunHtml, NeedsNothingElse) {
  const auto page = page_of(test::sample_run());
  for (const auto* part : {"http://", "https://", "src=", "url(", "@import", "<link", "<script"})
    EXPECT_FALSE(has(page, part)) << part;
}

TEST(RunHtml, ShowsWeightsOrFullMarks) {
  auto run = test::sample_run();
  EXPECT_TRUE(has(page_of(run), "Economy<small>of 60</small>"));
  run.groups[0].components[0].weight = Ratio::parse("32/109").value();
  EXPECT_TRUE(has(page_of(run), "Economy<small>weight 32/109</small>"));
}

}  // namespace
}  // namespace assay::report
