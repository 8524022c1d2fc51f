#include "score/prepare.hpp"

#include <utility>

#include "score/check.hpp"
#include "score/selection.hpp"

namespace assay::score {

namespace {

constexpr std::size_t kErrors_max = 100;

}  // namespace

Inputs inputs_of(const model::Scheme& scheme, model::Period period, const model::Snapshot& snapshot,
                 const std::vector<model::Assessment>& assessments) {
  Inputs inputs{.scheme = &scheme, .period = period, .snapshot = &snapshot};
  for (const auto& use : scheme.assessments)
    inputs.assessments[use.id].by_plugin = !use.plugin.empty();
  for (const auto& assessment : assessments)
    inputs.assessments[assessment.id].outcome = &assessment;
  return inputs;
}

Result<std::vector<Members>, Errors> checked_members(const Inputs& inputs) {
  Errors errors;
  auto members = select_units(*inputs.scheme, inputs.period, *inputs.snapshot, errors);
  check_references(inputs, errors);
  if (errors.size() > kErrors_max) errors.resize(kErrors_max);
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return members;
}

model::Run run_of(const model::Scheme& scheme, model::Period period) {
  model::Run run{.scheme = scheme.id,
                 .version = scheme.version,
                 .title = scheme.title,
                 .period = period,
                 .published_decimals = scheme.published_decimals};
  run.steps = {"leaves",   "nodes",      "node_bonuses", "node_caps", "total_cap",
               "uncapped", "deductions", "floor",        "rounding",  "eligibility",
               "rank",     "grade",      "consequences", "awards"};
  return run;
}

}  // namespace assay::score
