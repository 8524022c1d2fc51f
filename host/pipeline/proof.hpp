#pragma once
// Proofs about an office's journal, for outsiders who hold a key and perhaps an earlier checkpoint:
// as values, as JSON files (docs/formats/json.md), and their check, which needs no office. Pure;
// thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "audit/checkpoint.hpp"
#include "audit/keys.hpp"
#include "audit/merkle.hpp"
#include "base/result.hpp"
#include "store/journal.hpp"

namespace assay::pipeline {

inline constexpr std::size_t kLongestProof_bytes = std::size_t{256} << 20U;

// That entries stand in the journal a checkpoint is of.
struct EntryProof {
  std::uint64_t seq = 0;
  std::string record;  // bytes of the entry, see docs/formats/store.md
  audit::Proof path;
  bool operator==(const EntryProof&) const = default;
};
struct InclusionProof {
  std::string checkpoint;  // signed note
  std::string unit;        // what it is about, or ""; proves nothing
  std::vector<EntryProof> entries;
  bool operator==(const InclusionProof&) const = default;
};

// That the journal of a later checkpoint begins with that of an earlier one.
struct ConsistencyProof {
  std::string earlier;  // signed notes
  std::string later;
  audit::Proof path;
  bool operator==(const ConsistencyProof&) const = default;
};

using Proof = std::variant<InclusionProof, ConsistencyProof>;

[[nodiscard]] std::string proof_json(const Proof& proof);
// Input errors proof.syntax (no proof, or not of this form) and those of report::parse_json().
[[nodiscard]] Result<Proof> parse_proof(std::string_view json);

struct CheckedProof {
  audit::TreeHead head;  // of the checkpoint; of the later one for a ConsistencyProof
  std::optional<audit::TreeHead> earlier;    // of a ConsistencyProof
  std::vector<store::JournalEntry> entries;  // of an InclusionProof, as its records say
  std::string unit;                          // what it is about, or ""
};
// What the proof says follows from signatures of `key`; what is read comes from the records proved,
// names of units, indicators and texts too ("#12" where no record gives one). With `checkpoint` not
// empty it must be of that checkpoint (the later one of a ConsistencyProof). Input errors
// proof.path (does not lead to the root), proof.empty, proof.other_checkpoint, and those of
// audit::open_checkpoint() and store::read_leaves().
[[nodiscard]] Result<CheckedProof> check_proof(const Proof& proof, const audit::VerifierKey& key,
                                               std::string_view checkpoint);

}  // namespace assay::pipeline
