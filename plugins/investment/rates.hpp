#pragma once
// Rates of one unit: what was reached against a target, or a part against its whole. Used within
// assess().

#include <optional>

#include "profile.hpp"

namespace investment {

inline constexpr sdk::Ratio kOne = sdk::Ratio::of(sdk::Decimal::from_integer(1));

// A rate with the figures it was made of.
struct Rate {
  enum class State { Known, Missing, NotApplicable };
  State state = State::Missing;
  sdk::Ratio value;
  sdk::Decimal above, below;
};

// Refuses the row where its figures cannot be. `cap` is what something reached without a target
// may count, where the parameter target_zero says so.
[[nodiscard]] Rate rate_of(Item item, const Declared& declared, ZeroTarget zero_target,
                           std::optional<sdk::Ratio> cap, const sdk::Row& row);

// The cap in force in a block, of its items or of its score.
[[nodiscard]] std::optional<sdk::Ratio> cap_of(const Block& block);

}  // namespace investment
