#include "report/ledger.hpp"

#include <algorithm>
#include <string_view>

#include "base/suggest.hpp"

namespace assay::report {

namespace {

// Terms that are a leaf's own points, not an adjustment beside them.
bool is_leaf_term(const model::Term& term) {
  return term.event.empty() && (term.kind == "leaf" || term.kind == "uncapped");
}

class Layout {
 public:
  Layout(const model::GroupResult& group, const model::UnitResult& unit)
      : x_group(group), x_unit(unit), x_placed(unit.terms.size(), false) {}

  std::vector<LedgerLine> lines() && {
    children("");
    for (std::size_t i = 0; i < x_unit.terms.size(); ++i)
      if (!x_placed[i]) x_lines.push_back({.term = &x_unit.terms[i]});
    return std::move(x_lines);
  }

 private:
  // Places the components below `parent`; the sum of their terms in millionths, which may lie
  // beyond a Decimal where a cap brings it back.
  Int128 children(const std::string& parent) {
    Int128 sum = 0;
    for (const auto& component : x_group.components)
      if (component.parent == parent) sum += place(component);
    return sum;
  }

  Int128 place(const model::ComponentInfo& component) {
    const auto at = x_lines.size();
    x_lines.push_back({.depth = x_depth, .component = &component, .result = result(component.id)});
    ++x_depth;
    auto sum = children(component.id);
    const bool is_node = x_lines.size() > at + 1;
    for (std::size_t i = 0; i < x_unit.terms.size(); ++i) {
      const auto& term = x_unit.terms[i];
      if (x_placed[i] || term.component != component.id) continue;
      x_placed[i] = true;
      sum += term.points.micro();
      if (!is_node && is_leaf_term(term) && x_lines[at].term == nullptr)
        x_lines[at].term = &term;
      else
        x_lines.push_back({.depth = x_depth, .term = &term});
    }
    --x_depth;
    if (is_node)
      if (const auto subtotal = decimal_from_wide(sum)) x_lines[at].subtotal = *subtotal;
    return sum;
  }

  [[nodiscard]] const model::ComponentResult* result(const std::string& id) const {
    const auto found = std::ranges::find(x_unit.components, id, &model::ComponentResult::id);
    return found == x_unit.components.end() ? nullptr : &*found;
  }

  const model::GroupResult& x_group;
  const model::UnitResult& x_unit;
  std::vector<bool> x_placed;  // by term
  std::vector<LedgerLine> x_lines;
  std::size_t x_depth = 0;
};

}  // namespace

Result<Place> find_unit(const model::Run& run, const std::string& unit) {
  std::vector<std::string_view> known;
  for (const auto& group : run.groups)
    for (const auto& candidate : group.units) {
      if (candidate.unit == unit) return Place{&group, &candidate};
      known.push_back(candidate.unit);
    }
  const auto near = nearest(unit, known);
  const auto run_number = std::to_string(run.id);
  if (near.empty())
    return fail(Failure::Input, "report.no_unit",
                {ASSAY_TEXT("run {run} has no unit '{unit}'; `assay show` lists its units"),
                 {{"run", run_number}, {"unit", excerpt(unit)}}});
  return fail(Failure::Input, "report.no_unit",
              {ASSAY_TEXT("run {run} has no unit '{unit}'; did you mean '{near}'?"),
               {{"run", run_number}, {"unit", excerpt(unit)}, {"near", near}}});
}

Result<std::optional<Decimal>> checked_sum(const model::UnitResult& unit) {
  if (!unit.total) return std::nullopt;
  Int128 left = unit.total->micro();
  for (const auto& term : unit.terms) left -= term.points.micro();
  if (left == 0) return unit.total;
  const auto off = decimal_from_wide(left);
  return fail(
      Failure::Internal, "report.ledger",
      {ASSAY_TEXT("the terms of unit {unit} miss its total {total} by {left}; report this "
                  "as a bug"),
       {{"unit", unit.unit}, {"total", unit.total->str()}, {"left", off ? off->str() : "-"}}});
}

Result<Ledger> ledger_of(const model::GroupResult& group, const model::UnitResult& unit) {
  ASSAY_TRY(const auto sum, checked_sum(unit));
  return Ledger{Layout(group, unit).lines(), sum.value_or(Decimal{})};
}

std::optional<Distance> next_better(const model::GroupResult& group,
                                    const model::UnitResult& unit) {
  if (!unit.rank || !unit.total || !unit.published) return std::nullopt;
  const model::UnitResult* better = nullptr;
  std::uint32_t rank = 0;
  for (const auto& other : group.units) {
    if (!other.rank || *other.rank >= *unit.rank || *other.rank < rank) continue;
    better = &other;
    rank = *other.rank;
  }
  if (better == nullptr || !better->total || !better->published) return std::nullopt;
  const auto published = subtract(*better->published, *unit.published);
  const auto total = subtract(*better->total, *unit.total);
  if (!published || !total) return std::nullopt;  // beyond any scale in use
  return Distance{rank, better, *published, *total};
}

std::vector<const model::UnitResult*> tied_with(const model::GroupResult& group,
                                                const model::UnitResult& unit) {
  std::vector<const model::UnitResult*> tied;
  for (const auto& other : group.units)
    if (unit.rank && other.rank == unit.rank && &other != &unit) tied.push_back(&other);
  return tied;
}

}  // namespace assay::report
