#include "score/ledger.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <string>
#include <utility>

#include "score/rules.hpp"

namespace assay::score {

namespace {

// What a point of a node is worth in the total; nothing where 128 bits do not hold it.
using Worth = std::optional<Fraction>;

bool is_one(const Fraction& value) { return value.numerator == value.denominator; }

class Ledger {
 public:
  Ledger(const Tree& tree, const UnitSheet& sheet, std::span<LeafCell* const> cells,
         Rounding rounding)
      : x_tree(&tree), x_sheet(&sheet), x_cells(cells), x_rounding(rounding) {
    x_worth.reserve(tree.nodes.size());
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) x_worth.push_back(worth_of(i));
  }

  // In the order of operations.
  [[nodiscard]] std::vector<model::Term> run() && {
    x_terms.reserve(x_tree->leaves.size() + x_sheet->effects.size() + 2);
    leaves(/*x_items=*/false);
    effects("bonus");
    caps();
    leaves(/*x_items=*/true);
    effects("uncapped");
    effects("deduction");
    if (!x_sheet->floor_lift.is_zero())
      put(0, {.kind = "floor",
              .points = x_sheet->floor_lift,
              .how = {ASSAY_TEXT("raised to the floor of the total"), {}}});
    round_off();
    return std::move(x_terms);
  }

 private:
  // `place` is the node whose points the term is part of.
  void put(std::size_t place, model::Term term) {
    x_terms.push_back(std::move(term));
    x_places.push_back(place);
  }

  [[nodiscard]] Worth worth_of(std::size_t index) const {
    if (index == 0) return Fraction{1, 1};
    const auto& above = x_worth[x_tree->nodes[index].parent];
    const auto& share = x_sheet->nodes[index].share;
    if (!above || is_one(share)) return above;
    return is_one(*above) ? share : multiply(*above, share);
  }

  // `points` of a node as a part of the total, rounded once. Where the shares need more than 128
  // bits, rounded at each level instead.
  [[nodiscard]] Decimal contribution(std::size_t index, Decimal points) const {
    const auto& worth = x_worth[index];
    if (worth && is_one(*worth)) return points;
    if (worth)
      if (const auto part = scaled(points, *worth, x_rounding)) return *part;
    for (auto i = index; i != 0; i = x_tree->nodes[i].parent)
      points = scaled(points, x_sheet->nodes[i].share, x_rounding).value_or(Decimal{});
    return points;
  }

  [[nodiscard]] std::string share_text(std::size_t index) const {
    const auto& worth = x_worth[index];
    if (!worth || is_one(*worth)) return {};
    return " × " + exact_text(*worth);
  }

  void leaves(bool x_items) {
    for (const auto index : x_tree->leaves) {
      const auto& node = x_tree->nodes[index];
      auto& cell = *x_cells[node.leaf];
      const bool counts = x_sheet->nodes[index].state == CellState::Present;
      if (node.x_item != x_items || !counts) continue;
      auto how = std::move(cell.how);
      how.args.emplace_back("share", share_text(index));
      put(index, {.kind = x_items ? "uncapped" : "leaf",
                  .component = node.component->id,
                  .points = contribution(index, cell.points),
                  .full = contribution(index, most_points(*node.component, x_rounding)),
                  .how = std::move(how)});
    }
  }

  // A bonus that the total cap does not touch: stated so, or into an X item.
  [[nodiscard]] std::string kind_of(const Adjustment& adjustment) const {
    if (adjustment.deducts) return "deduction";
    return adjustment.uncapped || x_tree->nodes[adjustment.node].x_item ? "uncapped" : "bonus";
  }

  void effects(const std::string& kind) {
    for (const auto& effect : x_sheet->effects) {
      const auto& adjustment = *effect.adjustment;
      if (kind_of(adjustment) != kind) continue;
      const bool on_total = adjustment.uncapped || adjustment.node == 0;
      const auto& event = *adjustment.event;
      model::Term term{
          .kind = kind,
          .component = adjustment.node == 0 ? "" : x_tree->nodes[adjustment.node].component->id,
          .event = event.code,
          .points = on_total ? effect.points : contribution(adjustment.node, effect.points)};
      term.how = {ASSAY_TEXT("{points}{share} by event {event}"),
                  {{"points", effect.points.str()},
                   {"share", on_total ? "" : share_text(adjustment.node)},
                   {"event", event.code},
                   {"subject", event.subject},
                   {"reason", event.reason}}};
      put(on_total ? 0 : adjustment.node, std::move(term));
    }
  }

  void caps() {
    for (std::size_t i = 0; i < x_tree->nodes.size(); ++i) {
      const auto& result = x_sheet->nodes[i];
      if (result.state != CellState::Present || result.cut.is_zero()) continue;
      const auto& component = *x_tree->nodes[i].component;
      put(i, {.kind = "cap",
              .component = i == 0 ? "" : component.id,
              .points = contribution(i, result.cut),
              .how = {ASSAY_TEXT("{points}{share}, as it is capped at {cap}"),
                      {{"points", result.cut.str()},
                       {"share", share_text(i)},
                       {"cap", component.cap->str()}}}});
    }
    if (!x_sheet->total_cut.is_zero())
      put(0, {.kind = "cap",
              .points = x_sheet->total_cut,
              .how = {ASSAY_TEXT("cut to the cap of the total"), {}}});
  }

  // What rounding left, node by node from the leaves up, so that the terms below a node add up to
  // its own points; what is left at the total stands last.
  void round_off() {
    auto sums = sums_by_node();
    std::vector<model::Term> rests;
    for (auto i = x_tree->nodes.size(); i-- > 1;) {
      const auto& result = x_sheet->nodes[i];
      if (result.state == CellState::Present)
        sums[i] += rest(x_tree->nodes[i].component->id,
                        contribution(i, result.points).micro() - sums[i], rests);
      sums[x_tree->nodes[i].parent] += sums[i];
    }
    std::ranges::reverse(rests);
    std::ranges::move(rests, std::back_inserter(x_terms));
    sums[0] += rest("", x_sheet->total->micro() - sums[0], x_terms);
    assert(sums[0] == x_sheet->total->micro());
  }

  // The terms placed at each node itself, those of the total at the root.
  [[nodiscard]] std::vector<Int128> sums_by_node() const {
    std::vector<Int128> sums(x_tree->nodes.size());
    for (std::size_t i = 0; i < x_terms.size(); ++i) sums[x_places[i]] += x_terms[i].points.micro();
    return sums;
  }

  // Adds a term for `left` unless it is nothing; what it added.
  [[nodiscard]] Int128 rest(const std::string& component, Int128 left,
                            std::vector<model::Term>& terms) const {
    const auto points = to_decimal(left, 1, x_rounding);
    if (!points || points->is_zero()) return 0;
    terms.push_back(
        {.kind = "rounding",
         .component = component,
         .points = *points,
         .how = {ASSAY_TEXT("left by rounding components and terms to six decimals"), {}}});
    return left;
  }

  const Tree* x_tree;
  const UnitSheet* x_sheet;
  std::span<LeafCell* const> x_cells;
  Rounding x_rounding;
  std::vector<Worth> x_worth;
  std::vector<model::Term> x_terms;
  std::vector<std::size_t> x_places;  // by term, see put
};

}  // namespace

std::vector<model::Term> ledger(const Tree& tree, const UnitSheet& sheet,
                                std::span<LeafCell* const> cells, Rounding rounding) {
  return Ledger(tree, sheet, cells, rounding).run();
}

}  // namespace assay::score
