#include "score/engine/standings.hpp"

#include <algorithm>
#include <utility>

#include "score/award.hpp"
#include "score/eligibility.hpp"
#include "score/grade.hpp"
#include "score/rank.hpp"

namespace assay::score::engine {

namespace {

std::optional<Decimal> decimal_of(std::int64_t micro) {
  return micro == kNo_points ? std::nullopt : std::optional(Decimal::from_micro(micro));
}

class ColumnBoard final : public Scoreboard {
 public:
  ColumnBoard(const Plan& plan, const GroupPlan& group, Results& results)
      : x_plan(&plan), x_group(&group), x_results(&results) {}

  [[nodiscard]] std::size_t size() const override { return x_group->members.size(); }
  [[nodiscard]] const std::string& code(std::size_t unit) const override {
    return x_plan->inputs.snapshot->units[x_group->members[unit]].code;
  }
  [[nodiscard]] std::optional<Decimal> total(std::size_t unit) const override {
    return decimal_of(x_results->totals[slot(unit)]);
  }
  [[nodiscard]] std::optional<Decimal> published(std::size_t unit) const override {
    return decimal_of(x_results->published[slot(unit)]);
  }
  [[nodiscard]] std::optional<Decimal> points(std::size_t unit, std::size_t node) const override {
    if (node == 0) return total(unit);
    const auto output = x_plan->shapes[x_group->shape].output_of[node];
    return decimal_of(x_results->points[Results::entry(*x_group, output, unit)]);
  }
  [[nodiscard]] std::vector<model::Note>& incomplete(std::size_t unit) override {
    return x_results->detail(slot(unit)).group_incomplete;
  }
  [[nodiscard]] std::vector<model::Note>& notes(std::size_t unit) override {
    return x_results->detail(slot(unit)).group_notes;
  }
  void set_grade(std::size_t unit, std::size_t number) override {
    x_results->grades[slot(unit)] = static_cast<std::uint16_t>(number);
  }

 private:
  [[nodiscard]] std::size_t slot(std::size_t unit) const { return x_group->first_slot + unit; }

  const Plan* x_plan;
  const GroupPlan* x_group;
  Results* x_results;
};

class Settler {
 public:
  Settler(const Plan& plan, const GroupPlan& group, Results& results)
      : x_plan(&plan), x_group(&group), x_results(&results), x_board(plan, group, results) {
    if (!group.group->gates.empty() || !group.group->awards.empty())
      x_tree = tree_of(group.group->root);
  }

  void run() {
    const bool limited = reset() || !x_group->group->gates.empty();
    if (limited) consequences();
    const auto& group = *x_group->group;
    const auto standings = rank(group, x_group->breakers, x_board);
    for (const auto& standing : standings)
      x_results->ranks[x_group->first_slot + standing.unit] = standing.rank;
    grade(group, standings, x_verdicts, x_board);
    if (!group.awards.empty())
      award(x_plan->inputs, group, x_tree, x_group->members, standings, x_verdicts, x_board);
  }

 private:
  // True if some unit has consequences of events.
  [[nodiscard]] bool reset() {
    const auto first = x_group->first_slot;
    const auto units = x_group->members.size();
    std::fill_n(x_results->ranks.data() + first, units, 0U);
    std::fill_n(x_results->grades.data() + first, units, kNo_grade);
    bool limited = false;
    for (std::size_t slot = first; slot < first + units; ++slot) {
      auto* detail = x_results->details[slot].get();
      if (detail == nullptr) continue;
      detail->group_incomplete.clear();
      detail->group_notes.clear();
      if (const auto total = std::exchange(detail->withheld, std::nullopt)) put(slot, *total);
      limited = limited || !detail->limits.empty();
    }
    return limited;
  }

  void put(std::size_t slot, std::int64_t total) {
    const auto& scheme = *x_plan->inputs.scheme;
    x_results->totals[slot] = total;
    x_results->published[slot] =
        Decimal::from_micro(total).rounded(scheme.published_decimals, scheme.rounding).micro();
  }

  void consequences() {
    const auto& group = *x_group->group;
    const GateKeeper gates(x_plan->inputs, x_tree, group);
    x_verdicts.resize(x_group->members.size());
    for (std::size_t unit = 0; unit < x_group->members.size(); ++unit) {
      const auto slot = x_group->first_slot + unit;
      std::vector<Limit> limits;
      if (const auto* detail = x_results->details[slot].get()) limits = detail->limits;
      gates.check(x_group->members[unit], x_board, unit, limits);
      auto* detail = x_results->details[slot].get();
      if (detail != nullptr && !detail->group_incomplete.empty()) withhold(slot, *detail);
      if (!limits.empty()) x_verdicts[unit] = resolve(group, limits, x_board.notes(unit));
    }
  }

  void withhold(std::size_t slot, Detail& detail) {
    if (x_results->totals[slot] == kNo_points) return;
    detail.withheld = x_results->totals[slot];
    x_results->totals[slot] = kNo_points;
    x_results->published[slot] = kNo_points;
  }

  const Plan* x_plan;
  const GroupPlan* x_group;
  Results* x_results;
  ColumnBoard x_board;
  Tree x_tree;  // where gates or awards need it
  std::vector<Verdict> x_verdicts;
};

}  // namespace

void settle_group(const Plan& plan, std::size_t group, Results& results) {
  Settler(plan, plan.groups[group], results).run();
}

}  // namespace assay::score::engine
