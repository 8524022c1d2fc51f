#pragma once
// What the items of a unit were computed from, for people: a table of the figures read, then the
// remarks on them. Pure.

#include <string>

#include "base/message.hpp"
#include "model/run.hpp"

namespace assay::report {

// "" when nothing was read.
[[nodiscard]] std::string trace_text(const model::GroupResult& group, const model::UnitResult& unit,
                                     const Translate& translate);

}  // namespace assay::report
