#pragma once
// The score of one unit by its profile. Used within assess().

#include "rates.hpp"

namespace population {

// Gives score and full with their reasons.
void give_score(const Declared& declared, const Settings& settings, const Standards& standards,
                const Rates& rates, sdk::Row& row);

}  // namespace population
