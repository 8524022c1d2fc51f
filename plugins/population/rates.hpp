#pragma once
// Rates of one unit that the score is made of, given with their reasons. Used within assess().

#include "standards.hpp"

namespace population {

// A quotient, or why there is none.
struct Quotient {
  enum class State { Known, Missing, NotApplicable };
  State state = State::Missing;
  sdk::Ratio value;
};

struct Rates {
  Quotient places;                                 // per person
  std::array<Quotient, kMortalities> mortalities;  // per live birth
  Quotient birth_sex_ratio;                        // boys per girl
  Quotient policy, contraception, error;
};

// Gives all outputs but score, full and veto. Refuses the row where a part is more than its whole.
[[nodiscard]] Rates give_rates(const Declared& declared, const Settings& settings,
                               const Standards& standards, sdk::Row& row);

}  // namespace population
