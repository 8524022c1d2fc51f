#pragma once
// Signed notes (C2SP signed-note): lines of text, a blank line, and a line for each key that signed
// them. Signatures of keys we do not know, such as those of witnesses, are kept and not judged.
// Nothing in a note is to be believed before verify() has passed. Values; thread-safe.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/keys.hpp"
#include "base/result.hpp"

namespace assay::audit {

inline constexpr std::size_t kLongestNote_bytes = std::size_t{256} << 10U;
inline constexpr std::size_t kMostSignatures = 64;

struct NoteSignature {
  std::string name;                     // of the key
  std::uint32_t number = 0;             // of the key
  std::vector<std::uint8_t> signature;  // for Ed25519 64 bytes; never empty

  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  // ends in a newline
  std::vector<NoteSignature> signatures;

  bool operator==(const Note&) const = default;
};

// Takes what write() gives, byte for byte, and nothing else. Input errors, with their line:
// audit.note_size, audit.note_text (no UTF-8, control characters, no blank line),
// audit.note_signature, audit.note_signatures (more than kMostSignatures).
[[nodiscard]] Result<Note> parse_note(std::string_view bytes);
[[nodiscard]] std::string write(const Note& note);

// Signs note.text, which must end in a newline, and adds the signature to the others.
void sign(Note& note, const SignerKey& key);

// `key` has signed the text; where it did so more than once, each signature is right.
// Input errors audit.not_signed, audit.bad_signature.
[[nodiscard]] Status verify(const Note& note, const VerifierKey& key);

}  // namespace assay::audit
