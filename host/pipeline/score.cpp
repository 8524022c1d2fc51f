#include "score/score.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <utility>

#include "assess/assess.hpp"
#include "pipeline/digests.hpp"
#include "pipeline/office.hpp"
#include "pipeline/version.hpp"
#include "scheme/parse.hpp"

namespace assay::pipeline {

namespace {

constexpr std::uintmax_t kSchemeLimit_bytes = 4U << 20;

std::unexpected<Errors> one(Error error, const std::filesystem::path& scheme_file = {}) {
  if (error.where.file.empty()) error.where.file = scheme_file.string();
  return std::unexpected(Errors{std::move(error)});
}

Result<std::string> read_text(const std::filesystem::path& file) {
  const Where where{.file = file.string()};
  std::error_code trouble;
  const auto size = std::filesystem::file_size(file, trouble);
  if (trouble)
    return fail(Failure::Input, "scheme.unreadable",
                {ASSAY_TEXT("cannot read the scheme: {reason}"),
                 {{"reason", trouble.message()}},
                 ""},
                where);
  if (size > kSchemeLimit_bytes)
    return fail(Failure::Input, "scheme.too_large",
                {ASSAY_TEXT("the scheme is larger than 4 MiB: is this the right file?"), {}, ""},
                where);
  std::ifstream stream(file, std::ios::binary);
  std::string text(size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (!stream)
    return fail(Failure::Input, "scheme.unreadable",
                {ASSAY_TEXT("cannot read the scheme: {reason}"),
                 {{"reason", "read stopped early"}},
                 ""},
                where);
  return text;
}

Result<model::Period> period_of(const model::Scheme& scheme, const ScoreOptions& options) {
  if (options.period) return *options.period;
  if (scheme.period) return *scheme.period;
  return fail(Failure::Usage, "score.no_period",
              {ASSAY_TEXT("the scheme names no period: add 'period:' to it or give --period"),
               {},
               ""});
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
Result<std::vector<model::Assessment>> make_assessments(const model::Scheme& scheme,
                                                        model::Period period,
                                                        const model::Snapshot& snapshot,
                                                        const store::Reader& reader,
                                                        const Surroundings& surroundings,
                                                        const Progress& progress) {
  std::vector<model::Assessment> assessments;
  for (const auto& use : scheme.assessments) {
    if (progress) progress(assessments.size(), scheme.assessments.size() + 1);
    if (use.plugin.empty()) {
      assessments.push_back(assess::from_import(use, period, snapshot));
      continue;
    }
    ASSAY_TRY(const auto loaded, load_plugin(use, surroundings));
    ASSAY_TRY(auto made, assess::by_plugin(
                             use, *loaded, period, scheme.figures, snapshot,
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

// Stores the run with all that it was made from, unless it is there already.
Result<ScoreReport> store_run(store::Store& store, model::Run run, const model::Scheme& scheme,
                              const std::vector<model::Assessment>& assessments) {
  const auto key = run_key(run);
  ASSAY_TRY(auto writer, store.write());
  ASSAY_TRY(const auto reader, store.read());
  ASSAY_TRY(const auto earlier, reader.run_of(key));
  if (earlier) {
    ASSAY_TRY(auto same, reader.run(*earlier));
    return ScoreReport{std::move(same), false};
  }
  ASSAY_CHECK(writer.put_scheme(scheme.id, scheme.version, scheme.text));
  for (const auto& assessment : assessments) ASSAY_CHECK(writer.put_assessment(assessment));
  ASSAY_TRY(run.id, writer.put_run(run, key));
  ASSAY_CHECK(writer.put_diary({run.actor, "score", run.scheme + " " + run.period.str(),
                                run.created_s}));
  ASSAY_CHECK(writer.commit());
  return ScoreReport{std::move(run), true};
}

}  // namespace

Result<ScoreReport, Errors> Office::score(const std::filesystem::path& scheme_file,
                                          const ScoreOptions& options) {
  auto text = read_text(scheme_file);
  if (!text) return one(std::move(text).error());
  ASSAY_TRY(const auto scheme, scheme::parse(*text, scheme_file.string()));
  const auto period = period_of(scheme, options);
  if (!period) return one(period.error(), scheme_file);

  const auto reader = x_store.read();
  if (!reader) return one(reader.error());
  // The year for roll-ups and paced targets, the period before for `missing: last-period`.
  const std::array periods{*period, model::Period::year(static_cast<int>(period->key() / 100)),
                           period->previous()};
  const auto snapshot = reader->snapshot(periods);
  if (!snapshot) return one(snapshot.error());
  auto assessments = make_assessments(scheme, *period, *snapshot, *reader, x_surroundings,
                                      options.progress);
  if (!assessments) return one(std::move(assessments).error(), scheme_file);

  auto run = score::score(scheme, *period, *snapshot, *assessments);
  if (!run) {
    for (auto& error : run.error())
      if (error.where.file.empty()) error.where.file = scheme_file.string();
    return std::unexpected(std::move(run).error());
  }
  run->scheme_digest = scheme.digest;
  run->input_digest = input_digest(*snapshot, indicators_of(scheme));
  for (const auto& made : *assessments)
    run->assessments.push_back({made.id, made.origin, made.digest});
  run->host_version = kVersion;
  run->actor = x_surroundings.actor;
  run->created_s = x_surroundings.now_s();
  if (options.strict)
    if (auto refused = refuse_plugin_failures(*run); !refused)
      return one(std::move(refused).error(), scheme_file);

  auto stored = store_run(x_store, std::move(*run), scheme, *assessments);
  if (!stored) return one(std::move(stored).error(), scheme_file);
  return std::move(*stored);
}

}  // namespace assay::pipeline
