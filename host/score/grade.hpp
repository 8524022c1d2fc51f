#pragma once
// Grades by thresholds and quotas, best first; a unit takes the first it reaches. Pure.

#include <span>

#include "score/eligibility.hpp"
#include "score/rank.hpp"

namespace assay::score {

// Sets the grade of every complete unit that reaches one and notes places left empty. `verdicts`
// by position in the group; none = no unit is limited.
void grade(const model::Group& group, std::span<const Standing> standings,
           std::span<const Verdict> verdicts, Scoreboard& board);

// Whether a figure lies in the part of the group that a quota is counted on.
[[nodiscard]] bool in_base(const model::Group& group, model::QuotaBase base, Decimal figure);

}  // namespace assay::score
