#include "score/aggregate.hpp"

#include <algorithm>
#include <utility>

namespace assay::score {

namespace {

std::optional<Decimal> sum_of(Decimal a, Decimal b) {
  const auto sum = assay::add(a, b);
  return sum ? std::optional(*sum) : std::nullopt;
}

// What the children of one node add up to.
struct Sums {
  std::size_t present = 0;
  std::size_t absent = 0;
  Int128 weight_all = 0;
  Int128 weight_present = 0;
  Int128 points = 0;  // each times its weight, where the node averages
  bool fits = true;   // false: the sums need more than 128 bits

  void take(Int128 weight, const NodeResult& child, bool weighted) {
    const bool counts = child.state == CellState::Present;
    ++(counts ? present : absent);
    put(weight_all, checked_add(weight_all, weight));
    if (!counts) return;
    put(weight_present, checked_add(weight_present, weight));
    const Int128 micro = child.points.micro();
    const auto term = weighted ? checked_multiply(micro, weight) : std::optional(micro);
    put(points, term ? checked_add(points, *term) : std::nullopt);
  }

  // The node's points, where it averages or shares the weight of absent children.
  [[nodiscard]] std::optional<Decimal> shared(bool weighted, Rounding rounding) const {
    const auto above = weighted ? std::optional(points) : checked_multiply(points, weight_all);
    return fits && above ? to_decimal(*above, weight_present, rounding) : std::nullopt;
  }

 private:
  void put(Int128& sum, const std::optional<Int128>& value) {
    fits = fits && value.has_value();
    if (value) sum = *value;
  }
};

class Aggregator {
 public:
  Aggregator(const Tree& tree, const model::Group& group, std::span<const LeafCell* const> cells,
             std::span<const Adjustment> adjustments, Rounding rounding)
      : x_tree(&tree),
        x_group(&group),
        x_cells(cells),
        x_adjustments(adjustments),
        x_rounding(rounding) {
    x_sheet.nodes.resize(tree.nodes.size());
  }

  [[nodiscard]] UnitSheet run() && {
    for (auto i = x_tree->nodes.size(); i-- > 0;) settle(i);
    leave_out();
    note_capped();
    finish_total();
    return std::move(x_sheet);
  }

 private:
  void settle(std::size_t index) {
    const auto& node = x_tree->nodes[index];
    auto& result = x_sheet.nodes[index];
    if (node.is_leaf()) {
      const auto& cell = *x_cells[node.leaf];
      result.state = cell.state;
      result.points = cell.points;
    } else {
      combine(index);
    }
    if (result.state == CellState::Present) adjust(index);
  }

  // Points of the children that are present; the weight of absent ones is shared among them.
  void combine(std::size_t index) {
    const auto& node = x_tree->nodes[index];
    Sums sums;
    for (const auto child : node.children) {
      if (x_sheet.nodes[child].state == CellState::Failed) {
        x_sheet.nodes[index].state = CellState::Failed;
        return;
      }
      sums.take(x_tree->nodes[child].weight, x_sheet.nodes[child], node.weighted);
    }
    const bool plain = !node.weighted && sums.absent == 0;
    if (node.weighted && !x_tree->fits) sums.fits = false;
    // Without present weight there is nothing to share by: the node itself is left out.
    if (sums.present == 0 || (!plain && sums.fits && sums.weight_present <= 0)) return;
    if (plain) {
      set(index, sums.fits ? to_decimal(sums.points, 1, x_rounding) : std::nullopt);
      return;
    }
    set(index, sums.shared(node.weighted, x_rounding));
    for (const auto child : node.children) {
      const auto above = node.weighted ? x_tree->nodes[child].weight : sums.weight_all;
      x_sheet.nodes[child].share = {above, sums.weight_present};
    }
  }

  void set(std::size_t index, const std::optional<Decimal>& points) {
    auto& result = x_sheet.nodes[index];
    result.state = points ? CellState::Present : CellState::Failed;
    if (points) {
      result.points = *points;
      return;
    }
    auto fault = too_large().error().note;
    fault.data.emplace_back("component", x_tree->nodes[index].component->id);
    x_sheet.incomplete.push_back(std::move(fault));
  }

  // Bonuses, then the node's cap, then deductions, which never take it below zero.
  void adjust(std::size_t index) {
    auto& result = x_sheet.nodes[index];
    for (const auto& adjustment : x_adjustments) {
      if (adjustment.node != index || adjustment.deducts || adjustment.uncapped) continue;
      x_sheet.effects.push_back({&adjustment, adjustment.points});
      set(index, sum_of(result.points, adjustment.points));
      if (result.state == CellState::Failed) return;
    }
    const auto& cap = x_tree->nodes[index].component->cap;
    if (cap && result.points > *cap) {
      const auto cut = assay::subtract(*cap, result.points);
      result.cut = cut ? *cut : Decimal{};
      set(index, cut ? cap : std::nullopt);
    }
    if (index == 0 || result.state == CellState::Failed) return;
    for (const auto& adjustment : x_adjustments)
      if (adjustment.node == index && adjustment.deducts) deduct(result, adjustment);
  }

  void deduct(NodeResult& result, const Adjustment& adjustment) {
    const auto taken = std::min(adjustment.points, std::max(result.points, Decimal{}));
    result.points = Decimal::from_micro(result.points.micro() - taken.micro());
    x_sheet.effects.push_back({&adjustment, -taken});
  }

  // What lies below a node that is left out is left out with it, whatever it has: present children
  // without weight are nothing to the total.
  void leave_out() {
    for (std::size_t i = 1; i < x_tree->nodes.size(); ++i) {
      const auto& node = x_tree->nodes[i];
      const bool added = node.x_item && node.parent == 0;
      if (!added && x_sheet.nodes[node.parent].state == CellState::Absent)
        x_sheet.nodes[i].state = CellState::Absent;
    }
    std::erase_if(x_sheet.effects, [&](const auto& effect) {
      return x_sheet.nodes[effect.adjustment->node].state == CellState::Absent;
    });
    for (auto i = x_tree->nodes.size(); i-- > 1;)
      if (x_sheet.nodes[i].state == CellState::Absent) forgo(i);
  }

  // Deductions of which a component had less than they take.
  void note_capped() {
    for (const auto& effect : x_sheet.effects) {
      const auto& adjustment = *effect.adjustment;
      if (!adjustment.deducts || -effect.points == adjustment.points) continue;
      x_sheet.notes.push_back(note("event.capped",
                                   {{"event", adjustment.event->code},
                                    {"points", adjustment.points.str()},
                                    {"counted", (-effect.points).str()}},
                                   ASSAY_TEXT("event {event}: {counted} of {points} points are "
                                              "deducted, as the component has no more")));
    }
  }

  // Events of a component that is left out have nothing to act on.
  void forgo(std::size_t index) {
    for (const auto& adjustment : x_adjustments)
      if (adjustment.node == index && !adjustment.uncapped)
        x_sheet.notes.push_back(note(
            "event.absent_component",
            {{"event", adjustment.event->code}, {"component", x_tree->nodes[index].component->id}},
            ASSAY_TEXT("event {event} has no effect, as {component} is "
                       "left out for want of figures")));
  }

  void finish_total() {
    const auto& root = x_sheet.nodes[0];
    if (root.state == CellState::Absent)
      x_sheet.incomplete.push_back(
          note("nothing_present", {},
               ASSAY_TEXT("no component has figures: enter at least one of them")));
    if (root.state != CellState::Present) return;
    auto total = std::optional(root.points);
    if (x_group->total_cap && *total > *x_group->total_cap) {
      const auto cut = assay::subtract(*x_group->total_cap, *total);
      total = cut ? x_group->total_cap : std::nullopt;
      if (cut) x_sheet.total_cut = *cut;
    }
    if (!add_x_items(total)) return;
    for (const auto& adjustment : x_adjustments) {
      if (!adjustment.uncapped && !(adjustment.deducts && adjustment.node == 0)) continue;
      const auto points = adjustment.deducts ? -adjustment.points : adjustment.points;
      x_sheet.effects.push_back({&adjustment, points});
      total = total ? sum_of(*total, points) : std::nullopt;
    }
    if (total && x_group->has_floor && *total < x_group->total_floor) {
      const auto lift = assay::subtract(x_group->total_floor, *total);
      if (lift) x_sheet.floor_lift = *lift;
      total = lift ? std::optional(x_group->total_floor) : std::nullopt;
    }
    if (!total) x_sheet.incomplete.push_back(too_large().error().note);
    x_sheet.total = total;
  }

  // False if one of them has failed.
  bool add_x_items(std::optional<Decimal>& total) const {
    for (const auto item : x_tree->nodes[0].added) {
      const auto& result = x_sheet.nodes[item];
      if (result.state == CellState::Failed) return false;
      if (result.state == CellState::Present)
        total = total ? sum_of(*total, result.points) : std::nullopt;
    }
    return true;
  }

  const Tree* x_tree;
  const model::Group* x_group;
  std::span<const LeafCell* const> x_cells;
  std::span<const Adjustment> x_adjustments;
  Rounding x_rounding;
  UnitSheet x_sheet;
};

}  // namespace

UnitSheet aggregate(const Tree& tree, const model::Group& group,
                    std::span<const LeafCell* const> cells, std::span<const Adjustment> adjustments,
                    Rounding rounding) {
  return Aggregator(tree, group, cells, adjustments, rounding).run();
}

}  // namespace assay::score
