#pragma once
// One scheme over one period, made ready once and scored by columns: the way for whole nations and
// for single changes. Gives what score() gives, to the last place, but for what only `explain`
// needs: no terms, no traces and no points of leaves.
//
// Borrows scheme, snapshot and assessments, which must outlive it. One thread at a time may call
// run, rescore and rebind; between those, any number may read. The results are the same for any
// number of threads and on any processor.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/results.hpp"
#include "model/run.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"

namespace assay::score {

inline constexpr std::int64_t kNo_points = std::numeric_limits<std::int64_t>::min();
inline constexpr std::uint16_t kNo_grade = std::numeric_limits<std::uint16_t>::max();

// The results of one group, an entry a unit in the order of the unit axis. Valid until the next
// run, rescore or rebind.
struct GroupColumns {
  struct Node {
    const model::Component* component = nullptr;
    std::span<const std::int64_t> points;  // micro; kNo_points: left out, or the unit failed there
  };

  const model::Group* group = nullptr;
  std::span<const std::size_t> members;  // ordinals on the unit axis, ascending
  std::span<const std::int64_t> totals;  // micro; kNo_points: the unit is incomplete
  std::span<const std::int64_t> published;
  std::span<const std::uint32_t> ranks;   // from 1; 0 = none
  std::span<const std::uint16_t> grades;  // number in Group::grades, or kNo_grade
  std::vector<Node> nodes;                // the group's inner nodes in preorder, without the root
};

// Where a unit of the axis is scored.
struct Place {
  std::size_t group = 0;     // of the scheme
  std::size_t position = 0;  // in GroupColumns
};

// Figures or targets that a unit has of an indicator, in any period.
struct ChangedFigure {
  std::size_t ordinal = 0;  // on the unit axis
  std::string_view indicator;
};

// As Results, after a run: summaries, see model/run.hpp.
class Scoring final : public model::Results {
 public:
  // The same errors as score(), of scheme and office as a whole.
  [[nodiscard]] static Result<Scoring, Errors> make(
      const model::Scheme& scheme, model::Period period, const model::Snapshot& snapshot,
      const std::vector<model::Assessment>& assessments);

  Scoring(Scoring&& other) noexcept;
  Scoring& operator=(Scoring&& other) noexcept;
  ~Scoring() override;

  // The run without its groups, and what the caller knows better.
  [[nodiscard]] model::Run heading() const;

  // Scores all units, then ranks and grades all groups. threads ≥ 1
  void run(unsigned threads);

  // After a run: these changed in the snapshot (its columns, nothing else). Scores the units again,
  // as far as they read what changed, and ranks and grades their groups; all is then as after a
  // full run. Units in no group are passed over. Columns that were added or taken out of the
  // snapshot are seen by their number; if they were replaced, call rebind first.
  void rescore(std::span<const ChangedFigure> changed);

  // The snapshot holds other columns now (same units, indicators, texts and events).
  void rebind();

  [[nodiscard]] GroupColumns group(std::size_t number) const;
  [[nodiscard]] std::optional<Place> find(std::size_t ordinal) const;

  [[nodiscard]] std::size_t groups() const override;
  [[nodiscard]] model::GroupResult head(std::size_t group) const override;
  [[nodiscard]] std::size_t units(std::size_t group) const override;
  [[nodiscard]] Status visit(std::size_t group, const TakePart& take) const override;

  // After a run: the units of a group as positions, in the order of visit().
  [[nodiscard]] std::vector<std::size_t> by_rank(std::size_t group) const;
  // After a run: all that score() says of the units at these positions of the group, one by one.
  void visit_in_full(std::size_t group, std::span<const std::size_t> positions,
                     const std::function<void(model::UnitResult)>& each) const;
  // The unit's group, with all that score() says of this one unit, and of the others who they are
  // and how they stand.
  [[nodiscard]] model::GroupResult explain(std::size_t ordinal) const;
  // All that score() says of the group; computed anew, without the columns.
  [[nodiscard]] model::GroupResult whole(std::size_t group) const;

 private:
  class State;
  friend Result<model::GroupResult, Errors> explain(
      const model::Scheme& scheme, model::Period period, const model::Snapshot& snapshot,
      const std::vector<model::Assessment>& assessments, std::string_view unit);
  explicit Scoring(std::unique_ptr<State> state);
  std::unique_ptr<State> x_state;
};

// The unit's group scored anew, as Scoring::explain() gives it. Input error score.unit_not_scored
// where the unit is in no group.
[[nodiscard]] Result<model::GroupResult, Errors> explain(
    const model::Scheme& scheme, model::Period period, const model::Snapshot& snapshot,
    const std::vector<model::Assessment>& assessments, std::string_view unit);

}  // namespace assay::score
