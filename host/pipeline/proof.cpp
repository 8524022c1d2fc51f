#include "pipeline/proof.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <utility>

#include "base/base64.hpp"
#include "report/json_reader.hpp"
#include "report/json_writer.hpp"
#include "store/leaf.hpp"

namespace assay::pipeline {

namespace {

using report::JsonValue;
using report::JsonWriter;
using Kind = JsonValue::Kind;

constexpr std::string_view kInclusion = "inclusion";
constexpr std::string_view kConsistency = "consistency";

void write_path(JsonWriter& json, const audit::Proof& path) {
  json.array("path", [&] {
    for (const auto& hash : path) json.text(to_hex(hash));
  });
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void write(JsonWriter& json, const InclusionProof& proof) {
  json.text("proof", kInclusion);
  json.text("unit", proof.unit);
  json.text("checkpoint", proof.checkpoint);
  json.array("entries", [&] {
    for (const auto& entry : proof.entries)
      json.object([&] {
        json.figure("entry", entry.seq);
        json.text("record", to_base64(bytes_of(entry.record)));
        write_path(json, entry.path);
      });
  });
}

void write(JsonWriter& json, const ConsistencyProof& proof) {
  json.text("proof", kConsistency);
  json.text("earlier", proof.earlier);
  json.text("later", proof.later);
  write_path(json, proof.path);
}

// --- reading
// --------------------------------------------------------------------------------------

std::unexpected<Error> not_a_proof(const std::string& place) {
  return fail(Failure::Input, "proof.syntax",
              {ASSAY_TEXT("this is not a proof, or not a whole one: “{place}” is missing or of "
                          "another form"),
               {{"place", place}}});
}

Result<const JsonValue*> member(const JsonValue& value, const char* name, Kind kind) {
  const auto* found = value.member(name);
  if (found == nullptr || found->kind != kind) return not_a_proof(name);
  return found;
}

Result<std::string> text_of(const JsonValue& value, const char* name) {
  ASSAY_TRY(const auto* const found, member(value, name, Kind::Text));
  return found->text;
}

std::optional<std::uint8_t> nibble_of(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<std::uint8_t>(digit - 'a' + 10);
  return std::nullopt;
}

std::optional<Digest> digest_from_hex(std::string_view text) {
  Digest digest{};
  if (text.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto high = nibble_of(text[2 * i]);
    const auto low = nibble_of(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(*high << 4U | *low);
  }
  return digest;
}

Result<audit::Proof> path_of(const JsonValue& value) {
  ASSAY_TRY(const auto* const hashes, member(value, "path", Kind::Array));
  audit::Proof path;
  for (const auto& hash : hashes->items) {
    const auto digest = hash.kind == Kind::Text ? digest_from_hex(hash.text) : std::nullopt;
    if (!digest) return not_a_proof("path");
    path.push_back(*digest);
  }
  return path;
}

Result<EntryProof> entry_of(const JsonValue& value) {
  EntryProof entry;
  ASSAY_TRY(const auto* const seq, member(value, "entry", Kind::Figure));
  const auto* end = seq->text.data() + seq->text.size();
  if (const auto read = std::from_chars(seq->text.data(), end, entry.seq);
      read.ec != std::errc() || read.ptr != end)
    return not_a_proof("entry");
  ASSAY_TRY(const auto encoded, text_of(value, "record"));
  const auto record = from_base64(encoded);
  if (!record) return not_a_proof("record");
  entry.record.assign(record->begin(), record->end());
  ASSAY_TRY(entry.path, path_of(value));
  return entry;
}

Result<InclusionProof> inclusion_of(const JsonValue& value) {
  InclusionProof proof;
  ASSAY_TRY(proof.unit, text_of(value, "unit"));
  ASSAY_TRY(proof.checkpoint, text_of(value, "checkpoint"));
  ASSAY_TRY(const auto* const entries, member(value, "entries", Kind::Array));
  for (const auto& each : entries->items) {
    ASSAY_TRY(auto entry, entry_of(each));
    proof.entries.push_back(std::move(entry));
  }
  return proof;
}

Result<ConsistencyProof> consistency_of(const JsonValue& value) {
  ConsistencyProof proof;
  ASSAY_TRY(proof.earlier, text_of(value, "earlier"));
  ASSAY_TRY(proof.later, text_of(value, "later"));
  ASSAY_TRY(proof.path, path_of(value));
  return proof;
}

// --- checking
// -------------------------------------------------------------------------------------

std::unexpected<Error> wrong_path(Message message) {
  return fail(Failure::Input, "proof.path", std::move(message));
}

Result<CheckedProof> check(const InclusionProof& proof, const audit::VerifierKey& key) {
  CheckedProof checked;
  ASSAY_TRY(checked.head, audit::open_checkpoint(proof.checkpoint, key));
  if (proof.entries.empty())
    return fail(Failure::Input, "proof.empty",
                {ASSAY_TEXT("the proof holds no entry, so that it proves nothing: ask for "
                            "another"),
                 {}});
  for (const auto& entry : proof.entries)
    if (!audit::verify_inclusion(audit::leaf_hash(entry.record), entry.seq, checked.head.size,
                                 entry.path, checked.head.root))
      return wrong_path({ASSAY_TEXT("entry {entry} is not what stands in the signed journal: the "
                                    "proof or the entry was altered"),
                         {{"entry", std::to_string(entry.seq)}}});
  std::vector<store::Leaf> leaves;
  leaves.reserve(proof.entries.size());
  for (const auto& entry : proof.entries) leaves.push_back({entry.seq, entry.record});
  ASSAY_TRY(checked.entries, store::read_leaves(leaves));
  checked.unit = proof.unit;
  return checked;
}

Result<CheckedProof> check(const ConsistencyProof& proof, const audit::VerifierKey& key) {
  CheckedProof checked;
  ASSAY_TRY(const auto earlier, audit::open_checkpoint(proof.earlier, key));
  ASSAY_TRY(checked.head, audit::open_checkpoint(proof.later, key));
  const auto& [size1, root1] = earlier;
  const auto& [size2, root2] = checked.head;
  if (size1 == 0)
    return fail(Failure::Input, "proof.empty",
                {ASSAY_TEXT("the earlier journal is empty, and every journal begins so: this "
                            "proves nothing"),
                 {}});
  if (!audit::verify_consistency(size1, size2, proof.path, root1, root2))
    return wrong_path({ASSAY_TEXT("the journal of {later} entries does not begin with that of "
                                  "{earlier}: entries were altered, or the proof was"),
                       {{"later", std::to_string(size2)}, {"earlier", std::to_string(size1)}}});
  checked.earlier = earlier;
  return checked;
}

// The text that was signed: cosignatures may have been added since.
Result<std::string> signed_text(std::string_view checkpoint) {
  ASSAY_TRY(auto note, audit::parse_note(checkpoint));
  return std::move(note.text);
}

}  // namespace

std::string proof_json(const Proof& proof) {
  JsonWriter json;
  json.object([&] { std::visit([&](const auto& each) { write(json, each); }, proof); });
  return json.finish();
}

Result<Proof> parse_proof(std::string_view json) {
  ASSAY_TRY(const auto value, report::parse_json(json));
  ASSAY_TRY(const auto kind, text_of(value, "proof"));
  if (kind == kInclusion) return inclusion_of(value);
  if (kind == kConsistency) return consistency_of(value);
  return not_a_proof("proof");
}

Result<CheckedProof> check_proof(const Proof& proof, const audit::VerifierKey& key,
                                 std::string_view checkpoint) {
  ASSAY_TRY(auto checked, std::visit([&](const auto& each) { return check(each, key); }, proof));
  if (checkpoint.empty()) return checked;
  const auto* inclusion = std::get_if<InclusionProof>(&proof);
  ASSAY_TRY(const auto expected, signed_text(checkpoint));
  ASSAY_TRY(const auto found,
            signed_text(inclusion != nullptr ? inclusion->checkpoint
                                             : std::get<ConsistencyProof>(proof).later));
  if (expected == found) return checked;
  return fail(Failure::Input, "proof.other_checkpoint",
              {ASSAY_TEXT("the proof holds, but for another checkpoint than the one given: ask "
                          "for a proof of that one"),
               {}});
}

}  // namespace assay::pipeline
