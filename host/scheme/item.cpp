#include "scheme/item.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace assay::scheme {

namespace {

constexpr auto kContent_keys = keys({"rule", "components"});
constexpr auto kMissing_key = keys({"missing"});

bool holds(Keys list, std::string_view key) { return std::ranges::find(list, key) != list.end(); }

Keys rate_keys(const RuleKind& kind) { return kind.takes_rate ? Keys(kRate_keys) : Keys(); }

const RuleKind* rule_of(Reading& reading, const Value& value) {
  std::vector<std::string_view> names;
  for (const auto& kind : rule_kinds()) names.push_back(kind.name);
  const auto chosen = as_choice(reading, value, names, "scheme.unknown_rule");
  return chosen ? &rule_kinds()[*chosen] : nullptr;
}

// Refuses keys that only other rules have: they are no misspellings.
void refuse_foreign(Fields& fields, std::initializer_list<Keys> own, std::string_view with) {
  const auto refuse = [&](Keys list, std::string_view rule) {
    for (const auto key : list) {
      const bool is_own = std::ranges::any_of(own, [&](Keys keys) { return holds(keys, key); });
      if (is_own || !fields.has(key) || fields.is_refused(key)) continue;
      fields.refuse_key(key, "scheme.misplaced_key",
                        {ASSAY_TEXT("this key goes with “{rule}”, not with “{with}”: delete it"),
                         {{"rule", std::string(rule)}, {"with", std::string(with)}}});
    }
  };
  for (const auto& kind : rule_kinds()) {
    refuse(kind.keys, kind.name);
    refuse(rate_keys(kind), kind.name);
  }
  refuse(kMissing_key, "rule");
}

// Refuses only what no component has.
void allow_all(Fields& fields) {
  std::vector<std::string_view> all;
  for (const auto& kind : rule_kinds()) all.insert(all.end(), kind.keys.begin(), kind.keys.end());
  fields.allow({kItem_keys, kNode_keys, kLeaf_keys, kRate_keys, all});
}

}  // namespace

bool Item::is_uncapped() const {
  const auto* value = fields.find("uncapped");
  return value != nullptr && value->node->text == "true";
}

Item open_item(Reading& reading, const Value& block) {
  Item item{Fields(reading, block), {}, nullptr};
  auto& fields = item.fields;
  const bool is_leaf = fields.has("rule");
  const bool is_node = fields.has("components");
  if (is_leaf) item.rule = rule_of(reading, *fields.find("rule"));
  if (is_leaf == is_node || (is_leaf && item.rule == nullptr)) {
    allow_all(fields);
  } else if (is_node) {
    refuse_foreign(fields, {kItem_keys, kNode_keys}, "components");
    fields.allow({kItem_keys, kNode_keys});
  } else {
    const auto rate = rate_keys(*item.rule);
    refuse_foreign(fields, {kItem_keys, kLeaf_keys, item.rule->keys, rate}, item.rule->name);
    fields.allow({kItem_keys, kLeaf_keys, item.rule->keys, rate});
  }
  const auto chosen = fields.choose(kContent_keys);
  if (is_leaf != is_node) item.content = chosen;
  return item;
}

}  // namespace assay::scheme
