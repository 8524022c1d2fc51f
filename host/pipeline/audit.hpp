#pragma once
// What is asked of an office's journal, and what comes of it. Plain values.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/checkpoint.hpp"
#include "pipeline/proof.hpp"
#include "store/journal.hpp"

namespace assay::pipeline {

// Which entries to list, oldest first.
struct EntryQuery {
  std::string unit;                   // "" = all; else only its edits
  std::optional<std::uint64_t> from;  // nothing = the last ones
  std::uint64_t limit = 50;
};

struct EntryList {
  std::vector<store::JournalEntry> entries;
  std::uint64_t log_size = 0;
};

struct CheckpointReport {
  audit::TreeHead head;
  std::string text;   // signed note
  bool made = false;  // false: this state of the journal was signed by the key before
  std::optional<std::uint64_t> since;  // entries of the checkpoint before it
};

// What to prove: an entry or all entries of a unit.
struct ProofQuery {
  std::optional<std::uint64_t> entry;
  std::string unit;
  std::string checkpoint;  // signed note; "" = the newest the office has
};

struct InclusionReport {
  InclusionProof proof;
  audit::TreeHead head;
  std::size_t asked = 0;  // entries asked for; the others of the proof name what they refer to
  std::size_t newer = 0;  // entries of the unit that the checkpoint does not cover
};

struct ConsistencyReport {
  audit::Claim earlier;
  audit::TreeHead now;
  bool is_signed = false;                 // the signature of `earlier` was checked
  std::optional<ConsistencyProof> proof;  // to the newest checkpoint, if that is no older
};

}  // namespace assay::pipeline
