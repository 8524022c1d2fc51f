#pragma once
// What every step of one scoring reads. Borrows: scheme, snapshot and assessments must outlive it.

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"

namespace assay::score {

// An outcome and the use that names it in the scheme.
struct UsedOutcome {
  const model::Assessment* outcome = nullptr;
  bool by_plugin = false;
};

struct Inputs {
  const model::Scheme* scheme = nullptr;
  model::Period period;
  const model::Snapshot* snapshot = nullptr;
  std::map<std::string, UsedOutcome, std::less<>> assessments;  // by the scheme's id

  [[nodiscard]] Rounding rounding() const { return scheme->rounding; }
};

// Ordinals on the unit axis, ascending.
using Members = std::vector<std::size_t>;

}  // namespace assay::score
