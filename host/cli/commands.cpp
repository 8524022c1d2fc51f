#include "cli/commands.hpp"

#include <chrono>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <utility>

#include "cli/answer.hpp"
#include "cli/commands_audit.hpp"
#include "cli/commands_bench.hpp"
#include "cli/commands_figures.hpp"
#include "cli/commands_keep.hpp"
#include "cli/commands_kit.hpp"
#include "cli/commands_plugins.hpp"
#include "cli/listings.hpp"
#include "cli/listings_plugins.hpp"
#include "cli/listings_verify.hpp"
#include "cli/outputs.hpp"
#include "cli/terminal.hpp"
#include "pipeline/office.hpp"
#include "report/report.hpp"

namespace assay::cli {

namespace {

// Built-in plugins lie beside the program: in the build tree and in an installed one.
std::vector<std::filesystem::path> plugin_path(const Session& session) {
  auto folders = session.arguments.plugin_path;
  if (const char* listed = std::getenv("ASSAY_PLUGIN_PATH"); listed != nullptr) {
    std::istringstream entries(listed);
    for (std::string entry; std::getline(entries, entry, ':');)
      if (!entry.empty()) folders.emplace_back(entry);
  }
  const auto prefix = session.program_dir.parent_path();
  folders.push_back(prefix / "plugins");
  folders.push_back(prefix / "lib" / "assay" / "plugins");
  return folders;
}

std::int64_t now_s() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Of installed plugins; "" where the environment names no place for them.
std::filesystem::path plugin_home(const Session& session) {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::filesystem::path() : std::filesystem::path(value);
  };
  if (!session.arguments.plugins.home.empty()) return session.arguments.plugins.home;
  if (auto home = set("ASSAY_PLUGINS"); !home.empty()) return home;
  const auto below = std::filesystem::path("assay") / "plugins";
  if (const auto data = set("XDG_DATA_HOME"); !data.empty()) return data / below;
  const auto user = set("HOME");
  return user.empty() ? user : user / ".local" / "share" / below;
}

pipeline::Surroundings surroundings(const Session& session, Log& log) {
  const auto& arguments = session.arguments;
  return {.log = log,
          .actor = arguments.actor,
          .now_s = now_s,
          .plugin_path = plugin_path(session),
          .reason = arguments.reason,
          .request = arguments.request,
          .plugin_home = plugin_home(session)};
}

int init(const Session& session, const pipeline::Surroundings& around) {
  if (auto made = pipeline::create_office(session.arguments.office, around); !made)
    return refuse(session, made.error());
  return finish(session, print(say(session, {ASSAY_TEXT("office {office} is ready: import "
                                                        "units.csv and indicators.csv next"),
                                             {{"office", session.arguments.office.string()}},
                                             ""}) +
                               "\n"));
}

int import(const Session& session, pipeline::Office& office) {
  ProgressBar bar(say(session, {ASSAY_TEXT("reading"), {}, ""}));
  pipeline::ImportOptions options;
  const auto& encoding = session.arguments.encoding;
  options.encoding = encoding == "utf-8" ? exchange::Encoding::Utf8 : exchange::Encoding::Gb18030;
  options.progress = bar.progress();
  const auto report = office.import(session.arguments.files, options);
  if (!report) return refuse(session, report.error());
  return finish(session, print(session.arguments.json ? import_json(*report)
                                                      : import_text(*report, session.translate)));
}

// Writes the files asked for and prints the run, its results part by part. JSON and CSV list all
// items; tables list the first level of the tree.
Status print_run(const Session& session, pipeline::Office& office,
                 const pipeline::RunResults& summary, bool several, report::RunsJson& json) {
  const auto& arguments = session.arguments;
  const report::Reported reported{summary.run, *summary.results, arguments.group};
  const bool needs_leaves = report::needs_leaves(reported);
  std::unique_ptr<const model::Results> leaves;
  if (arguments.json || !arguments.csv_file.empty() || needs_leaves) {
    ASSAY_TRY(auto found, office.run_with_leaves(std::to_string(summary.run.id)));
    leaves = std::move(found.results);
  }
  const auto whole = [&] { return report::Reported{summary.run, *leaves, arguments.group}; };
  const auto table = needs_leaves ? whole() : reported;
  if (!arguments.csv_file.empty()) ASSAY_CHECK(write_csv(session, whole(), several));
  if (!arguments.html_file.empty()) ASSAY_CHECK(write_html(session, table, several));
  return arguments.json ? json.add(whole()) : report::run_text(table, session.translate, print);
}

// With the group that is asked for.
Result<pipeline::RunResults> find_run(const Session& session, pipeline::Office& office,
                                      const std::string& run) {
  ASSAY_TRY(auto found, office.run(run));
  ASSAY_CHECK(report::check_group({found.run, *found.results, session.arguments.group}));
  return found;
}

// One after the other, as each is read from a snapshot of its own, which keeps pages in use.
Status print_each(const Session& session, pipeline::Office& office,
                  const std::vector<std::string>& runs) {
  const bool several = runs.size() > 1;
  // A group that one run does not have shows before anything is printed.
  if (several && !session.arguments.group.empty())
    for (const auto& run : runs) ASSAY_CHECK(find_run(session, office, run));
  report::RunsJson json(!several, print);
  for (const auto& run : runs) {
    ASSAY_TRY(const auto found, find_run(session, office, run));
    ASSAY_CHECK(print_run(session, office, found, several, json));
  }
  return session.arguments.json ? json.finish() : Status{};
}

int print_runs(const Session& session, pipeline::Office& office,
               const std::vector<std::string>& runs) {
  return finish(session, print_each(session, office, runs));
}

void warn_incomplete(const Session& session, const model::RunManifest& manifest) {
  if (manifest.incomplete == 0) return;
  tell(session, {ASSAY_TEXT("run {run}: {count} units are incomplete; the others are ranked "
                            "provisionally"),
                 {{"run", std::to_string(manifest.run.id)},
                  {"count", std::to_string(manifest.incomplete)}}});
}

// When its output failed: the run is there all the same.
void tell_stored(const Session& session, const std::vector<std::string>& runs) {
  for (const auto& run : runs)
    tell(session,
         {ASSAY_TEXT("run {run} is stored: 'assay show' prints it again"), {{"run", run}}});
}

int score(const Session& session, pipeline::Office& office) {
  pipeline::ScoreOptions options;
  for (const auto& version : session.arguments.plugins.versions) {
    auto reference = plugin_version(version);
    if (!reference) return refuse(session, reference.error());
    options.plugins.push_back(std::move(*reference));
  }
  options.strict = session.arguments.strict;
  if (!session.arguments.period.empty()) {
    const auto period = model::Period::parse(session.arguments.period);
    if (!period) {
      auto error = period.error();
      error.failure = Failure::Usage;
      return refuse(session, error);
    }
    options.period = *period;
  }
  ProgressBar bar(say(session, {ASSAY_TEXT("scoring"), {}, ""}));
  options.progress = bar.progress();
  auto scored = office.score(session.arguments.files, options);
  if (!scored) return refuse(session, scored.error());
  const bool has_request = session.arguments.request != store::RequestId{};
  if (has_request && (scored->empty() || scored->front().repeated))
    tell(session, {ASSAY_TEXT("this request was carried out before: nothing changed"), {}});
  std::vector<std::string> runs;
  for (const auto& report : *scored) {
    runs.push_back(std::to_string(report.manifest.run.id));
    warn_incomplete(session, report.manifest);
  }
  const int printed = print_runs(session, office, runs);
  if (printed != 0) tell_stored(session, runs);
  return printed;
}

int show(const Session& session, pipeline::Office& office) {
  return print_runs(session, office, {session.arguments.run});
}

int explain(const Session& session, pipeline::Office& office) {
  const auto& unit = session.arguments.unit;
  const auto run = office.explain(session.arguments.run, unit);
  if (!run) return refuse(session, run.error());
  return finish(session, session.arguments.json
                             ? report::explain_json(*run, unit)
                             : report::explain_text(*run, unit, session.translate));
}

int verify(const Session& session, pipeline::Office& office) {
  ProgressBar bar(say(session, {ASSAY_TEXT("verifying"), {}, ""}));
  const auto found = office.verify(session.arguments.run, bar.progress());
  if (!found) return refuse(session, found.error());
  const int printed =
      finish(session, print(session.arguments.json ? verification_json(*found)
                                                   : verification_text(*found, session.translate)));
  return found->faults.empty() ? printed : refuse(session, found->faults);
}

int runs(const Session& session, const pipeline::Office& office) {
  const auto list = office.runs();
  if (!list) return refuse(session, list.error());
  return finish(session, print(session.arguments.json ? runs_json(*list)
                                                      : runs_text(*list, session.translate)));
}

// Without an office: is this installation whole?
int doctor_installation(const Session& session, const pipeline::Surroundings& around) {
  const auto plugins = pipeline::list_plugins(around);
  const auto text = session.arguments.json ? plugins_json(plugins)
                                           : installation_text(plugins, session.translate);
  const int printed = finish(session, print(text));
  for (const auto& listing : plugins)
    if (!listing.info) return refuse(session, listing.info.error());
  return printed;
}

bool writes(Command command) {
  return command == Command::Import || command == Command::Set || command == Command::Score ||
         command == Command::AuditCheckpoint;
}

int run_in_office(const Session& session, const pipeline::Surroundings& around) {
  const auto command = session.arguments.command;
  auto office = pipeline::Office::open(
      session.arguments.office, writes(command) ? store::Mode::ReadWrite : store::Mode::ReadOnly,
      around);
  if (!office) return refuse(session, office.error());
  switch (command) {
    case Command::Import:
      return import(session, *office);
    case Command::Set:
      return set(session, *office);
    case Command::History:
      return history(session, *office);
    case Command::Score:
      return score(session, *office);
    case Command::Runs:
      return runs(session, *office);
    case Command::Show:
      return show(session, *office);
    case Command::Explain:
      return explain(session, *office);
    case Command::Verify:
      return verify(session, *office);
    case Command::AuditVerify:
      return audit_verify(session, *office);
    case Command::AuditShow:
      return audit_show(session, *office);
    case Command::AuditCheckpoint:
      return audit_checkpoint(session, *office);
    case Command::AuditProof:
      return audit_proof(session, *office);
    case Command::AuditConsistency:
      return audit_consistency(session, *office);
    case Command::Export:
      return export_all(session, *office);
    case Command::Doctor:
      return doctor(session, *office);
    default:
      return static_cast<int>(Failure::Internal);
  }
}

}  // namespace

int run_command(const Session& session) {
  if (auto fine = check_outputs(session.arguments); !fine) return refuse(session, fine.error());
  Log log(session.arguments.log_level);
  const auto around = surroundings(session, log);
  switch (session.arguments.command) {
    case Command::Init:
      return init(session, around);
    case Command::AuditCheck:
      return audit_check(session);
    case Command::KeyNew:
      return key_new(session);
    case Command::BenchNational:
      return bench_national(session);
    case Command::PluginNew:
    case Command::PluginBuild:
    case Command::PluginPack:
    case Command::PluginSign:
    case Command::PluginInstall:
    case Command::PluginList:
    case Command::PluginInfo:
    case Command::PluginRemove:
    case Command::PluginPin:
    case Command::PluginPins:
    case Command::TrustAdd:
    case Command::TrustList:
    case Command::TrustRemove:
      return plugin_command(session, around);
    case Command::PluginCheck:
      return plugin_check(session, around);
    case Command::Backup:
      return backup(session);
    case Command::Restore:
      return restore(session);
    case Command::Doctor:
      if (session.arguments.scrub) return scrub(session);
      if (session.arguments.office.empty()) return doctor_installation(session, around);
      break;
    default:
      break;
  }
  return run_in_office(session, around);
}

}  // namespace assay::cli
