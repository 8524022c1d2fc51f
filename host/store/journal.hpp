#pragma once
// The journal as people read it: who changed what, when and why, and from which value to which.
// Entries are numbered from 0 and never change; they are the leaves of a Merkle tree
// (audit/merkle.hpp), so that an outsider can be shown that none was altered. Plain values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/keys.hpp"
#include "base/digest.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "model/period.hpp"
#include "model/snapshot.hpp"

namespace assay::store {

// Names one request of a program, chosen by it at random, so that a request it had to repeat is
// known again. All zero = none. People write it as 32 hexadecimal digits.
using RequestId = std::array<std::byte, 16>;
[[nodiscard]] std::string hex_of(const RequestId& id);  // "" for none
// Nothing unless it is 32 hexadecimal digits, not all of them 0.
[[nodiscard]] std::optional<RequestId> request_from_hex(std::string_view text);

// Who writes, and why; stands in every entry that comes of it. Limits, else Input error
// store.cause_too_long: actor 200 bytes, action 32, detail and reason 4,000 each.
struct Cause {
  std::string actor;   // "department[/person]"
  std::string action;  // "init", "import", "set", "score"
  std::string detail;  // e.g. the files imported
  std::string reason;
  RequestId request{};
  std::int64_t time_s = 0;  // since 1970-01-01 UTC

  bool operator==(const Cause&) const = default;
};

enum class EntryKind : std::uint8_t {
  Made,       // the office
  Legacy,     // from the diary of an office of format 1
  Upgrade,    // to a newer format
  Text,       // a text that figures and imported assessments refer to
  Unit,       //
  Indicator,  //
  Figures,    // single figures of one indicator, period and layer
  Loaded,     // such figures by the thousands, replaced whole
  Event,      //
  Imported,   // a row of assessments.csv
  Scheme,     //
  Assessment,
  Run,
  Published,  // a run put on record whole
  Package,    // of a plugin
  Setting     //
};
[[nodiscard]] std::string_view to_word(EntryKind kind);  // "unit"

// One value that changed. Nothing = there was or is none. Figures are in decimal, references to
// texts in words.
struct JournalEdit {
  std::string unit;   // code, of Figures, Event and Imported
  std::string field;  // "name" of a unit, "required" of figures …
  std::optional<std::string> before;
  std::optional<std::string> after;

  bool operator==(const JournalEdit&) const = default;
};

struct JournalEntry {
  std::uint64_t seq = 0;
  Cause cause;
  EntryKind kind = EntryKind::Made;
  // Code of the unit, indicator or event; id of the scheme, run, assessment or plugin;
  // name of the setting; for Figures and Loaded the indicator; the text itself.
  std::string subject;
  std::optional<model::Period> period;
  std::optional<model::Layer> layer;
  std::vector<JournalEdit> edits;  // of Loaded only what was before
};

// One change of a figure.
struct FigureHistory {
  std::uint64_t seq = 0;
  Cause cause;
  model::Period period;
  model::Layer layer = model::Layer::Actual;
  std::optional<std::string> before;
  std::optional<std::string> after;
};

struct StoredCheckpoint {
  std::uint64_t size = 0;  // entries it covers
  std::string text;        // signed note, see audit/checkpoint.hpp
};

struct LogCheck {
  const audit::VerifierKey* key = nullptr;  // checks the signatures of checkpoints too
  Progress progress;                        // entries; may be empty
};

// What checking the log found.
struct LogHealth {
  std::uint64_t size = 0;  // entries
  Digest root{};
  std::uint64_t checkpoints = 0;
  std::vector<Error> faults;  // by place; at most 1,000
};

}  // namespace assay::store
