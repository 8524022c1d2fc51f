#pragma once
// Ranks, grades and awards of a group.

#include <vector>

#include "scheme/scope.hpp"

namespace assay::scheme {

void read_rank(Scope& scope, const Value& value, model::Group& into);
// Declares the grades.
[[nodiscard]] std::vector<model::GradeRule> read_grades(Scope& scope, const Value& value);
// Declares the awards.
[[nodiscard]] std::vector<model::AwardRule> read_awards(Scope& scope, const Value& value);

}  // namespace assay::scheme
