#include "score/engine/block.hpp"

#include <algorithm>
#include <span>
#include <variant>

#include "score/kernel/bits.hpp"

namespace assay::score::engine {

namespace {

constexpr std::size_t kBatch_leaves = 16;
constexpr std::size_t kColumns_of_leaf = 3;
constexpr std::size_t kBits_bytes = kBlock_rows / 8;

bool any_set(const std::uint8_t* bits, std::size_t rows) {
  return std::any_of(bits, bits + (rows + 7) / 8, [](auto byte) { return byte != 0; });
}

bool is_set(const std::uint8_t* bits, std::size_t row) {
  return ((bits[row / 8] >> (row % 8)) & 1U) != 0;
}

}  // namespace

BlockScorer::BlockScorer(const Plan& plan, Results& results)
    : x_plan(&plan),
      x_results(&results),
      x_kernels(plan.kernels),
      x_single(plan, results),
      x_views(plan.sources.size()),
      x_view_chunks(plan.sources.size(), kNone),
      x_undecided(kBits_bytes),
      x_total(kBlock_rows) {
  std::size_t buffers = 0;
  for (const auto& shape : plan.shapes) buffers = std::max(buffers, shape.buffers.size());
  x_points.resize(buffers * kBlock_rows);
  x_weights.resize(buffers * kBlock_rows);
  x_left_out.resize(buffers * kBits_bytes);
  x_any_left_out.resize(buffers);
  x_stale.resize(buffers);
  x_batch.resize(kBatch_leaves);
}

double* BlockScorer::points(std::size_t buffer) { return x_points.data() + buffer * kBlock_rows; }

double* BlockScorer::weights(std::size_t buffer) { return x_weights.data() + buffer * kBlock_rows; }

std::uint8_t* BlockScorer::left_out(std::size_t buffer) {
  return x_left_out.data() + buffer * kBits_bytes;
}

kernel::NodeBlock BlockScorer::node(std::size_t buffer) {
  return {.points = points(buffer),
          .weights = x_shape->buffers[buffer].may_be_left_out ? weights(buffer) : nullptr,
          .undecided = {.bytes = x_undecided.data()}};
}

std::size_t BlockScorer::ordinal(std::size_t row) const {
  const auto& members = x_group->members;
  return x_block.adjoining ? members[x_block.position] + row : members[x_block.position + row];
}

void BlockScorer::score(const Block& block) {
  begin(block);
  if (!x_constants->by_units) return score_rows();
  for (const auto& part : x_parts)
    for (std::size_t row = 0; row < part.rows; ++row)
      x_single.score(part.group, part.position + row);
}

void BlockScorer::begin(const Block& block) {
  x_block = block;
  x_group = &x_plan->groups[block.group];
  x_constants = x_group->constants;
  x_shape = &x_plan->shapes[x_group->shape];
  x_slot = x_group->first_slot + block.position;
  x_chunk = ordinal(0) / model::kRows_per_chunk;
  x_row = ordinal(0) % model::kRows_per_chunk;
  find_parts();
}

void BlockScorer::rescore(const Block& unit, std::span<const std::string_view> indicators) {
  begin(unit);
  find_stale(indicators);
  if (!can_restore()) return score(unit);
  fetch_stale();
  clear();
  for (std::size_t buffer = 0; buffer < x_shape->buffers.size(); ++buffer) {
    if (x_stale[buffer] == 0) {
      restore(buffer);
      continue;
    }
    accumulate(buffer);
    settle(buffer);
    // What lies below may be left out with it, though its sums have not changed.
    if (x_any_left_out[buffer] != 0) return score(unit);
  }
  finish();
}

// What is in no column of results, is summed anew each time.
void BlockScorer::find_stale(std::span<const std::string_view> indicators) {
  const auto& buffers = x_shape->buffers;
  for (std::size_t buffer = 0; buffer < buffers.size(); ++buffer)
    x_stale[buffer] = buffers[buffer].output == kNone ? 1 : 0;
  for (const auto indicator : indicators) {
    const auto [first, last] = x_shape->readers.equal_range(indicator);
    for (auto reader = first; reader != last; ++reader) x_stale[reader->second] = 1;
  }
  for (std::size_t buffer = 0; buffer < buffers.size(); ++buffer) {
    const auto parent = buffers[buffer].parent;
    if (x_stale[buffer] != 0 && parent != kNone) x_stale[parent] = 1;
  }
}

// Not where a node has no points (why, is not in the results), nor where it has more than the sums
// above it were bounded by, see GroupMaker::reach_of: no points are less than either.
bool BlockScorer::can_restore() const {
  if (x_constants->by_units) return false;
  for (std::size_t buffer = 0; buffer < x_shape->buffers.size(); ++buffer) {
    if (x_stale[buffer] != 0) continue;
    const auto points = result(buffer);
    if (points < -kernel::kPoints_limit || points > kernel::kPoints_limit) return false;
  }
  return true;
}

// Of a block of one unit.
std::int64_t BlockScorer::result(std::size_t buffer) const {
  const auto output = x_shape->buffers[buffer].output;
  return x_results->points[Results::entry(*x_group, output, x_block.position)];
}

void BlockScorer::restore(std::size_t buffer) {
  *points(buffer) = static_cast<double>(result(buffer));
  pass_up(buffer);
}

void BlockScorer::fetch_stale() const {
  for (std::size_t buffer = 0; buffer < x_shape->buffers.size(); ++buffer)
    if (x_stale[buffer] != 0)
      for (const auto leaf : x_shape->buffers[buffer].leaves)
        x_plan->fetch(x_shape->leaves[leaf], ordinal(0));
}

void BlockScorer::forget() {
  std::ranges::fill(x_view_chunks, kNone);
  x_lent_chunk = kNone;
  x_single.forget();
}

void BlockScorer::find_parts() {
  x_parts.clear();
  x_segments.clear();
  auto group = x_block.group;
  std::size_t position = x_block.position;
  for (std::size_t row = 0; row < x_block.rows; ++group, position = 0) {
    const auto& plan = x_plan->groups[group];
    const auto rows = std::min(plan.members.size() - position, x_block.rows - row);
    x_parts.push_back({.group = group, .position = position, .first = row, .rows = rows});
    row += rows;
    if (!x_segments.empty() && x_segments.back().lines == plan.lines)
      x_segments.back().rows += rows;
    else
      x_segments.push_back({.rows = rows, .lines = plan.lines});
  }
}

void BlockScorer::score_rows() {
  if (x_block.rows == 1)
    for (const auto& leaf : x_shape->leaves) x_plan->fetch(leaf, ordinal(0));
  clear();
  const bool all_lent = lend();
  for (std::size_t buffer = 0; buffer < x_shape->buffers.size(); ++buffer) {
    if (all_lent)
      accumulate_lent(buffer);
    else
      accumulate(buffer);
    settle(buffer);
  }
  spread_left_out();
  finish();
}

void BlockScorer::finish() {
  for (std::size_t row = 0; row < x_block.rows; ++row) x_results->details[x_slot + row].reset();
  total();
  write_out();
  mark_events();
  decide_rest();
}

void BlockScorer::clear() {
  const auto rows = x_block.rows;
  std::fill_n(x_undecided.data(), (rows + 7) / 8, std::uint8_t{0});
  for (std::size_t buffer = 0; buffer < x_shape->buffers.size(); ++buffer) {
    std::fill_n(points(buffer), rows, 0.0);
    x_any_left_out[buffer] = 0;
    if (!x_shape->buffers[buffer].may_be_left_out) continue;
    std::fill_n(weights(buffer), rows, x_constants->buffers[buffer].weight_all);
    std::fill_n(left_out(buffer), (rows + 7) / 8, std::uint8_t{0});
  }
}

// The columns of all leaves as they lie; false if some need more than that.
bool BlockScorer::lend() {
  if (!x_block.adjoining) return false;
  if (x_lent_constants != x_constants || x_lent_chunk != x_chunk) look_at_chunk();
  x_done = 0;
  return x_row + x_block.rows <= x_lent_rows;
}

void BlockScorer::look_at_chunk() {
  x_lent_constants = x_constants;
  x_lent_chunk = x_chunk;
  x_lent_rows = model::kRows_per_chunk;
  x_lent.clear();
  for (const auto leaf : x_shape->order) x_lent.push_back(lent(leaf));
}

// Lowers the number of rows that can be lent to those of this leaf.
kernel::LeafBlock BlockScorer::lent(std::size_t leaf) {
  const auto& shape = x_shape->leaves[leaf];
  kernel::LeafBlock block{.leaf = x_constants->leaves[leaf], .line = leaf};
  const auto take = [&](std::size_t source) -> kernel::Column {
    const auto& view = view_of(source);
    const bool nothing = view.ready && !view.open && view.rows == 0;
    if (!nothing) x_lent_rows = std::min<std::size_t>(x_lent_rows, view.ready ? view.rows : 0);
    return view.column;
  };
  block.value = take(shape.reads.value);
  if (shape.reads.target != kNone) block.target = take(shape.reads.target);
  if (shape.reads.far != kNone) block.far = take(shape.reads.far);
  if (shape.own_end || block.leaf->measure == kernel::Measure::Nothing) x_lent_rows = 0;
  return block;
}

void BlockScorer::accumulate_lent(std::size_t buffer) {
  const auto count = x_shape->buffers[buffer].leaves.size();
  if (count == 0) return;
  const std::span<const kernel::LeafBlock> leaves(x_lent);
  const kernel::Batch batch{leaves.subspan(x_done, count), x_row};
  x_done += count;
  // After the last leaf, the first one of the rows that follow in the chunk.
  const auto next = x_done < leaves.size() ? kernel::Batch{leaves.subspan(x_done), x_row}
                                           : kernel::Batch{leaves, x_row + x_block.rows};
  x_kernels->accumulate(batch, x_segments, node(buffer), next);
}

void BlockScorer::accumulate(std::size_t buffer) {
  const auto& leaves = x_shape->buffers[buffer].leaves;
  for (std::size_t first = 0; first < leaves.size();) {
    x_gathered_columns = 0;
    std::size_t count = 0;
    for (; first < leaves.size() && count < kBatch_leaves; ++first) {
      const auto leaf = leaves[first];
      if (x_constants->leaves[leaf]->measure == kernel::Measure::Nothing)
        by_rule(buffer, leaf);
      else
        fill(x_batch[count++], leaf);
    }
    if (count == 0) continue;
    const kernel::Batch batch{{x_batch.data(), count}};
    x_kernels->accumulate(batch, x_segments, node(buffer), {});
  }
}

void BlockScorer::fill(kernel::LeafBlock& block, std::size_t leaf) {
  const auto& shape = x_shape->leaves[leaf];
  const auto& component = *x_group->nodes[shape.node];
  block.leaf = x_constants->leaves[leaf];
  block.line = leaf;
  block.value = column(shape.reads.value, component, false);
  block.target = column(shape.reads.target, component, false);
  block.far = column(shape.reads.far, component, true);
}

// A leaf that no kernel has, one unit at a time; the block is of one group then.
void BlockScorer::by_rule(std::size_t buffer, std::size_t leaf) {
  const auto& rule = *x_constants->leaves[leaf];
  auto into = node(buffer);
  for (std::size_t row = 0; row < x_block.rows; ++row) {
    const auto cell = x_single.leaf_cell(x_block.group, leaf, ordinal(row));
    const auto micro = cell.points.micro();
    const bool small = micro <= kernel::kPoints_limit && micro >= -kernel::kPoints_limit;
    if (cell.state == CellState::Failed || (cell.state == CellState::Present && !small))
      kernel::set_bits(into.undecided, row, 1);
    else if (cell.state == CellState::Absent)
      into.weights[row] -= rule.share;
    else
      into.points[row] += rule.weight * static_cast<double>(micro);
  }
}

const View& BlockScorer::view_of(std::size_t source) {
  auto& held = x_views[source];
  if (x_view_chunks[source] != x_chunk) {
    held.view = x_plan->sources[source]->view(x_chunk, held.scratch);
    x_view_chunks[source] = x_chunk;
  }
  return held.view;
}

kernel::Column BlockScorer::column(std::size_t source, const model::Component& component,
                                   bool far) {
  if (source == kNone) {
    kernel::Column none{.empty = true};
    const auto* rule = std::get_if<model::LinearRule>(&*component.rule);
    if (rule == nullptr) return none;
    const auto& end = far ? rule->to : rule->from;
    if (end.kind != model::Bound::Kind::Fixed) return none;
    return {.constant = end.fixed.micro()};
  }
  if (!x_block.adjoining) return gathered(*x_plan->sources[source]);
  const auto& view = view_of(source);
  if (view.ready && x_row + x_block.rows <= view.rows) return view.column.from(x_row);
  if (view.ready && !view.open && x_row >= view.rows) return {.empty = true};
  return gathered(*x_plan->sources[source]);
}

kernel::Column BlockScorer::gathered(const Source& source) {
  if (x_gathered.empty()) {
    x_gathered.resize(kBatch_leaves * kColumns_of_leaf * kBlock_rows);
    x_gathered_bits.resize(kBatch_leaves * kColumns_of_leaf * kBits_bytes);
  }
  auto* values = x_gathered.data() + x_gathered_columns * kBlock_rows;
  auto* bits = x_gathered_bits.data() + x_gathered_columns * kBits_bytes;
  ++x_gathered_columns;
  std::fill_n(bits, (x_block.rows + 7) / 8, std::uint8_t{0});
  for (std::size_t row = 0; row < x_block.rows; ++row) {
    const auto cell = source.at(ordinal(row));
    values[row] = cell.micro;
    if (cell.state == Cell::State::Valid)
      kernel::set_bits({.bytes = bits}, row, 1);
    else if (cell.state == Cell::State::Undecidable)
      kernel::set_bits({.bytes = x_undecided.data()}, row, 1);
  }
  return {.cells = {.micro = values}, .valid = {.bytes = bits}};
}

void BlockScorer::settle(std::size_t buffer) {
  const auto rows = x_block.rows;
  const auto& shape = x_shape->buffers[buffer];
  const auto& constants = x_constants->buffers[buffer];
  const bool varies = shape.may_be_left_out &&
                      std::any_of(weights(buffer), weights(buffer) + rows,
                                  [&](double weight) { return weight != constants.weight_all; });
  if (varies || shape.weighted)
    x_kernels->divide(points(buffer), varies ? weights(buffer) : nullptr, constants.weight_all,
                      constants.factor, x_plan->inputs.rounding(), rows,
                      {.bytes = left_out(buffer)}, {.bytes = x_undecided.data()});
  if (varies) x_any_left_out[buffer] = any_set(left_out(buffer), rows) ? 1 : 0;
  if (constants.cap)
    x_kernels->limit(points(buffer), -kernel::kSum_limit,
                     static_cast<double>(constants.cap->micro()), rows);
  pass_up(buffer);
}

// The points of a node to the one above.
void BlockScorer::pass_up(std::size_t buffer) {
  const auto parent = x_shape->buffers[buffer].parent;
  if (parent == kNone) return;
  const auto& constants = x_constants->buffers[buffer];
  const bool some_out = x_any_left_out[buffer] != 0;
  x_kernels->add(points(buffer), constants.weight, constants.share, x_block.rows,
                 {.bytes = some_out ? left_out(buffer) : nullptr}, node(parent));
}

// What lies below a node that is left out is left out with it; a unit of which nothing is left has
// no total. From the root down, so from the back.
void BlockScorer::spread_left_out() {
  const auto bytes = (x_block.rows + 7) / 8;
  for (auto buffer = x_shape->buffers.size(); buffer-- > 0;) {
    const auto& shape = x_shape->buffers[buffer];
    if (shape.node == 0 && x_any_left_out[buffer] != 0)
      for (std::size_t i = 0; i < bytes; ++i) x_undecided[i] |= left_out(buffer)[i];
    if (shape.parent == kNone || x_any_left_out[shape.parent] == 0) continue;
    if (x_any_left_out[buffer] == 0) std::fill_n(left_out(buffer), bytes, std::uint8_t{0});
    for (std::size_t i = 0; i < bytes; ++i) left_out(buffer)[i] |= left_out(shape.parent)[i];
    x_any_left_out[buffer] = 1;
  }
}

void BlockScorer::total() {
  const auto rows = x_block.rows;
  const auto root = x_shape->buffers.size() - 1;
  std::copy_n(points(root), rows, x_total.data());
  x_kernels->limit(x_total.data(), -kernel::kSum_limit, x_constants->total_most, rows);
  // An item that is left out has no points here.
  for (std::size_t buffer = 0; buffer < root; ++buffer) {
    if (!x_shape->buffers[buffer].added) continue;
    if (x_any_left_out[buffer] != 0)
      for (std::size_t row = 0; row < rows; ++row)
        if (is_set(left_out(buffer), row)) points(buffer)[row] = 0;
    x_kernels->add(points(buffer), 1, 0, rows, {}, {.points = x_total.data()});
  }
  x_kernels->limit(x_total.data(), x_constants->total_least, kernel::kSum_limit, rows);
}

void BlockScorer::write_out() {
  const auto rows = x_block.rows;
  const auto& scheme = *x_plan->inputs.scheme;
  auto* totals = x_results->totals.data() + x_slot;
  x_kernels->to_integers(x_total.data(), rows, totals);
  publish({totals, rows}, scheme.published_decimals, scheme.rounding,
          x_results->published.data() + x_slot);
  for (std::size_t buffer = 0; buffer < x_shape->buffers.size(); ++buffer)
    if (x_shape->buffers[buffer].output != kNone)
      for (const auto& part : x_parts) write_out(buffer, part);
}

void BlockScorer::write_out(std::size_t buffer, const Part& part) {
  const auto output = x_shape->buffers[buffer].output;
  const auto& group = x_plan->groups[part.group];
  auto* out = x_results->points.data() + Results::entry(group, output, part.position);
  x_kernels->to_integers(points(buffer) + part.first, part.rows, out);
  if (x_any_left_out[buffer] == 0) return;
  for (std::size_t row = 0; row < part.rows; ++row)
    if (is_set(left_out(buffer), part.first + row)) out[row] = kNo_points;
}

void BlockScorer::mark_events() {
  if (x_plan->has_events.empty()) return;
  for (std::size_t row = 0; row < x_block.rows; ++row)
    if (x_plan->has_events[x_slot + row]) kernel::set_bits({.bytes = x_undecided.data()}, row, 1);
}

void BlockScorer::decide_rest() {
  for (const auto& part : x_parts)
    for (std::size_t row = 0; row < part.rows; ++row)
      if (is_set(x_undecided.data(), part.first + row))
        x_single.score(part.group, part.position + row);
}

}  // namespace assay::score::engine
