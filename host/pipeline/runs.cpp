// Runs that were made: what is kept of them, and all the rest, computed again.

#include <algorithm>
#include <atomic>
#include <charconv>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pipeline/material.hpp"
#include "pipeline/office.hpp"
#include "pipeline/spread.hpp"
#include "pipeline/version.hpp"

namespace assay::pipeline {

namespace {

// A component's points take some hundred bytes; all that is said of it, some thousand.
constexpr std::size_t kMax_leaves = 20'000'000;
constexpr std::size_t kMax_whole = 2'000'000;

Error first_of(Errors errors) { return std::move(errors.front()); }

// Made when runs were stored whole and figures had no history.
bool is_whole(const model::RunManifest& manifest) { return manifest.result == Digest{}; }

bool same_outcome(const model::UnitResult& left, const model::UnitResult& right) {
  return left.unit == right.unit && left.total == right.total &&
         left.published == right.published && left.rank == right.rank && left.grade == right.grade;
}

Status check_same(const model::RunManifest& manifest, const model::GroupResult& kept,
                  const model::GroupResult& found) {
  if (std::ranges::equal(kept.units, found.units, same_outcome)) return {};
  return std::unexpected(not_reproducible(manifest));
}

std::size_t count_items(const model::Run& run, const std::string& group) {
  std::size_t items = 0;
  for (const auto& each : run.groups)
    if (group.empty() || each.id == group) items += each.units.size() * each.components.size();
  return items;
}

std::size_t count_nodes(const model::Component& component) {
  std::size_t nodes = 1;
  for (const auto& child : component.children) nodes += count_nodes(child);
  return nodes;
}

std::unexpected<Error> too_large(const model::Run& run, std::size_t items) {
  return fail(Failure::Usage, "run.too_large",
              {ASSAY_TEXT("run {run} has the points of {count} items: ask for them with --group, "
                          "one group at a time"),
               {{"run", std::to_string(run.id)}, {"count", std::to_string(items)}}});
}

// Points are all that is printed of a component.
void drop_terms(model::UnitResult& unit) {
  unit.terms = {};
  for (auto& component : unit.components) component.trace = {};
}

// Puts units with their leaves where their summaries are. Threads may put different units at once.
class LeafPutter {
 public:
  explicit LeafPutter(model::Run& run) : x_run(run), x_places(run.groups.size()) {
    for (std::size_t group = 0; group < run.groups.size(); ++group)
      for (std::size_t i = 0; i < run.groups[group].units.size(); ++i)
        x_places[group].emplace(run.groups[group].units[i].unit, i);
  }

  // False when it is not the unit that is there.
  bool put(std::size_t group, model::UnitResult unit) {
    if (group >= x_places.size()) return false;
    const auto place = x_places[group].find(unit.unit);
    if (place == x_places[group].end()) return false;
    auto& kept = x_run.groups[group].units[place->second];
    const bool same = same_outcome(kept, unit);
    drop_terms(unit);
    kept = std::move(unit);
    return same;
  }

 private:
  model::Run& x_run;
  std::vector<std::unordered_map<std::string, std::size_t>> x_places;
};

Status put_leaves(model::Run& run, const std::string& group, const model::RunManifest& manifest,
                  const score::Scoring& scoring, unsigned threads) {
  const auto pieces = pieces_of(scoring, group);
  LeafPutter putter(run);
  std::atomic<bool> same = scoring.groups() == run.groups.size();
  spread(threads, pieces.size(), [&](std::size_t number) {
    const auto& piece = pieces[number];
    scoring.visit(piece.group, piece.first, piece.last, [&](model::UnitResult unit) {
      if (!putter.put(piece.group, std::move(unit))) same = false;
    });
  });
  if (!same) return std::unexpected(not_reproducible(manifest));
  return {};
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

void Office::keep(const model::Run& run, const Digest& result) {
  if (x_store.keep_results(run, result)) return;
  x_surroundings.log.write(LogLevel::Warning,
                           "the results of run " + std::to_string(run.id) +
                               " are not kept; they are computed again when they are asked for");
}

Result<model::Run> Office::summary_of(const store::Reader& reader, std::uint64_t id) {
  ASSAY_TRY(auto kept, reader.results(id));
  if (kept) return std::move(*kept);
  ASSAY_TRY(const auto manifest, reader.manifest(id));
  ASSAY_TRY(const auto material, material_of(reader, manifest));
  const auto scoring = scored(material, threads_of(x_surroundings.threads));
  if (!scoring) return std::unexpected(first_of(scoring.error()));
  auto run = manifest.run;
  run.groups = scoring->summary().groups;
  ASSAY_CHECK(pipeline::check_same(manifest, result_digest(run)));
  keep(run, manifest.result);
  return run;
}

Result<model::Run> Office::run(const std::string& run) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  return summary_of(reader, id);
}

Result<model::Run> Office::run_with_leaves(const std::string& run, const std::string& group) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(auto found, summary_of(reader, id));
  ASSAY_TRY(const auto manifest, reader.manifest(id));
  if (is_whole(manifest)) return found;
  if (const auto items = count_items(found, group); items > kMax_leaves)
    return too_large(found, items);
  ASSAY_TRY(const auto material, material_of(reader, manifest));
  const auto threads = threads_of(x_surroundings.threads);
  const auto scoring = scored(material, threads);
  if (!scoring) return std::unexpected(first_of(scoring.error()));
  ASSAY_CHECK(put_leaves(found, group, manifest, *scoring, threads));
  return found;
}

Result<model::Run> Office::run_whole(const std::string& run) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(auto published, reader.published(id));
  if (published) return std::move(*published);
  ASSAY_TRY(const auto manifest, reader.manifest(id));
  if (is_whole(manifest)) return summary_of(reader, id);
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
  if (items > kMax_whole) return too_large(found, items);
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
  if (is_whole(manifest)) return summary_of(reader, id);
  ASSAY_TRY(const auto material, material_of(reader, manifest));
  auto group = score::explain(material.scheme, material.period, material.snapshot,
                              material.assessments, unit);
  if (!group && group.error().front().code == "score.unit_not_scored")
    return summary_of(reader, id);
  if (!group) return std::unexpected(first_of(std::move(group).error()));
  // The same program comes to the same results; another one has to show it.
  if (manifest.run.host_version != kVersion) {
    ASSAY_TRY(const auto kept, summary_of(reader, id));
    const auto found = std::ranges::find(kept.groups, group->id, &model::GroupResult::id);
    if (found == kept.groups.end()) return std::unexpected(not_reproducible(manifest));
    ASSAY_CHECK(check_same(manifest, *found, *group));
  }
  manifest.run.groups.push_back(std::move(*group));
  return std::move(manifest.run);
}

}  // namespace assay::pipeline
