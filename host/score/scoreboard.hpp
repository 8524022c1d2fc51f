#pragma once
// One group's units as gates, ranks, grades and awards see them, wherever their points lie: in the
// results of a full scoring, or in the columns of a Scoring. Units by position in the group, nodes
// as in its tree. Not thread-safe; each group is handled by one thread.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/run.hpp"

namespace assay::score {

class Scoreboard {
 public:
  virtual ~Scoreboard() = default;

  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual const std::string& code(std::size_t unit) const = 0;
  [[nodiscard]] virtual std::optional<Decimal> total(std::size_t unit) const = 0;
  [[nodiscard]] virtual std::optional<Decimal> published(std::size_t unit) const = 0;
  // Of a component that some gate, award or tie-breaker names; node 0 is the total.
  [[nodiscard]] virtual std::optional<Decimal> points(std::size_t unit, std::size_t node) const = 0;

  [[nodiscard]] virtual std::vector<model::Note>& incomplete(std::size_t unit) = 0;
  [[nodiscard]] virtual std::vector<model::Note>& notes(std::size_t unit) = 0;
  virtual void set_grade(std::size_t unit, std::size_t number) = 0;  // of Group::grades

 protected:
  Scoreboard() = default;
  Scoreboard(const Scoreboard&) = default;
  Scoreboard& operator=(const Scoreboard&) = default;
};

}  // namespace assay::score
