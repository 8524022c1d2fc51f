#include "score/engine/single.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "score/kernel/reference.hpp"

namespace assay::score::engine {

namespace {

// The figures of one row of a leaf, as far as they can be taken.
struct RowRead {
  kernel::Row row;
  bool undecidable = false;

  [[nodiscard]] std::optional<std::int64_t> take(const Source& source, std::size_t ordinal) {
    const auto cell = source.at(ordinal);
    undecidable = undecidable || cell.state == Cell::State::Undecidable;
    return cell.state == Cell::State::Valid ? std::optional(cell.micro) : std::nullopt;
  }
};

// An end of a linear rule that is the same for all rows.
std::optional<std::int64_t> fixed_end(const model::Component& component, bool far) {
  const auto* rule = std::get_if<model::LinearRule>(&*component.rule);
  if (rule == nullptr) return std::nullopt;
  const auto& end = far ? rule->to : rule->from;
  if (end.kind != model::Bound::Kind::Fixed) return std::nullopt;
  return end.fixed.micro();
}

RowRead read(const Plan& plan, const Reads& reads, const model::Component& component,
             std::size_t ordinal) {
  RowRead read;
  const auto take = [&](std::size_t source, bool far) {
    return source == kNone ? fixed_end(component, far) : read.take(*plan.sources[source], ordinal);
  };
  read.row.value = read.take(*plan.sources[reads.value], ordinal);
  read.row.target = take(reads.target, false);
  read.row.far = take(reads.far, true);
  return read;
}

bool is_absent(const kernel::Leaf& leaf, const kernel::Row& row) {
  return !row.value || (kernel::needs_target(leaf) && !row.target) ||
         (kernel::needs_far(leaf) && !row.far);
}

void append(std::vector<model::Note>& notes, std::vector<model::Note> more) {
  std::ranges::move(more, std::back_inserter(notes));
}

}  // namespace

void SingleScorer::choose(std::size_t group) {
  const auto leaves = x_plan->groups[group].constants->leaves.size();
  if (x_group != group) {
    x_group = group;
    x_tree = tree_of(x_plan->groups[group].group->root);
    x_scorers.clear();
    x_cells.resize(leaves);
    x_cell_pointers.clear();
    for (const auto& cell : x_cells) x_cell_pointers.push_back(&cell);
  }
  if (x_scorers.empty()) x_scorers.resize(leaves);
}

void SingleScorer::score(std::size_t group, std::size_t position) {
  choose(group);
  const auto& plan = x_plan->groups[group];
  const auto ordinal = plan.members[position];
  const auto slot = plan.first_slot + position;
  x_results->details[slot].reset();
  for (const auto& leaf : x_plan->shapes[plan.shape].leaves) x_plan->fetch(leaf, ordinal);
  for (std::size_t leaf = 0; leaf < x_cells.size(); ++leaf)
    if (!by_columns(leaf, ordinal, x_cells[leaf])) x_cells[leaf] = leaf_cell(group, leaf, ordinal);
  UnitEvents events;
  if (!x_plan->has_events.empty() && x_plan->has_events[slot])
    events = apply_events(*plan.group, x_tree,
                          x_plan->events->of(x_plan->inputs.snapshot->units[ordinal].code));
  auto sheet = aggregate(x_tree, *plan.group, x_cell_pointers, events.adjustments,
                         x_plan->inputs.rounding());
  keep(position, sheet, events);
}

LeafCell SingleScorer::leaf_cell(std::size_t group, std::size_t leaf, std::size_t ordinal) {
  choose(group);
  auto& scorer = x_scorers[leaf];
  if (!scorer) {
    const auto& plan = x_plan->groups[group];
    const auto node = x_plan->shapes[plan.shape].leaves[leaf].node;
    scorer.emplace(x_plan->inputs, *plan.nodes[node], plan.members);
  }
  return scorer->at(ordinal);
}

std::string_view SingleScorer::missing_word(std::size_t group, std::size_t leaf,
                                            std::size_t ordinal) {
  const auto& plan = x_plan->groups[group];
  const auto& shape = x_plan->shapes[plan.shape].leaves[leaf];
  const auto& rule = *plan.constants->leaves[leaf];
  const auto& component = *plan.nodes[shape.node];
  if (rule.measure != kernel::Measure::Nothing) {
    const auto figures = read(*x_plan, shape.reads, component, ordinal);
    if (!figures.undecidable)
      return is_absent(rule, figures.row) ? word_of(component.missing.policy) : "";
  }
  return leaf_cell(group, leaf, ordinal).missing;
}

// False where only the rule itself can say.
bool SingleScorer::by_columns(std::size_t leaf, std::size_t ordinal, LeafCell& cell) const {
  const auto& plan = x_plan->groups[x_group];
  const auto& shape = x_plan->shapes[plan.shape].leaves[leaf];
  const auto& rule = *plan.constants->leaves[leaf];
  const auto& component = *plan.nodes[shape.node];
  if (rule.measure == kernel::Measure::Nothing) return false;
  const auto figures = read(*x_plan, shape.reads, component, ordinal);
  if (figures.undecidable) return false;
  const bool absent = is_absent(rule, figures.row);
  auto effect = kernel::score_row(rule, plan.line(leaf), figures.row);
  if (absent && shape.last_period) {
    const auto before = read(*x_plan, shape.before, component, ordinal);
    if (!before.undecidable && !is_absent(rule, before.row))
      effect = kernel::score_row(rule, plan.line(leaf), before.row);
  }
  if (effect.kind == kernel::Effect::Kind::Undecided) return false;
  const bool left_out = effect.kind == kernel::Effect::Kind::LeftOut;
  cell.state = left_out ? CellState::Absent : CellState::Present;
  cell.points = Decimal::from_micro(effect.points);
  cell.incomplete.clear();
  return true;
}

void SingleScorer::keep(std::size_t position, UnitSheet& sheet, UnitEvents& events) {
  const auto& plan = x_plan->groups[x_group];
  const auto& shape = x_plan->shapes[plan.shape];
  const auto& scheme = *x_plan->inputs.scheme;
  const auto slot = plan.first_slot + position;
  Detail found{.notes = std::move(events.notes), .limits = std::move(events.limits)};
  for (auto& cell : x_cells) append(found.incomplete, std::move(cell.incomplete));
  append(found.incomplete, std::move(sheet.incomplete));
  append(found.notes, std::move(sheet.notes));
  x_results->totals[slot] = sheet.total ? sheet.total->micro() : kNo_points;
  x_results->published[slot] =
      sheet.total ? sheet.total->rounded(scheme.published_decimals, scheme.rounding).micro()
                  : kNo_points;
  for (std::size_t node = 1; node < shape.output_of.size(); ++node) {
    if (shape.output_of[node] == kNone) continue;
    const auto& result = sheet.nodes[node];
    x_results->points[Results::entry(plan, shape.output_of[node], position)] =
        result.state == CellState::Present ? result.points.micro() : kNo_points;
  }
  if (!found.incomplete.empty() || !found.notes.empty() || !found.limits.empty())
    x_results->details[slot] = std::make_unique<Detail>(std::move(found));
}

}  // namespace assay::score::engine
