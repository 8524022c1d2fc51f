#pragma once
// What a leaf read, for people (in its formula) and for scripts (in its trace).

#include <concepts>
#include <cstddef>
#include <string>
#include <utility>

#include "score/figures.hpp"
#include "score/rules.hpp"

namespace assay::score {

// A figure as it stands in a formula: "82.4 (统计局)", with the period if it is an earlier one.
[[nodiscard]] std::string figure_text(const LeafContext& context, const Figure& figure);

// A formula in words, with room for the {share} that the ledger adds.
struct Place {
  const char* name;
  std::string value;
};
template <std::same_as<Place>... Places>
[[nodiscard]] Message formula(const char* text, Places... places) {
  Message how{text, {}};
  how.args.reserve(sizeof...(places) + 1);
  (how.args.emplace_back(places.name, std::move(places.value)), ...);
  return how;
}

// figure.read (data only: the formula already shows it) or figure.rolled_up.
// `room` is for data that the caller adds.
[[nodiscard]] model::Note figure_note(const FigureColumn& column, const Figure& figure,
                                      std::size_t room = 0);

}  // namespace assay::score
