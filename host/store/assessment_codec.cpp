#include <variant>

#include "store/result_codec.hpp"
#include "store/wire.hpp"

namespace assay::store {

namespace {

using wire::text;

static_assert(static_cast<int>(wire::FieldType::FLAG) == static_cast<int>(model::FieldType::Flag));

void put(wire::FieldValue::Builder builder, const model::FieldValue& value) {
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    builder.setMicro(decimal->micro());
  } else if (const auto* ratio = std::get_if<Ratio>(&value)) {
    auto target = builder.initRatio();
    target.setNumerator(ratio->numerator());
    target.setDenominator(ratio->denominator());
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    builder.setFlag(*flag);
  } else {
    builder.setNone();
  }
}

model::FieldValue get_value(wire::FieldValue::Reader reader) {
  switch (reader.which()) {
    case wire::FieldValue::NONE:
      return {};
    case wire::FieldValue::MICRO:
      return Decimal::from_micro(reader.getMicro());
    case wire::FieldValue::FLAG:
      return reader.getFlag();
    case wire::FieldValue::RATIO: {
      const auto ratio =
          Ratio::make(reader.getRatio().getNumerator(), reader.getRatio().getDenominator());
      if (!ratio) throw wire::Malformed{};
      return *ratio;
    }
  }
  throw wire::Malformed{};
}

void put(wire::AssessmentField::Builder builder, const model::AssessmentField& field) {
  const auto& [id, type, measure_unit, doc, values, full, reasons] = field;
  builder.setId(text(id));
  builder.setType(wire::to_wire<wire::FieldType>(type));
  builder.setMeasureUnit(text(measure_unit));
  builder.setDoc(text(doc));
  wire::fill(builder.initValues(wire::count(values)), values,
             [](wire::FieldValue::Builder target, const auto& value) { put(target, value); });
  wire::fill(
      builder.initFull(wire::count(full)), full,
      [](wire::MaybeMicro::Builder target, const auto& marks) { wire::put_micro(target, marks); });
  wire::fill(builder.initReasons(wire::count(reasons)), reasons,
             [](wire::Reasons::Builder target, const auto& messages) {
               wire::fill(
                   target.initMessages(wire::count(messages)), messages,
                   [](wire::Message::Builder to, const Message& from) { wire::put(to, from); });
             });
}

model::AssessmentField get_field(wire::AssessmentField::Reader reader) {
  return {text(reader.getId()),
          wire::from_wire(reader.getType(), model::FieldType::Flag),
          text(reader.getMeasureUnit()),
          text(reader.getDoc()),
          wire::collect(reader.getValues(), get_value),
          wire::collect(reader.getFull(),
                        [](wire::MaybeMicro::Reader marks) { return wire::get_micro(marks); }),
          wire::collect(reader.getReasons(), [](wire::Reasons::Reader reasons) {
            return wire::collect(reasons.getMessages(),
                                 [](wire::Message::Reader from) { return wire::get(from); });
          })};
}

using UnitMessages = std::map<std::size_t, Message>;

void put(capnp::List<wire::UnitMessage>::Builder builder, const UnitMessages& messages) {
  wire::fill(builder, messages, [](wire::UnitMessage::Builder target, const auto& entry) {
    target.setOrdinal(entry.first);
    wire::put(target.initMessage(), entry.second);
  });
}

UnitMessages get_messages(capnp::List<wire::UnitMessage>::Reader reader) {
  UnitMessages messages;
  for (const auto entry : reader)
    messages.emplace(static_cast<std::size_t>(entry.getOrdinal()), wire::get(entry.getMessage()));
  return messages;
}

}  // namespace

Result<Bytes> encode(const Key& key, const model::Assessment& assessment) {
  const auto& [id, origin, digest, period, fields, missing, failures] = assessment;
  return wire::seal<wire::Assessment>(
      key, RecordKind::Assessment, [&](wire::Assessment::Builder root) {
        root.setId(text(id));
        root.setOrigin(text(origin));
        root.setDigest(wire::data(digest));
        root.setPeriod(period.key());
        wire::fill(
            root.initFields(wire::count(fields)), fields,
            [](wire::AssessmentField::Builder target, const auto& field) { put(target, field); });
        put(root.initMissing(wire::count(missing)), missing);
        put(root.initFailures(wire::count(failures)), failures);
      });
}

Result<model::Assessment> decode_assessment(const Stored& stored) {
  return wire::open<wire::Assessment>(
      stored, RecordKind::Assessment, [](wire::Assessment::Reader root) {
        return model::Assessment{text(root.getId()),
                                 text(root.getOrigin()),
                                 wire::digest(root.getDigest()),
                                 model::Period::from_key(root.getPeriod()),
                                 wire::collect(root.getFields(), get_field),
                                 get_messages(root.getMissing()),
                                 get_messages(root.getFailures())};
      });
}

}  // namespace assay::store
