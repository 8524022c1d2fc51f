#include "cli/commands_kit.hpp"

#include <sys/utsname.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include "audit/minisign.hpp"
#include "cli/answer.hpp"
#include "cli/listings.hpp"
#include "cli/listings_kit.hpp"
#include "cli/terminal.hpp"
#include "kit/kit.hpp"
#include "package/home.hpp"
#include "package/package.hpp"
#include "pipeline/keys.hpp"
#include "plugin/plugin.hpp"
#include "report/json_reader.hpp"

namespace assay::cli {

namespace {

// A path as it is, else an id.
Result<std::filesystem::path> path_of(const Session& session,
                                      const pipeline::Surroundings& around) {
  const auto& named = session.arguments.plugin;
  if (named.empty())
    return fail(Failure::Usage, "kit.no_plugin",
                {ASSAY_TEXT("name the plugin to be checked: a package or a .so file"), {}, ""});
  if (named.find('/') != std::string::npos || std::filesystem::exists(named)) return named;
  return plugin::find(named, around.plugin_path);
}

std::optional<Message> message_of(const Status& status) {
  if (status) return std::nullopt;
  return status.error().message;
}

kit::CaseValue case_value(report::JsonValue json) {
  using From = report::JsonValue::Kind;
  using To = kit::CaseValue::Kind;
  kit::CaseValue made;
  made.kind = json.kind == From::Null     ? To::Null
              : json.kind == From::Text   ? To::Text
              : json.kind == From::Array  ? To::List
              : json.kind == From::Object ? To::Object
                                          : To::Other;
  made.text = std::move(json.text);
  made.names = std::move(json.names);
  for (auto& item : json.items) made.items.push_back(case_value(std::move(item)));
  return made;
}

// Golden cases are the JSON files right in `folder`, which ends with a slash or is "".
Status take_cases(const package::Files& files, const std::string& folder, kit::Subject& subject) {
  subject.cases.clear();
  for (const auto& [path, text] : files) {
    if (!path.starts_with(folder) || !path.ends_with(".json") ||
        path.find('/', folder.size()) != std::string::npos)
      continue;
    auto json = report::parse_json(text);
    if (!json) {
      json.error().where.file = path;
      return std::unexpected(std::move(json).error());
    }
    subject.cases.emplace(path.substr(folder.size()), case_value(std::move(*json)));
  }
  return {};
}

// By the keys that are trusted here.
void take_signature(const package::Package& package, const package::TrustList& trusted,
                    kit::Package& around) {
  using Signature = kit::Package::Signature;
  const auto found = package.signature(trusted);
  around.signature = !found                                     ? Signature::Known
                     : found->trust == package::Trust::Unsigned ? Signature::None
                     : found->trust == package::Trust::Trusted  ? Signature::Known
                                                                : Signature::Foreign;
  if (!found) around.signature_fault = found.error().message;
}

Status take_package(const std::filesystem::path& path, const package::TrustList& trusted,
                    kit::Subject& subject) {
  ASSAY_TRY(auto opened, package::Package::open(path));
  // Shared with the function, which is called later.
  const auto package = std::make_shared<const package::Package>(std::move(opened));
  subject.bytes = package->library();
  auto& around = subject.package.emplace();
  take_signature(*package, trusted, around);
  around.manifest_fault = [package, path] {
    const auto loaded = package->load(path);
    return message_of(loaded ? Status() : std::unexpected(loaded.error()));
  };
  return take_cases(package->files(), "cases/", subject);
}

bool is_elf(const std::filesystem::path& path) {
  std::array<char, 4> first{};
  std::ifstream(path, std::ios::binary).read(first.data(), first.size());
  return first == std::array{'\x7F', 'E', 'L', 'F'};
}

Result<kit::Subject> subject_of(const Session& session, const pipeline::Surroundings& around) {
  ASSAY_TRY(const auto path, path_of(session, around));
  kit::Subject subject;
  subject.host_refuses = [](const std::filesystem::path& library) -> std::optional<Message> {
    const auto loaded = plugin::load(library);
    return message_of(loaded ? Status() : std::unexpected(loaded.error()));
  };
  if (is_elf(path)) {
    ASSAY_TRY(auto binary, plugin::read_binary(path));
    subject.bytes = std::move(binary.bytes);
    subject.library = path;
  } else {
    ASSAY_TRY(const auto trusted, package::Home(around.plugin_home).trusted());
    ASSAY_CHECK(take_package(path, trusted, subject));
  }
  const auto& asked = session.arguments.kit;
  if (!asked.library.empty()) subject.library = asked.library;
  if (!asked.cases.empty()) {
    ASSAY_TRY(const auto files, package::read_folder(asked.cases));
    ASSAY_CHECK(take_cases(files, "", subject));
  }
  return subject;
}

kit::Options options_of(const Session& session, const pipeline::Surroundings& around) {
  const auto& asked = session.arguments.kit;
  kit::Options options;
  options.seed = asked.seed;
  options.only = asked.only;
  options.time_limit_s = asked.time_limit_s;
  options.command = {"/proc/self/exe",
                     "--log-level",
                     "off",
                     "plugin",
                     "check",
                     "--home",
                     around.plugin_home.string(),
                     session.arguments.plugin};
  if (!asked.cases.empty())
    options.command.insert(options.command.end(), {"--cases", asked.cases.string()});
  return options;
}

int verdict_code(bool failed) { return failed ? static_cast<int>(Failure::Input) : 0; }

std::string today() {
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return utc(std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count())
      .substr(0, 10);
}

std::string this_host() {
  utsname name{};
  if (::uname(&name) != 0) return "";
  return std::string(name.sysname) + " " + name.release + " " + name.machine;
}

// Beside the certificate, as minisign would write it: FILE.minisig.
Status sign(const Session& session, const std::string& certificate) {
  ASSAY_TRY(const auto key, pipeline::read_signer_key(session.arguments.key));
  auto file = session.arguments.kit.certificate_file;
  file += ".minisig";
  return write_file(file, audit::minisign(certificate, "assay plugin check", key));
}

Status certify(const Session& session, const kit::Report& report) {
  const auto& asked = session.arguments.kit;
  if (report.count(kit::Verdict::Failed) != 0 || !asked.only.empty())
    return fail(
        Failure::Input, "kit.no_certificate",
        {ASSAY_TEXT("no certificate: it is given when all checks were made and none failed"),
         {},
         ""});
  const auto text =
      kit_certificate(report, {this_host(), asked.date.empty() ? today() : asked.date});
  ASSAY_CHECK(write_file(asked.certificate_file, text));
  return session.arguments.key.empty() ? Status() : sign(session, text);
}

int reproduce(const Session& session, const kit::Subject& subject, const kit::Options& options) {
  const auto result = kit::reproduce(subject, options, session.arguments.kit.reproduce);
  if (!result) return refuse(session, result.error());
  const int printed = finish(session, print(kit_result_text(*result, session.translate)));
  return printed != 0 ? printed : verdict_code(result->verdict == kit::Verdict::Failed);
}

}  // namespace

int plugin_check(const Session& session, const pipeline::Surroundings& around) {
  const auto& asked = session.arguments.kit;
  if (asked.list)
    return finish(session, print(session.arguments.json ? kit_list_json()
                                                        : kit_list_text(session.translate)));
  const auto options = options_of(session, around);
  const auto subject = subject_of(session, around);
  if (!subject) return refuse(session, subject.error());
  if (!asked.run_one.empty()) return kit::run_one(*subject, options, asked.run_one, asked.answer);
  if (!asked.reproduce.empty()) return reproduce(session, *subject, options);

  Result<kit::Report> report;
  {
    ProgressBar bar(say(session, {ASSAY_TEXT("checking"), {}, ""}));
    report = kit::run(*subject, options, bar.progress());
  }
  if (!report) return refuse(session, report.error());
  if (!asked.junit_file.empty())
    if (const auto written = write_file(asked.junit_file, kit_junit(*report)); !written)
      return refuse(session, written.error());
  int code = verdict_code(report->count(kit::Verdict::Failed) != 0);
  if (!asked.certificate_file.empty())
    if (const auto certified = certify(session, *report); !certified)
      code = refuse(session, certified.error());
  const KitListing listing{*report, session.arguments.plugin};
  const int printed = finish(
      session,
      print(session.arguments.json ? kit_json(listing) : kit_text(listing, session.translate)));
  return printed != 0 ? printed : code;
}

}  // namespace assay::cli
