#include "score/group.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "score/adjust.hpp"
#include "score/aggregate.hpp"
#include "score/award.hpp"
#include "score/eligibility.hpp"
#include "score/grade.hpp"
#include "score/leaf.hpp"
#include "score/ledger.hpp"
#include "score/rank.hpp"
#include "score/tree.hpp"

namespace assay::score {

namespace {

void append(std::vector<model::Note>& notes, std::vector<model::Note> more) {
  std::ranges::move(more, std::back_inserter(notes));
}

// Of a leaf that has points, in a node that is left out.
model::Note left_out(Decimal points) {
  return note("component.left_out", {{"points", points.str()}},
              ASSAY_TEXT("its {points} points do not count: what is present in the component "
                         "above has no weight, so that all of it is left out"));
}

class GroupScorer {
 public:
  GroupScorer(const Inputs& inputs, const model::Group& group, std::span<const std::size_t> members)
      : x_inputs(&inputs),
        x_group(&group),
        x_members(members),
        x_tree(tree_of(group.root)),
        x_verdicts(members.size()),
        x_results(members.size()) {}

  [[nodiscard]] model::GroupResult run() && {
    for (const auto leaf : x_tree.leaves)
      x_columns.push_back(score_leaf(*x_inputs, *x_tree.nodes[leaf].component, x_members));
    x_events = apply_events(*x_inputs, *x_group, x_tree, x_members);
    for (std::size_t unit = 0; unit < x_members.size(); ++unit) total(unit);
    x_columns.clear();
    x_columns.shrink_to_fit();
    consequences();
    const auto standings = rank(*x_group, x_tree, x_results);
    for (const auto& standing : standings) x_results[standing.unit].rank = standing.rank;
    grade(*x_group, standings, x_verdicts, x_results);
    award(*x_inputs, *x_group, x_tree, x_members, standings, x_verdicts, x_results);
    return finish(standings);
  }

 private:
  void total(std::size_t unit) {
    const auto& record = x_inputs->snapshot->units[x_members[unit]];
    auto& result = x_results[unit];
    result.unit = record.code;
    result.name = record.name;
    std::vector<LeafCell*> cells;
    cells.reserve(x_columns.size());
    for (auto& column : x_columns) cells.push_back(&column[unit]);
    const auto sheet = aggregate(x_tree, *x_group, {cells.begin(), cells.end()},
                                 x_events[unit].adjustments, x_inputs->rounding());
    for (auto* cell : cells) append(result.incomplete, std::move(cell->incomplete));
    append(result.incomplete, sheet.incomplete);
    result.notes = std::move(x_events[unit].notes);
    append(result.notes, sheet.notes);
    result.total = sheet.total;
    if (sheet.total) {
      const auto& scheme = *x_inputs->scheme;
      result.published = sheet.total->rounded(scheme.published_decimals, scheme.rounding);
      result.terms = ledger(x_tree, sheet, cells, x_inputs->rounding());
    }
    list_components(sheet, cells, result);
  }

  void list_components(const UnitSheet& sheet, std::span<LeafCell* const> cells,
                       model::UnitResult& result) const {
    result.components.reserve(x_tree.nodes.size() - 1);
    for (std::size_t i = 1; i < x_tree.nodes.size(); ++i) {
      const auto& node = x_tree.nodes[i];
      model::ComponentResult found{.id = node.component->id, .full = node.component->points};
      if (sheet.nodes[i].state == CellState::Present) found.points = sheet.nodes[i].points;
      if (node.is_leaf()) {
        auto& cell = *cells[node.leaf];
        found.missing = cell.missing;
        found.trace = std::move(cell.trace);
        if (cell.state == CellState::Present && sheet.nodes[i].state == CellState::Absent)
          found.trace.push_back(left_out(cell.points));
      }
      result.components.push_back(std::move(found));
    }
  }

  // Gates need all totals of their unit, and may leave it incomplete; so they come before ranks.
  void consequences() {
    const GateKeeper gates(*x_inputs, x_tree, *x_group);
    for (std::size_t unit = 0; unit < x_members.size(); ++unit) {
      auto& result = x_results[unit];
      auto& limits = x_events[unit].limits;
      gates.check(x_members[unit], result, limits);
      if (!result.incomplete.empty()) {
        result.total.reset();
        result.published.reset();
        result.terms.clear();
      }
      x_verdicts[unit] = resolve(*x_group, limits, result.notes);
    }
  }

  [[nodiscard]] model::GroupResult finish(std::span<const Standing> standings) {
    model::GroupResult group{
        .id = x_group->id, .name = x_group->name, .components = component_infos(x_tree)};
    for (const auto& rule : x_group->grades) group.grades.emplace_back(rule.id, rule.name);
    for (const auto& rule : x_group->awards) group.awards.emplace_back(rule.id, rule.name);
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
  Tree x_tree;
  std::vector<LeafColumn> x_columns;  // by leaf
  std::vector<UnitEvents> x_events;   // this and below: by position in the group
  std::vector<Verdict> x_verdicts;
  std::vector<model::UnitResult> x_results;
};

}  // namespace

model::GroupResult score_group(const Inputs& inputs, const model::Group& group,
                               std::span<const std::size_t> members) {
  return GroupScorer(inputs, group, members).run();
}

}  // namespace assay::score
