#include "score/tree.hpp"

#include <numeric>

#include "score/fraction.hpp"

namespace assay::score {

namespace {

// The weights of a node's children as integers with the same proportions; false if too large.
bool bring_to_integers(Tree& tree, const std::vector<std::size_t>& children) {
  Int128 common = 1;
  for (const auto child : children) {
    const auto below = tree.nodes[child].component->weight->denominator();
    // The divisor of both divides `below`, so it fits 64 bits.
    const auto rest = static_cast<std::int64_t>(common % below);
    const auto grown = checked_multiply(common, below / std::gcd(rest, below));
    if (!grown) return false;
    common = *grown;
  }
  for (const auto child : children) {
    const auto& weight = *tree.nodes[child].component->weight;
    const auto whole = checked_multiply(weight.numerator(), common / weight.denominator());
    if (!whole) return false;
    tree.nodes[child].weight = *whole;
  }
  return true;
}

std::size_t count(const model::Component& component) {
  std::size_t nodes = 1;
  for (const auto& child : component.children) nodes += count(child);
  return nodes;
}

void append(Tree& tree, const model::Component& component, std::size_t parent, bool x_item) {
  const auto self = tree.nodes.size();
  tree.nodes.push_back({.component = &component, .parent = parent, .x_item = x_item});
  if (component.rule) {
    tree.nodes[self].leaf = tree.leaves.size();
    tree.leaves.push_back(self);
  }
  for (const auto& child : component.children) {
    const bool added = self == 0 && child.uncapped;
    auto& list = added ? tree.nodes[self].added : tree.nodes[self].children;
    list.push_back(tree.nodes.size());
    append(tree, child, self, x_item || added);
  }
  const auto children = tree.nodes[self].children;
  tree.nodes[self].weighted =
      !children.empty() && tree.nodes[children.front()].component->weight.has_value();
  if (tree.nodes[self].weighted)
    tree.fits = bring_to_integers(tree, children) && tree.fits;
  else
    for (const auto child : children)
      tree.nodes[child].weight = tree.nodes[child].component->points.micro();
}

}  // namespace

std::optional<std::size_t> Tree::find(std::string_view component) const {
  if (component.empty()) return 0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].component->id == component) return i;
  return std::nullopt;
}

Tree tree_of(const model::Component& root) {
  Tree tree;
  tree.nodes.reserve(count(root));
  append(tree, root, 0, false);
  return tree;
}

std::vector<model::ComponentInfo> component_infos(const Tree& tree) {
  std::vector<model::ComponentInfo> infos;
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
    const auto& node = tree.nodes[i];
    infos.push_back({.id = node.component->id,
                     .name = node.component->name,
                     .parent = node.parent == 0 ? "" : tree.nodes[node.parent].component->id,
                     .points = node.component->points,
                     .weight = node.component->weight});
  }
  return infos;
}

}  // namespace assay::score
