#pragma once
// Bytes of what an office enters and of the store's own records. encode() makes what is stored
// under `key`
// (Input error store.too_large past 1 GiB); decode_…() verifies and reads it (store.damaged). Pure
// functions; thread-safe.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "model/records.hpp"
#include "store/store.hpp"
#include "store/table.hpp"

namespace assay::store {

struct FormatRecord {
  std::uint32_t version = 0;
  std::int64_t created_s = 0;
};

// The next number of each series.
struct IdsRecord {
  std::uint64_t unit = 1;
  std::uint64_t ordinal = 0;
  std::uint64_t indicator = 1;
  std::uint64_t text = 1;  // 0 is the empty text, which is not stored
  std::uint64_t event = 1;
  std::uint64_t scheme = 1;
  std::uint64_t run = 1;
  std::uint64_t diary = 1;
  bool operator==(const IdsRecord&) const = default;
};

// Of format 1.
struct DiaryEntry {
  std::string actor;
  std::string action;
  std::string detail;
  std::int64_t time_s = 0;
};

struct NameRecord {
  std::uint64_t number = 0;
  std::string text;
};

struct UnitRecord {
  model::Unit unit;
  std::uint32_t ordinal = 0;
  bool operator==(const UnitRecord&) const = default;
};

// Event::unit is empty here: `unit_id` stands for it.
struct EventRecord {
  model::Event event;
  std::uint64_t unit_id = 0;
  bool operator==(const EventRecord&) const = default;
};

struct ImportedRecord {
  Decimal value;
  std::optional<Decimal> full;
  bool operator==(const ImportedRecord&) const = default;
};

struct SchemeRecord {
  std::string id;
  std::string text;
};

struct SettingRecord {
  std::string name;
  std::string value;
  bool operator==(const SettingRecord&) const = default;
};

[[nodiscard]] Result<Bytes> encode(const Key& key, const FormatRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const IdsRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const NameRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const UnitRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const model::Indicator& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const EventRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const ImportedRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const SchemeRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const SettingRecord& record);
[[nodiscard]] Result<Bytes> encode(const Key& key, const StoredPackage& package);
[[nodiscard]] Result<Bytes> encode_text(const Key& key, const std::string& text);
[[nodiscard]] Result<Bytes> encode_run_key(const Key& key, std::uint64_t run);

[[nodiscard]] Result<FormatRecord> decode_format(const Stored& stored);
[[nodiscard]] Result<IdsRecord> decode_ids(const Stored& stored);
[[nodiscard]] Result<NameRecord> decode_name(const Stored& stored);
[[nodiscard]] Result<UnitRecord> decode_unit(const Stored& stored);
[[nodiscard]] Result<std::uint32_t> decode_ordinal(const Stored& stored);  // of a unit alone
[[nodiscard]] Result<model::Indicator> decode_indicator(const Stored& stored);
[[nodiscard]] Result<EventRecord> decode_event(const Stored& stored);
[[nodiscard]] Result<ImportedRecord> decode_imported(const Stored& stored);
[[nodiscard]] Result<SchemeRecord> decode_scheme(const Stored& stored);
[[nodiscard]] Result<SettingRecord> decode_setting(const Stored& stored);
[[nodiscard]] Result<StoredPackage> decode_package(const Stored& stored);
[[nodiscard]] Result<DiaryEntry> decode_diary(const Stored& stored);
[[nodiscard]] Result<std::string> decode_text(const Stored& stored);
[[nodiscard]] Result<std::uint64_t> decode_run_key(const Stored& stored);

}  // namespace assay::store
