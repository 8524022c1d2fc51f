#include "pipeline/material.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

#include "pipeline/version.hpp"
#include "scheme/parse.hpp"

namespace assay::pipeline {

namespace {

std::unexpected<Error> lacking(const model::RunManifest& manifest, std::string what) {
  return fail(
      Failure::Internal, "run.not_reproducible",
      {ASSAY_TEXT("run {run} cannot be computed again, as the office no longer has its '{part}': "
                  "restore a backup that has it, or score again"),
       {{"run", std::to_string(manifest.run.id)}, {"part", std::move(what)}}});
}

Result<model::Scheme> stored_scheme(const store::Reader& reader,
                                    const model::RunManifest& manifest) {
  const auto& [id, version] = std::tie(manifest.run.scheme, manifest.run.version);
  ASSAY_TRY(const auto text, reader.scheme_text(id, version));
  if (!text) return lacking(manifest, id);
  auto scheme = scheme::parse(*text, id);
  if (!scheme) return std::unexpected(std::move(scheme).error().front());
  if (scheme->digest != manifest.run.scheme_digest) return lacking(manifest, id);
  return std::move(*scheme);
}

}  // namespace

std::array<model::Period, 2> periods_read(model::Period period) {
  const auto year_of = [](model::Period part) {
    return model::Period::year(static_cast<int>(part.key() / 100));
  };
  return {year_of(period), year_of(period.previous())};
}

Result<Material> material_of(const store::Reader& reader, const model::RunManifest& manifest) {
  Material material;
  material.period = manifest.run.period;
  material.log_size = manifest.log_size;
  ASSAY_TRY(material.scheme, stored_scheme(reader, manifest));
  for (const auto& used : manifest.run.assessments) {
    ASSAY_TRY(auto outcome, reader.assessment(used.digest));
    if (!outcome) return lacking(manifest, used.id);
    outcome->id = used.id;  // another scheme may have stored it, under its own name
    material.assessments.push_back(std::move(*outcome));
  }
  ASSAY_TRY(material.snapshot,
            reader.snapshot_at(manifest.log_size, periods_read(material.period)));
  return material;
}

unsigned threads_of(unsigned asked) {
  return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

Result<std::unique_ptr<const Computed>, Errors> Computed::make(Material material,
                                                               unsigned threads) {
  std::unique_ptr<Computed> made(new Computed(std::move(material)));
  const auto& from = made->x_material;
  ASSAY_TRY(made->x_scoring,
            score::Scoring::make(from.scheme, from.period, from.snapshot, from.assessments));
  made->x_scoring->run(threads);
  return made;
}

Status check_same(const model::RunManifest& manifest, const Digest& result) {
  if (result == manifest.result) return {};
  return std::unexpected(not_reproducible(manifest));
}

Error not_reproducible(const model::RunManifest& manifest) {
  const auto run = std::to_string(manifest.run.id);
  if (manifest.run.host_version != kVersion)
    return {Failure::Internal,
            "run.not_reproducible",
            {ASSAY_TEXT("run {run} was made by version {made} of the program, and version {here} "
                        "comes to other results: use the version that made it"),
             {{"run", run}, {"made", manifest.run.host_version}, {"here", std::string(kVersion)}}},
            {}};
  return {Failure::Internal,
          "run.not_reproducible",
          {ASSAY_TEXT("run {run} comes to other results than when it was made: check the office "
                      "with 'assay doctor' and 'assay audit verify', and report this if they find "
                      "nothing"),
           {{"run", run}}},
          {}};
}

}  // namespace assay::pipeline
