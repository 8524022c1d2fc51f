#pragma once
// Reading a field of a special assessment for one unit, as an exact fraction. Plain functions.

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "score/fault.hpp"
#include "score/fraction.hpp"
#include "score/inputs.hpp"

namespace assay::score {

// One field of an assessment that `check` found to exist.
struct FieldOf {
  std::string assessment;
  std::string field;
  const model::Assessment* outcome = nullptr;
  const model::AssessmentField* column = nullptr;  // null: it failed for every unit
  bool by_plugin = false;
};

[[nodiscard]] FieldOf find_field(const Inputs& inputs, const std::string& assessment,
                                 const std::string& field);

struct FieldReading {
  Fraction value;                    // a flag counts as 1 or 0
  bool is_decimal = false;           // a score in marks, not a rate
  std::optional<Decimal> full;       // the row's own full marks
  std::span<const Message> reasons;  // in the words of who made it; borrowed from the outcome
};

// Faults missing_assessment, and plugin_failed, which no missing-data policy covers.
[[nodiscard]] Scored<FieldReading> read_field(const FieldOf& field, std::size_t ordinal);

}  // namespace assay::score
