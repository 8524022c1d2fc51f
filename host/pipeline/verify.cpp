// Computes a run again from what it was made from, by columns and unit by unit, and compares.

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "assess/assess.hpp"
#include "pipeline/digests.hpp"
#include "pipeline/material.hpp"
#include "pipeline/office.hpp"
#include "pipeline/spread.hpp"

namespace assay::pipeline {

namespace {

bool adds_up(const model::UnitResult& unit) {
  if (!unit.total) return true;
  Int128 left = unit.total->micro();
  for (const auto& term : unit.terms) left -= term.points.micro();
  return left == 0;
}

// The points of its nodes are those in the columns.
bool same_nodes(const model::UnitResult& unit, const score::GroupColumns& columns,
                std::size_t position) {
  auto node = columns.nodes.begin();
  for (const auto& component : unit.components) {
    if (node == columns.nodes.end() || component.id != node->component->id) continue;
    const auto points = component.points ? component.points->micro() : score::kNo_points;
    if (points != node->points[position]) return false;
    ++node;
  }
  return node == columns.nodes.end();
}

// Those gathered from imported rows; what a plugin made stays as it is stored.
bool same_imports(const Material& material, const model::RunManifest& manifest) {
  return std::ranges::all_of(material.scheme.assessments, [&](const auto& use) {
    if (!use.plugin.empty()) return true;
    const auto made = assess::from_import(use, material.period, material.snapshot);
    return std::ranges::any_of(manifest.run.assessments, [&](const auto& used) {
      return used.id == made.id && used.digest == made.digest;
    });
  });
}

class Verifier {
 public:
  Verifier(const store::Reader& reader, const Material& material, Verification& out,
           unsigned threads)
      : x_reader(reader), x_material(material), x_out(out), x_threads(threads) {}

  Status run(const Progress& progress) {
    const auto& manifest = x_out.manifest;
    check("scheme", {ASSAY_TEXT("text of the scheme"), {}}, true);  // or there is no material
    check("figures", {ASSAY_TEXT("figures as they were when the run was made"), {}},
          input_digest(x_material.snapshot, indicators_of(x_material.scheme), x_threads) ==
              manifest.run.input_digest);
    if (!manifest.run.assessments.empty())
      check("assessments", {ASSAY_TEXT("outcomes of assessments"), {}},
            same_imports(x_material, manifest));
    const auto scoring = scored(x_material, x_threads);
    if (!scoring) return std::unexpected(scoring.error().front());
    check_results(*scoring);
    check_units(*scoring, progress);
    ASSAY_TRY(const auto kept, x_reader.results(manifest.run.id));
    if (kept)
      check("kept", {ASSAY_TEXT("results kept for showing"), {}},
            result_digest(*kept) == manifest.result);
    ASSAY_TRY(const auto published, x_reader.published(manifest.run.id));
    if (published)
      check("published", {ASSAY_TEXT("results as published"), {}},
            result_digest(*published) == manifest.result);
    return {};
  }

 private:
  void check(std::string code, Message what, bool same) {
    x_out.checks.push_back({std::move(code), std::move(what), same});
  }

  void check_results(const score::Scoring& scoring) {
    auto run = x_out.manifest.run;
    run.groups = scoring.summary().groups;
    check("results", {ASSAY_TEXT("totals, ranks, grades and points of nodes of every unit"), {}},
          result_digest(run) == x_out.manifest.result);
  }

  // The rules applied cell by cell: a second way to the same points.
  void check_units(const score::Scoring& scoring, const Progress& progress) {
    const auto pieces = pieces_of(scoring, "");
    std::atomic<bool> same = true;
    std::mutex told;
    std::uint64_t done = 0;
    spread(x_threads, pieces.size(), [&](std::size_t number) {
      const auto& piece = pieces[number];
      const auto columns = scoring.group(piece.group);
      auto position = piece.first;
      scoring.visit(piece.group, piece.first, piece.last, [&](const model::UnitResult& unit) {
        const bool found = same_nodes(unit, columns, position++);
        if (!found || !adds_up(unit)) same = false;
      });
      if (!progress) return;
      const std::lock_guard lock(told);
      progress(++done, pieces.size());
    });
    check("units", {ASSAY_TEXT("every unit item by item, its items adding up to its total"), {}},
          same);
  }

  const store::Reader& x_reader;
  const Material& x_material;
  Verification& x_out;
  unsigned x_threads;
};

Error fault_of(const model::RunManifest& manifest, const VerifyCheck& check) {
  if (check.code == "kept")
    return {Failure::Store,
            "run.kept_differs",
            {ASSAY_TEXT("what is kept of the results of run {run} is not what it was: remove the "
                        "folder 'derived' of the office, and it is computed again"),
             {{"run", std::to_string(manifest.run.id)}}},
            {.field = check.code}};
  auto error = not_reproducible(manifest);
  error.where.field = check.code;
  return error;
}

}  // namespace

Result<Verification> Office::verify(const std::string& run, const Progress& progress) {
  ASSAY_TRY(const auto id, number_of(run));
  ASSAY_TRY(const auto reader, x_store.read());
  Verification found;
  ASSAY_TRY(found.manifest, reader.manifest(id));
  if (found.manifest.result == Digest{})
    return fail(Failure::Input, "run.kept_whole",
                {ASSAY_TEXT("run {run} was made before figures had a history, and is stored whole: "
                            "there is nothing to compute it again from"),
                 {{"run", std::to_string(id)}}});
  ASSAY_TRY(const auto material, material_of(reader, found.manifest));
  ASSAY_CHECK(Verifier(reader, material, found, threads_of(x_surroundings.threads)).run(progress));
  for (const auto& check : found.checks)
    if (!check.same) found.faults.push_back(fault_of(found.manifest, check));
  return found;
}

}  // namespace assay::pipeline
