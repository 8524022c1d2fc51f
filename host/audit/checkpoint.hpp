#pragma once
// Checkpoints: the size and root of an audit log, signed, in the text that witnesses of
// transparency logs understand (C2SP tlog-checkpoint):
//
//   origin            the log's name, which is that of its key
//   20852163          records, in decimal
//   CsUYap…jxq2I=     root, in Base64
//   (blank line)
//   — origin Az3g…Q8= signature, one line a key
//
// Values; thread-safe.

#include <cstdint>
#include <string>
#include <string_view>

#include "audit/keys.hpp"
#include "audit/note.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"

namespace assay::audit {

// The state of a log: all its records in their order.
struct TreeHead {
  std::uint64_t size = 0;  // records, at most kLargestTree
  Digest root{};

  bool operator==(const TreeHead&) const = default;
};

// The note that states `head` for the log named like the key, signed by it. write() makes the
// text of it; cosignatures of witnesses may be added to its signatures.
[[nodiscard]] Note sign_checkpoint(const TreeHead& head, const SignerKey& key);

// What the text of a checkpoint says of itself, not to be believed: for whoever holds the log and
// compares. Input error audit.checkpoint_text.
struct Claim {
  std::string origin;
  TreeHead head;

  bool operator==(const Claim&) const = default;
};
[[nodiscard]] Result<Claim> claim_of(const Note& note);

// What the checkpoint states, believed: it is signed by `key` and is of the log of that name.
// Other signatures are not judged. Input errors: those of parse_note() and verify(), then
// audit.checkpoint_origin (of another log), audit.checkpoint_text (including extension lines, which
// our logs do not write).
[[nodiscard]] Result<TreeHead> open_checkpoint(std::string_view bytes, const VerifierKey& key);
[[nodiscard]] Result<TreeHead> open_checkpoint(const Note& note, const VerifierKey& key);

}  // namespace assay::audit
