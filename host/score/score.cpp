#include "score/score.hpp"

#include <utility>

#include "score/group.hpp"
#include "score/prepare.hpp"

namespace assay::score {

Result<model::Run, Errors> score(const model::Scheme& scheme, model::Period period,
                                 const model::Snapshot& snapshot,
                                 const std::vector<model::Assessment>& assessments) {
  const auto inputs = inputs_of(scheme, period, snapshot, assessments);
  ASSAY_TRY(const auto members, checked_members(inputs));
  auto run = run_of(scheme, period);
  const EventIndex events(inputs);
  for (std::size_t i = 0; i < members.size(); ++i)
    run.groups.push_back(score_group(inputs, events, scheme.groups[i], members[i]));
  return run;
}

}  // namespace assay::score
