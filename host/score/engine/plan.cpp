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
static_assert(model::kRows_per_chunk % kBlock_rows == 0 && kBlock_rows % 64 == 0);

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

// Whether two groups of one shape have the same constants, lines included.
bool same_numbers(const GroupPlan& a, const GroupPlan& b) {
  if (a.group->total_cap != b.group->total_cap || a.group->has_floor != b.group->has_floor ||
      a.group->total_floor != b.group->total_floor)
    return false;
  return std::ranges::equal(a.nodes, b.nodes, [](const auto* one, const auto* two) {
    return one->points == two->points && one->weight == two->weight && one->cap == two->cap &&
           one->missing.floor == two->missing.floor && one->rule == two->rule;
  });
}

// Finds the constants of one group; `like` is the group before, if it has the same shape and no
// extremes.
class GroupMaker {
 public:
  GroupMaker(Plan& plan, GroupPlan& made, const GroupPlan* like)
      : x_plan(&plan), x_shape(&plan.shapes[made.shape]), x_made(&made), x_like(like) {}

  void run() {
    if (x_like != nullptr && same_numbers(*x_made, *x_like)) {
      x_made->constants = x_like->constants;
      x_made->lines = x_like->lines;
      return;
    }
    weights();
    x_found.leaves.reserve(x_shape->leaves.size());
    for (std::size_t number = 0; number < x_shape->leaves.size(); ++number) leaf(number);
    bounds();
    total();
    x_found.spans = spans();
    keep();
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
    x_found.buffers.resize(x_shape->buffers.size());
    std::vector<std::vector<std::size_t>> children(nodes.size());
    for (std::size_t node = 1; node < nodes.size(); ++node)
      if (const auto parent = x_shape->parents[node]; parent != 0 || !nodes[node]->uncapped)
        children[parent].push_back(node);
    for (std::size_t number = 0; number < x_shape->buffers.size(); ++number) {
      const auto& buffer = x_shape->buffers[number];
      auto& found = x_found.buffers[number];
      found.cap = component(buffer.node).cap;
      if (component(buffer.node).rule)
        found.weight_all = 1;
      else
        share_out(children[buffer.node], buffer.weighted, found);
    }
    for (std::size_t number = 0; number < x_shape->buffers.size(); ++number) {
      x_found.buffers[number].weight = x_weight[x_shape->buffers[number].node];
      x_found.buffers[number].share = x_share[x_shape->buffers[number].node];
    }
  }

  void share_out(const std::vector<std::size_t>& children, bool weighted, BufferConstants& found) {
    std::vector<const model::Component*> siblings;
    siblings.reserve(children.size());
    for (const auto child : children) siblings.push_back(x_made->nodes[child]);
    const auto whole = weighted ? whole_weights(siblings) : std::nullopt;
    if (weighted && !whole) x_found.by_units = true;
    double all = 0;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const auto share = whole ? static_cast<double>((*whole)[i])
                               : static_cast<double>(siblings[i]->points.micro());
      x_share[children[i]] = share;
      x_weight[children[i]] = whole ? share : 1;
      all += share;
    }
    found.weight_all = all;
    if (!(all > 0 && all < kNode_limit))
      x_found.by_units = true;
    else if (!weighted)
      found.factor = static_cast<std::int64_t>(all);
  }

  void leaf(std::size_t number) {
    const auto& shape = x_shape->leaves[number];
    // A leaf with a buffer of its own has its weight there.
    const bool apart = x_shape->apart[shape.node];
    auto leaf = leaf_of(component(shape.node), shape.indicator, {}, x_plan->inputs.rounding());
    leaf.weight = apart ? 1 : x_weight[shape.node];
    leaf.share = apart ? 1 : x_share[shape.node];
    x_lines.push_back(leaf.line);
    if (shape.extremes) x_made->extremes.push_back({.number = number});
    if (const auto* like = same_leaf(number, leaf)) {
      x_found.leaves.push_back(like);
      return;
    }
    x_plan->leaves.push_back(std::move(leaf));
    x_found.leaves.push_back(&x_plan->leaves.back());
  }

  // The leaf of the group before, if it is the same but for its line.
  [[nodiscard]] const kernel::Leaf* same_leaf(std::size_t number, kernel::Leaf& leaf) const {
    if (x_like == nullptr) return nullptr;
    const auto* like = x_like->constants->leaves[number];
    const auto line = std::exchange(leaf.line, like->line);
    if (leaf == *like) return like;
    leaf.line = line;
    return nullptr;
  }

  // The most a leaf adds to its buffer in magnitude, also where its rule is asked instead.
  [[nodiscard]] double reach_of(std::size_t number) const {
    const auto& leaf = *x_found.leaves[number];
    if (leaf.measure == kernel::Measure::Nothing) return leaf.weight * kPoints_most;
    return leaf.reach();
  }

  // Bottom up: no sum may grow beyond what doubles hold exactly.
  void bounds() {
    x_most.assign(x_shape->buffers.size(), 0);
    std::vector<double> sums(x_shape->buffers.size(), 0);
    for (std::size_t number = 0; number < x_shape->buffers.size(); ++number) {
      const auto& buffer = x_shape->buffers[number];
      const auto& constants = x_found.buffers[number];
      auto& sum = sums[number];
      for (const auto leaf : buffer.leaves) sum += reach_of(leaf);
      if (!(sum < kNode_limit)) x_found.by_units = true;
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
    if (!(most < kNode_limit)) x_found.by_units = true;
    x_found.total_most =
        group.total_cap ? static_cast<double>(group.total_cap->micro()) : kernel::kSum_limit;
    x_found.total_least =
        group.has_floor ? static_cast<double>(group.total_floor.micro()) : -kernel::kSum_limit;
  }

  // Whether nothing but the kernels is needed, and nothing that is the group's own but lines.
  [[nodiscard]] bool spans() const {
    const bool in_kernels = std::ranges::none_of(
        x_found.leaves, [](const auto* leaf) { return leaf->measure == kernel::Measure::Nothing; });
    const bool own_ends = std::ranges::any_of(x_shape->leaves, &LeafShape::own_end);
    return in_kernels && !own_ends && x_made->extremes.empty() && !x_found.by_units;
  }

  // Constants of the group before, where they are the same, with lines of this group's own.
  void keep() {
    const auto* before = x_like == nullptr ? nullptr : x_like->constants;
    const bool shared =
        before != nullptr && before->leaves == x_found.leaves &&
        before->buffers == x_found.buffers && before->by_units == x_found.by_units &&
        before->total_most == x_found.total_most && before->total_least == x_found.total_least;
    x_made->constants = shared ? x_like->constants : &x_plan->constants.emplace_back(x_found);
    for (std::size_t number = 0; number < x_lines.size(); ++number)
      if (x_made->constants->leaves[number]->line != x_lines[number]) {
        x_made->lines = x_plan->lines.emplace_back(std::move(x_lines)).data();
        return;
      }
  }

  Plan* x_plan;
  const Shape* x_shape;
  GroupPlan* x_made;
  const GroupPlan* x_like;
  Constants x_found;
  std::vector<kernel::Line> x_lines;  // by leaf
  std::vector<double> x_weight;       // by node
  std::vector<double> x_share;        // by node
  std::vector<double> x_most;         // by buffer
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

// Cuts a group's members into blocks: runs of ordinals in one chunk, which take up where the group
// before left off, and what lies scattered.
class Cutter {
 public:
  Cutter(Plan& plan, std::size_t number)
      : x_plan(&plan), x_number(number), x_members(&plan.groups[number].members) {}

  void run() {
    std::size_t position = 0;
    while (position < x_members->size()) {
      const auto rows = run_from(position);
      const bool alone = x_scattered == 0 && position + rows == x_members->size();
      if (position == 0 && goes_on(rows)) {
        x_plan->blocks.back().rows += static_cast<std::uint32_t>(rows);
      } else if (rows >= kAdjoining_least || alone) {
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
  // Up to the next part of the chunk.
  [[nodiscard]] std::size_t run_from(std::size_t position) const {
    const auto& members = *x_members;
    const auto part = members[position] / kBlock_rows;
    auto last = position + 1;
    while (last < members.size() && members[last] == members[last - 1] + 1 &&
           members[last] / kBlock_rows == part)
      ++last;
    return last - position;
  }

  // Whether the group's first rows can be scored with the last block of the group before.
  [[nodiscard]] bool goes_on(std::size_t rows) const {
    if (x_plan->blocks.empty()) return false;
    const auto& block = x_plan->blocks.back();
    const auto& group = x_plan->groups[x_number];
    const auto& first = x_plan->groups[block.group];
    if (!block.adjoining || first.constants != group.constants || !group.constants->spans)
      return false;
    const auto ordinal = first.members[block.position];
    const auto last = x_members->front() + rows - 1;
    return ordinal + block.rows == x_members->front() &&
           ordinal / kBlock_rows == last / kBlock_rows;
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
    const bool alike = last != nullptr && last->shape == shape && last->extremes.empty();
    GroupMaker(plan, made, alike ? last : nullptr).run();
    Cutter(plan, plan.groups.size() - 1).run();
  }
  find_events(plan);
  plan.bind();
  return plan;
}

void Plan::bind() {
  for (const auto& source : sources) source->bind(inputs);
}

void Plan::fetch(const LeafShape& leaf, std::size_t ordinal) const {
  sources[leaf.reads.value]->fetch(ordinal);
  if (leaf.reads.target != kNone) sources[leaf.reads.target]->fetch(ordinal);
}

bool Plan::set_extremes(GroupPlan& group) const {
  bool changed = false;
  auto& leaf_at = group.constants->leaves;
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
    const bool set = leaf_at[extreme.number] == &extreme.leaf;
    if (set && found.least == extreme.least && found.most == extreme.most) continue;
    changed = true;
    extreme.least = found.least;
    extreme.most = found.most;
    const auto* before = leaf_at[extreme.number];
    auto leaf = leaf_of(*group.nodes[shape.node], shape.indicator, found, inputs.rounding());
    leaf.weight = before->weight;
    leaf.share = before->share;
    // The sums of its node were bounded without it, see GroupMaker::reach_of.
    if (leaf.reach() > leaf.weight * kPoints_most) leaf.measure = kernel::Measure::Nothing;
    extreme.leaf = std::move(leaf);
    leaf_at[extreme.number] = &extreme.leaf;
  }
  return changed;
}

}  // namespace assay::score::engine
