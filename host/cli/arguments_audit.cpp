// Commands about the journal: what it holds, and how an outsider is shown that it is whole.

#include "cli/arguments_builder.hpp"

namespace assay::cli {

void Builder::audit_commands() {
  auto& arguments = x_building.arguments;
  auto* audit = family("audit", ASSAY_TEXT("show and prove what was changed, by whom and why"),
                       "assay audit verify my-office");
  auto* show = command(*audit, "show", Command::AuditShow, ASSAY_TEXT("list journal entries"),
                       "assay audit show my-office --unit qindu");
  office(show);
  show->add_option("--unit", arguments.unit, say(ASSAY_TEXT("only entries that change this unit")))
      ->type_name("UNIT");
  show->add_option("--from", arguments.entry,
                   say(ASSAY_TEXT("from this entry on; without it the last ones")))
      ->type_name("ENTRY");
  show->add_option("--limit", arguments.limit, say(ASSAY_TEXT("at most so many, 50 if not given")))
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}));
  json(show);

  auto* verify = command(*audit, "verify", Command::AuditVerify,
                         ASSAY_TEXT("recompute the whole journal and what it says of each figure"),
                         "assay audit verify my-office --key assay.example.gov.cn.pub");
  office(verify);
  verifier_key(verify, false);
  json(verify);

  auto* checkpoint = command(*audit, "checkpoint", Command::AuditCheckpoint,
                             ASSAY_TEXT("sign the journal as it is now, for outsiders to keep"),
                             "assay audit checkpoint my-office --key assay.example.gov.cn.key");
  office(checkpoint);
  checkpoint->add_option("--key", arguments.key, say(ASSAY_TEXT("file of the signing key")))
      ->type_name("SECRETFILE")
      ->required();
  checkpoint->add_option("--out", arguments.out, say(ASSAY_TEXT("write it to FILE")))
      ->type_name("FILE");
  proof_commands(*audit);

  auto* key =
      family("key", ASSAY_TEXT("keys that sign the journal"), "assay key new assay.example.gov.cn");
  auto* fresh = command(*key, "new", Command::KeyNew,
                        ASSAY_TEXT("make a pair of keys: NAME.key to keep secret, NAME.pub to "
                                   "give away"),
                        "assay key new assay.example.gov.cn --out keys");
  fresh
      ->add_option("name", arguments.key_name,
                   say(ASSAY_TEXT("name of the log, such as a host name; it never changes")))
      ->required()
      ->type_name("NAME");
  fresh->add_option("--out", arguments.out, say(ASSAY_TEXT("folder to write them to")))
      ->type_name("DIR");
}

void Builder::proof_commands(CLI::App& audit) {
  auto& arguments = x_building.arguments;
  auto* proof = command(audit, "proof", Command::AuditProof,
                        ASSAY_TEXT("prove to an outsider that entries stand in the journal"),
                        "assay audit proof my-office --unit qindu --out qindu.proof.json");
  office(proof);
  proof->add_option("entry", arguments.entry, say(ASSAY_TEXT("number of the entry")))
      ->type_name("ENTRY");
  proof->add_option("--unit", arguments.unit, say(ASSAY_TEXT("all entries that change this unit")))
      ->type_name("UNIT");
  proof
      ->add_option("--checkpoint", arguments.checkpoint,
                   say(ASSAY_TEXT("the checkpoint the outsider has; without it the newest")))
      ->type_name("FILE");
  proof->add_option("--out", arguments.out, say(ASSAY_TEXT("write it to FILE")))->type_name("FILE");

  auto* consistency =
      command(audit, "consistency", Command::AuditConsistency,
              ASSAY_TEXT("prove that the journal only grew since an earlier checkpoint"),
              "assay audit consistency my-office 2024-06-30.checkpoint --out growth.proof.json");
  office(consistency);
  consistency
      ->add_option("checkpoint", arguments.checkpoint, say(ASSAY_TEXT("the earlier checkpoint")))
      ->required()
      ->type_name("CHECKPOINT");
  verifier_key(consistency, false);
  consistency->add_option("--out", arguments.out, say(ASSAY_TEXT("write a proof to FILE")))
      ->type_name("FILE");
  json(consistency);

  auto* check =
      command(audit, "check", Command::AuditCheck, ASSAY_TEXT("check a proof, without an office"),
              "assay audit check qindu.proof.json --key assay.example.gov.cn.pub");
  check->add_option("proof", arguments.proof, say(ASSAY_TEXT("the proof")))
      ->required()
      ->type_name("PROOF");
  verifier_key(check, true);
  check
      ->add_option("--checkpoint", arguments.checkpoint,
                   say(ASSAY_TEXT("the checkpoint you have: the proof must be of this one")))
      ->type_name("FILE");
  json(check);
}

}  // namespace assay::cli
