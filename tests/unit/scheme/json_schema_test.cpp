// docs/formats/scheme.schema.json, which editors use, knows the same keys, rules and words as the
// reader. JSON is YAML, so the schema is read like a scheme.
#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "scheme/keys.hpp"
#include "scheme/rules.hpp"
#include "scheme/tree.hpp"
#include "scheme/words.hpp"
#include "unit/scheme/refusal.hpp"

namespace assay::scheme {

namespace {

using Names = std::set<std::string, std::less<>>;

class JsonSchema : public testing::Test {
 protected:
  void SetUp() override {
    auto tree = Tree::read(read_file(ASSAY_TEST_FILES "/../docs/formats/scheme.schema.json"));
    ASSERT_TRUE(tree.has_value()) << describe(tree.error());
    x_tree = *std::move(tree);
  }

  // The value at a path of keys, or null.
  [[nodiscard]] const Node* at(std::initializer_list<std::string_view> path) const {
    const auto* node = &x_tree.root();
    for (const auto key : path) {
      if (node->kind != Node::Kind::Map) return nullptr;
      const Node* found = nullptr;
      for (std::size_t i = 0; i + 1 < node->items.size(); i += 2)
        if (x_tree.at(node->items[i]).text == key) found = &x_tree.at(node->items[i + 1]);
      if (found == nullptr) return nullptr;
      node = found;
    }
    return node;
  }

  [[nodiscard]] Names names(const Node* node) const {
    Names found;
    if (node == nullptr) return found;
    const std::size_t step = node->kind == Node::Kind::Map ? 2 : 1;
    for (std::size_t i = 0; i < node->items.size(); i += step)
      found.insert(x_tree.at(node->items[i]).text);
    return found;
  }

  void check_keys(std::string_view definition, std::initializer_list<Keys> known) const {
    Names keys;
    for (const auto list : known) keys.insert(list.begin(), list.end());
    EXPECT_EQ(names(at({"definitions", definition, "properties"})), keys) << definition;
    const auto* closed = at({"definitions", definition, "additionalProperties"});
    ASSERT_NE(closed, nullptr) << definition;
    EXPECT_EQ(closed->text, "false") << definition;
  }

  template <class T, std::size_t N>
  void check_words(std::string_view definition, const Word<T> (&words)[N]) const {
    Names known;
    for (const auto& word : words) known.emplace(word.word);
    EXPECT_EQ(names(at({"definitions", definition, "enum"})), known) << definition;
  }

  Tree x_tree;
};

TEST_F(JsonSchema, KnowsTheKeysOfEachBlock) {
  EXPECT_EQ(names(at({"properties"})), Names(kScheme_keys.begin(), kScheme_keys.end()));
  check_keys("use", {kUse_keys});
  check_keys("input", {kInput_keys});
  check_keys("group", {kGroup_keys});
  check_keys("units", {kUnits_keys});
  check_keys("rank", {kRank_keys});
  check_keys("node", {kItem_keys, kNode_keys});
  check_keys("step", {kStep_keys});
  check_keys("missing-floor", {kMissing_keys});
  check_keys("event", {kEvent_keys});
  check_keys("gate", {kGate_keys});
  check_keys("consequence", {kConsequence_keys});
  check_keys("grade", {kGrade_keys, kQuota_keys});
  check_keys("award", {kAward_keys, kQuota_keys});
  check_keys("eligible", {kEligible_keys});
}

TEST_F(JsonSchema, KnowsTheRulesAndTheirKeys) {
  Names rules;
  for (const auto& kind : rule_kinds()) {
    rules.emplace(kind.name);
    check_keys(kind.name,
               {kItem_keys, kLeaf_keys, kind.keys, kind.takes_rate ? Keys(kRate_keys) : Keys()});
  }
  EXPECT_EQ(names(at({"definitions", "rule-name", "enum"})), rules);
}

TEST_F(JsonSchema, KnowsTheKeysOfMetrics) {
  Names all;
  for (const auto* kind : {"attainment", "assessment", "component", "total"})
    all.merge(names(at({"definitions", std::string("metric-") + kind, "properties"})));
  Names known(kMetric_keys.begin(), kMetric_keys.end());
  known.insert(kRate_keys.begin(), kRate_keys.end());
  EXPECT_EQ(all, known);
}

TEST_F(JsonSchema, KnowsTheWords) {
  check_words("rounding", kRounding_words);
  check_words("state", kState_words);
  check_words("layer", kLayer_words);
  check_words("rank-on", kRank_on_words);
  check_words("rank-ties", kRank_ties_words);
  check_words("lower", kLower_words);
  check_words("zero-target", kZero_target_words);
  check_words("target", kTarget_words);
  check_words("pace", kPace_words);
  check_words("steps-of", kSteps_of_words);
  check_words("evidence", kEvidence_words);
  check_words("bound-word", kBound_words);
  check_words("group-bound-word", kGroup_bound_words);
  check_words("missing-word", kMissing_words);
  check_words("event-kind", kEvent_kind_words);
  check_words("gate-missing", kGate_missing_words);
  check_words("quota-base", kQuota_base_words);
  check_words("quota-round", kQuota_round_words);
  check_words("quota-ties", kQuota_ties_words);
  check_words("vacated", kVacated_words);
}

// Words of events and states are those of the CSV files.
TEST(Words, AreThoseOfTheRecords) {
  for (const auto& [word, value] : kEvent_kind_words) EXPECT_EQ(model::to_word(value), word);
  for (const auto& [word, value] : kState_words) EXPECT_EQ(model::to_word(value), word);
}

}  // namespace

}  // namespace assay::scheme
