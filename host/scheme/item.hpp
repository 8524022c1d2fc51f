#pragma once
// A component as a block of keys: whether it is a leaf or a node, and that it has no keys of
// another kind.

#include <string_view>

#include "scheme/rules.hpp"

namespace assay::scheme {

struct Item {
  Fields fields;
  std::string_view content;        // "rule", "components", or "" where that is not clear
  const RuleKind* rule = nullptr;  // null also for an unknown rule

  [[nodiscard]] bool is_uncapped() const;
};

[[nodiscard]] Item open_item(Reading& reading, const Value& block);

}  // namespace assay::scheme
