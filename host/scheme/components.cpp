#include "scheme/components.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "scheme/item.hpp"

namespace assay::scheme {

namespace {

// Where a list of components stands.
struct Level {
  Marks full;             // of the parent
  int depth = 1;          // of its children
  bool weighted = false;  // children share the parent's points by weight
};

void read_children(Scope& scope, Fields& parent, Level level, std::vector<model::Component>& into);

void read_missing(Fields& leaf, Marks full, model::Missing& into) {
  const auto* value = leaf.find("missing");
  if (value == nullptr) return;
  if (value->node->kind != Node::Kind::Map) {
    leaf.take("missing", into.policy, one_of(kMissing_words));
    return;
  }
  Fields block(leaf.reading(), *value);
  block.allow({kMissing_keys});
  into.policy = model::Missing::Policy::Floor;
  block.require("floor", into.floor, within(full));
}

void read_leaf(Scope& scope, Item& leaf, Marks full, model::Component& into) {
  read_missing(leaf.fields, full, into.missing);
  if (leaf.rule == nullptr) return;
  into.rule = leaf.rule->read(scope, leaf.fields, full);
  // The cap of an attainment is one of its rate.
  if (!std::holds_alternative<model::AttainmentRule>(*into.rule))
    read_cap(leaf.fields, "cap", full, into.cap);
}

void read_node(Scope& scope, Fields& node, Marks full, int depth, model::Component& into) {
  read_cap(node, "cap", full, into.cap);
  read_children(scope, node, {full, depth + 1}, into.children);
}

// The points an item is scored out of: its own, or the parent's that it has a weight in.
Marks read_points(Fields& item, const Level& level, model::Component& into) {
  if (!level.weighted || into.uncapped) {
    if (item.has("weight"))
      item.refuse_key("weight", "scheme.weighted_extra",
                      {ASSAY_TEXT("an uncapped item is added to the total with its points: delete "
                                  "the weight"),
                       {}});
    if (!item.require("points", into.points, as_positive)) return std::nullopt;
    return into.points;
  }
  if (!item.has("weight") && !item.excused("weight"))
    item.refuse("weight", "scheme.mixed_weights",
                {ASSAY_TEXT("items beside this one have a weight, it has none: give each of them "
                            "a weight, or none"),
                 {}});
  else if (item.has("points"))
    item.refuse_key("points", "scheme.points_and_weight",
                    {ASSAY_TEXT("an item with a weight is scored out of the points of its parent: "
                                "delete its own"),
                     {}});
  item.take("weight", into.weight, as_weight);
  into.points = level.full.value_or(Decimal());
  return level.full;
}

// Gives the item's full marks, as far as they and their place in the sum are known.
Marks read_item(Scope& scope, Item& item, const Level& level, model::Component& into) {
  auto& fields = item.fields;
  if (fields.require("id", into.id, as_id))
    scope.components.declare(scope.reading, *fields.find("id"), into.id);
  else
    scope.components.lost();
  into.name = into.id;
  fields.take("name", into.name, as_text);

  const bool placed = fields.take("uncapped", into.uncapped, as_flag);
  if (into.uncapped && level.depth > 1) {
    fields.refuse_key("uncapped", "scheme.uncapped_level",
                      {ASSAY_TEXT("only items of the first level can be uncapped: delete this, or "
                                  "move the item up"),
                       {}});
    into.uncapped = false;  // so that its points are no second error
  }
  const auto full = read_points(fields, level, into);
  if (item.content == "rule")
    read_leaf(scope, item, full, into);
  else if (item.content == "components")
    read_node(scope, fields, full, level.depth, into);
  else
    scope.components.lost();  // there may be some below
  return placed ? full : std::nullopt;
}

void check_weights(Reading& reading, const Value& list,
                   const std::vector<model::Component>& children) {
  bool known = true;
  bool positive = false;
  for (const auto& child : children) {
    if (child.uncapped) continue;
    known = known && child.weight.has_value();
    positive = positive || (child.weight && !child.weight->is_zero());
  }
  if (known && !positive)
    reading.refuse(list, "scheme.weight_sum",
                   {ASSAY_TEXT("the weights of these items add up to {sum}: give at least one of "
                               "them a weight above 0"),
                    {{"sum", Ratio().str()}}});
}

// `stated` is the place of the total: the parent's points, or its list where these are not its own.
void check_points(Reading& reading, const Value& stated, Decimal total,
                  const std::vector<model::Component>& children) {
  Int128 sum_micro = 0;
  for (const auto& child : children)
    if (!child.uncapped) sum_micro += child.points.micro();
  if (sum_micro == total.micro()) return;
  const auto sum = decimal_from_wide(sum_micro);
  if (!sum) {
    reading.problems.add(stated.mark, stated.key, sum.error());
    return;
  }
  reading.refuse(stated, "scheme.points_sum",
                 {ASSAY_TEXT("the points of the items below add up to {sum}, not to the stated "
                             "{points}: correct one of them"),
                  {{"sum", sum->str()}, {"points", total.str()}}});
}

bool too_many(Scope& scope, const Value& list, std::size_t count, int depth) {
  scope.reading.components += count;
  if (depth > kDepth_max)
    scope.reading.refuse(list, "scheme.too_deep",
                         {ASSAY_TEXT("components lie more than {limit} levels deep here: flatten "
                                     "the tree"),
                          {{"limit", std::to_string(kDepth_max)}}});
  else if (scope.reading.components > kComponents_max)
    scope.reading.refuse(list, "scheme.too_many_components",
                         {ASSAY_TEXT("with this list the scheme has more than {limit} components: "
                                     "split it into several schemes"),
                          {{"limit", std::to_string(kComponents_max)}}});
  else
    return false;
  return true;
}

void read_children(Scope& scope, Fields& parent, Level level, std::vector<model::Component>& into) {
  auto& reading = scope.reading;
  const auto* value = parent.need("components");
  const auto list = value == nullptr ? std::nullopt : as_list(reading, *value, 1);
  if (!list || too_many(scope, *value, list->size(), level.depth)) {
    scope.components.lost();
    return;
  }
  std::vector<Item> items;
  items.reserve(list->size());
  for (const auto& element : *list) items.push_back(open_item(reading, element));
  level.weighted = std::ranges::any_of(items, [](const Item& item) {
    return !item.is_uncapped() && (item.fields.has("weight") || item.fields.meant("weight"));
  });

  bool known = true;
  into.reserve(items.size());
  for (auto& item : items)
    known = read_item(scope, item, level, into.emplace_back()).has_value() && known;
  if (level.weighted)
    check_weights(reading, *value, into);
  else if (known && level.full)
    check_points(reading, parent.has("points") ? *parent.find("points") : *value, *level.full,
                 into);
}

}  // namespace

void read_cap(Fields& block, std::string_view key, Marks full, std::optional<Decimal>& into) {
  if (!block.take(key, into, as_not_negative) || !into || !full || *full <= *into) return;
  block.reading().refuse(*block.find(key), "scheme.cap_below_points",
                         {ASSAY_TEXT("the cap {cap} lies below the full marks {points}: state the "
                                     "most points there may be, with bonuses"),
                          {{"cap", into->str()}, {"points", full->str()}}});
}

void read_components(Scope& scope, Fields& group, Marks full, model::Component& root) {
  root.id = "total";
  root.name = root.id;
  root.points = full.value_or(Decimal());
  scope.components.declare(scope.reading, Value{}, root.id);
  read_children(scope, group, {full}, root.children);
}

}  // namespace assay::scheme
