#include "score/leaf.hpp"

#include <utility>

namespace assay::score {

namespace {

LeafCell present(LeafPoints points) {
  return {.state = CellState::Present,
          .points = points.points,
          .missing = {},
          .how = std::move(points.how),
          .trace = std::move(points.trace),
          .incomplete = {}};
}

LeafCell failed(const model::Component& leaf, Fault fault, std::string_view policy) {
  LeafCell cell{.state = CellState::Failed, .points = {}, .missing = policy};
  fault.note.data.insert(fault.note.data.begin(), {"component", leaf.id});
  cell.incomplete.push_back(std::move(fault.note));
  return cell;
}

// What was missing stays in the trace, then what was done about it.
LeafCell settled(CellState state, Decimal points, std::string_view policy, Fault fault) {
  LeafCell cell{.state = state, .points = points, .missing = policy};
  cell.trace.push_back(std::move(fault.note));
  cell.trace.push_back(note("policy.applied",
                            {{"policy", std::string(policy)}, {"points", points.str()}},
                            ASSAY_TEXT("the missing-data rule {policy} was applied")));
  cell.how = {ASSAY_TEXT("no figure: {points} by the missing-data rule {policy}{share}"),
              {{"points", points.str()}, {"policy", std::string(policy)}}};
  return cell;
}

}  // namespace

std::string_view word_of(model::Missing::Policy policy) {
  switch (policy) {
    case model::Missing::Policy::Fail:
      return "fail";
    case model::Missing::Policy::Zero:
      return "zero";
    case model::Missing::Policy::Floor:
      return "floor";
    case model::Missing::Policy::Reshare:
      return "reshare";
    case model::Missing::Policy::LastPeriod:
      break;
  }
  return "last-period";
}

LeafScorer::LeafScorer(const Inputs& inputs, const model::Component& leaf,
                       std::span<const std::size_t> members)
    : x_leaf(&leaf) {
  LeafContext context{
      .inputs = &inputs, .leaf = &leaf, .period = inputs.period, .members = members};
  x_rule = prepare(context);
  if (leaf.missing.policy != model::Missing::Policy::LastPeriod) return;
  context.period = inputs.period.previous();
  x_earlier = context.period;
  x_rule_before = prepare(context);
}

LeafCell LeafScorer::at(std::size_t ordinal) const {
  auto points = x_rule(ordinal);
  if (points) return present(std::move(*points));
  if (!points.error().missing) return failed(*x_leaf, std::move(points).error(), {});
  return by_policy(std::move(points).error(), ordinal);
}

LeafCell LeafScorer::by_policy(Fault fault, std::size_t ordinal) const {
  const auto policy = x_leaf->missing.policy;
  const auto word = word_of(policy);
  switch (policy) {
    case model::Missing::Policy::Zero:
      return settled(CellState::Present, {}, word, std::move(fault));
    case model::Missing::Policy::Floor:
      return settled(CellState::Present, x_leaf->missing.floor, word, std::move(fault));
    case model::Missing::Policy::Reshare:
      return settled(CellState::Absent, {}, word, std::move(fault));
    case model::Missing::Policy::LastPeriod:
      return by_last_period(std::move(fault), ordinal);
    case model::Missing::Policy::Fail:
      break;
  }
  return failed(*x_leaf, std::move(fault), word);
}

LeafCell LeafScorer::by_last_period(Fault fault, std::size_t ordinal) const {
  const auto word = word_of(model::Missing::Policy::LastPeriod);
  auto before = x_rule_before(ordinal);
  if (!before) {
    auto cell = failed(*x_leaf, std::move(fault), word);
    auto earlier = failed(*x_leaf, std::move(before).error(), word);
    cell.incomplete.push_back(std::move(earlier.incomplete.front()));
    return cell;
  }
  auto cell = present(std::move(*before));
  cell.missing = word;
  cell.trace.push_back(std::move(fault.note));
  cell.trace.push_back(note("figure.last_period", {{"period", x_earlier.str()}},
                            ASSAY_TEXT("figure and target of {period} were used instead")));
  return cell;
}

}  // namespace assay::score
