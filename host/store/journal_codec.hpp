#pragma once
// Bytes of journal entries: encode_…() gives what is stored under the entry's number, of which
// leaf_bytes() are the Cap'n Proto message in canonical form, a leaf of the Merkle tree. decode_…()
// verifies and reads it (store.damaged). Pure functions; thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "store/entry_codec.hpp"
#include "store/figure_changes.hpp"
#include "store/journal.hpp"
#include "store/table.hpp"

namespace assay::store {

// What one entry changed; in the order of EntryKind.
struct MadePart {};
struct LegacyPart {};
struct UpgradePart {
  std::uint32_t from_format = 0;
  Digest state{};
};
struct TextPart {
  std::uint64_t number = 0;
  std::string text;
};
// `before` is absent where there was nothing.
struct UnitPart {
  std::uint64_t id = 0;
  std::optional<UnitRecord> before;
  UnitRecord after;
};
struct IndicatorPart {
  std::uint32_t number = 0;
  std::uint32_t version = 0;  // of `after`
  std::optional<model::Indicator> before;
  model::Indicator after;
};
struct FiguresPart {
  ObsKey place;
  std::vector<CellChange> cells;
};
struct LoadedPart {
  ObsKey place;
  Digest digest{};
  Bytes old_payload;
};
struct EventPart {
  std::uint64_t number = 0;
  std::optional<EventRecord> before;
  EventRecord after;
};
struct ImportedPart {
  ImportedKey place;
  std::optional<ImportedRecord> before;
  ImportedRecord after;
};
struct SchemePart {
  std::uint32_t number = 0;
  std::uint32_t version = 0;
  std::string id;
  Digest digest{};  // of its text
};
struct AssessmentPart {
  Digest digest{};  // its name
  std::string id;
  model::Period period;
  Digest content{};
};
struct RunEntryPart {
  std::uint64_t number = 0;
  Digest key{};
  std::string scheme;
  std::uint32_t version = 0;
  model::Period period;
  Digest content{};               // digest_of_run()
  std::optional<Digest> results;  // of what was scored
};
struct PublishedPart {
  std::uint64_t run = 0;
  Digest content{};  // digest_of_run()
};

struct PackagePart {
  Digest digest{};  // its name
  std::string id;
  std::string version;
  Digest content{};
};
struct SettingPart {
  std::optional<SettingRecord> before;
  SettingRecord after;
};

using ChangePart =
    std::variant<MadePart, LegacyPart, UpgradePart, TextPart, UnitPart, IndicatorPart, FiguresPart,
                 LoadedPart, EventPart, ImportedPart, SchemePart, AssessmentPart, RunEntryPart,
                 PublishedPart, PackagePart, SettingPart>;

struct JournalRecord {
  std::uint64_t seq = 0;
  Cause cause;
  ChangePart part;

  [[nodiscard]] EntryKind kind() const { return static_cast<EntryKind>(part.index()); }
};

// Input error store.too_large past 1 GiB.
[[nodiscard]] Result<Bytes> encode(std::uint64_t seq, const Cause& cause, const ChangePart& part);
// The same entries without a copy of what was changed.
[[nodiscard]] Result<Bytes> encode(std::uint64_t seq, const Cause& cause,
                                   const FigureChange& change);
[[nodiscard]] Result<Bytes> encode(std::uint64_t seq, const Cause& cause, const LoadedChunk& chunk);
[[nodiscard]] Result<JournalRecord> decode_journal(const Stored& stored);
// Of a stored value; empty when it is too short to hold any.
[[nodiscard]] BytesView leaf_bytes(BytesView value);

// Digest of a record from its byte 16 on, where its checksum and head have ended.
[[nodiscard]] Digest content_digest(BytesView value);

// Records in canonical form, which later fields do not change: for digests of them.
[[nodiscard]] Bytes canonical_bytes(const UnitRecord& record);
[[nodiscard]] Bytes canonical_bytes(const model::Indicator& record);
[[nodiscard]] Bytes canonical_bytes(const EventRecord& record);
[[nodiscard]] Bytes canonical_bytes(const ImportedRecord& record);
[[nodiscard]] Bytes canonical_bytes(const SettingRecord& record);

struct LogHead {
  std::uint64_t size = 0;
  Digest root{};
};
[[nodiscard]] Result<Bytes> encode(const Key& key, const LogHead& head);
[[nodiscard]] Result<LogHead> decode_log_head(const Stored& stored);

[[nodiscard]] Result<Bytes> encode_checkpoint(const Key& key, const std::string& text);
[[nodiscard]] Result<std::string> decode_checkpoint(const Stored& stored);

}  // namespace assay::store
