#include "score/scoring.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include "score/engine/block.hpp"
#include "score/engine/standings.hpp"
#include "score/group.hpp"
#include "score/prepare.hpp"
#include "score/unit.hpp"

namespace assay::score {

namespace {

constexpr std::size_t kBlocks_at_once = 5;  // one chunk, of columns that are all there
constexpr std::size_t kGroups_at_once = 16;

std::optional<Decimal> decimal_of(std::int64_t micro) {
  return micro == kNo_points ? std::nullopt : std::optional(Decimal::from_micro(micro));
}

void append(std::vector<model::Note>& notes, const std::vector<model::Note>& more) {
  notes.insert(notes.end(), more.begin(), more.end());
}

// Takes the numbers from 0 to `count` in portions, on so many threads. `work_of` makes what one
// thread does with a portion (first, last).
void spread(unsigned threads, std::size_t count, std::size_t portion,
            const std::function<std::function<void(std::size_t, std::size_t)>()>& work_of) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    const auto take = work_of();
    for (auto first = next.fetch_add(portion); first < count; first = next.fetch_add(portion))
      take(first, std::min(first + portion, count));
  };
  const auto useful = std::min<std::size_t>(threads, (count + portion - 1) / portion);
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < useful; ++i) helpers.emplace_back(work);
  work();
}

}  // namespace

class Scoring::State {
 public:
  explicit State(engine::Plan plan)
      : x_plan(std::move(plan)),
        x_results(x_plan.slots, x_plan.outputs),
        x_changes(x_plan, x_results),
        x_columns(x_plan.inputs.snapshot->columns.size()) {}

  void run(unsigned threads) {
    see_columns();
    spread(threads, x_plan.groups.size(), kGroups_at_once, [this] {
      return [this](std::size_t first, std::size_t last) {
        for (auto group = first; group < last; ++group) x_plan.set_extremes(x_plan.groups[group]);
      };
    });
    spread(threads, x_plan.blocks.size(), kBlocks_at_once, [this] {
      return [this, scorer = std::make_shared<engine::BlockScorer>(x_plan, x_results)](
                 std::size_t first, std::size_t last) {
        for (auto block = first; block < last; ++block) scorer->score(x_plan.blocks[block]);
      };
    });
    spread(threads, x_plan.groups.size(), kGroups_at_once, [this] {
      return [this](std::size_t first, std::size_t last) {
        for (auto group = first; group < last; ++group) settle_group(x_plan, group, x_results);
      };
    });
  }

  void rescore(std::span<const ChangedFigure> changed) {
    see_columns();
    x_changes.forget();
    std::vector<PlaceChange> changes;
    for (const auto& [ordinal, indicator] : changed)
      if (const auto place = find(ordinal)) changes.push_back({*place, indicator});
    std::ranges::sort(changes, {}, [](const auto& change) {
      return std::pair(change.place.group, change.place.position);
    });
    for (std::span<const PlaceChange> left = changes; !left.empty();) {
      const auto group = left.front().place.group;
      const auto here = take_while(left, [&](const auto& place) { return place.group == group; });
      rescore_group(group, here);
    }
  }

  void rebind() {
    x_plan.bind();
    x_columns = x_plan.inputs.snapshot->columns.size();
  }

  [[nodiscard]] std::size_t groups() const { return x_plan.groups.size(); }

  [[nodiscard]] GroupColumns group(std::size_t number) const {
    const auto& plan = x_plan.groups[number];
    const auto units = plan.members.size();
    const auto part = [&](const auto& column) {
      return std::span(column).subspan(plan.first_slot, units);
    };
    GroupColumns columns{.group = plan.group,
                         .members = plan.members,
                         .totals = part(x_results.totals),
                         .published = part(x_results.published),
                         .ranks = part(x_results.ranks),
                         .grades = part(x_results.grades),
                         .nodes = {}};
    const auto& outputs = x_plan.shapes[plan.shape].output_of;
    for (std::size_t node = 1; node < plan.nodes.size(); ++node)
      if (!plan.nodes[node]->rule)
        columns.nodes.push_back({plan.nodes[node], points_of(plan, outputs[node])});
    return columns;
  }

  [[nodiscard]] std::optional<Place> find(std::size_t ordinal) const {
    if (ordinal >= x_plan.group_of.size()) return std::nullopt;
    const auto group = x_plan.group_of[ordinal];
    if (group == engine::kNo_group) return std::nullopt;
    const auto& members = x_plan.groups[group].members;
    const auto found = std::ranges::lower_bound(members, ordinal);
    return Place{group, static_cast<std::size_t>(found - members.begin())};
  }

  [[nodiscard]] model::Run heading() const {
    return run_of(*x_plan.inputs.scheme, x_plan.inputs.period);
  }

  [[nodiscard]] model::GroupResult head(std::size_t number) const {
    const auto& group = *x_plan.groups[number].group;
    return describe_group(group, tree_of(group.root));
  }

  [[nodiscard]] std::size_t units(std::size_t number) const {
    return x_plan.groups[number].members.size();
  }

  Status visit(std::size_t number, const model::Results::TakePart& take) const {
    // Reads only; what it might write lies in results of its own.
    engine::Results none(0, 0);
    engine::SingleScorer single(x_plan, none);
    const auto missing = missing_leaves(number, single);
    const auto positions = by_rank(number);
    std::vector<model::UnitResult> part;
    part.reserve(std::min(positions.size(), model::kUnits_per_part));
    for (std::span<const std::size_t> left = positions; !left.empty();) {
      const auto now = left.first(std::min(left.size(), model::kUnits_per_part));
      part.clear();
      for (const auto position : now) part.push_back(unit(number, position, {single, missing}));
      ASSAY_CHECK(take(part));
      left = left.subspan(now.size());
    }
    return {};
  }

  // By rank; incomplete units last.
  [[nodiscard]] std::vector<std::size_t> by_rank(std::size_t number) const {
    const auto& plan = x_plan.groups[number];
    std::vector<std::size_t> positions(plan.members.size());
    for (std::size_t i = 0; i < positions.size(); ++i) positions[i] = i;
    std::ranges::sort(positions, {}, [&](std::size_t position) {
      // A rank of none, less one, is the greatest.
      return std::pair(x_results.ranks[plan.first_slot + position] - 1, position);
    });
    return positions;
  }

  void visit_in_full(std::size_t number, std::span<const std::size_t> positions,
                     const std::function<void(model::UnitResult)>& each) const {
    const auto& plan = x_plan.groups[number];
    const UnitScorer scorer(x_plan.inputs, *plan.group, plan.members);
    for (const auto position : positions) each(in_full({number, position}, scorer));
  }

  [[nodiscard]] model::GroupResult explain(std::size_t ordinal) const {
    const auto place = find(ordinal);
    if (!place) return {};
    auto result = head(place->group);
    result.units.reserve(units(place->group));
    for (const auto position : by_rank(place->group))
      if (position != place->position)
        result.units.push_back(standing(place->group, position));
      else
        visit_in_full(place->group, std::span(&position, 1),
                      [&](model::UnitResult unit) { result.units.push_back(std::move(unit)); });
    return result;
  }

  [[nodiscard]] model::GroupResult whole(std::size_t number) const {
    const auto& plan = x_plan.groups[number];
    return score_group(x_plan.inputs, *x_plan.events, *plan.group, plan.members);
  }

 private:
  struct PlaceChange {
    Place place;
    std::string_view indicator;
  };

  // What the units of one group are described by.
  struct Describing {
    engine::SingleScorer& single;
    const std::vector<bool>& missing;
  };

  void see_columns() {
    if (x_columns != x_plan.inputs.snapshot->columns.size()) rebind();
  }

  // Those at the front whose place is as asked for; `left` begins behind them then.
  template <class Wanted>
  static std::span<const PlaceChange> take_while(std::span<const PlaceChange>& left,
                                                 const Wanted& wanted) {
    const auto end = std::ranges::find_if_not(left, wanted, &PlaceChange::place);
    const auto taken = left.first(static_cast<std::size_t>(end - left.begin()));
    left = left.subspan(taken.size());
    return taken;
  }

  // `changes` by position.
  void rescore_group(std::size_t number, std::span<const PlaceChange> changes) {
    auto& group = x_plan.groups[number];
    const auto block = [&](std::size_t position) {
      return engine::Block{.group = static_cast<std::uint32_t>(number),
                           .position = static_cast<std::uint32_t>(position),
                           .rows = 1,
                           .adjoining = true};
    };
    // Where an extreme of the group has moved, all its units have changed.
    if (x_plan.set_extremes(group) || x_plan.shapes[group.shape].extremes_before) {
      for (std::size_t position = 0; position < group.members.size(); ++position)
        x_changes.score(block(position));
    } else {
      rescore_units(changes, block);
    }
    settle_group(x_plan, number, x_results);
  }

  template <class BlockOf>
  void rescore_units(std::span<const PlaceChange> changes, const BlockOf& block) {
    std::vector<std::string_view> indicators;
    for (auto left = changes; !left.empty();) {
      const auto position = left.front().place.position;
      indicators.clear();
      for (const auto& change :
           take_while(left, [&](const auto& place) { return place.position == position; }))
        indicators.push_back(change.indicator);
      x_changes.rescore(block(position), indicators);
    }
  }

  [[nodiscard]] std::span<const std::int64_t> points_of(const engine::GroupPlan& plan,
                                                        std::size_t output) const {
    return std::span(x_results.points)
        .subspan(engine::Results::entry(plan, output, 0), plan.members.size());
  }

  // A bit per position and leaf: whether the missing-data policy was applied. Found along the
  // columns, since the figures of one unit lie far apart.
  [[nodiscard]] std::vector<bool> missing_leaves(std::size_t number,
                                                 engine::SingleScorer& single) const {
    const auto& plan = x_plan.groups[number];
    const auto leaves = plan.constants->leaves.size();
    std::vector<bool> missing(plan.members.size() * leaves);
    for (std::size_t leaf = 0; leaf < leaves; ++leaf)
      for (std::size_t position = 0; position < plan.members.size(); ++position)
        if (!single.missing_word(number, leaf, plan.members[position]).empty())
          missing[position * leaves + leaf] = true;
    return missing;
  }

  // Who the unit is and how it stands.
  [[nodiscard]] model::UnitResult standing(std::size_t number, std::size_t position) const {
    const auto& plan = x_plan.groups[number];
    const auto slot = plan.first_slot + position;
    const auto& record = x_plan.inputs.snapshot->units[plan.members[position]];
    model::UnitResult result;
    result.unit = record.code;
    result.name = record.name;
    result.total = decimal_of(x_results.totals[slot]);
    result.published = decimal_of(x_results.published[slot]);
    if (x_results.ranks[slot] != 0) result.rank = x_results.ranks[slot];
    if (x_results.grades[slot] != kNo_grade)
      result.grade = plan.group->grades[x_results.grades[slot]].id;
    return result;
  }

  // All but the components.
  [[nodiscard]] model::UnitResult outcome(std::size_t number, std::size_t position) const {
    auto result = standing(number, position);
    const auto slot = x_plan.groups[number].first_slot + position;
    if (const auto* detail = x_results.details[slot].get()) {
      append(result.incomplete, detail->incomplete);
      append(result.incomplete, detail->group_incomplete);
      append(result.notes, detail->notes);
      append(result.notes, detail->group_notes);
    }
    return result;
  }

  [[nodiscard]] model::UnitResult unit(std::size_t number, std::size_t position,
                                       const Describing& by) const {
    const auto& plan = x_plan.groups[number];
    const auto leaves = plan.constants->leaves.size();
    const auto& outputs = x_plan.shapes[plan.shape].output_of;
    auto result = outcome(number, position);
    result.components.reserve(x_plan.shapes[plan.shape].outputs);
    std::size_t leaf = 0;
    for (std::size_t node = 0; node < plan.nodes.size(); ++node) {
      const auto& component = *plan.nodes[node];
      const auto number_of_leaf = leaf;
      if (component.rule && !by.missing[position * leaves + leaf++]) continue;
      if (node == 0) continue;
      model::ComponentResult found{.id = component.id, .full = component.points};
      if (component.rule)
        found.missing = by.single.missing_word(number, number_of_leaf, plan.members[position]);
      else
        found.points = decimal_of(points_of(plan, outputs[node])[position]);
      result.components.push_back(std::move(found));
    }
    return result;
  }

  [[nodiscard]] model::UnitResult in_full(const Place& place, const UnitScorer& scorer) const {
    const auto& plan = x_plan.groups[place.group];
    const auto ordinal = plan.members[place.position];
    auto events = apply_events(*plan.group, scorer.tree(),
                               x_plan.events->of(x_plan.inputs.snapshot->units[ordinal].code));
    auto full = scorer.at(ordinal, events);
    auto result = outcome(place.group, place.position);
    result.components = std::move(full.components);
    if (result.total) result.terms = std::move(full.terms);
    return result;
  }

  engine::Plan x_plan;
  engine::Results x_results;
  engine::BlockScorer x_changes;  // scores them
  std::size_t x_columns;          // of the snapshot when they were looked up
};

Result<Scoring, Errors> Scoring::make(const model::Scheme& scheme, model::Period period,
                                      const model::Snapshot& snapshot,
                                      const std::vector<model::Assessment>& assessments) {
  auto inputs = inputs_of(scheme, period, snapshot, assessments);
  ASSAY_TRY(auto members, checked_members(inputs));
  auto plan = engine::make_plan(std::move(inputs), std::move(members), kernel::best());
  return Scoring(std::make_unique<State>(std::move(plan)));
}

Result<model::GroupResult, Errors> explain(const model::Scheme& scheme, model::Period period,
                                           const model::Snapshot& snapshot,
                                           const std::vector<model::Assessment>& assessments,
                                           std::string_view unit) {
  auto inputs = inputs_of(scheme, period, snapshot, assessments);
  ASSAY_TRY(auto members, checked_members(inputs));
  const auto found = std::ranges::find(snapshot.units, unit, &model::Unit::code);
  const auto ordinal = static_cast<std::size_t>(found - snapshot.units.begin());
  const auto group = std::ranges::find_if(
      members, [&](const auto& list) { return std::ranges::binary_search(list, ordinal); });
  if (group == members.end())
    return std::unexpected(Errors{{Failure::Input,
                                   "score.unit_not_scored",
                                   {ASSAY_TEXT("no group of the scheme scores this unit in this "
                                               "period: name one that is listed with the run"),
                                    {}},
                                   {.unit = std::string(unit)}}});
  for (auto& other : members)
    if (&other != &*group) other.clear();
  Scoring::State state(engine::make_plan(std::move(inputs), std::move(members), kernel::best()));
  state.run(1);
  return state.explain(ordinal);
}

Scoring::Scoring(std::unique_ptr<State> state) : x_state(std::move(state)) {}
Scoring::Scoring(Scoring&& other) noexcept = default;
Scoring& Scoring::operator=(Scoring&& other) noexcept = default;
Scoring::~Scoring() = default;

void Scoring::run(unsigned threads) { x_state->run(threads); }
void Scoring::rescore(std::span<const ChangedFigure> changed) { x_state->rescore(changed); }
void Scoring::rebind() { x_state->rebind(); }
model::Run Scoring::heading() const { return x_state->heading(); }
GroupColumns Scoring::group(std::size_t number) const { return x_state->group(number); }
std::optional<Place> Scoring::find(std::size_t ordinal) const { return x_state->find(ordinal); }
std::size_t Scoring::groups() const { return x_state->groups(); }
model::GroupResult Scoring::head(std::size_t group) const { return x_state->head(group); }
std::size_t Scoring::units(std::size_t group) const { return x_state->units(group); }
Status Scoring::visit(std::size_t group, const TakePart& take) const {
  return x_state->visit(group, take);
}
std::vector<std::size_t> Scoring::by_rank(std::size_t group) const {
  return x_state->by_rank(group);
}
void Scoring::visit_in_full(std::size_t group, std::span<const std::size_t> positions,
                            const std::function<void(model::UnitResult)>& each) const {
  x_state->visit_in_full(group, positions, each);
}
model::GroupResult Scoring::explain(std::size_t ordinal) const { return x_state->explain(ordinal); }
model::GroupResult Scoring::whole(std::size_t group) const { return x_state->whole(group); }

}  // namespace assay::score
