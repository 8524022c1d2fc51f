#pragma once
// What follows from events and gates, and the metrics gates and awards compare.

#include <vector>

#include "scheme/scope.hpp"

namespace assay::scheme {

[[nodiscard]] model::Metric read_metric(Scope& scope, const Value& value);
[[nodiscard]] std::vector<model::EventRule> read_events(Scope& scope, const Value& value);
[[nodiscard]] std::vector<model::Gate> read_gates(Scope& scope, const Value& value);

// A reader for what a metric must reach: a rate, or a figure for metrics that may be one.
[[nodiscard]] std::optional<Ratio> as_threshold(Reading& reading, const Value& value,
                                                const model::Metric& metric);

}  // namespace assay::scheme
