#pragma once
// The accidents of one unit: their classes, and their sums checked against what the unit states.
// Values; thread-safe.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "words.hpp"

namespace safety {

// Worst first. None: nobody hurt and nothing lost, which the regulation does not call an accident.
enum class Class { Extraordinary, Major, Large, Ordinary, None };
inline constexpr std::array<std::string_view, 5> kClasses = {"extraordinary", "major", "large",
                                                             "ordinary", "without_class"};

// From how much on an accident belongs to a class; bounds belong to the worse one.
struct ClassLimit {
  sdk::Decimal deaths, serious, loss;
};
using ClassLimits = std::array<ClassLimit, 3>;  // of Extraordinary, Major, Large

struct Accident {
  sdk::Decimal deaths, serious, loss;  // persons, persons, 万元
  Sector sector = Sector::Other;
  std::optional<bool> responsible;  // nothing while it is being investigated
};

// The worst of the three criteria.
[[nodiscard]] Class classify(const Accident& accident, const ClassLimits& limits);

// Sums of one unit, nothing where unknown.
struct Totals {
  std::array<std::optional<sdk::Decimal>, kSums> figures;  // by Sum
  [[nodiscard]] std::optional<sdk::Decimal> operator[](Sum sum) const {
    return figures[static_cast<std::size_t>(sum)];
  }
};

struct Ledger {
  std::vector<Accident> accidents;
  bool complete = false;  // these are all accidents there were
  Totals totals;
};

// Reads rows and stated sums; refuses the row where they contradict each other. Without rows, a
// stated number of 0 accidents, or `no_rows_is_none`, makes all sums 0.
[[nodiscard]] Ledger read_ledger(const Declared& declared, const sdk::Row& row,
                                 bool no_rows_is_none);

// Persons hurt, by GB 6441.
struct Injuries {
  std::optional<sdk::Decimal> persons, lost_days, serious;
};

// From the rows of `injuries` where there are some, else as stated.
[[nodiscard]] Injuries read_injuries(const Declared& declared, const sdk::Row& row,
                                     sdk::Decimal death_days, sdk::Decimal serious_days);

}  // namespace safety
