#pragma once
// Figures and targets as the rules see them: the columns of one indicator and period are looked
// up once, then read per unit. A figure below the scheme's least state counts as absent; an absent
// one is rolled up from finer periods where the indicator allows it. Borrows the snapshot.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "score/fault.hpp"
#include "score/inputs.hpp"

namespace assay::score {

struct Figure {
  Decimal value;
  model::State state = model::State::Confirmed;  // the least of its parts
  std::string source;                            // distinct ones of its parts, "; " between
  bool sourced = false;                          // every part names a source
  bool rolled_up = false;
};

class FigureColumn {
 public:
  // The indicator must exist.
  FigureColumn(const Inputs& inputs, const std::string& indicator, model::Period period);

  // Fault missing_figure, or out_of_range of a sum.
  [[nodiscard]] Scored<Figure> at(std::size_t ordinal) const;

  enum class Found : std::uint8_t { Figure, Missing, TooLarge };
  // The same without words: sets `value` where a figure is found.
  [[nodiscard]] Found value_at(std::size_t ordinal, Decimal& value) const;
  [[nodiscard]] const model::Indicator& indicator() const { return *x_indicator; }
  [[nodiscard]] model::Period period() const { return x_whole.period; }

 private:
  // A period and the finer ones that tile it (empty where nothing is rolled up).
  struct Part {
    model::Period period;
    const model::Column* actual = nullptr;
    const model::Column* state = nullptr;
    const model::Column* source = nullptr;
    std::vector<Part> parts;
  };
  struct Gathered {
    std::vector<const Part*> found;
    std::vector<model::Period> absent;
  };

  [[nodiscard]] Part part_of(model::Period period) const;
  [[nodiscard]] bool counts(const Part& part, std::size_t ordinal) const;
  [[nodiscard]] static model::State state_of(const Part& part, std::size_t ordinal);
  [[nodiscard]] const std::string* source_of(const Part& part, std::size_t ordinal) const;
  void gather(const Part& part, std::size_t ordinal, Gathered& gathered) const;
  [[nodiscard]] std::optional<Decimal> combine(std::span<const Part* const> parts,
                                               std::size_t ordinal) const;
  [[nodiscard]] Figure figure_of(std::span<const Part* const> parts, std::size_t ordinal,
                                 Decimal value) const;
  [[nodiscard]] std::unexpected<Fault> absent(std::size_t ordinal,
                                              const std::vector<model::Period>& parts) const;

  const model::Snapshot* x_snapshot;
  const model::Indicator* x_indicator;
  model::State x_least;
  Rounding x_rounding;
  Part x_whole;
};

struct TargetFigures {
  Decimal required;
  std::optional<Decimal> stretch;
  std::optional<Decimal> upper;
  bool paced = false;  // taken pro rata from the year's target
};

class TargetColumn {
 public:
  TargetColumn(const Inputs& inputs, const std::string& indicator, model::Period period,
               bool pace_linear);

  // Fault missing_target.
  [[nodiscard]] Scored<TargetFigures> at(std::size_t ordinal) const;

 private:
  struct Layers {
    const model::Column* required = nullptr;
    const model::Column* stretch = nullptr;
    const model::Column* upper = nullptr;
  };
  [[nodiscard]] static Layers layers_of(const model::Snapshot& snapshot,
                                        const std::string& indicator, model::Period period);
  [[nodiscard]] std::optional<Decimal> pro_rata(const model::Column* column,
                                                std::size_t ordinal) const;

  std::string x_indicator;
  model::Period x_period;
  Rounding x_rounding;
  Layers x_exact;
  Layers x_year;  // empty without pace
};

// A figure that a rule interpolates between: fixed, of the unit's target row, or the group's
// extreme.
class BoundColumn {
 public:
  BoundColumn(const Inputs& inputs, const model::Bound& bound, const FigureColumn& figures,
              std::span<const std::size_t> members);

  // Fault missing_target, or missing_figure of an extreme nobody gives.
  [[nodiscard]] Scored<Decimal> at(std::size_t ordinal) const;

 private:
  model::Bound::Kind x_kind;
  std::optional<Decimal> x_same_for_all;
  const model::Column* x_column = nullptr;
  std::string x_indicator;
  model::Period x_period;
};

}  // namespace assay::score
