#pragma once
// What a leaf read, for people (in its formula) and for scripts (in its trace).

#include <string>

#include "score/figures.hpp"
#include "score/rules.hpp"

namespace assay::score {

// A figure as it stands in a formula: "82.4 (统计局)", with the period if it is an earlier one.
[[nodiscard]] std::string figure_text(const LeafContext& context, const Figure& figure);

// figure.read (data only: the formula already shows it) or figure.rolled_up.
[[nodiscard]] model::Note figure_note(const FigureColumn& column, const Figure& figure);

}  // namespace assay::score
