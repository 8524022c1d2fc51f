#include "pipeline/audit.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "pipeline/codes.hpp"
#include "pipeline/office.hpp"

namespace assay::pipeline {

namespace {

using store::EntryKind;
using store::JournalEntry;

// More names than these are left out of a proof; its entries then show numbers.
constexpr std::size_t kMostNames = 1'000;

std::unexpected<Error> not_ours(const audit::TreeHead& stated) {
  return fail(Failure::Input, "audit.not_ours",
              {ASSAY_TEXT("the journal of this office does not begin with the {size} entries the "
                          "checkpoint states: the checkpoint is of another office, or one of the "
                          "two was altered"),
               {{"size", std::to_string(stated.size)}}});
}

// The journal as it is: what a checkpoint of it would state.
Result<audit::TreeHead> head_of(const store::Reader& reader) {
  audit::TreeHead head;
  ASSAY_TRY(head.size, reader.log_size());
  ASSAY_TRY(head.root, reader.root(head.size));
  return head;
}

// The journal begins with what was stated; compared by proof, as an outsider would.
Result<bool> has_grown_from(const audit::TreeHead& stated, const audit::TreeHead& now,
                            const store::Reader& reader) {
  if (stated.size > now.size) return false;
  if (stated.size == 0) return stated.root == audit::empty_root();
  ASSAY_TRY(const auto proof, reader.consistency_proof(stated.size, now.size));
  return audit::verify_consistency(stated.size, now.size, proof, stated.root, now.root);
}

Result<audit::Claim> claim_of(const std::string& checkpoint) {
  ASSAY_TRY(const auto note, audit::parse_note(checkpoint));
  return audit::claim_of(note);
}

Result<std::optional<std::string>> newest_checkpoint(const store::Reader& reader) {
  ASSAY_TRY(auto checkpoints, reader.checkpoints());
  if (checkpoints.empty()) return std::nullopt;
  return std::move(checkpoints.back().text);
}

// Whether the note bears a signature of the key; one that is wrong is an error.
Result<bool> is_signed_by(const audit::Note& note, const audit::VerifierKey& key) {
  const auto verified = audit::verify(note, key);
  if (verified) return true;
  if (verified.error().code == "audit.not_signed") return false;
  return std::unexpected(verified.error());
}

// The newest checkpoint still holds, and is of the log that is named like the key.
Status check_before_signing(const audit::Claim& last, const audit::TreeHead& now,
                            const store::Reader& reader, const std::string& name) {
  if (last.origin != name)
    return fail(Failure::Input, "audit.other_name",
                {ASSAY_TEXT("the checkpoints of this journal call it “{name}”: sign with a key of "
                            "that name"),
                 {{"name", excerpt(last.origin)}}});
  ASSAY_TRY(const auto has_grown, has_grown_from(last.head, now, reader));
  if (has_grown) return {};
  return fail(Failure::Store, "audit.altered",
              {ASSAY_TEXT("the journal no longer begins with the {size} entries that were signed: "
                          "it was altered, so nothing is signed; run 'assay audit verify'"),
               {{"size", std::to_string(last.head.size)}}});
}

// --- proofs
// ---------------------------------------------------------------------------------------

// Codes and texts that entries refer to by number.
struct Names {
  std::set<std::string> units, indicators, texts;
  [[nodiscard]] std::size_t size() const { return units.size() + indicators.size() + texts.size(); }
};

bool holds_texts(model::Layer layer) {
  return layer == model::Layer::Source || layer == model::Layer::Lead ||
         layer == model::Layer::Person;
}

void collect(const JournalEntry& entry, const std::string& unit, Names& names) {
  const bool is_figure = entry.kind == EntryKind::Figures || entry.kind == EntryKind::Loaded;
  if (is_figure) names.indicators.insert(entry.subject);
  if (entry.kind == EntryKind::Imported)
    for (std::size_t dot = entry.subject.find('.'); dot != std::string::npos;
         dot = entry.subject.find('.', dot + 1)) {
      // Both may hold dots themselves; texts that are not there are not found.
      names.texts.insert(entry.subject.substr(0, dot));
      names.texts.insert(entry.subject.substr(dot + 1));
    }
  for (const auto& edit : entry.edits) {
    if (!unit.empty() && edit.unit != unit) continue;
    if (!edit.unit.empty()) names.units.insert(edit.unit);
    if (!is_figure || !entry.layer || !holds_texts(*entry.layer)) continue;
    if (edit.before) names.texts.insert(*edit.before);
    if (edit.after) names.texts.insert(*edit.after);
  }
}

// Adds the first entries below `size` that give these names.
Status add_naming_entries(const store::Reader& reader, std::uint64_t size, Names names,
                          std::set<std::uint64_t>& chosen) {
  if (names.size() > kMostNames) return {};
  return reader.visit(0, size, [&](const JournalEntry& entry) -> Status {
    const bool names_it =
        (entry.kind == EntryKind::Unit && names.units.erase(entry.subject) != 0) ||
        (entry.kind == EntryKind::Indicator && names.indicators.erase(entry.subject) != 0) ||
        (entry.kind == EntryKind::Text && names.texts.erase(entry.subject) != 0);
    if (names_it) chosen.insert(entry.seq);
    return {};
  });
}

struct Chosen {
  std::set<std::uint64_t> asked;
  std::size_t newer = 0;
  Names names;
};

std::unexpected<Error> not_covered(std::uint64_t size) {
  return fail(Failure::Input, "audit.not_covered",
              {ASSAY_TEXT("the checkpoint covers the first {size} entries and none of these: sign "
                          "a new one with 'assay audit checkpoint'"),
               {{"size", std::to_string(size)}}});
}

Result<Chosen> choose(const ProofQuery& query, const store::Reader& reader, std::uint64_t size) {
  Chosen chosen;
  std::vector<JournalEntry> entries;
  if (query.entry) {
    ASSAY_TRY(auto entry, reader.entry(*query.entry));
    entries.push_back(std::move(entry));
  } else {
    ASSAY_TRY(entries, reader.entries_of_unit(query.unit));
  }
  for (const auto& entry : entries) {
    if (entry.seq >= size) {
      ++chosen.newer;
      continue;
    }
    chosen.asked.insert(entry.seq);
    collect(entry, query.unit, chosen.names);
  }
  if (chosen.asked.empty()) return not_covered(size);
  return chosen;
}

}  // namespace

Result<EntryList> Office::entries(const EntryQuery& query) const {
  ASSAY_TRY(const auto reader, x_store.read());
  EntryList list;
  ASSAY_TRY(list.log_size, reader.log_size());
  if (query.from && *query.from >= list.log_size) {
    ASSAY_TRY(auto entry, reader.entry(*query.from));  // says what there is
    list.entries.push_back(std::move(entry));
    return list;
  }
  if (query.unit.empty()) {
    const auto end = list.log_size;
    const auto from = query.from.value_or(end - std::min(end, query.limit));
    ASSAY_CHECK(reader.visit(from, std::min(end, from + std::min(query.limit, end - from)),
                             [&](const JournalEntry& entry) -> Status {
                               list.entries.push_back(entry);
                               return {};
                             }));
    return list;
  }
  ASSAY_CHECK(check_codes(reader, query.unit, ""));
  ASSAY_TRY(auto entries, reader.entries_of_unit(query.unit));
  if (query.from) {
    std::erase_if(entries, [&](const JournalEntry& entry) { return entry.seq < *query.from; });
    if (entries.size() > query.limit)
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(query.limit), entries.end());
  } else if (entries.size() > query.limit) {
    entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(query.limit));
  }
  list.entries = std::move(entries);
  return list;
}

Result<store::LogHealth> Office::verify_log(const store::LogCheck& check) const {
  ASSAY_TRY(const auto reader, x_store.read());
  return reader.verify_log(check);
}

Result<CheckpointReport> Office::make_checkpoint(const audit::SignerKey& key) {
  // The writer comes first: what is signed is what the journal is when the checkpoint is put.
  ASSAY_TRY(auto writer, x_store.write(x_surroundings.cause("checkpoint", "")));
  ASSAY_TRY(const auto reader, x_store.read());
  CheckpointReport report;
  ASSAY_TRY(report.head, head_of(reader));
  ASSAY_TRY(const auto newest, newest_checkpoint(reader));
  auto note = audit::sign_checkpoint(report.head, key);
  if (newest) {
    ASSAY_TRY(auto last_note, audit::parse_note(*newest));
    ASSAY_TRY(const auto last, audit::claim_of(last_note));
    ASSAY_CHECK(check_before_signing(last, report.head, reader, key.verifier().name()));
    ASSAY_TRY(const bool is_ours, is_signed_by(last_note, key.verifier()));
    report.since = last.head.size;
    if (last.head.size == report.head.size) {
      report.text = *newest;
      if (is_ours) return report;
      note = std::move(last_note);  // of another key of that name: both sign it
      audit::sign(note, key);
    }
  }
  report.text = audit::write(note);
  report.made = true;
  ASSAY_CHECK(writer.put_checkpoint(report.head.size, report.text));
  ASSAY_CHECK(writer.commit());
  return report;
}

Result<InclusionReport> Office::prove(const ProofQuery& query) const {
  ASSAY_TRY(const auto reader, x_store.read());
  auto checkpoint = query.checkpoint;
  if (checkpoint.empty()) {
    ASSAY_TRY(auto newest, newest_checkpoint(reader));
    if (!newest)
      return fail(Failure::Input, "audit.no_checkpoint",
                  {ASSAY_TEXT("the journal was never signed, so that nothing can be proved to "
                              "others: sign it with 'assay audit checkpoint'"),
                   {}});
    checkpoint = std::move(*newest);
  }
  ASSAY_TRY(const auto claim, claim_of(checkpoint));
  ASSAY_TRY(const auto now, head_of(reader));
  ASSAY_TRY(const auto is_ours, has_grown_from(claim.head, now, reader));
  if (!is_ours) return not_ours(claim.head);
  if (!query.unit.empty()) ASSAY_CHECK(check_codes(reader, query.unit, ""));
  ASSAY_TRY(auto chosen, choose(query, reader, claim.head.size));

  InclusionReport report{.proof = {std::move(checkpoint), query.unit, {}},
                         .head = claim.head,
                         .asked = chosen.asked.size(),
                         .newer = chosen.newer};
  ASSAY_CHECK(add_naming_entries(reader, claim.head.size, std::move(chosen.names), chosen.asked));
  for (const auto seq : chosen.asked) {
    EntryProof entry{.seq = seq, .record = {}, .path = {}};
    ASSAY_TRY(entry.record, reader.leaf(seq));
    ASSAY_TRY(entry.path, reader.inclusion_proof(seq, claim.head.size));
    report.proof.entries.push_back(std::move(entry));
  }
  return report;
}

Result<ConsistencyReport> Office::prove_consistency(const std::string& checkpoint,
                                                    const audit::VerifierKey* key) const {
  ConsistencyReport report;
  ASSAY_TRY(const auto note, audit::parse_note(checkpoint));
  ASSAY_TRY(report.earlier, audit::claim_of(note));
  if (key != nullptr) ASSAY_CHECK(audit::open_checkpoint(note, *key));
  report.is_signed = key != nullptr;
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(report.now, head_of(reader));
  const auto& earlier = report.earlier.head;
  ASSAY_TRY(const auto has_grown, has_grown_from(earlier, report.now, reader));
  if (!has_grown) return not_ours(earlier);
  ASSAY_TRY(auto newest, newest_checkpoint(reader));
  if (!newest) return report;
  ASSAY_TRY(const auto later, claim_of(*newest));
  if (later.head.size < earlier.size || earlier.size == 0) return report;
  ConsistencyProof proof{.earlier = checkpoint, .later = std::move(*newest), .path = {}};
  ASSAY_TRY(proof.path, reader.consistency_proof(earlier.size, later.head.size));
  report.proof = std::move(proof);
  return report;
}

}  // namespace assay::pipeline
