#include "model/records.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace assay::model {

namespace {

template <class T, std::size_t N>
using Words = std::array<std::pair<T, std::string_view>, N>;

constexpr Words<Direction, 3> kDirections = {
    {{Direction::Higher, "higher"}, {Direction::Lower, "lower"}, {Direction::Target, "target"}}};
constexpr Words<Rollup, 5> kRollups = {{{Rollup::None, "none"},
                                        {Rollup::Sum, "sum"},
                                        {Rollup::Last, "last"},
                                        {Rollup::Mean, "mean"},
                                        {Rollup::Max, "max"}}};
constexpr Words<State, 3> kStates = {{{State::Reported, "reported"},
                                      {State::Reviewed, "reviewed"},
                                      {State::Confirmed, "confirmed"}}};
constexpr Words<EventKind, 5> kEvent_kinds = {{{EventKind::Bonus, "bonus"},
                                               {EventKind::Sanction, "sanction"},
                                               {EventKind::Veto, "veto"},
                                               {EventKind::Falsification, "falsification"},
                                               {EventKind::Award, "award"}}};

template <class T, std::size_t N>
std::string_view word_of(const Words<T, N>& words, T value) {
  for (const auto& [candidate, word] : words)
    if (candidate == value) return word;
  return {};
}

template <class T, std::size_t N>
std::optional<T> value_of(const Words<T, N>& words, std::string_view word) {
  for (const auto& [value, candidate] : words)
    if (candidate == word) return value;
  return std::nullopt;
}

}  // namespace

std::string_view to_word(Direction value) { return word_of(kDirections, value); }
std::string_view to_word(Rollup value) { return word_of(kRollups, value); }
std::string_view to_word(State value) { return word_of(kStates, value); }
std::string_view to_word(EventKind value) { return word_of(kEvent_kinds, value); }

std::optional<Direction> direction_from(std::string_view word) {
  return value_of(kDirections, word);
}
std::optional<Rollup> rollup_from(std::string_view word) { return value_of(kRollups, word); }
std::optional<State> state_from(std::string_view word) { return value_of(kStates, word); }
std::optional<EventKind> event_kind_from(std::string_view word) {
  return value_of(kEvent_kinds, word);
}

}  // namespace assay::model
