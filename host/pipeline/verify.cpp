// Computes a run again from what it was made from, by columns and unit by unit, and compares.

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

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

// Units of a group, by position, that one thread takes at once.
struct Piece {
  std::size_t group = 0;
  std::vector<std::size_t> positions;
};

std::vector<Piece> pieces_of(const score::Scoring& scoring) {
  constexpr std::size_t kUnits = 4'096;
  std::vector<Piece> pieces;
  for (std::size_t group = 0; group < scoring.groups(); ++group)
    for (std::size_t first = 0; first < scoring.units(group); first += kUnits) {
      auto& piece = pieces.emplace_back(Piece{group, {}});
      piece.positions.resize(std::min(kUnits, scoring.units(group) - first));
      std::iota(piece.positions.begin(), piece.positions.end(), first);
    }
  return pieces;
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
  Verifier(const store::Reader& reader, const Computed& computed, Verification& out,
           unsigned threads)
      : x_reader(reader),
        x_computed(computed),
        x_material(computed.material()),
        x_out(out),
        x_threads(threads) {}

  Status run(const Progress& progress) {
    const auto& manifest = x_out.manifest;
    check("scheme", {ASSAY_TEXT("text of the scheme"), {}}, true);  // or there is no material
    check("figures", {ASSAY_TEXT("figures as they were when the run was made"), {}},
          input_digest(x_material.snapshot, indicators_of(x_material.scheme), x_threads) ==
              manifest.run.input_digest);
    if (!manifest.run.assessments.empty())
      check("assessments", {ASSAY_TEXT("outcomes of assessments"), {}},
            same_imports(x_material, manifest));
    ASSAY_CHECK(check_results("results",
                              ASSAY_TEXT("totals, ranks, grades and points of nodes of every unit"),
                              x_computed));
    check_units(progress);
    ASSAY_TRY(const auto kept, x_reader.results(manifest.run.id));
    if (kept) ASSAY_CHECK(check_results("kept", ASSAY_TEXT("results kept for showing"), *kept));
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

  Status check_results(std::string code, const char* what, const model::Results& results) {
    const auto& manifest = x_out.manifest;
    ASSAY_TRY(const auto digest, result_digest(manifest.run, results));
    check(std::move(code), {what, {}}, digest == manifest.result);
    return {};
  }

  // The rules applied cell by cell: a second way to the same points.
  void check_units(const Progress& progress) {
    const auto& scoring = x_computed.scoring();
    const auto pieces = pieces_of(scoring);
    std::atomic<bool> same = true;
    std::mutex told;
    std::uint64_t done = 0;
    spread(x_threads, pieces.size(), [&](std::size_t number) {
      const auto& [group, positions] = pieces[number];
      const auto columns = scoring.group(group);
      auto position = positions.begin();
      scoring.visit_in_full(group, positions, [&](const model::UnitResult& unit) {
        const bool found = same_nodes(unit, columns, *position++);
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
  const Computed& x_computed;
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
  ASSAY_TRY(auto material, material_of(reader, found.manifest));
  const auto threads = threads_of(x_surroundings.threads);
  const auto computed = Computed::make(std::move(material), threads);
  if (!computed) return std::unexpected(computed.error().front());
  ASSAY_CHECK(Verifier(reader, **computed, found, threads).run(progress));
  for (const auto& check : found.checks)
    if (!check.same) found.faults.push_back(fault_of(found.manifest, check));
  return found;
}

}  // namespace assay::pipeline
