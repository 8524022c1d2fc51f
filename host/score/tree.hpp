#pragma once
// A group's components laid out for scoring: preorder, so that parents come before children; a
// node's weights as integers over a common denominator. Borrows the group.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "model/run.hpp"
#include "model/scheme.hpp"

namespace assay::score {

struct TreeNode {
  const model::Component* component = nullptr;
  std::size_t parent = 0;             // of the root: itself
  std::vector<std::size_t> children;  // those that are aggregated
  std::vector<std::size_t> added;     // X items of the root: added after the total cap
  bool weighted = false;              // children are averaged, not summed
  Int128 weight = 0;                  // among its siblings: integer weight, or full marks in micro
  bool x_item = false;                // is or lies below an X item
  std::size_t leaf = 0;               // number of the leaf, in preorder; leaves only

  [[nodiscard]] bool is_leaf() const { return component->rule.has_value(); }
};

struct Tree {
  std::vector<TreeNode> nodes;  // nodes[0] is the root
  std::vector<std::size_t> leaves;
  bool fits = true;  // false: some weights have no common denominator within 128 bits

  [[nodiscard]] std::optional<std::size_t> find(std::string_view component) const;
};

// "" and the root's own id name the root.
[[nodiscard]] Tree tree_of(const model::Component& root);
[[nodiscard]] std::vector<model::ComponentInfo> component_infos(const Tree& tree);

}  // namespace assay::score
