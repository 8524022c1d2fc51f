#pragma once
// What a run is made from, as hashes: two runs with the same run_key() are the same run. Pure.

#include <set>
#include <string>

#include "model/assessment.hpp"
#include "model/run.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"

namespace assay::pipeline {

// Indicators whose figures can enter the totals of `scheme`, those read by assessments excepted
// (an assessment's own digest covers them).
[[nodiscard]] std::set<std::string> indicators_of(const model::Scheme& scheme);

// Hash of units, the definitions and figures of `indicators`, events and imported assessments in
// `snapshot`: everything of the office that scoring reads. Independent of the order of entry of
// figures and of the number of threads (≥ 1) that work on it.
[[nodiscard]] Digest input_digest(const model::Snapshot& snapshot,
                                  const std::set<std::string>& indicators, unsigned threads = 1);

// Hash of all that an office was told: units, indicators, targets, observations, events and
// imported assessments, sorted by their codes. Ordinals, numbers of texts, the order of entry and
// the journal do not count, so an office imported from another one's exported files has the same.
// The snapshot must be of the whole office.
[[nodiscard]] Digest content_digest(const model::Snapshot& snapshot);

// Hash of scheme, period, inputs, assessments and host version of `run`.
[[nodiscard]] Digest run_key(const model::Run& run);

}  // namespace assay::pipeline
