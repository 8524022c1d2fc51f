#pragma once
// What a run is made from, in memory: its scheme, the figures it reads and the outcomes of the
// assessments it uses; taken from the office of today for a new run, and as they were for an old
// one. And the run that comes of it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/results.hpp"
#include "model/run.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"
#include "score/scoring.hpp"
#include "store/store.hpp"

namespace assay::pipeline {

struct Material {
  model::Scheme scheme;
  model::Period period;
  std::uint64_t log_size = 0;  // journal entries there were when the figures were read
  model::Snapshot snapshot;
  std::vector<model::Assessment> assessments;
  // Of a new run: what its manifest says of them, and the packages of the plugins that made them.
  std::vector<model::UsedAssessment> used{};
  std::vector<store::StoredPackage> packages{};
};

// The years for roll-ups and paced targets, of the period and, for `missing: last-period`, of the
// one before it; each holds its period.
[[nodiscard]] std::array<model::Period, 2> periods_read(model::Period period);

// What the run of `manifest` was made from: figures corrected since are what they were. Internal
// error run.not_reproducible when the office lacks any of it.
[[nodiscard]] Result<Material> material_of(const store::Reader& reader,
                                           const model::RunManifest& manifest);

// Columns are scored on so many threads (0: as many as the machine runs at once).
[[nodiscard]] unsigned threads_of(unsigned asked);

// A run computed from its material, which it holds.
class Computed final : public model::Results {
 public:
  // Scores all on so many threads. Errors of score().
  [[nodiscard]] static Result<std::unique_ptr<const Computed>, Errors> make(Material material,
                                                                            unsigned threads);

  [[nodiscard]] const Material& material() const { return x_material; }
  [[nodiscard]] const score::Scoring& scoring() const { return *x_scoring; }

  [[nodiscard]] std::size_t groups() const override { return x_scoring->groups(); }
  [[nodiscard]] model::GroupResult head(std::size_t group) const override {
    return x_scoring->head(group);
  }
  [[nodiscard]] std::size_t units(std::size_t group) const override {
    return x_scoring->units(group);
  }
  [[nodiscard]] Status visit(std::size_t group, const TakePart& take) const override {
    return x_scoring->visit(group, take);
  }

 private:
  explicit Computed(Material material) : x_material(std::move(material)) {}

  Material x_material;
  std::optional<score::Scoring> x_scoring;  // borrows the material
};

// Results computed again are those of the manifest, or Internal error run.not_reproducible.
[[nodiscard]] Status check_same(const model::RunManifest& manifest, const Digest& result);
[[nodiscard]] Error not_reproducible(const model::RunManifest& manifest);

}  // namespace assay::pipeline
