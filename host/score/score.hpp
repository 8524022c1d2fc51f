#pragma once
// The scoring itself: rules, aggregation, consequences, ranks and grades, in the order of
// operations of docs/ARCHITECTURE.md. Pure: no clock, no file, no locale; the same input gives the
// same bytes. Exact: see base/decimal.hpp.

#include <vector>

#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/run.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"

namespace assay::score {

// Scores every group of `scheme` for `period`. `assessments` holds the outcome of every use the
// scheme names, by id. A unit whose figures do not suffice is incomplete; errors (unit in two
// groups, unknown indicator, …) are faults of scheme and office as a whole. The run's id, digests,
// host version, actor and time are left to the caller.
[[nodiscard]] Result<model::Run, Errors> score(const model::Scheme& scheme, model::Period period,
                                               const model::Snapshot& snapshot,
                                               const std::vector<model::Assessment>& assessments);

}  // namespace assay::score
