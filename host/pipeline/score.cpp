// A new run: figures of today, assessments made or recalled, all results stored at once.

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "assess/assess.hpp"
#include "pipeline/digests.hpp"
#include "pipeline/material.hpp"
#include "pipeline/office.hpp"
#include "pipeline/pins.hpp"
#include "pipeline/plugins.hpp"
#include "pipeline/preview.hpp"
#include "pipeline/version.hpp"
#include "scheme/parse.hpp"

namespace assay::pipeline {

namespace {

constexpr std::size_t kSchemeLimit_bytes = 4U << 20;

std::unexpected<Errors> one(Error error, const std::filesystem::path& scheme_file = {}) {
  if (error.where.file.empty()) error.where.file = scheme_file.string();
  return std::unexpected(Errors{std::move(error)});
}

// In pieces, since a pipe has no size.
Result<std::string> read_text(const std::filesystem::path& file) {
  const Where where{.file = file.string()};
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 1U << 16> piece{};
  while (stream && text.size() <= kSchemeLimit_bytes) {
    errno = 0;
    stream.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.eof() && text.size() <= kSchemeLimit_bytes)
    return fail(Failure::Input, "scheme.unreadable",
                {ASSAY_TEXT("cannot read the scheme: {reason}"),
                 {{"reason", std::generic_category().message(errno)}},
                 ""},
                where);
  if (text.size() > kSchemeLimit_bytes)
    return fail(Failure::Input, "scheme.too_large",
                {ASSAY_TEXT("the scheme is larger than 4 MiB: is this the right file?"), {}, ""},
                where);
  return text;
}

Result<model::Period> period_of(const model::Scheme& scheme, const ScoreOptions& options) {
  if (options.period) return *options.period;
  if (scheme.period) return *scheme.period;
  return fail(
      Failure::Usage, "score.no_period",
      {ASSAY_TEXT("the scheme names no period: add 'period:' to it or give --period"), {}, ""});
}

// Figures of the years that a plugin's inputs look back to, where `snapshot` lacks them. Scoring
// itself does not see them: what it reads must not depend on the plugins at hand.
Result<std::optional<model::Snapshot>> longer_snapshot(const store::Reader& reader,
                                                       const plugin::PluginInfo& info,
                                                       model::Period period) {
  const auto read = periods_read(period);
  std::set<model::Period> years(read.begin(), read.end());
  for (const auto earlier : assess::earlier_periods(info, period))
    years.insert(model::Period::year(static_cast<int>(earlier.key() / 100)));
  if (years.size() == std::set<model::Period>(read.begin(), read.end()).size()) return std::nullopt;
  return reader.snapshot(std::vector<model::Period>(years.begin(), years.end()));
}

// Takes down what the manifest will say of an assessment.
void use_made(Material& material, model::Assessment made,
              std::optional<model::UsedPlugin> by = std::nullopt) {
  material.used.push_back({made.id, made.origin, made.digest, std::move(by)});
  material.assessments.push_back(std::move(made));
}

// Makes (or recalls) every assessment the scheme uses.
Status make_assessments(Material& material, const Choice& choice, const Progress& progress) {
  const auto& [reader, surroundings, asked] = choice;
  const auto& scheme = material.scheme;
  const auto& snapshot = material.snapshot;
  const auto period = material.period;
  for (const auto& use : scheme.assessments) {
    if (progress) progress(material.assessments.size(), scheme.assessments.size() + 1);
    if (use.plugin.empty()) {
      use_made(material, assess::from_import(use, period, snapshot));
      continue;
    }
    ASSAY_TRY(const auto loaded, choose_plugin(use, scheme.id, period, choice));
    ASSAY_TRY(const auto longer, longer_snapshot(reader, loaded.plugin->info(), period));
    ASSAY_TRY(auto made, assess::by_plugin(use, *loaded.plugin, period, scheme.figures,
                                           longer ? *longer : snapshot, [&](const Digest& digest) {
                                             return reader.assessment(digest);
                                           }));
    const auto& info = loaded.plugin->info();
    ASSAY_TRY(auto package, stored(loaded.package));
    use_made(material, std::move(made),
             model::UsedPlugin{info.id, info.version, info.binary_digest, package.digest});
    material.packages.push_back(std::move(package));
  }
  return {};
}

// With --strict a unit that a plugin failed refuses the whole run.
Status refuse_plugin_failures(const model::Results& results) {
  for (std::size_t group = 0; group < results.groups(); ++group)
    ASSAY_CHECK(results.visit(group, [](std::span<const model::UnitResult> part) -> Status {
      for (const auto& unit : part)
        for (const auto& note : unit.incomplete)
          if (note.code == "plugin_failed")
            return fail(Failure::Plugin, "plugin.failed", note.message, {.unit = unit.unit});
      return {};
    }));
  return {};
}

// A run that is not yet stored.
struct Scored {
  std::filesystem::path file;
  std::unique_ptr<const Computed> computed;
  model::RunManifest manifest;
};

Result<Material, Errors> gather(const std::filesystem::path& file, const store::Reader& reader,
                                const ScoreOptions& options, const Surroundings& surroundings) {
  auto text = read_text(file);
  if (!text) return one(std::move(text).error());
  ASSAY_TRY(auto scheme, scheme::parse(*text, file.string()));
  const auto period = period_of(scheme, options);
  if (!period) return one(period.error(), file);
  const auto log_size = reader.log_size();
  if (!log_size) return one(log_size.error());
  auto snapshot = reader.snapshot(periods_read(*period));
  if (!snapshot) return one(std::move(snapshot).error());
  Material material{.scheme = std::move(scheme),
                    .period = *period,
                    .log_size = *log_size,
                    .snapshot = std::move(*snapshot),
                    .assessments = {}};
  auto made = make_assessments(material, {reader, surroundings, options.plugins}, options.progress);
  if (!made) return one(std::move(made).error(), file);
  return material;
}

Result<Scored, Errors> score_one(const std::filesystem::path& file, const store::Reader& reader,
                                 const ScoreOptions& options, const Surroundings& surroundings) {
  ASSAY_TRY(auto gathered, gather(file, reader, options, surroundings));
  const auto threads = threads_of(surroundings.threads);
  auto computed = Computed::make(std::move(gathered), threads);
  if (!computed) {
    for (auto& error : computed.error())
      if (error.where.file.empty()) error.where.file = file.string();
    return std::unexpected(std::move(computed).error());
  }
  const auto& results = **computed;
  const auto& material = results.material();
  auto run = results.scoring().heading();
  run.scheme_digest = material.scheme.digest;
  run.input_digest = input_digest(material.snapshot, indicators_of(material.scheme), threads);
  run.assessments = material.used;
  run.host_version = kVersion;
  run.actor = surroundings.actor;
  run.created_s = surroundings.now_s();
  if (options.strict)
    if (auto refused = refuse_plugin_failures(results); !refused)
      return one(std::move(refused).error(), file);
  auto manifest = model::manifest_of(run, results, material.log_size);
  if (!manifest) return one(std::move(manifest).error(), file);
  return Scored{file, std::move(*computed), std::move(*manifest)};
}

// Puts the run, unless it is there already: the one under its key is the same, made by whoever was
// first.
Result<ScoreReport> put_run(store::Writer& writer, const store::Reader& reader,
                            const Scored& scored) {
  const auto key = run_key(scored.manifest.run);
  ASSAY_TRY(const auto earlier, reader.run_of(key));
  if (earlier) {
    ASSAY_TRY(auto manifest, reader.manifest(*earlier));
    if (manifest.result != Digest{}) ASSAY_CHECK(check_same(manifest, scored.manifest.result));
    return ScoreReport{std::move(manifest), false};
  }
  const auto& material = scored.computed->material();
  const auto& scheme = material.scheme;
  ASSAY_CHECK(writer.put_scheme(scheme.id, scheme.version, scheme.text));
  for (const auto& assessment : material.assessments)
    ASSAY_CHECK(writer.put_assessment(assessment));
  for (const auto& package : material.packages)
    ASSAY_CHECK(put_pin(writer,
                        {scheme.id, material.period, {package.id, package.version}, package.digest},
                        package));
  auto manifest = scored.manifest;
  ASSAY_TRY(manifest.run.id, writer.put_run(manifest, key));
  return ScoreReport{std::move(manifest), true};
}

// As many names as the journal takes.
std::string names_of(const std::vector<Scored>& scored) {
  constexpr std::size_t limit_bytes = 3'900;
  std::string names;
  for (const auto& each : scored) {
    const auto& run = each.manifest.run;
    const auto name = (names.empty() ? "" : ", ") + run.scheme + " " + run.period.str();
    if (names.size() + name.size() > limit_bytes) return names + " …";
    names += name;
  }
  return names;
}

Result<std::vector<ScoreReport>, Errors> put_runs(store::Store& store,
                                                  const std::vector<Scored>& scored,
                                                  const Surroundings& surroundings) {
  auto writer = store.write(surroundings.cause("score", names_of(scored)));
  if (!writer) return one(std::move(writer).error());
  const auto reader = store.read();  // after the writer: nobody else's run comes between
  if (!reader) return one(reader.error());
  std::vector<ScoreReport> reports;
  for (const auto& each : scored) {
    auto report = put_run(*writer, *reader, each);
    if (!report) return one(std::move(report).error(), each.file);
    reports.push_back(std::move(*report));
  }
  // A request is remembered also where it made no new run.
  if (surroundings.request != store::RequestId{} ||
      std::ranges::any_of(reports, &ScoreReport::made))
    if (auto landed = writer->commit(); !landed) return one(std::move(landed).error());
  return reports;
}

}  // namespace

Result<std::vector<ScoreReport>, Errors> Office::score(
    const std::vector<std::filesystem::path>& scheme_files, const ScoreOptions& options) {
  auto repeated = repeated_runs();
  if (!repeated) return one(std::move(repeated).error());
  if (*repeated) return std::move(**repeated);
  std::vector<Scored> scored;
  {
    const auto reader = x_store.read();
    if (!reader) return one(reader.error());
    for (const auto& file : scheme_files) {
      ASSAY_TRY(auto each, score_one(file, *reader, options, x_surroundings));
      scored.push_back(std::move(each));
    }
  }
  ASSAY_TRY(auto reports, put_runs(x_store, scored, x_surroundings));
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& manifest = reports[i].manifest;
    if (reports[i].made) keep(manifest.run.id, *scored[i].computed, manifest.result);
    scored[i].computed = nullptr;
  }
  return reports;
}

Result<Preview, Errors> Office::preview(const std::filesystem::path& scheme_file,
                                        const ScoreOptions& options) {
  const auto reader = x_store.read();
  if (!reader) return one(reader.error());
  ASSAY_TRY(auto material, gather(scheme_file, *reader, options, x_surroundings));
  return Preview::make(std::move(material), threads_of(x_surroundings.threads));
}

}  // namespace assay::pipeline
