// A property over tests/golden/schemes/full.yaml, which has every key on a line of its own: each
// key, misspelt, is refused at its place with the right key suggested; each key, deleted, leaves
// a right scheme or an error within the block it stood in.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scheme/keys.hpp"
#include "unit/scheme/refusal.hpp"

namespace assay::scheme {

namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  Lines lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

std::string text_of(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

// A key of the file: its line (from 0), where it starts there, and itself.
struct Key {
  std::size_t line;
  std::size_t start;
  std::string key;
  bool opens_item;  // stands behind "- "
};

// `inputs` and `parameters` hold keys of the scheme's own choice.
bool is_free(const Lines& lines, const Key& key) {
  for (auto i = key.line; i-- > 0;) {
    const auto start = lines[i].find_first_not_of(" -");
    if (start >= key.start) continue;
    return lines[i].substr(start) == "inputs:" || lines[i].substr(start) == "parameters:";
  }
  return false;
}

std::vector<Key> keys_of(const Lines& lines) {
  std::vector<Key> keys;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    const auto start = line.find_first_not_of(" -");
    if (start == std::string::npos || line[start] == '#') continue;
    const auto end = line.find(':', start);
    if (end == std::string::npos) continue;
    Key key{i, start, line.substr(start, end - start), start >= 2 && line[start - 2] == '-'};
    if (!is_free(lines, key)) keys.push_back(std::move(key));
  }
  return keys;
}

// The first line behind the value of `key`.
std::size_t end_of(const Lines& lines, const Key& key) {
  auto end = key.line + 1;
  while (end < lines.size() && lines[end].find_first_not_of(' ') != std::string::npos &&
         lines[end].find_first_not_of(' ') > key.start)
    ++end;
  return end;
}

// The lines of the block that `key` stands in.
std::pair<std::size_t, std::size_t> block_of(const Lines& lines, const Key& key) {
  auto first = key.line;
  while (first > 0 && lines[first].find_first_not_of(' ') >= key.start) --first;
  auto last = key.line;
  while (last + 1 < lines.size() && lines[last + 1].find_first_not_of(' ') >= key.start) ++last;
  return {first, last};
}

// Without the key and its value; "- " moves to the next key of the item.
Lines without(Lines lines, const Key& key) {
  const auto end = end_of(lines, key);
  if (key.opens_item && end < lines.size() && lines[end].find_first_not_of(' ') == key.start)
    lines[end][key.start - 2] = '-';
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(key.line),
              lines.begin() + static_cast<std::ptrdiff_t>(end));
  return lines;
}

std::string suggestion(const Error& error) {
  for (const auto& [name, value] : error.message.args)
    if (name == "nearest") return value;
  return "";
}

class FullText : public testing::Test {
 protected:
  Lines x_lines = lines_of(read_file(ASSAY_TEST_FILES "/golden/schemes/full.yaml"));
  std::vector<Key> x_keys = keys_of(x_lines);
};

// The list of keys the property ranges over is whole: every key the reader knows is in the file.
TEST_F(FullText, HasEveryKey) {
  std::set<std::string, std::less<>> found;
  for (const auto& key : x_keys) found.insert(key.key);
  for (const Keys list :
       {Keys(kScheme_keys), Keys(kUse_keys),    Keys(kInput_keys),      Keys(kGroup_keys),
        Keys(kUnits_keys),  Keys(kRank_keys),   Keys(kItem_keys),       Keys(kNode_keys),
        Keys(kLeaf_keys),   Keys(kRate_keys),   Keys(kAttainment_keys), Keys(kLinear_keys),
        Keys(kSteps_keys),  Keys(kStep_keys),   Keys(kEfficacy_keys),   Keys(kDeduct_keys),
        Keys(kYes_no_keys), Keys(kDirect_keys), Keys(kAssessment_keys), Keys(kMissing_keys),
        Keys(kEvent_keys),  Keys(kGate_keys),   Keys(kMetric_keys),     Keys(kConsequence_keys),
        Keys(kQuota_keys),  Keys(kGrade_keys),  Keys(kAward_keys),      Keys(kEligible_keys)})
    for (const auto key : list) EXPECT_TRUE(found.contains(key)) << key;
}

// Each key with its last letter doubled, and with its first two letters swapped.
TEST_F(FullText, AMisspeltKeyIsRefusedWithTheRightOne) {
  ASSERT_GT(x_keys.size(), 250U);
  for (const auto& key : x_keys) {
    auto swapped = key.key;
    std::swap(swapped[0], swapped[1]);
    for (const auto& wrong : {key.key + key.key.back(), swapped}) {
      auto lines = x_lines;
      lines[key.line].replace(key.start, key.key.size(), wrong);
      const auto scheme = parse(text_of(lines), "");
      ASSERT_FALSE(scheme.has_value()) << wrong << " in line " << key.line + 1;
      const auto& errors = scheme.error();
      const auto found = std::ranges::find_if(errors, [&](const Error& error) {
        return error.code == "scheme.unknown_key" && error.where.row == key.line + 1;
      });
      ASSERT_NE(found, errors.end()) << wrong << "\n" << list_of(errors);
      EXPECT_EQ(found->where.field, wrong);
      EXPECT_EQ(found->where.column, key.start + 1);
      EXPECT_EQ(suggestion(*found), key.key);
      EXPECT_EQ(errors.size(), 1U) << wrong << "\n" << list_of(errors);
    }
  }
}

// The key of the block or list that `key` stands in.
std::string context_of(const Lines& lines, const Key& key) {
  for (auto i = key.line; i-- > 0;) {
    const auto start = lines[i].find_first_not_of(" -");
    if (start >= key.start || lines[i][start] == '#') continue;
    return lines[i].substr(start, lines[i].find(':', start) - start);
  }
  return "";
}

TEST_F(FullText, ADeletedKeyIsOptionalOrMissedInItsBlock) {
  // As docs/formats/scheme.md says; also where one of several keys must be there, or where keys of
  // the same block only go with it.
  static const std::set<std::string, std::less<>> required = {"/scheme",
                                                              "/version",
                                                              "/groups",
                                                              "assessments/id",
                                                              "assessments/plugin",
                                                              "assessments/imported",
                                                              "target/indicator",
                                                              "groups/group",
                                                              "groups/units",
                                                              "groups/points",
                                                              "groups/components",
                                                              "units/type",
                                                              "units/tag",
                                                              "units/list",
                                                              "components/id",
                                                              "components/points",
                                                              "components/weight",
                                                              "components/rule",
                                                              "components/components",
                                                              "components/indicator",
                                                              "components/assessment",
                                                              "components/from",
                                                              "components/to",
                                                              "components/steps",
                                                              "components/worst",
                                                              "components/best",
                                                              "components/each",
                                                              "missing/floor",
                                                              "steps/at_least",
                                                              "steps/at_most",
                                                              "steps/points",
                                                              "events/kind",
                                                              "gates/id",
                                                              "gates/metric",
                                                              "gates/at_least",
                                                              "gates/consequence",
                                                              "metric/assessment",
                                                              "metric/field",
                                                              "metric/attainment",
                                                              "metric/component",
                                                              "grades/grade",
                                                              "grades/top",
                                                              "grades/share",
                                                              "awards/award",
                                                              "awards/by",
                                                              "awards/top",
                                                              "awards/share",
                                                              "by/assessment",
                                                              "by/field",
                                                              "by/component",
                                                              "by/total",
                                                              "eligible/assessment",
                                                              "eligible/field"};
  // In some of their places only.
  static const std::set<std::string, std::less<>> sometimes = {
      "components/full", "components/of", "consequence/bars", "consequence/ceiling",
      "consequence/money"};
  // Optional, but other blocks of this text need it.
  static const std::set<std::string, std::less<>> needed = {
      "/assessments", "groups/grades", "groups/awards", "groups/qualified", "components/uncapped"};
  for (const auto& key : x_keys) {
    const auto scheme = parse(text_of(without(x_lines, key)), "");
    const auto name = context_of(x_lines, key) + "/" + key.key;
    if (needed.contains(name)) {
      EXPECT_FALSE(scheme.has_value()) << name;
      continue;
    }
    if (!sometimes.contains(name)) {
      EXPECT_EQ(scheme.has_value(), !required.contains(name))
          << name << " of line " << key.line + 1 << "\n"
          << (scheme ? "" : list_of(scheme.error()));
    }
    if (scheme) continue;
    const auto [first, last] = block_of(x_lines, key);
    const bool within = std::ranges::any_of(scheme.error(), [&](const Error& error) {
      return first < error.where.row && error.where.row <= last + 1;
    });
    EXPECT_TRUE(within) << name << " of line " << key.line + 1 << "\n" << list_of(scheme.error());
  }
}

}  // namespace

}  // namespace assay::scheme
