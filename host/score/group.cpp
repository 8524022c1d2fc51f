#include "score/group.hpp"

#include <utility>
#include <vector>

#include "score/award.hpp"
#include "score/eligibility.hpp"
#include "score/grade.hpp"
#include "score/rank.hpp"
#include "score/unit.hpp"

namespace assay::score {

namespace {

class ResultBoard final : public Scoreboard {
 public:
  ResultBoard(const model::Group& group, std::vector<model::UnitResult>& results)
      : x_group(&group), x_results(&results) {}

  [[nodiscard]] std::size_t size() const override { return x_results->size(); }
  [[nodiscard]] const std::string& code(std::size_t unit) const override { return at(unit).unit; }
  [[nodiscard]] std::optional<Decimal> total(std::size_t unit) const override {
    return at(unit).total;
  }
  [[nodiscard]] std::optional<Decimal> published(std::size_t unit) const override {
    return at(unit).published;
  }
  [[nodiscard]] std::optional<Decimal> points(std::size_t unit, std::size_t node) const override {
    return node == 0 ? at(unit).total : at(unit).components[node - 1].points;
  }
  [[nodiscard]] std::vector<model::Note>& incomplete(std::size_t unit) override {
    return (*x_results)[unit].incomplete;
  }
  [[nodiscard]] std::vector<model::Note>& notes(std::size_t unit) override {
    return (*x_results)[unit].notes;
  }
  void set_grade(std::size_t unit, std::size_t number) override {
    (*x_results)[unit].grade = x_group->grades[number].id;
  }

 private:
  [[nodiscard]] const model::UnitResult& at(std::size_t unit) const { return (*x_results)[unit]; }

  const model::Group* x_group;
  std::vector<model::UnitResult>* x_results;
};

class GroupScorer {
 public:
  GroupScorer(const Inputs& inputs, const EventIndex& events, const model::Group& group,
              std::span<const std::size_t> members)
      : x_inputs(&inputs),
        x_group(&group),
        x_members(members),
        x_units(inputs, group, members),
        x_verdicts(members.size()),
        x_board(group, x_results) {
    x_results.reserve(members.size());
    x_events.reserve(members.size());
    for (const auto ordinal : members) {
      const auto& code = inputs.snapshot->units[ordinal].code;
      x_events.push_back(apply_events(group, x_units.tree(), events.of(code)));
      x_results.push_back(x_units.at(ordinal, x_events.back()));
    }
  }

  [[nodiscard]] model::GroupResult run() {
    consequences();
    const auto& tree = x_units.tree();
    const auto standings = rank(*x_group, breakers_of(*x_group, tree), x_board);
    for (const auto& standing : standings) x_results[standing.unit].rank = standing.rank;
    grade(*x_group, standings, x_verdicts, x_board);
    award(*x_inputs, *x_group, tree, x_members, standings, x_verdicts, x_board);
    return finish(standings);
  }

 private:
  // Gates need all totals of their unit, and may leave it incomplete; so they come before ranks.
  void consequences() {
    const GateKeeper gates(*x_inputs, x_units.tree(), *x_group);
    for (std::size_t unit = 0; unit < x_members.size(); ++unit) {
      auto& result = x_results[unit];
      auto& limits = x_events[unit].limits;
      gates.check(x_members[unit], x_board, unit, limits);
      if (!result.incomplete.empty()) {
        result.total.reset();
        result.published.reset();
        result.terms.clear();
      }
      x_verdicts[unit] = resolve(*x_group, limits, result.notes);
    }
  }

  [[nodiscard]] model::GroupResult finish(std::span<const Standing> standings) {
    auto group = describe_group(*x_group, x_units.tree());
    group.units.reserve(x_results.size());
    for (const auto& standing : standings)
      group.units.push_back(std::move(x_results[standing.unit]));
    for (auto& result : x_results)
      if (!result.incomplete.empty()) group.units.push_back(std::move(result));
    return group;
  }

  const Inputs* x_inputs;
  const model::Group* x_group;
  std::span<const std::size_t> x_members;
  UnitScorer x_units;
  std::vector<UnitEvents> x_events;  // this and below: by position in the group
  std::vector<Verdict> x_verdicts;
  std::vector<model::UnitResult> x_results;
  ResultBoard x_board;
};

}  // namespace

model::GroupResult score_group(const Inputs& inputs, const EventIndex& events,
                               const model::Group& group, std::span<const std::size_t> members) {
  return GroupScorer(inputs, events, group, members).run();
}

model::GroupResult describe_group(const model::Group& group, const Tree& tree) {
  model::GroupResult result{
      .id = group.id, .name = group.name, .components = component_infos(tree)};
  for (const auto& rule : group.grades) result.grades.emplace_back(rule.id, rule.name);
  for (const auto& rule : group.awards) result.awards.emplace_back(rule.id, rule.name);
  return result;
}

}  // namespace assay::score
