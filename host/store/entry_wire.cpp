#include "store/entry_wire.hpp"

namespace assay::store::wire {

namespace {

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

// The builders take values apart by structured bindings, so that a field added to the model does
// not compile until it is stored.

void put(Unit::Builder builder, const UnitRecord& record) {
  const auto& [code, name, type, parent, from, to, successor, tags] = record.unit;
  builder.setCode(text(code));
  builder.setName(text(name));
  builder.setType(text(type));
  builder.setParent(text(parent));
  builder.setFrom(date_key(from));
  builder.setTo(date_key(to));
  builder.setSuccessor(text(successor));
  auto list = builder.initTags(count(tags));
  for (unsigned int i = 0; i < list.size(); ++i) list.set(i, text(tags[i]));
  builder.setOrdinal(record.ordinal);
}

UnitRecord get(Unit::Reader reader) {
  model::Unit unit{text(reader.getCode()),      text(reader.getName()),
                   text(reader.getType()),      text(reader.getParent()),
                   date_from(reader.getFrom()), date_from(reader.getTo()),
                   text(reader.getSuccessor()), {}};
  for (const auto tag : reader.getTags()) unit.tags.push_back(text(tag));
  return UnitRecord{std::move(unit), reader.getOrdinal()};
}

void put(Indicator::Builder builder, const model::Indicator& record) {
  const auto& [code, name, measure_unit, direction, decimals, owner, rollup] = record;
  builder.setCode(text(code));
  builder.setName(text(name));
  builder.setMeasureUnit(text(measure_unit));
  builder.setDirection(to_wire<Direction>(direction));
  builder.setDecimals(static_cast<std::int8_t>(decimals.value_or(-1)));
  builder.setOwner(text(owner));
  builder.setRollup(to_wire<Rollup>(rollup));
}

model::Indicator get(Indicator::Reader reader) {
  const auto decimals = reader.getDecimals();
  return {text(reader.getCode()),
          text(reader.getName()),
          text(reader.getMeasureUnit()),
          from_wire(reader.getDirection(), model::Direction::Target),
          decimals < 0 ? std::nullopt : std::optional(static_cast<int>(decimals)),
          text(reader.getOwner()),
          from_wire(reader.getRollup(), model::Rollup::Max)};
}

void put(Event::Builder builder, const EventRecord& record) {
  const auto& [code, unit, period, kind, subject, points, reason, evidence, decided_by, date,
               state] = record.event;
  builder.setCode(text(code));
  builder.setUnit(record.unit_id);
  builder.setPeriod(period.key());
  builder.setKind(to_wire<EventKind>(kind));
  builder.setSubject(text(subject));
  put_micro(builder.initPoints(), points);
  builder.setReason(text(reason));
  builder.setEvidence(text(evidence));
  builder.setDecidedBy(text(decided_by));
  builder.setDate(date_key(date));
  builder.setState(to_wire<State>(state));
}

EventRecord get(Event::Reader reader) {
  model::Event event{text(reader.getCode()),
                     {},
                     model::Period::from_key(reader.getPeriod()),
                     from_wire(reader.getKind(), model::EventKind::Award),
                     text(reader.getSubject()),
                     get_micro(reader.getPoints()),
                     text(reader.getReason()),
                     text(reader.getEvidence()),
                     text(reader.getDecidedBy()),
                     date_from(reader.getDate()),
                     from_wire(reader.getState(), model::State::Confirmed)};
  return {std::move(event), reader.getUnit()};
}

void put(Imported::Builder builder, const ImportedRecord& record) {
  builder.setMicro(record.value.micro());
  put_micro(builder.initFull(), record.full);
}

ImportedRecord get(Imported::Reader reader) {
  return {Decimal::from_micro(reader.getMicro()), get_micro(reader.getFull())};
}

void put(Setting::Builder builder, const SettingRecord& record) {
  builder.setName(text(record.name));
  builder.setValue(text(record.value));
}

SettingRecord get(Setting::Reader reader) {
  return {text(reader.getName()), text(reader.getValue())};
}

}  // namespace assay::store::wire
