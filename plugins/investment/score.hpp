#pragma once
// The score of one unit by its profile. Used within assess().

#include "rates.hpp"

namespace investment {

// Gives score, full and capped with their reasons.
void give_score(const Declared& declared, const Settings& settings, const Profile& profile,
                sdk::Row& row);

}  // namespace investment
