#pragma once
// The results of one run, group by group and a few units at a time, so that a nation of records
// never lies in memory at once. Who needs them twice goes through them twice. Several threads may
// read one at a time.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "model/run.hpp"

namespace assay::model {

inline constexpr std::size_t kUnits_per_part = 2'000;

class Results {
 public:
  using TakePart = std::function<Status(std::span<const UnitResult>)>;

  virtual ~Results() = default;

  [[nodiscard]] virtual std::size_t groups() const = 0;
  // The group without its units.
  [[nodiscard]] virtual GroupResult head(std::size_t group) const = 0;
  [[nodiscard]] virtual std::size_t units(std::size_t group) const = 0;
  // All units in the order of GroupResult::units, kUnits_per_part at a time, the last part what is
  // left. A part is valid through the call; its error ends the visit, which returns it.
  [[nodiscard]] virtual Status visit(std::size_t group, const TakePart& take) const = 0;
};

// Those of groups that are there as a whole; borrows them.
class WholeResults : public Results {
 public:
  explicit WholeResults(std::span<const GroupResult> groups) : x_groups(groups) {}

  [[nodiscard]] std::size_t groups() const override { return x_groups.size(); }
  [[nodiscard]] GroupResult head(std::size_t group) const override;
  [[nodiscard]] std::size_t units(std::size_t group) const override {
    return x_groups[group].units.size();
  }
  [[nodiscard]] Status visit(std::size_t group, const TakePart& take) const override;

 private:
  std::span<const GroupResult> x_groups;
};

// The group with all its units.
[[nodiscard]] Result<GroupResult> gather(const Results& results, std::size_t group);

// BLAKE2b over the summary of `run`: scheme, version, period, and by group its nodes, grades,
// awards and units with total, published total, rank, grade, points of inner nodes, and codes and
// data of what is incomplete or noted. Terms, leaves, traces and the wording of messages do not
// count: a run computed with and without them has the same digest. Groups are those of `results`.
[[nodiscard]] Result<Digest> result_digest(const Run& run, const Results& results);
// Of a run with its groups.
[[nodiscard]] Digest result_digest(const Run& run);

// The manifest of `run`, whose figures were read when the journal had `log_size` entries.
[[nodiscard]] Result<RunManifest> manifest_of(const Run& run, const Results& results,
                                              std::uint64_t log_size);

}  // namespace assay::model
