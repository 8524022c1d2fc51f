#pragma once
// Whether what a scheme names exists in the office and among the assessments, and whether each
// rule suits its indicator's direction. After it, the steps look things up without asking. Pure.

#include "base/result.hpp"
#include "score/inputs.hpp"

namespace assay::score {

// Appends to `errors`: score.unknown_indicator, score.no_lower_form, score.no_tolerance,
// score.no_assessment, score.unknown_field.
void check_references(const Inputs& inputs, Errors& errors);

}  // namespace assay::score
