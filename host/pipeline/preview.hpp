#pragma once
// "What if": one scheme over the office's figures of one moment, in memory, where figures may be
// changed and totals, ranks and grades follow at once, before anyone commits anything. A change
// scores its unit and ranks its group again, not the nation. Outcomes of assessments stay what they
// were. Belongs to one thread; outlives its Office.

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/result.hpp"
#include "model/run.hpp"
#include "pipeline/change.hpp"
#include "pipeline/material.hpp"

namespace assay::pipeline {

class Preview {
 public:
  // Scores everything once.
  [[nodiscard]] static Result<Preview, Errors> make(Material material, unsigned threads);

  // The summary of the unit's group as it is with all changes so far. Input errors
  // store.unknown_unit, score.unit_not_scored.
  [[nodiscard]] Result<model::GroupResult> group_of(const std::string& unit) const;
  // The same after this change as well; a source is passed over. Input error
  // store.unknown_indicator.
  [[nodiscard]] Result<model::GroupResult> change(const FigureEdit& edit);

 private:
  Preview(std::unique_ptr<Material> material, score::Scoring scoring);
  [[nodiscard]] Result<std::size_t> scored_ordinal(const std::string& unit) const;
  void put(const FigureEdit& edit, std::size_t ordinal);

  std::unique_ptr<Material> x_material;  // stays where it is: the scoring borrows it
  score::Scoring x_scoring;
  std::unordered_map<std::string, std::size_t> x_ordinals;
};

}  // namespace assay::pipeline
