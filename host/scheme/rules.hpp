#pragma once
// The rules of leaves: which there are, which keys they have, and how each is read.

#include <span>
#include <string_view>

#include "scheme/scope.hpp"

namespace assay::scheme {

struct RuleKind {
  std::string_view name;
  Keys keys;
  bool takes_rate = false;  // kRate_keys too
  model::Rule (*read)(Scope& scope, Fields& leaf, Marks full) = nullptr;
};

[[nodiscard]] std::span<const RuleKind> rule_kinds();

// Reads kRate_keys; also for metrics.
void read_rate(Fields& fields, model::AttainmentRule& into);

// A reader for points within the full marks.
[[nodiscard]] Between within(Marks full);

}  // namespace assay::scheme
