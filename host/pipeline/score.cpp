#include "score/score.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include "assess/assess.hpp"
#include "pipeline/digests.hpp"
#include "pipeline/office.hpp"
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

// The plugin `use` asks for, loaded, in the version it asks for.
Result<std::unique_ptr<plugin::Plugin>> load_plugin(const model::AssessmentUse& use,
                                                    const Surroundings& surroundings) {
  ASSAY_TRY(const auto path, plugin::find(use.plugin, surroundings.plugin_path));
  ASSAY_TRY(auto loaded, plugin::load(path));
  if (!use.version.empty() && use.version != loaded->info().version)
    return fail(Failure::Plugin, "plugin.version",
                {ASSAY_TEXT("the scheme asks for plugin {plugin} version {wanted}, but {path} is "
                            "version {found}: install the one it asks for"),
                 {{"plugin", use.plugin},
                  {"wanted", use.version},
                  {"path", path.string()},
                  {"found", loaded->info().version}},
                 ""});
  return loaded;
}

// Makes (or recalls) every assessment the scheme uses.
Result<std::vector<model::Assessment>> make_assessments(
    const model::Scheme& scheme, model::Period period, const model::Snapshot& snapshot,
    const store::Reader& reader, const Surroundings& surroundings, const Progress& progress) {
  std::vector<model::Assessment> assessments;
  for (const auto& use : scheme.assessments) {
    if (progress) progress(assessments.size(), scheme.assessments.size() + 1);
    if (use.plugin.empty()) {
      assessments.push_back(assess::from_import(use, period, snapshot));
      continue;
    }
    ASSAY_TRY(const auto loaded, load_plugin(use, surroundings));
    ASSAY_TRY(auto made,
              assess::by_plugin(use, *loaded, period, scheme.figures, snapshot,
                                [&](const Digest& digest) { return reader.assessment(digest); }));
    assessments.push_back(std::move(made));
  }
  return assessments;
}

// With --strict a unit that a plugin failed refuses the whole run.
Status refuse_plugin_failures(const model::Run& run) {
  for (const auto& group : run.groups)
    for (const auto& unit : group.units)
      for (const auto& note : unit.incomplete)
        if (note.code == "plugin_failed")
          return fail(Failure::Plugin, "plugin.failed", note.message, {.unit = unit.unit});
  return {};
}

// A run with all that it was made from, not yet stored.
struct Scored {
  std::filesystem::path file;
  model::Scheme scheme;
  std::vector<model::Assessment> assessments;
  model::Run run;
};

// The years for roll-ups and paced targets, of the period and, for `missing: last-period`, of the
// one before it; each holds its period.
std::array<model::Period, 2> periods_read(model::Period period) {
  const auto year_of = [](model::Period part) {
    return model::Period::year(static_cast<int>(part.key() / 100));
  };
  return {year_of(period), year_of(period.previous())};
}

Result<Scored, Errors> score_one(const std::filesystem::path& file, const store::Reader& reader,
                                 const ScoreOptions& options, const Surroundings& surroundings) {
  auto text = read_text(file);
  if (!text) return one(std::move(text).error());
  ASSAY_TRY(auto scheme, scheme::parse(*text, file.string()));
  const auto period = period_of(scheme, options);
  if (!period) return one(period.error(), file);
  const auto snapshot = reader.snapshot(periods_read(*period));
  if (!snapshot) return one(snapshot.error());
  auto assessments =
      make_assessments(scheme, *period, *snapshot, reader, surroundings, options.progress);
  if (!assessments) return one(std::move(assessments).error(), file);

  auto run = score::score(scheme, *period, *snapshot, *assessments);
  if (!run) {
    for (auto& error : run.error())
      if (error.where.file.empty()) error.where.file = file.string();
    return std::unexpected(std::move(run).error());
  }
  run->scheme_digest = scheme.digest;
  run->input_digest = input_digest(*snapshot, indicators_of(scheme));
  for (const auto& made : *assessments)
    run->assessments.push_back({made.id, made.origin, made.digest});
  run->host_version = kVersion;
  run->actor = surroundings.actor;
  run->created_s = surroundings.now_s();
  if (options.strict)
    if (auto refused = refuse_plugin_failures(*run); !refused)
      return one(std::move(refused).error(), file);
  return Scored{file, std::move(scheme), std::move(*assessments), std::move(*run)};
}

// Puts the run, unless it is there already.
Result<ScoreReport> put_run(store::Writer& writer, const store::Reader& reader, Scored scored) {
  auto& run = scored.run;
  const auto key = run_key(run);
  ASSAY_TRY(const auto earlier, reader.run_of(key));
  if (earlier) {
    ASSAY_TRY(auto same, reader.run(*earlier));
    return ScoreReport{std::move(same), false};
  }
  ASSAY_CHECK(writer.put_scheme(scored.scheme.id, scored.scheme.version, scored.scheme.text));
  for (const auto& assessment : scored.assessments) ASSAY_CHECK(writer.put_assessment(assessment));
  ASSAY_TRY(run.id, writer.put_run(run, key));
  ASSAY_CHECK(
      writer.put_diary({run.actor, "score", run.scheme + " " + run.period.str(), run.created_s}));
  return ScoreReport{std::move(run), true};
}

Result<std::vector<ScoreReport>, Errors> put_runs(store::Store& store, std::vector<Scored> scored) {
  auto writer = store.write();
  if (!writer) return one(std::move(writer).error());
  const auto reader = store.read();  // after the writer: nobody else's run comes between
  if (!reader) return one(reader.error());
  std::vector<ScoreReport> reports;
  for (auto& each : scored) {
    const auto file = each.file;
    auto report = put_run(*writer, *reader, std::move(each));
    if (!report) return one(std::move(report).error(), file);
    reports.push_back(std::move(*report));
  }
  if (std::ranges::any_of(reports, &ScoreReport::made))
    if (auto landed = writer->commit(); !landed) return one(std::move(landed).error());
  return reports;
}

}  // namespace

Result<std::vector<ScoreReport>, Errors> Office::score(
    const std::vector<std::filesystem::path>& scheme_files, const ScoreOptions& options) {
  const auto reader = x_store.read();
  if (!reader) return one(reader.error());
  std::vector<Scored> scored;
  for (const auto& file : scheme_files) {
    ASSAY_TRY(auto each, score_one(file, *reader, options, x_surroundings));
    scored.push_back(std::move(each));
  }
  return put_runs(x_store, std::move(scored));
}

}  // namespace assay::pipeline
