#include "score/engine/plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <variant>

#include "score/engine/constants.hpp"
#include "score/engine/shape.hpp"
#include "score/fraction.hpp"

namespace assay::score::engine {

namespace {

// Sums and divisors of a node stay below this in magnitude, so that the kernels can divide them.
constexpr double kNode_limit = static_cast<double>(kernel::kFigure_limit);
constexpr double kPoints_most = static_cast<double>(kernel::kPoints_limit);
constexpr std::size_t kAdjoining_least = 16;

double magnitude(Decimal value) { return std::abs(static_cast<double>(value.micro())); }

// The weights of siblings as whole numbers with the same proportions, the smallest; nothing where
// they are too large.
std::optional<std::vector<std::int64_t>> whole_weights(
    std::span<const model::Component* const> siblings) {
  Int128 common = 1;
  for (const auto* sibling : siblings) {
    const auto below = sibling->weight->denominator();
    common *= below / std::gcd(static_cast<std::int64_t>(common), below);
    if (common > kernel::kFigure_limit) return std::nullopt;
  }
  std::vector<std::int64_t> weights;
  std::int64_t divisor = 0;
  for (const auto* sibling : siblings) {
    const auto whole =
        checked_multiply(sibling->weight->numerator(), common / sibling->weight->denominator());
    if (!whole || *whole < 0 || *whole > kernel::kFigure_limit) return std::nullopt;
    weights.push_back(static_cast<std::int64_t>(*whole));
    divisor = std::gcd(divisor, weights.back());
  }
  if (divisor > 1)
    for (auto& weight : weights) weight /= divisor;
  return weights;
}

// Fills in the constants of one group.
class GroupMaker {
 public:
  GroupMaker(Plan& plan, GroupPlan& made, const GroupPlan* like)
      : x_plan(&plan), x_shape(&plan.shapes[made.shape]), x_made(&made), x_like(like) {}

  void run() {
    weights();
    x_made->leaves.reserve(x_shape->leaves.size());
    for (std::size_t number = 0; number < x_shape->leaves.size(); ++number) leaf(number);
    bounds();
    total();
  }

 private:
  [[nodiscard]] const model::Component& component(std::size_t node) const {
    return *x_made->nodes[node];
  }

  // What every node weighs in the one above, and all together there.
  void weights() {
    const auto& nodes = x_made->nodes;
    x_weight.assign(nodes.size(), 1);
    x_share.assign(nodes.size(), 1);
    x_made->buffers.resize(x_shape->buffers.size());
    std::vector<std::vector<std::size_t>> children(nodes.size());
    for (std::size_t node = 1; node < nodes.size(); ++node)
      if (const auto parent = x_shape->parents[node]; parent != 0 || !nodes[node]->uncapped)
        children[parent].push_back(node);
    for (std::size_t number = 0; number < x_shape->buffers.size(); ++number) {
      const auto& buffer = x_shape->buffers[number];
      auto& made = x_made->buffers[number];
      made.cap = component(buffer.node).cap;
      if (component(buffer.node).rule)
        made.weight_all = 1;
      else
        share_out(children[buffer.node], buffer.weighted, made);
    }
    for (std::size_t number = 0; number < x_shape->buffers.size(); ++number) {
      x_made->buffers[number].weight = x_weight[x_shape->buffers[number].node];
      x_made->buffers[number].share = x_share[x_shape->buffers[number].node];
    }
  }

  void share_out(const std::vector<std::size_t>& children, bool weighted, BufferConstants& made) {
    std::vector<const model::Component*> siblings;
    siblings.reserve(children.size());
    for (const auto child : children) siblings.push_back(x_made->nodes[child]);
    const auto whole = weighted ? whole_weights(siblings) : std::nullopt;
    if (weighted && !whole) x_made->by_units = true;
    double all = 0;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const auto share = whole ? static_cast<double>((*whole)[i])
                               : static_cast<double>(siblings[i]->points.micro());
      x_share[children[i]] = share;
      x_weight[children[i]] = whole ? share : 1;
      all += share;
    }
    made.weight_all = all;
    if (!(all > 0 && all < kNode_limit))
      x_made->by_units = true;
    else if (!weighted)
      made.factor = static_cast<std::int64_t>(all);
  }

  void leaf(std::size_t number) {
    const auto& shape = x_shape->leaves[number];
    const auto& own = component(shape.node);
    // A leaf with a buffer of its own has its weight there.
    const bool apart = x_shape->apart[shape.node];
    const double weight = apart ? 1 : x_weight[shape.node];
    const double share = apart ? 1 : x_share[shape.node];
    if (const auto* like = same_leaf(number, weight, share)) {
      x_made->leaves.push_back(like);
      return;
    }
    auto leaf = leaf_of(own, shape.indicator, {}, x_plan->inputs.rounding());
    leaf.weight = weight;
    leaf.share = share;
    x_plan->leaves.push_back(std::move(leaf));
    x_made->leaves.push_back(&x_plan->leaves.back());
    if (shape.extremes) x_made->extremes.push_back({.number = number});
  }

  // The leaf of the group before, if it has the same constants.
  [[nodiscard]] const kernel::Leaf* same_leaf(std::size_t number, double weight,
                                              double share) const {
    const auto& shape = x_shape->leaves[number];
    if (x_like == nullptr || shape.extremes) return nullptr;
    const auto* leaf = x_like->leaves[number];
    const auto& own = component(shape.node);
    const auto& other = *x_like->nodes[shape.node];
    const bool same = leaf->weight == weight && leaf->share == share &&
                      own.points == other.points && own.missing.floor == other.missing.floor &&
                      *own.rule == *other.rule;
    return same ? leaf : nullptr;
  }

  // The most a leaf adds to its buffer in magnitude, also where its rule is asked instead.
  [[nodiscard]] double reach_of(std::size_t number) const {
    const auto& leaf = *x_made->leaves[number];
    if (leaf.measure == kernel::Measure::Nothing) return leaf.weight * kPoints_most;
    return leaf.reach();
  }

  // Bottom up: no sum may grow beyond what doubles hold exactly.
  void bounds() {
    x_most.assign(x_shape->buffers.size(), 0);
    std::vector<double> sums(x_shape->buffers.size(), 0);
    for (std::size_t number = 0; number < x_shape->buffers.size(); ++number) {
      const auto& buffer = x_shape->buffers[number];
      const auto& constants = x_made->buffers[number];
      auto& sum = sums[number];
      for (const auto leaf : buffer.leaves) sum += reach_of(leaf);
      if (!(sum < kNode_limit)) x_made->by_units = true;
      const bool divided = buffer.weighted || buffer.may_be_left_out;
      x_most[number] = divided ? std::max(kPoints_most, 1.0) : sum;
      if (constants.cap) x_most[number] = std::max(x_most[number], magnitude(*constants.cap));
      if (buffer.parent != kNone) sums[buffer.parent] += constants.weight * x_most[number];
    }
  }

  void total() {
    const auto& group = *x_made->group;
    double most = 0;
    for (std::size_t number = 0; number < x_shape->buffers.size(); ++number)
      if (x_shape->buffers[number].parent == kNone) most += x_most[number];
    most += group.total_cap ? magnitude(*group.total_cap) : 0;
    most += group.has_floor ? magnitude(group.total_floor) : 0;
    if (!(most < kNode_limit)) x_made->by_units = true;
    x_made->total_most =
        group.total_cap ? static_cast<double>(group.total_cap->micro()) : kernel::kSum_limit;
    x_made->total_least =
        group.has_floor ? static_cast<double>(group.total_floor.micro()) : -kernel::kSum_limit;
  }

  Plan* x_plan;
  const Shape* x_shape;
  GroupPlan* x_made;
  const GroupPlan* x_like;
  std::vector<double> x_weight;  // by node
  std::vector<double> x_share;   // by node
  std::vector<double> x_most;    // by buffer
};

std::vector<std::size_t> breakers_of(const GroupPlan& group) {
  std::vector<std::size_t> breakers;
  for (const auto& id : group.group->tie_breakers) {
    const auto found = std::ranges::find(group.nodes, id, &model::Component::id);
    if (id.empty() || found == group.nodes.end() || found == group.nodes.begin()) continue;
    breakers.push_back(static_cast<std::size_t>(found - group.nodes.begin()));
  }
  return breakers;
}

// Cuts a group's members into blocks: runs of ordinals in one chunk, and what lies scattered.
class Cutter {
 public:
  Cutter(Plan& plan, std::size_t number)
      : x_plan(&plan), x_number(number), x_members(&plan.groups[number].members) {}

  void run() {
    std::size_t position = 0;
    while (position < x_members->size()) {
      const auto rows = run_from(position);
      const bool alone = x_scattered == 0 && position + rows == x_members->size();
      if (rows >= kAdjoining_least || alone) {
        flush(position);
        put(position, rows, true);
      } else {
        x_scattered += rows;
        if (x_scattered >= kBlock_rows - kAdjoining_least) flush(position + rows);
      }
      position += rows;
    }
    flush(position);
  }

 private:
  [[nodiscard]] std::size_t run_from(std::size_t position) const {
    const auto& members = *x_members;
    const auto chunk = members[position] / model::kRows_per_chunk;
    auto last = position + 1;
    while (last < members.size() && last - position < kBlock_rows &&
           members[last] == members[last - 1] + 1 &&
           members[last] / model::kRows_per_chunk == chunk)
      ++last;
    return last - position;
  }

  void flush(std::size_t end) {
    if (x_scattered != 0) put(end - x_scattered, x_scattered, false);
    x_scattered = 0;
  }

  void put(std::size_t position, std::size_t rows, bool adjoining) {
    x_plan->blocks.push_back({.group = static_cast<std::uint32_t>(x_number),
                              .position = static_cast<std::uint32_t>(position),
                              .rows = static_cast<std::uint32_t>(rows),
                              .adjoining = adjoining});
  }

  Plan* x_plan;
  std::size_t x_number;
  const Members* x_members;
  std::size_t x_scattered = 0;  // rows before the position, not in a block yet
};

void find_events(Plan& plan) {
  plan.events.emplace(plan.inputs);
  if (plan.events->empty()) return;
  plan.has_events.resize(plan.slots);
  for (const auto& group : plan.groups)
    for (std::size_t position = 0; position < group.members.size(); ++position) {
      const auto& code = plan.inputs.snapshot->units[group.members[position]].code;
      plan.has_events[group.first_slot + position] = !plan.events->of(code).empty();
    }
}

}  // namespace

Plan make_plan(Inputs inputs, std::vector<Members> members, const kernel::Kernels& kernels) {
  Plan plan{.inputs = std::move(inputs), .kernels = &kernels};
  ShapeBook shapes(plan);
  const auto& groups = plan.inputs.scheme->groups;
  plan.groups.reserve(groups.size());
  plan.group_of.assign(plan.inputs.snapshot->units.size(), kNo_group);
  for (std::size_t number = 0; number < groups.size(); ++number) {
    if (members[number].empty()) continue;
    auto outline = outline_of(groups[number]);
    const auto shape = shapes.shape_of(outline);
    const auto* last = plan.groups.empty() ? nullptr : &plan.groups.back();
    auto& made = plan.groups.emplace_back();
    made.group = &groups[number];
    made.shape = shape;
    made.members = std::move(members[number]);
    for (const auto ordinal : made.members)
      plan.group_of[ordinal] = static_cast<std::uint32_t>(plan.groups.size() - 1);
    made.nodes = std::move(outline.nodes);
    made.first_slot = plan.slots;
    made.first_output = plan.outputs;
    plan.slots += made.members.size();
    plan.outputs += made.members.size() * plan.shapes[shape].outputs;
    made.breakers = breakers_of(made);
    GroupMaker(plan, made, last != nullptr && last->shape == shape ? last : nullptr).run();
    Cutter(plan, plan.groups.size() - 1).run();
  }
  find_events(plan);
  plan.bind();
  return plan;
}

void Plan::bind() {
  for (const auto& source : sources) source->bind(inputs);
}

bool Plan::set_extremes(GroupPlan& group) const {
  bool changed = false;
  for (auto& extreme : group.extremes) {
    const auto& shape = shapes[group.shape].leaves[extreme.number];
    const auto& source = *sources[shape.reads.value];
    Extremes found;
    for (const auto ordinal : group.members) {
      const auto cell = source.at(ordinal);
      if (cell.state != Cell::State::Valid) continue;
      found.least = std::min(found.least.value_or(cell.micro), cell.micro);
      found.most = std::max(found.most.value_or(cell.micro), cell.micro);
    }
    const bool set = group.leaves[extreme.number] == &extreme.leaf;
    if (set && found.least == extreme.least && found.most == extreme.most) continue;
    changed = true;
    extreme.least = found.least;
    extreme.most = found.most;
    const auto* before = group.leaves[extreme.number];
    auto leaf = leaf_of(*group.nodes[shape.node], shape.indicator, found, inputs.rounding());
    leaf.weight = before->weight;
    leaf.share = before->share;
    // The sums of its node were bounded without it, see GroupMaker::reach_of.
    if (leaf.reach() > leaf.weight * kPoints_most) leaf.measure = kernel::Measure::Nothing;
    extreme.leaf = std::move(leaf);
    group.leaves[extreme.number] = &extreme.leaf;
  }
  return changed;
}

}  // namespace assay::score::engine
