#include "model/records.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace assay::model {
namespace {

template <class T>
struct Word {
  T value;
  std::string_view word;
};

// Both ways for every word; the words are part of the CSV and JSON formats.
template <class T, std::size_t N>
void check_words(const Word<T> (&words)[N], std::optional<T> (*parse)(std::string_view)) {
  for (const auto& [value, word] : words) {
    EXPECT_EQ(to_word(value), word);
    EXPECT_EQ(parse(word), value) << word;
  }
  for (const std::string_view other : {"", "Higher", "SUM", "none ", " veto", "状态", "bonus\n"})
    EXPECT_EQ(parse(other), std::nullopt) << other;
}

TEST(Records, WordsOfDirections) {
  static constexpr Word<Direction> kWords[] = {
      {Direction::Higher, "higher"}, {Direction::Lower, "lower"}, {Direction::Target, "target"}};
  check_words(kWords, direction_from);
}

TEST(Records, WordsOfRollups) {
  static constexpr Word<Rollup> kWords[] = {{Rollup::None, "none"},
                                            {Rollup::Sum, "sum"},
                                            {Rollup::Last, "last"},
                                            {Rollup::Mean, "mean"},
                                            {Rollup::Max, "max"}};
  check_words(kWords, rollup_from);
}

TEST(Records, WordsOfStates) {
  static constexpr Word<State> kWords[] = {{State::Reported, "reported"},
                                           {State::Reviewed, "reviewed"},
                                           {State::Confirmed, "confirmed"}};
  check_words(kWords, state_from);
  EXPECT_LT(State::Reported, State::Reviewed);
  EXPECT_LT(State::Reviewed, State::Confirmed);
}

TEST(Records, WordsOfEventKinds) {
  static constexpr Word<EventKind> kWords[] = {{EventKind::Bonus, "bonus"},
                                               {EventKind::Sanction, "sanction"},
                                               {EventKind::Veto, "veto"},
                                               {EventKind::Falsification, "falsification"},
                                               {EventKind::Award, "award"}};
  check_words(kWords, event_kind_from);
}

TEST(Unit, LivesFromItsFirstToItsLastDay) {
  const auto day = [](int month, int number) { return Date::of(2024, month, number); };
  Unit unit;
  EXPECT_TRUE(unit.alive_on(day(1, 1)));
  unit.from = day(3, 1);
  EXPECT_FALSE(unit.alive_on(day(2, 29)));
  EXPECT_TRUE(unit.alive_on(day(3, 1)));
  unit.to = day(6, 30);
  EXPECT_TRUE(unit.alive_on(day(6, 30)));
  EXPECT_FALSE(unit.alive_on(day(7, 1)));
}

}  // namespace
}  // namespace assay::model
