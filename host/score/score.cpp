#include "score/score.hpp"

#include <utility>

#include "score/check.hpp"
#include "score/group.hpp"
#include "score/inputs.hpp"
#include "score/selection.hpp"

namespace assay::score {

namespace {

constexpr std::size_t kErrors_max = 100;

Inputs inputs_of(const model::Scheme& scheme, model::Period period, const model::Snapshot& snapshot,
                 const std::vector<model::Assessment>& assessments) {
  Inputs inputs{.scheme = &scheme, .period = period, .snapshot = &snapshot};
  for (const auto& use : scheme.assessments)
    inputs.assessments[use.id].by_plugin = !use.plugin.empty();
  for (const auto& assessment : assessments)
    inputs.assessments[assessment.id].outcome = &assessment;
  return inputs;
}

}  // namespace

Result<model::Run, Errors> score(const model::Scheme& scheme, model::Period period,
                                 const model::Snapshot& snapshot,
                                 const std::vector<model::Assessment>& assessments) {
  const auto inputs = inputs_of(scheme, period, snapshot, assessments);
  Errors errors;
  const auto groups = select_units(scheme, period, snapshot, errors);
  check_references(inputs, errors);
  if (errors.size() > kErrors_max) errors.resize(kErrors_max);
  if (!errors.empty()) return std::unexpected(std::move(errors));
  model::Run run{.scheme = scheme.id,
                 .version = scheme.version,
                 .title = scheme.title,
                 .period = period,
                 .published_decimals = scheme.published_decimals};
  for (std::size_t i = 0; i < groups.size(); ++i)
    run.groups.push_back(score_group(inputs, scheme.groups[i], groups[i]));
  run.steps = {"leaves",   "nodes",      "node_bonuses", "node_caps", "total_cap",
               "uncapped", "deductions", "floor",        "rounding",  "eligibility",
               "rank",     "grade",      "consequences", "awards"};
  return run;
}

}  // namespace assay::score
