#include "store/result_wire.hpp"

namespace assay::store::wire {

namespace {

void put_note(Note::Builder builder, const model::Note& note) {
  const auto& [code, data, message] = note;
  builder.setCode(text(code));
  put(builder.initData(count(data)), data);
  put(builder.initMessage(), message);
}

void put_term(Term::Builder builder, const model::Term& term) {
  const auto& [kind, component, event, points, full, how] = term;
  builder.setKind(text(kind));
  builder.setComponent(text(component));
  builder.setEvent(text(event));
  builder.setPoints(points.micro());
  builder.setFull(full.micro());
  put(builder.initHow(), how);
}

model::Term get_term(Term::Reader reader) {
  return {text(reader.getKind()),
          text(reader.getComponent()),
          text(reader.getEvent()),
          Decimal::from_micro(reader.getPoints()),
          Decimal::from_micro(reader.getFull()),
          get(reader.getHow())};
}

void put_component(ComponentResult::Builder builder, const model::ComponentResult& component) {
  const auto& [id, points, full, missing, trace] = component;
  builder.setId(text(id));
  put_micro(builder.initPoints(), points);
  builder.setFull(full.micro());
  builder.setMissing(text(missing));
  put(builder.initTrace(count(trace)), trace);
}

model::ComponentResult get_component(ComponentResult::Reader reader) {
  return {text(reader.getId()), get_micro(reader.getPoints()),
          Decimal::from_micro(reader.getFull()), text(reader.getMissing()), get(reader.getTrace())};
}

void put_info(ComponentInfo::Builder builder, const model::ComponentInfo& info) {
  const auto& [id, name, parent, points, weight] = info;
  builder.setId(text(id));
  builder.setName(text(name));
  builder.setParent(text(parent));
  builder.setPoints(points.micro());
  if (weight) {
    auto target = builder.initWeight();
    target.setNumerator(weight->numerator());
    target.setDenominator(weight->denominator());
  }
}

model::ComponentInfo get_info(ComponentInfo::Reader reader) {
  std::optional<assay::Ratio> weight;
  if (reader.hasWeight()) {
    const auto ratio =
        assay::Ratio::make(reader.getWeight().getNumerator(), reader.getWeight().getDenominator());
    if (!ratio) throw Malformed{};
    weight = *ratio;
  }
  return {text(reader.getId()), text(reader.getName()), text(reader.getParent()),
          Decimal::from_micro(reader.getPoints()), weight};
}

}  // namespace

void put(capnp::List<Note>::Builder builder, const std::vector<model::Note>& notes) {
  fill(builder, notes, [](Note::Builder target, const auto& note) { put_note(target, note); });
}

std::vector<model::Note> get(capnp::List<Note>::Reader reader) {
  return collect(reader, [](Note::Reader note) {
    return model::Note{text(note.getCode()), get(note.getData()), get(note.getMessage())};
  });
}

void put(UnitResult::Builder builder, const model::UnitResult& result) {
  const auto& [unit, name, total, published, rank, grade, components, terms, incomplete, notes] =
      result;
  builder.setUnit(text(unit));
  builder.setName(text(name));
  put_micro(builder.initTotal(), total);
  put_micro(builder.initPublished(), published);
  builder.setRank(rank.value_or(0));
  builder.setGrade(text(grade));
  fill(builder.initComponents(count(components)), components,
       [](ComponentResult::Builder target, const auto& from) { put_component(target, from); });
  fill(builder.initTerms(count(terms)), terms,
       [](Term::Builder target, const auto& from) { put_term(target, from); });
  put(builder.initIncomplete(count(incomplete)), incomplete);
  put(builder.initNotes(count(notes)), notes);
}

model::UnitResult get(UnitResult::Reader reader) {
  const auto rank = reader.getRank();
  return {text(reader.getUnit()),
          text(reader.getName()),
          get_micro(reader.getTotal()),
          get_micro(reader.getPublished()),
          rank == 0 ? std::nullopt : std::optional(rank),
          text(reader.getGrade()),
          collect(reader.getComponents(), get_component),
          collect(reader.getTerms(), get_term),
          get(reader.getIncomplete()),
          get(reader.getNotes())};
}

void put(capnp::List<ComponentInfo>::Builder builder,
         const std::vector<model::ComponentInfo>& components) {
  fill(builder, components,
       [](ComponentInfo::Builder target, const auto& info) { put_info(target, info); });
}

std::vector<model::ComponentInfo> get(capnp::List<ComponentInfo>::Reader reader) {
  return collect(reader, get_info);
}

}  // namespace assay::store::wire
