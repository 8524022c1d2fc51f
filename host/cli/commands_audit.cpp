#include "cli/commands_audit.hpp"

#include <optional>
#include <utility>

#include "cli/answer.hpp"
#include "cli/listings_journal.hpp"
#include "cli/listings_proof.hpp"
#include "cli/terminal.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/proof.hpp"

namespace assay::cli {

namespace {

// The verifier key of --key, if it was given.
Result<std::optional<audit::VerifierKey>> verifier_key(const Session& session) {
  if (session.arguments.key.empty()) return std::nullopt;
  ASSAY_TRY(auto key, pipeline::read_verifier_key(session.arguments.key));
  return key;
}

Result<std::string> checkpoint_text(const Session& session) {
  const auto& file = session.arguments.checkpoint;
  if (file.empty()) return std::string();
  return read_file(file, audit::kLongestNote_bytes);
}

// To the file of --out, or to stdout.
Status hand_out(const Session& session, const std::string& text) {
  const auto& out = session.arguments.out;
  return out.empty() ? print(text) : write_file(out, text);
}

void tell_written(const Session& session, const Message& message) {
  const auto& out = session.arguments.out;
  if (!out.empty()) tell(session, message);
}

Error in_file(Error error, const std::filesystem::path& file) {
  error.where.file = file.string();
  return error;
}

}  // namespace

int audit_show(const Session& session, const pipeline::Office& office) {
  const auto& arguments = session.arguments;
  const auto list = office.entries({arguments.unit, arguments.entry, arguments.limit});
  if (!list) return refuse(session, list.error());
  return finish(session, print(arguments.json ? entries_json(*list)
                                              : entries_text(*list, session.translate)));
}

int audit_verify(const Session& session, const pipeline::Office& office) {
  const auto key = verifier_key(session);
  if (!key) return refuse(session, key.error());
  Result<store::LogHealth> health;
  {
    ProgressBar bar(say(session, {ASSAY_TEXT("verifying"), {}}));
    health = office.verify_log({*key ? &**key : nullptr, bar.progress()});
  }
  if (!health) return refuse(session, health.error());
  const bool has_key = key->has_value();
  const int printed = finish(
      session, print(session.arguments.json ? log_json(*health, has_key)
                                            : log_text(*health, has_key, session.translate)));
  return health->faults.empty() ? printed : refuse(session, health->faults);
}

int audit_checkpoint(const Session& session, pipeline::Office& office) {
  const auto key = pipeline::read_signer_key(session.arguments.key);
  if (!key) return refuse(session, key.error());
  const auto report = office.make_checkpoint(*key);
  if (!report) return refuse(session, report.error());
  const Message signed_now{
      ASSAY_TEXT("{size} journal entries are signed, see {file}"),
      {{"size", std::to_string(report->head.size)}, {"file", session.arguments.out.string()}}};
  const Message signed_before{ASSAY_TEXT("nothing was added since the last checkpoint, of {size} "
                                         "journal entries, see {file}"),
                              signed_now.args};
  if (auto handed = hand_out(session, report->text); !handed)
    return refuse(session, handed.error());
  tell_written(session, report->made ? signed_now : signed_before);
  return 0;
}

int audit_proof(const Session& session, const pipeline::Office& office) {
  const auto& arguments = session.arguments;
  if (arguments.entry.has_value() != arguments.unit.empty())
    return refuse(session,
                  fail(Failure::Usage, "proof.usage",
                       {ASSAY_TEXT("say what to prove: the number of an entry, or --unit"), {}})
                      .error());
  auto checkpoint = checkpoint_text(session);
  if (!checkpoint) return refuse(session, checkpoint.error());
  const auto report = office.prove({arguments.entry, arguments.unit, std::move(*checkpoint)});
  if (!report) return refuse(session, report.error());
  if (auto handed = hand_out(session, pipeline::proof_json(report->proof)); !handed)
    return refuse(session, handed.error());
  tell_written(session,
               {ASSAY_TEXT("{count} journal entries are proved, see {file}"),
                {{"count", std::to_string(report->asked)}, {"file", arguments.out.string()}}});
  if (report->newer != 0)
    tell(session, {ASSAY_TEXT("{count} newer journal entries are not covered: sign a new "
                              "checkpoint to prove them too"),
                   {{"count", std::to_string(report->newer)}}});
  return 0;
}

int audit_consistency(const Session& session, const pipeline::Office& office) {
  const auto& arguments = session.arguments;
  const auto checkpoint = checkpoint_text(session);
  if (!checkpoint) return refuse(session, checkpoint.error());
  const auto key = verifier_key(session);
  if (!key) return refuse(session, key.error());
  const auto report = office.prove_consistency(*checkpoint, *key ? &**key : nullptr);
  if (!report) return refuse(session, in_file(report.error(), arguments.checkpoint));
  if (!arguments.out.empty()) {
    if (!report->proof)
      return refuse(session,
                    fail(Failure::Input, "audit.no_later_checkpoint",
                         {ASSAY_TEXT("the office has no later checkpoint to prove this to others "
                                     "with: sign one with 'assay audit checkpoint'"),
                          {}})
                        .error());
    if (auto written = write_file(arguments.out, pipeline::proof_json(*report->proof)); !written)
      return refuse(session, written.error());
  }
  return finish(session, print(arguments.json ? consistency_json(*report)
                                              : consistency_text(*report, session.translate)));
}

int audit_check(const Session& session) {
  const auto& arguments = session.arguments;
  const auto key = pipeline::read_verifier_key(arguments.key);
  if (!key) return refuse(session, key.error());
  const auto checkpoint = checkpoint_text(session);
  if (!checkpoint) return refuse(session, checkpoint.error());
  const auto text = read_file(arguments.proof, pipeline::kLongestProof_bytes);
  if (!text) return refuse(session, text.error());
  const auto proof = pipeline::parse_proof(*text);
  if (!proof) return refuse(session, in_file(proof.error(), arguments.proof));
  const auto checked = pipeline::check_proof(*proof, *key, *checkpoint);
  if (!checked) return refuse(session, in_file(checked.error(), arguments.proof));
  return finish(session,
                print(arguments.json ? checked_json(*checked, key->name())
                                     : checked_text(*checked, key->name(), session.translate)));
}

int key_new(const Session& session) {
  const auto& arguments = session.arguments;
  const auto folder = arguments.out.empty() ? std::filesystem::path(".") : arguments.out;
  const auto files = pipeline::make_key(arguments.key_name, folder);
  if (!files) return refuse(session, files.error());
  tell(session, {ASSAY_TEXT("keep {secret} secret and safe; give {verifier} to whoever is to check "
                            "the journal"),
                 {{"secret", files->secret.lexically_normal().string()},
                  {"verifier", files->verifier.lexically_normal().string()}}});
  return finish(session, print(files->verifier_text + "\n"));
}

}  // namespace assay::cli
