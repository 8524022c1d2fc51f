// Runs that were made: what is kept of them, and all the rest, computed again.

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/material.hpp"
#include "pipeline/office.hpp"
#include "pipeline/spread.hpp"
#include "pipeline/version.hpp"

namespace assay::pipeline {

namespace {

// All that is said of a component takes some thousand bytes.
constexpr std::size_t kMax_whole = 2'000'000;

Error first_of(Errors errors) { return std::move(errors.front()); }

// Made when runs were stored whole and figures had no history.
bool is_whole(const model::RunManifest& manifest) { return manifest.result == Digest{}; }

bool same_outcome(const model::UnitResult& left, const model::UnitResult& right) {
  return left.unit == right.unit && left.total == right.total &&
         left.published == right.published && left.rank == right.rank && left.grade == right.grade;
}

std::size_t count_nodes(const model::Component& component) {
  std::size_t nodes = 1;
  for (const auto& child : component.children) nodes += count_nodes(child);
  return nodes;
}

// Points are all that is printed of a component.
void drop_terms(model::UnitResult& unit) {
  unit.terms = {};
  for (auto& component : unit.components) component.trace = {};
}

// Units with their leaves, which are computed part by part.
class WithLeaves final : public model::Results {
 public:
  WithLeaves(std::unique_ptr<const Computed> computed, unsigned threads)
      : x_computed(std::move(computed)), x_threads(threads) {}

  [[nodiscard]] std::size_t groups() const override { return x_computed->groups(); }
  [[nodiscard]] model::GroupResult head(std::size_t group) const override {
    return x_computed->head(group);
  }
  [[nodiscard]] std::size_t units(std::size_t group) const override {
    return x_computed->units(group);
  }
  [[nodiscard]] Status visit(std::size_t group, const TakePart& take) const override {
    const auto positions = x_computed->scoring().by_rank(group);
    for (std::span<const std::size_t> left = positions; !left.empty();) {
      const auto now = left.first(std::min(left.size(), model::kUnits_per_part));
      ASSAY_CHECK(take(part(group, now)));
      left = left.subspan(now.size());
    }
    return {};
  }

 private:
  static constexpr std::size_t kUnits_at_once = 100;

  [[nodiscard]] std::vector<model::UnitResult> part(std::size_t group,
                                                    std::span<const std::size_t> positions) const {
    std::vector<model::UnitResult> units(positions.size());
    const auto pieces = (positions.size() + kUnits_at_once - 1) / kUnits_at_once;
    spread(x_threads, pieces, [&](std::size_t piece) {
      auto next = piece * kUnits_at_once;
      const auto some = positions.subspan(next, std::min(kUnits_at_once, units.size() - next));
      x_computed->scoring().visit_in_full(group, some, [&](model::UnitResult unit) {
        drop_terms(unit);
        units[next++] = std::move(unit);
      });
    });
    return units;
  }

  std::unique_ptr<const Computed> x_computed;
  unsigned x_threads;
};

// The codes of all units, in their groups.
Result<model::Run> codes_of(RunResults found) {
  for (std::size_t number = 0; number < found.results->groups(); ++number) {
    auto& group = found.run.groups.emplace_back(found.results->head(number));
    ASSAY_CHECK(
        found.results->visit(number, [&](std::span<const model::UnitResult> part) -> Status {
          for (const auto& unit : part) group.units.push_back({.unit = unit.unit});
          return {};
        }));
  }
  return std::move(found.run);
}

Result<model::Run> whole_of(RunResults found) {
  for (std::size_t number = 0; number < found.results->groups(); ++number) {
    ASSAY_TRY(auto group, model::gather(*found.results, number));
    found.run.groups.push_back(std::move(group));
  }
  return std::move(found.run);
}

// That the group came out as it did before.
Status check_same(const model::RunManifest& manifest, const model::Results& kept,
                  const model::GroupResult& found) {
  std::size_t number = 0;
  while (number < kept.groups() && kept.head(number).id != found.id) ++number;
  bool same = number < kept.groups() && kept.units(number) == found.units.size();
  if (same) {
    auto unit = found.units.begin();
    ASSAY_CHECK(kept.visit(number, [&](std::span<const model::UnitResult> part) -> Status {
      for (const auto& each : part) same = same_outcome(each, *unit++) && same;
      return {};
    }));
  }
  if (same) return {};
  return std::unexpected(not_reproducible(manifest));
}

}  // namespace

Result<std::uint64_t> Office::number_of(const std::string& run) const {
  if (run == "latest") {
    ASSAY_TRY(const auto reader, x_store.read());
    ASSAY_TRY(const auto runs, reader.runs());
    if (runs.empty())
      return fail(Failure::Input, "run.none",
                  {ASSAY_TEXT("this office has no run yet: make one with 'assay score'"), {}, ""});
    return runs.back().id;
  }
  std::uint64_t id = 0;
  const auto* end = run.data() + run.size();
  if (const auto parsed = std::from_chars(run.data(), end, id);
      parsed.ec != std::errc{} || parsed.ptr != end || id == 0)
    return fail(
        Failure::Usage, "run.syntax",
        {ASSAY_TEXT("'{run}' is not a run: write its number, or 'latest'"), {{"run", run}}, ""});
  return id;
}

void Office::keep(std::uint64_t run, const model::Results& results, const Digest& result) {
  if (x_store.keep_results(run, results, result)) return;
  x_surroundings.log.write(LogLevel::Warning,
                           "the results of run " + std::to_string(run) +
                               " are not kept; they are computed again when they are asked for");
}

Result<std::unique_ptr<const Computed>> Office::computed_again(
    const store::Reader& reader, const model::RunManifest& manifest) const {
  ASSAY_TRY(auto material, material_of(reader, manifest));
  auto computed = Computed::make(std::move(material), threads_of(x_surroundings.threads));
  if (!computed) return std::unexpected(first_of(std::move(computed).error()));
  ASSAY_TRY(const auto digest, result_digest(manifest.run, **computed));
  ASSAY_CHECK(pipeline::check_same(manifest, digest));
  return std::move(*computed);
}

Result<RunResults> Office::results_of(const store::Reader& reader, std::uint64_t id) {
  ASSAY_TRY(auto manifest, reader.manifest(id));
  ASSAY_TRY(auto kept, reader.results(id));
  if (kept) return RunResults{std::move(manifest.run), std::move(kept)};
  ASSAY_TRY(auto computed, computed_again(reader, manifest));
  keep(id, *computed, manifest.result);
  return RunResults{std::move(manifest.run), std::move(computed)};
}

Result<RunResults> Office::run(const std::string& run) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  return results_of(reader, id);
}

Result<RunResults> Office::run_with_leaves(const std::string& run) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(auto manifest, reader.manifest(id));
  if (is_whole(manifest)) return results_of(reader, id);
  ASSAY_TRY(auto computed, computed_again(reader, manifest));
  return RunResults{
      std::move(manifest.run),
      std::make_unique<WithLeaves>(std::move(computed), threads_of(x_surroundings.threads))};
}

Result<model::Run> Office::run_whole(const std::string& run) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(auto published, reader.published(id));
  if (published) return std::move(*published);
  ASSAY_TRY(const auto manifest, reader.manifest(id));
  if (is_whole(manifest)) {
    ASSAY_TRY(auto found_whole, results_of(reader, id));
    return whole_of(std::move(found_whole));
  }
  ASSAY_TRY(const auto material, material_of(reader, manifest));
  const auto scoring = score::Scoring::make(material.scheme, material.period, material.snapshot,
                                            material.assessments);
  if (!scoring) return std::unexpected(first_of(scoring.error()));
  auto found = manifest.run;
  std::size_t items = 0;
  for (std::size_t number = 0; number < scoring->groups(); ++number) {
    const auto columns = scoring->group(number);
    items += columns.members.size() * count_nodes(columns.group->root);
  }
  if (items > kMax_whole)
    return fail(Failure::Usage, "run.too_large",
                {ASSAY_TEXT("run {run} has {count} items, more than can be published at once: "
                            "split the scheme by its groups"),
                 {{"run", std::to_string(id)}, {"count", std::to_string(items)}}});
  found.groups.resize(scoring->groups());
  spread(threads_of(x_surroundings.threads), found.groups.size(),
         [&](std::size_t number) { found.groups[number] = scoring->whole(number); });
  ASSAY_CHECK(pipeline::check_same(manifest, result_digest(found)));
  return found;
}

Result<model::Run> Office::explain(const std::string& run, const std::string& unit) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(auto manifest, reader.manifest(id));
  if (is_whole(manifest)) {
    ASSAY_TRY(auto whole, results_of(reader, id));
    return whole_of(std::move(whole));
  }
  ASSAY_TRY(const auto material, material_of(reader, manifest));
  auto group = score::explain(material.scheme, material.period, material.snapshot,
                              material.assessments, unit);
  if (!group && group.error().front().code == "score.unit_not_scored") {
    ASSAY_TRY(auto others, results_of(reader, id));
    return codes_of(std::move(others));
  }
  if (!group) return std::unexpected(first_of(std::move(group).error()));
  // The same program comes to the same results; another one has to show it.
  if (manifest.run.host_version != kVersion) {
    ASSAY_TRY(const auto kept, results_of(reader, id));
    ASSAY_CHECK(check_same(manifest, *kept.results, *group));
  }
  manifest.run.groups.push_back(std::move(*group));
  return std::move(manifest.run);
}

}  // namespace assay::pipeline
