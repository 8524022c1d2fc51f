#include "store/entry_codec.hpp"

#include "store/wire.hpp"

namespace assay::store {

namespace {

using wire::text;

// Enumerators have the same number in memory and on disk.
static_assert(static_cast<int>(wire::Direction::TARGET) ==
              static_cast<int>(model::Direction::Target));
static_assert(static_cast<int>(wire::Rollup::MAX) == static_cast<int>(model::Rollup::Max));
static_assert(static_cast<int>(wire::State::CONFIRMED) ==
              static_cast<int>(model::State::Confirmed));
static_assert(static_cast<int>(wire::EventKind::AWARD) ==
              static_cast<int>(model::EventKind::Award));

std::int32_t date_key(const std::optional<model::Date>& date) { return date ? date->key() : 0; }

std::optional<model::Date> date_from(std::int32_t key) {
  if (key == 0) return std::nullopt;
  return model::Date::from_key(key);
}

}  // namespace

// The encoders take values apart by structured bindings, so that a field added to the model does
// not compile until it is stored.

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
  const auto& [code, name, type, parent, from, to, successor, tags] = record.unit;
  return wire::seal<wire::Unit>(key, RecordKind::Unit, [&](wire::Unit::Builder root) {
    root.setCode(text(code));
    root.setName(text(name));
    root.setType(text(type));
    root.setParent(text(parent));
    root.setFrom(date_key(from));
    root.setTo(date_key(to));
    root.setSuccessor(text(successor));
    auto list = root.initTags(wire::count(tags));
    for (unsigned int i = 0; i < list.size(); ++i) list.set(i, text(tags[i]));
    root.setOrdinal(record.ordinal);
  });
}

Result<UnitRecord> decode_unit(const Stored& stored) {
  return wire::open<wire::Unit>(stored, RecordKind::Unit, [](wire::Unit::Reader root) {
    model::Unit unit{text(root.getCode()),      text(root.getName()),
                     text(root.getType()),      text(root.getParent()),
                     date_from(root.getFrom()), date_from(root.getTo()),
                     text(root.getSuccessor()), {}};
    for (const auto tag : root.getTags()) unit.tags.push_back(text(tag));
    return UnitRecord{std::move(unit), root.getOrdinal()};
  });
}

Result<Bytes> encode(const Key& key, const model::Indicator& record) {
  const auto& [code, name, measure_unit, direction, decimals, owner, rollup] = record;
  return wire::seal<wire::Indicator>(
      key, RecordKind::Indicator, [&](wire::Indicator::Builder root) {
        root.setCode(text(code));
        root.setName(text(name));
        root.setMeasureUnit(text(measure_unit));
        root.setDirection(wire::to_wire<wire::Direction>(direction));
        root.setDecimals(static_cast<std::int8_t>(decimals.value_or(-1)));
        root.setOwner(text(owner));
        root.setRollup(wire::to_wire<wire::Rollup>(rollup));
      });
}

Result<model::Indicator> decode_indicator(const Stored& stored) {
  return wire::open<wire::Indicator>(
      stored, RecordKind::Indicator, [](wire::Indicator::Reader root) {
        const auto decimals = root.getDecimals();
        return model::Indicator{
            text(root.getCode()),
            text(root.getName()),
            text(root.getMeasureUnit()),
            wire::from_wire(root.getDirection(), model::Direction::Target),
            decimals < 0 ? std::nullopt : std::optional(static_cast<int>(decimals)),
            text(root.getOwner()),
            wire::from_wire(root.getRollup(), model::Rollup::Max)};
      });
}

Result<Bytes> encode(const Key& key, const EventRecord& record) {
  const auto& [code, unit, period, kind, subject, points, reason, evidence, decided_by, date,
               state] = record.event;
  return wire::seal<wire::Event>(key, RecordKind::Event, [&](wire::Event::Builder root) {
    root.setCode(text(code));
    root.setUnit(record.unit_id);
    root.setPeriod(period.key());
    root.setKind(wire::to_wire<wire::EventKind>(kind));
    root.setSubject(text(subject));
    wire::put_micro(root.initPoints(), points);
    root.setReason(text(reason));
    root.setEvidence(text(evidence));
    root.setDecidedBy(text(decided_by));
    root.setDate(date_key(date));
    root.setState(wire::to_wire<wire::State>(state));
  });
}

Result<EventRecord> decode_event(const Stored& stored) {
  return wire::open<wire::Event>(stored, RecordKind::Event, [](wire::Event::Reader root) {
    model::Event event{text(root.getCode()),
                       {},
                       model::Period::from_key(root.getPeriod()),
                       wire::from_wire(root.getKind(), model::EventKind::Award),
                       text(root.getSubject()),
                       wire::get_micro(root.getPoints()),
                       text(root.getReason()),
                       text(root.getEvidence()),
                       text(root.getDecidedBy()),
                       date_from(root.getDate()),
                       wire::from_wire(root.getState(), model::State::Confirmed)};
    return EventRecord{std::move(event), root.getUnit()};
  });
}

Result<Bytes> encode(const Key& key, const ImportedRecord& record) {
  return wire::seal<wire::Imported>(key, RecordKind::Imported, [&](wire::Imported::Builder root) {
    root.setMicro(record.value.micro());
    wire::put_micro(root.initFull(), record.full);
  });
}

Result<ImportedRecord> decode_imported(const Stored& stored) {
  return wire::open<wire::Imported>(stored, RecordKind::Imported, [](wire::Imported::Reader root) {
    return ImportedRecord{Decimal::from_micro(root.getMicro()), wire::get_micro(root.getFull())};
  });
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

Result<Bytes> encode(const Key& key, const DiaryEntry& record) {
  const auto& [actor, action, detail, time_s] = record;
  return wire::seal<wire::Diary>(key, RecordKind::Diary, [&](wire::Diary::Builder root) {
    root.setActor(text(actor));
    root.setAction(text(action));
    root.setDetail(text(detail));
    root.setTimeS(time_s);
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
