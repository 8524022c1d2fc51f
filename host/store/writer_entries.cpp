#include <array>
#include <limits>

#include "store/names.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

namespace {

using model::Layer;

constexpr std::uint64_t kMax_u32 = std::numeric_limits<std::uint32_t>::max();

std::unexpected<Error> too_many() {
  return fail(Failure::Input, "store.too_many",
              {ASSAY_TEXT("the office has all the units, indicators or texts it can hold"), {}});
}

std::optional<std::int64_t> micro_of(const std::optional<Decimal>& value) {
  if (!value) return std::nullopt;
  return value->micro();
}

}  // namespace

UnitPlace Writer::State::remember(const std::string& code, UnitPlace place) {
  if (units.size() >= kMax_cached) units.clear();
  units.emplace(code, place);
  return place;
}

Result<std::optional<UnitPlace>> Writer::State::find_unit(const std::string& code) {
  if (const auto cached = units.find(code); cached != units.end()) return cached->second;
  ASSAY_TRY(const auto id, find_name(transaction, NameKind::Unit, code));
  if (!id) return std::nullopt;
  ASSAY_TRY(const auto ordinal, get_ordinal(transaction, *id));
  return remember(code, {*id, ordinal});
}

Result<UnitPlace> Writer::State::known_unit(const std::string& code) {
  ASSAY_TRY(const auto found, find_unit(code));
  if (found) return *found;
  return fail(Failure::Input, "store.unknown_unit",
              {ASSAY_TEXT("there is no unit {unit}; import it with a units file, or correct the "
                          "code"),
               {{"unit", excerpt(code)}}});
}

Status Writer::State::known_ordinal(std::uint32_t ordinal) const {
  if (ordinal < ids.ordinal) return {};
  return fail(Failure::Input, "store.unknown_unit",
              {ASSAY_TEXT("there is no unit {unit}; import it with a units file, or correct the "
                          "code"),
               {{"unit", "#" + std::to_string(ordinal)}}});
}

Result<std::uint32_t> Writer::State::known_indicator(const std::string& code) {
  if (const auto cached = indicators.find(code); cached != indicators.end()) return cached->second;
  ASSAY_TRY(const auto number, find_name(transaction, NameKind::Indicator, code));
  if (!number)
    return fail(Failure::Input, "store.unknown_indicator",
                {ASSAY_TEXT("there is no indicator {indicator}; import it with an indicators "
                            "file, or correct the code"),
                 {{"indicator", excerpt(code)}}});
  return indicators.emplace(code, static_cast<std::uint32_t>(*number)).first->second;
}

Result<std::optional<std::int64_t>> Writer::State::number_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto cached = texts.find(text); cached != texts.end())
    return static_cast<std::int64_t>(cached->second);
  ASSAY_TRY(auto number, find_name(transaction, NameKind::Text, text));
  if (!number) {
    if (ids.text > kMax_u32) return too_many();  // keys of `imported` have 32 bits for it
    number = ids.text++;
    ASSAY_CHECK(put_name(transaction, NameKind::Text, text, *number));
    const auto key = id_key(*number);
    ASSAY_CHECK(put_encoded(transaction, Table::Text, key, encode_text(key, text)));
    ASSAY_CHECK(journal->append(TextPart{*number, text}));
  }
  if (texts.size() >= kMax_cached) texts.clear();
  texts.emplace(text, *number);
  return static_cast<std::int64_t>(*number);
}

Result<Change> Writer::State::put(const model::Unit& unit) {
  ASSAY_TRY(auto place, find_unit(unit.code));
  UnitPart part;
  if (place) {
    ASSAY_TRY(part.before, get_unit(transaction, place->id));
    if (part.before->unit == unit) return Change::Same;
  } else {
    if (ids.ordinal >= kMax_u32) return too_many();
    place = UnitPlace{ids.unit++, static_cast<std::uint32_t>(ids.ordinal++)};
    new_units.push_back(place->id);
    ASSAY_CHECK(put_name(transaction, NameKind::Unit, unit.code, place->id));
    remember(unit.code, *place);
  }
  for (const auto* named : {&unit.parent, &unit.successor}) {
    if (named->empty()) continue;
    ASSAY_TRY(const auto found, find_unit(*named));
    if (!found) named_units.emplace_back(unit.code, *named);
  }
  part.id = place->id;
  part.after = {unit, place->ordinal};
  const auto key = id_key(place->id);
  ASSAY_CHECK(put_encoded(transaction, Table::Unit, key, encode(key, part.after)));
  return journaled(std::move(part));
}

Result<Change> Writer::State::put(const model::Indicator& indicator) {
  ASSAY_TRY(auto number, find_name(transaction, NameKind::Indicator, indicator.code));
  IndicatorPart part{0, 1, {}, indicator};
  if (number) {
    ASSAY_TRY(auto newest, get_indicator(transaction, static_cast<std::uint32_t>(*number)));
    if (newest.indicator == indicator) return Change::Same;
    part.before = std::move(newest.indicator);
    part.version = newest.version + 1;  // earlier versions stay as they are
  } else {
    if (ids.indicator > kMax_indicators) return too_many();
    number = ids.indicator++;
    ASSAY_CHECK(put_name(transaction, NameKind::Indicator, indicator.code, *number));
  }
  part.number = static_cast<std::uint32_t>(*number);
  const auto key = version_key(part.number, part.version);
  ASSAY_CHECK(put_encoded(transaction, Table::Indicator, key, encode(key, indicator)));
  return journaled(std::move(part));
}

Result<Change> Writer::State::put(std::uint32_t ordinal, const model::Target& target) {
  const auto& [unit, indicator, period, required, stretch, upper, baseline, lead, person] = target;
  ASSAY_CHECK(known_ordinal(ordinal));
  ASSAY_TRY(const auto number, known_indicator(indicator));
  ASSAY_TRY(const auto lead_number, number_of(lead));
  ASSAY_TRY(const auto person_number, number_of(person));
  const std::array<LayerValue, 6> values{{{Layer::Required, required.micro()},
                                          {Layer::Stretch, micro_of(stretch)},
                                          {Layer::Upper, micro_of(upper)},
                                          {Layer::Baseline, micro_of(baseline)},
                                          {Layer::Lead, lead_number},
                                          {Layer::Person, person_number}}};
  return put(Cell{period.key(), number, ordinal}, values);
}

Result<Change> Writer::State::put(std::uint32_t ordinal, const model::Observation& observation) {
  const auto& [unit, indicator, period, value, state, source] = observation;
  ASSAY_CHECK(known_ordinal(ordinal));
  ASSAY_TRY(const auto number, known_indicator(indicator));
  ASSAY_TRY(const auto source_number, number_of(source));
  const std::array<LayerValue, 3> values{{{Layer::Actual, value.micro()},
                                          {Layer::State, static_cast<std::int64_t>(state)},
                                          {Layer::Source, source_number}}};
  return put(Cell{period.key(), number, ordinal}, values);
}

Result<Change> Writer::State::put(const model::Event& event) {
  ASSAY_TRY(const auto place, known_unit(event.unit));
  EventPart part{0, {}, {event, place.id}};
  part.after.event.unit.clear();
  ASSAY_TRY(auto number, find_name(transaction, NameKind::Event, event.code));
  if (number) {
    ASSAY_TRY(const auto stored, transaction.get(Table::Event, id_key(*number)));
    if (stored) {
      ASSAY_TRY(part.before, decode_event(*stored));
      if (*part.before == part.after) return Change::Same;
    }
  } else {
    number = ids.event++;
    ASSAY_CHECK(put_name(transaction, NameKind::Event, event.code, *number));
  }
  part.number = *number;
  const auto key = id_key(*number);
  ASSAY_CHECK(put_encoded(transaction, Table::Event, key, encode(key, part.after)));
  return journaled(std::move(part));
}

Result<Change> Writer::State::put(const model::ImportedField& field) {
  const auto& [unit, period, assessment, name, value, full] = field;
  ASSAY_TRY(const auto place, known_unit(unit));
  ASSAY_TRY(const auto assessment_number, number_of(assessment));
  ASSAY_TRY(const auto field_number, number_of(name));
  ImportedPart part{{period.key(), static_cast<std::uint32_t>(assessment_number.value_or(0)),
                     static_cast<std::uint32_t>(field_number.value_or(0)), place.ordinal},
                    {},
                    {value, full}};
  const auto key = part.place.key();
  ASSAY_TRY(const auto stored, transaction.get(Table::Imported, key));
  if (stored) {
    ASSAY_TRY(part.before, decode_imported(*stored));
    if (*part.before == part.after) return Change::Same;
  }
  ASSAY_CHECK(put_encoded(transaction, Table::Imported, key, encode(key, part.after)));
  return journaled(part);
}

}  // namespace assay::store
