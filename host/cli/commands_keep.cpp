#include "cli/commands_keep.hpp"

#include <unistd.h>

#include <string>
#include <vector>

#include "cli/answer.hpp"
#include "cli/listings_keep.hpp"
#include "cli/terminal.hpp"

namespace assay::cli {

int doctor(const Session& session, const pipeline::Office& office) {
  auto readers = office.readers();
  if (!readers) return refuse(session, readers.error());
  std::erase_if(*readers, [](const store::ReaderInfo& reader) { return reader.pid == ::getpid(); });
  const auto health = office.check();
  if (!health) return refuse(session, health.error());
  const int printed = finish(
      session, print(session.arguments.json ? health_json(*health, *readers)
                                            : health_text(*health, *readers, session.translate)));
  return health->faults.empty() ? printed : refuse(session, health->faults);
}

int scrub(const Session& session) {
  if (session.arguments.office.empty())
    return refuse(session, fail(Failure::Usage, "doctor.usage",
                                {ASSAY_TEXT("--scrub checks an office: name its folder"), {}})
                               .error());
  Result<store::Health> health;
  {
    ProgressBar bar(say(session, {ASSAY_TEXT("reading every byte"), {}}));
    health = pipeline::scrub_office(session.arguments.office, bar.progress());
  }
  if (!health) return refuse(session, health.error());
  const int printed = finish(
      session,
      print(session.arguments.json ? scrub_json(*health) : scrub_text(*health, session.translate)));
  return health->faults.empty() ? printed : refuse(session, health->faults);
}

int backup(const Session& session) {
  const auto& arguments = session.arguments;
  Result<store::Health> health;
  {
    ProgressBar bar(say(session, {ASSAY_TEXT("copying"), {}}));
    health = pipeline::back_up_office(arguments.office, arguments.out, bar.progress());
  }
  if (!health) return refuse(session, health.error());
  const Message done{ASSAY_TEXT("{file} holds the office with {size} journal entries, root {root}; "
                                "it was checked throughout"),
                     {{"file", arguments.out.string()},
                      {"size", std::to_string(health->log_size)},
                      {"root", to_hex(health->log_root)}}};
  return finish(session, print(arguments.json ? scrub_json(*health) : say(session, done) + "\n"));
}

int restore(const Session& session) {
  const auto& arguments = session.arguments;
  Result<store::Health> health;
  {
    ProgressBar bar(say(session, {ASSAY_TEXT("copying"), {}}));
    health = pipeline::restore_office(arguments.backup, arguments.office, arguments.replace,
                                      bar.progress());
  }
  if (!health) return refuse(session, health.error());
  const Message done{ASSAY_TEXT("office {office} is as it was with {size} journal entries, root "
                                "{root}"),
                     {{"office", arguments.office.string()},
                      {"size", std::to_string(health->log_size)},
                      {"root", to_hex(health->log_root)}}};
  return finish(session, print(arguments.json ? scrub_json(*health) : say(session, done) + "\n"));
}

int export_all(const Session& session, const pipeline::Office& office) {
  Result<pipeline::ExportReport> report;
  {
    ProgressBar bar(say(session, {ASSAY_TEXT("writing"), {}}));
    report = office.export_all(session.arguments.out, bar.progress());
  }
  if (!report) return refuse(session, report.error());
  return finish(session, print(session.arguments.json ? export_json(*report)
                                                      : export_text(*report, session.translate)));
}

}  // namespace assay::cli
