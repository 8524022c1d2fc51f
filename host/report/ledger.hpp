#pragma once
// A unit's terms laid out along the tree of components, checked to add up exactly to its total.
// A ledger borrows from the run it was made of.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "model/run.hpp"

namespace assay::report {

struct LedgerLine {
  std::size_t depth = 0;                            // 0 = first level
  const model::ComponentInfo* component = nullptr;  // none: an adjustment
  const model::ComponentResult* result = nullptr;   // the unit's, with a component
  const model::Term* term = nullptr;                // none: a node, or a leaf that gave nothing
  std::optional<Decimal> subtotal;                  // of a node: all terms below it
};

struct Ledger {
  std::vector<LedgerLine> lines;
  Decimal sum;  // of all terms = the unit's total
};

// A unit and its group within a run.
struct Place {
  const model::GroupResult* group = nullptr;
  const model::UnitResult* unit = nullptr;
};

// Input error report.no_unit.
[[nodiscard]] Result<Place> find_unit(const model::Run& run, const std::string& unit);

// The sum of the unit's terms, nothing for an incomplete unit. Internal error report.ledger when
// it is not the total.
[[nodiscard]] Result<std::optional<Decimal>> checked_sum(const model::UnitResult& unit);

// The lines of a complete unit in the order of the tree, adjustments of a component after it,
// those of the total last.
[[nodiscard]] Result<Ledger> ledger_of(const model::GroupResult& group,
                                       const model::UnitResult& unit);

// How far the next better rank is.
struct Distance {
  std::uint32_t rank = 0;
  const model::UnitResult* unit = nullptr;  // the last of that rank
  Decimal published;
  Decimal total;
};

// Nothing for the first rank and for incomplete units.
[[nodiscard]] std::optional<Distance> next_better(const model::GroupResult& group,
                                                  const model::UnitResult& unit);

// The other units on the same rank.
[[nodiscard]] std::vector<const model::UnitResult*> tied_with(const model::GroupResult& group,
                                                              const model::UnitResult& unit);

}  // namespace assay::report
