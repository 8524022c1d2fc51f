#pragma once
// Whether a preset of vetoes applies to a unit. Pure; thread-safe.

#include <optional>
#include <vector>

#include "standards.hpp"

namespace safety {

// Nothing in `vetoed`: not decided. The rule says why, in all three cases.
struct Decision {
  std::optional<bool> vetoed;
  sdk::Rule why;
  std::vector<sdk::Decimal> operands;
};

struct VetoCase {
  const Ledger& ledger;
  std::optional<sdk::Decimal> marks;  // the score out of 100
  std::optional<bool> proposed;
};

// A condition that holds decides, whatever else is unknown.
[[nodiscard]] Decision decide(const Declared& declared, const Standards& standards,
                              const VetoCase& unit);

}  // namespace safety
