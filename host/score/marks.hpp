#pragma once
// A field of a special assessment with the full marks it is converted from. Borrows the inputs.

#include <cstddef>
#include <optional>

#include "score/outcome.hpp"

namespace assay::score {

struct Marks {
  FieldReading score;
  Fraction full;  // > 0; the score lies within it, as far as the rule asks
};

class MarksColumn {
 public:
  // The rule's fields must exist.
  MarksColumn(const Inputs& inputs, const model::AssessmentRule& rule);

  // Faults of read_field, no_full_marks, out_of_full_marks.
  [[nodiscard]] Scored<Marks> at(std::size_t ordinal) const;
  [[nodiscard]] const FieldOf& field() const { return x_score; }

 private:
  [[nodiscard]] Scored<Fraction> full_marks(const FieldReading& score, std::size_t ordinal) const;

  const model::AssessmentRule* x_rule;
  FieldOf x_score;
  std::optional<FieldOf> x_full;
};

}  // namespace assay::score
