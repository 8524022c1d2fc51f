#pragma once
// Single awards by one metric, highest first, among complete units that are not barred. Pure.

#include <span>
#include <vector>

#include "score/eligibility.hpp"
#include "score/rank.hpp"

namespace assay::score {

// Notes award.won, and award.vacated where a barred unit leaves its place empty. `members` and
// `verdicts` (none = no unit is limited) by position in the group.
void award(const Inputs& inputs, const model::Group& group, const Tree& tree,
           std::span<const std::size_t> members, std::span<const Standing> standings,
           std::span<const Verdict> verdicts, Scoreboard& board);

}  // namespace assay::score
