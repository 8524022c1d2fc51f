#include "store/entry_codec.hpp"

#include <algorithm>
#include <span>

#include "store/entry_wire.hpp"

namespace assay::store {

namespace {

using wire::text;

}  // namespace

Result<Bytes> encode(const Key& key, const FormatRecord& record) {
  return wire::seal<wire::Format>(key, RecordKind::Format, [&](wire::Format::Builder root) {
    root.setVersion(record.version);
    root.setCreatedS(record.created_s);
  });
}

Result<FormatRecord> decode_format(const Stored& stored) {
  return wire::open<wire::Format>(stored, RecordKind::Format, [](wire::Format::Reader root) {
    return FormatRecord{root.getVersion(), root.getCreatedS()};
  });
}

Result<Bytes> encode(const Key& key, const IdsRecord& record) {
  const auto& [unit, ordinal, indicator, text_number, event, scheme, run, diary] = record;
  return wire::seal<wire::Ids>(key, RecordKind::Ids, [&](wire::Ids::Builder root) {
    root.setUnit(unit);
    root.setOrdinal(ordinal);
    root.setIndicator(indicator);
    root.setText(text_number);
    root.setEvent(event);
    root.setScheme(scheme);
    root.setRun(run);
    root.setDiary(diary);
  });
}

Result<IdsRecord> decode_ids(const Stored& stored) {
  return wire::open<wire::Ids>(stored, RecordKind::Ids, [](wire::Ids::Reader root) {
    return IdsRecord{root.getUnit(),  root.getOrdinal(), root.getIndicator(), root.getText(),
                     root.getEvent(), root.getScheme(),  root.getRun(),       root.getDiary()};
  });
}

Result<Bytes> encode(const Key& key, const NameRecord& record) {
  return wire::seal<wire::Name>(key, RecordKind::Name, [&](wire::Name::Builder root) {
    root.setNumber(record.number);
    root.setText(text(record.text));
  });
}

Result<NameRecord> decode_name(const Stored& stored) {
  return wire::open<wire::Name>(stored, RecordKind::Name, [](wire::Name::Reader root) {
    return NameRecord{root.getNumber(), text(root.getText())};
  });
}

Result<Bytes> encode(const Key& key, const UnitRecord& record) {
  return wire::seal<wire::Unit>(key, RecordKind::Unit,
                                [&](wire::Unit::Builder root) { wire::put(root, record); });
}

Result<UnitRecord> decode_unit(const Stored& stored) {
  return wire::open<wire::Unit>(stored, RecordKind::Unit,
                                [](wire::Unit::Reader root) { return wire::get(root); });
}

Result<std::uint32_t> decode_ordinal(const Stored& stored) {
  return wire::open<wire::Unit>(stored, RecordKind::Unit,
                                [](wire::Unit::Reader root) { return root.getOrdinal(); });
}

Result<Bytes> encode(const Key& key, const model::Indicator& record) {
  return wire::seal<wire::Indicator>(
      key, RecordKind::Indicator, [&](wire::Indicator::Builder root) { wire::put(root, record); });
}

Result<model::Indicator> decode_indicator(const Stored& stored) {
  return wire::open<wire::Indicator>(stored, RecordKind::Indicator,
                                     [](wire::Indicator::Reader root) { return wire::get(root); });
}

Result<Bytes> encode(const Key& key, const EventRecord& record) {
  return wire::seal<wire::Event>(key, RecordKind::Event,
                                 [&](wire::Event::Builder root) { wire::put(root, record); });
}

Result<EventRecord> decode_event(const Stored& stored) {
  return wire::open<wire::Event>(stored, RecordKind::Event,
                                 [](wire::Event::Reader root) { return wire::get(root); });
}

Result<Bytes> encode(const Key& key, const ImportedRecord& record) {
  return wire::seal<wire::Imported>(key, RecordKind::Imported,
                                    [&](wire::Imported::Builder root) { wire::put(root, record); });
}

Result<ImportedRecord> decode_imported(const Stored& stored) {
  return wire::open<wire::Imported>(stored, RecordKind::Imported,
                                    [](wire::Imported::Reader root) { return wire::get(root); });
}

Result<Bytes> encode(const Key& key, const SchemeRecord& record) {
  return wire::seal<wire::Scheme>(key, RecordKind::Scheme, [&](wire::Scheme::Builder root) {
    root.setId(text(record.id));
    root.setText(text(record.text));
  });
}

Result<SchemeRecord> decode_scheme(const Stored& stored) {
  return wire::open<wire::Scheme>(stored, RecordKind::Scheme, [](wire::Scheme::Reader root) {
    return SchemeRecord{text(root.getId()), text(root.getText())};
  });
}

Result<Bytes> encode(const Key& key, const SettingRecord& record) {
  return wire::seal<wire::Setting>(key, RecordKind::Setting,
                                   [&](wire::Setting::Builder root) { wire::put(root, record); });
}

Result<SettingRecord> decode_setting(const Stored& stored) {
  return wire::open<wire::Setting>(stored, RecordKind::Setting,
                                   [](wire::Setting::Reader root) { return wire::get(root); });
}

Result<Bytes> encode(const Key& key, const StoredPackage& package) {
  return wire::seal<wire::Package>(key, RecordKind::Package, [&](wire::Package::Builder root) {
    root.setId(text(package.id));
    root.setVersion(text(package.version));
    root.setArchive(wire::data(std::as_bytes(std::span(package.archive))));
  });
}

Result<StoredPackage> decode_package(const Stored& stored) {
  return wire::open<wire::Package>(stored, RecordKind::Package, [&](wire::Package::Reader root) {
    StoredPackage package{{}, text(root.getId()), text(root.getVersion()), {}};
    const auto key = stored.key.view();
    if (key.size() != package.digest.size()) throw wire::Malformed{};
    std::ranges::transform(key, package.digest.begin(), std::to_integer<std::uint8_t>);
    const auto archive = root.getArchive();
    package.archive.assign(reinterpret_cast<const char*>(archive.begin()), archive.size());
    return package;
  });
}

Result<DiaryEntry> decode_diary(const Stored& stored) {
  return wire::open<wire::Diary>(stored, RecordKind::Diary, [](wire::Diary::Reader root) {
    return DiaryEntry{text(root.getActor()), text(root.getAction()), text(root.getDetail()),
                      root.getTimeS()};
  });
}

Result<Bytes> encode_text(const Key& key, const std::string& value) {
  return wire::seal<wire::TextEntry>(
      key, RecordKind::Text, [&](wire::TextEntry::Builder root) { root.setText(text(value)); });
}

Result<std::string> decode_text(const Stored& stored) {
  return wire::open<wire::TextEntry>(
      stored, RecordKind::Text, [](wire::TextEntry::Reader root) { return text(root.getText()); });
}

Result<Bytes> encode_run_key(const Key& key, std::uint64_t run) {
  return wire::seal<wire::RunKey>(key, RecordKind::RunKey,
                                  [&](wire::RunKey::Builder root) { root.setRun(run); });
}

Result<std::uint64_t> decode_run_key(const Stored& stored) {
  return wire::open<wire::RunKey>(stored, RecordKind::RunKey,
                                  [](wire::RunKey::Reader root) { return root.getRun(); });
}

}  // namespace assay::store
