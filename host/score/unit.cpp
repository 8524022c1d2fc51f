#include "score/unit.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "score/aggregate.hpp"
#include "score/ledger.hpp"

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

}  // namespace

UnitScorer::UnitScorer(const Inputs& inputs, const model::Group& group,
                       std::span<const std::size_t> members)
    : x_inputs(&inputs), x_group(&group), x_tree(tree_of(group.root)) {
  x_leaves.reserve(x_tree.leaves.size());
  for (const auto leaf : x_tree.leaves)
    x_leaves.emplace_back(inputs, *x_tree.nodes[leaf].component, members);
}

model::UnitResult UnitScorer::at(std::size_t ordinal, UnitEvents& events) const {
  const auto& record = x_inputs->snapshot->units[ordinal];
  const auto& scheme = *x_inputs->scheme;
  model::UnitResult result;
  result.unit = record.code;
  result.name = record.name;
  std::vector<LeafCell> found;
  found.reserve(x_leaves.size());
  for (const auto& leaf : x_leaves) found.push_back(leaf.at(ordinal));
  std::vector<LeafCell*> cells;
  cells.reserve(found.size());
  for (auto& cell : found) cells.push_back(&cell);
  const auto sheet = aggregate(x_tree, *x_group, {cells.begin(), cells.end()}, events.adjustments,
                               scheme.rounding);
  for (auto& cell : found) append(result.incomplete, std::move(cell.incomplete));
  append(result.incomplete, sheet.incomplete);
  result.notes = std::move(events.notes);
  append(result.notes, sheet.notes);
  result.total = sheet.total;
  if (sheet.total) {
    result.published = sheet.total->rounded(scheme.published_decimals, scheme.rounding);
    result.terms = ledger(x_tree, sheet, cells, scheme.rounding);
  }
  list_components(sheet, found, result);
  return result;
}

void UnitScorer::list_components(const UnitSheet& sheet, std::span<LeafCell> cells,
                                 model::UnitResult& result) const {
  result.components.reserve(x_tree.nodes.size() - 1);
  for (std::size_t i = 1; i < x_tree.nodes.size(); ++i) {
    const auto& node = x_tree.nodes[i];
    model::ComponentResult found{.id = node.component->id, .full = node.component->points};
    if (sheet.nodes[i].state == CellState::Present) found.points = sheet.nodes[i].points;
    if (node.is_leaf()) {
      auto& cell = cells[node.leaf];
      found.missing = cell.missing;
      found.trace = std::move(cell.trace);
      if (cell.state == CellState::Present && sheet.nodes[i].state == CellState::Absent)
        found.trace.push_back(left_out(cell.points));
    }
    result.components.push_back(std::move(found));
  }
}

}  // namespace assay::score
