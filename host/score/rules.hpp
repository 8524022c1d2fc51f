#pragma once
// One function per rule: it looks up the columns of a leaf once and returns what scores a unit.
// The formulas are those of docs/formats/scoring.md. Borrows the inputs and the leaf.

#include <functional>
#include <span>
#include <vector>

#include "score/fault.hpp"
#include "score/inputs.hpp"

namespace assay::score {

struct LeafContext {
  const Inputs* inputs = nullptr;
  const model::Component* leaf = nullptr;
  model::Period period;  // the scheme's, or the one before it for `missing: last-period`
  std::span<const std::size_t> members;

  [[nodiscard]] bool earlier() const { return period != inputs->period; }
};

// Points on the leaf's own scale. `how` ends in a place {share}, which the ledger fills.
struct LeafPoints {
  Decimal points;
  Message how;
  std::vector<model::Note> trace;
};

using CellRule = std::function<Scored<LeafPoints>(std::size_t ordinal)>;

// The context may go once this returns; what it points to may not.
[[nodiscard]] CellRule prepare(const LeafContext& context);

// The most points the leaf can give, on its own scale.
[[nodiscard]] Decimal most_points(const model::Component& leaf, Rounding rounding);

// Of rules.cpp, by the kind of figure they read.
[[nodiscard]] CellRule prepare_rule(const model::AttainmentRule& rule, const LeafContext& context);
[[nodiscard]] CellRule prepare_rule(const model::StepsRule& rule, const LeafContext& context);
[[nodiscard]] CellRule prepare_rule(const model::LinearRule& rule, const LeafContext& context);
[[nodiscard]] CellRule prepare_rule(const model::EfficacyRule& rule, const LeafContext& context);
[[nodiscard]] CellRule prepare_rule(const model::DeductRule& rule, const LeafContext& context);
[[nodiscard]] CellRule prepare_rule(const model::YesNoRule& rule, const LeafContext& context);
[[nodiscard]] CellRule prepare_rule(const model::DirectRule& rule, const LeafContext& context);
[[nodiscard]] CellRule prepare_rule(const model::AssessmentRule& rule, const LeafContext& context);

}  // namespace assay::score
