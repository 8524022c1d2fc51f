#pragma once
// Gates, and the five independent tracks of consequences: forced grade, ceiling, barred awards,
// money, personnel. None of them touches the score. Pure; borrows group and metrics.

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "score/adjust.hpp"
#include "score/metric.hpp"

namespace assay::score {

// Compares the metrics of all gates of a group; adds consequences to `limits`, notes to the
// unit's, and what is missing to its `incomplete`.
class GateKeeper {
 public:
  GateKeeper(const Inputs& inputs, const Tree& tree, const model::Group& group);

  // `unit` is the position of `ordinal` in the group.
  void check(std::size_t ordinal, Scoreboard& board, std::size_t unit,
             std::vector<Limit>& limits) const;

 private:
  void check_one(const model::Gate& gate, const MetricColumn& metric, std::size_t ordinal,
                 Scoreboard& board, std::size_t unit, std::vector<Limit>& limits) const;

  const model::Group* x_group;
  std::vector<MetricColumn> x_metrics;  // by gate
};

// What all consequences of one unit come to. Grades are numbers in Group::grades, 0 = best.
struct Verdict {
  std::optional<std::size_t> forced;   // the worst of those forced
  std::optional<std::size_t> ceiling;  // the lowest
  std::set<std::string, std::less<>> barred;

  // The grade the unit has whatever it scored, if any.
  [[nodiscard]] std::optional<std::size_t> settled() const;
  [[nodiscard]] bool allows(std::size_t grade) const;
};

// Everything that applied is noted, also what was outdone.
[[nodiscard]] Verdict resolve(const model::Group& group, const std::vector<Limit>& limits,
                              std::vector<model::Note>& notes);

}  // namespace assay::score
