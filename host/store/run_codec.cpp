#include <algorithm>

#include "store/result_codec.hpp"
#include "store/wire.hpp"

namespace assay::store {

namespace {

using wire::text;

void put(wire::Note::Builder builder, const model::Note& note) {
  const auto& [code, data, message] = note;
  builder.setCode(text(code));
  wire::put(builder.initData(wire::count(data)), data);
  wire::put(builder.initMessage(), message);
}

void put(capnp::List<wire::Note>::Builder builder, const std::vector<model::Note>& notes) {
  wire::fill(builder, notes,
             [](wire::Note::Builder target, const auto& note) { put(target, note); });
}

std::vector<model::Note> get_notes(capnp::List<wire::Note>::Reader reader) {
  return wire::collect(reader, [](wire::Note::Reader note) {
    return model::Note{text(note.getCode()), wire::get(note.getData()),
                       wire::get(note.getMessage())};
  });
}

void put(wire::Term::Builder builder, const model::Term& term) {
  const auto& [kind, component, event, points, full, how] = term;
  builder.setKind(text(kind));
  builder.setComponent(text(component));
  builder.setEvent(text(event));
  builder.setPoints(points.micro());
  builder.setFull(full.micro());
  wire::put(builder.initHow(), how);
}

model::Term get_term(wire::Term::Reader reader) {
  return {text(reader.getKind()),
          text(reader.getComponent()),
          text(reader.getEvent()),
          Decimal::from_micro(reader.getPoints()),
          Decimal::from_micro(reader.getFull()),
          wire::get(reader.getHow())};
}

void put(wire::ComponentResult::Builder builder, const model::ComponentResult& component) {
  const auto& [id, points, full, missing, trace] = component;
  builder.setId(text(id));
  wire::put_micro(builder.initPoints(), points);
  builder.setFull(full.micro());
  builder.setMissing(text(missing));
  put(builder.initTrace(wire::count(trace)), trace);
}

model::ComponentResult get_component(wire::ComponentResult::Reader reader) {
  return {text(reader.getId()), wire::get_micro(reader.getPoints()),
          Decimal::from_micro(reader.getFull()), text(reader.getMissing()),
          get_notes(reader.getTrace())};
}

void put(wire::UnitResult::Builder builder, const model::UnitResult& result) {
  const auto& [unit, name, total, published, rank, grade, components, terms, incomplete, notes] =
      result;
  builder.setUnit(text(unit));
  builder.setName(text(name));
  wire::put_micro(builder.initTotal(), total);
  wire::put_micro(builder.initPublished(), published);
  builder.setRank(rank.value_or(0));
  builder.setGrade(text(grade));
  wire::fill(builder.initComponents(wire::count(components)), components,
             [](wire::ComponentResult::Builder target, const auto& from) { put(target, from); });
  wire::fill(builder.initTerms(wire::count(terms)), terms,
             [](wire::Term::Builder target, const auto& from) { put(target, from); });
  put(builder.initIncomplete(wire::count(incomplete)), incomplete);
  put(builder.initNotes(wire::count(notes)), notes);
}

model::UnitResult get_unit(wire::UnitResult::Reader reader) {
  const auto rank = reader.getRank();
  return {text(reader.getUnit()),
          text(reader.getName()),
          wire::get_micro(reader.getTotal()),
          wire::get_micro(reader.getPublished()),
          rank == 0 ? std::nullopt : std::optional(rank),
          text(reader.getGrade()),
          wire::collect(reader.getComponents(), get_component),
          wire::collect(reader.getTerms(), get_term),
          get_notes(reader.getIncomplete()),
          get_notes(reader.getNotes())};
}

void put(wire::ComponentInfo::Builder builder, const model::ComponentInfo& info) {
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

model::ComponentInfo get_info(wire::ComponentInfo::Reader reader) {
  std::optional<Ratio> weight;
  if (reader.hasWeight()) {
    const auto ratio =
        Ratio::make(reader.getWeight().getNumerator(), reader.getWeight().getDenominator());
    if (!ratio) throw wire::Malformed{};
    weight = *ratio;
  }
  return {text(reader.getId()), text(reader.getName()), text(reader.getParent()),
          Decimal::from_micro(reader.getPoints()), weight};
}

void put(wire::GroupResult::Builder builder, const model::GroupResult& group) {
  const auto& [id, name, components, grades, awards, units] = group;
  builder.setId(text(id));
  builder.setName(text(name));
  wire::fill(builder.initComponents(wire::count(components)), components,
             [](wire::ComponentInfo::Builder target, const auto& from) { put(target, from); });
  wire::put(builder.initGrades(wire::count(grades)), grades);
  wire::put(builder.initAwards(wire::count(awards)), awards);
  builder.setUnits(units.size());
}

model::GroupResult get_group(wire::GroupResult::Reader reader) {
  return {text(reader.getId()),
          text(reader.getName()),
          wire::collect(reader.getComponents(), get_info),
          wire::get(reader.getGrades()),
          wire::get(reader.getAwards()),
          {}};
}

void put(wire::UsedAssessment::Builder builder, const model::UsedAssessment& used) {
  const auto& [id, origin, digest] = used;
  builder.setId(text(id));
  builder.setOrigin(text(origin));
  builder.setDigest(wire::data(digest));
}

model::UsedAssessment get_used(wire::UsedAssessment::Reader reader) {
  return {text(reader.getId()), text(reader.getOrigin()), wire::digest(reader.getDigest())};
}

std::uint64_t parts_of(const model::GroupResult& group) {
  return (group.units.size() + kUnits_per_part - 1) / kUnits_per_part;
}

std::uint64_t count_incomplete(const model::Run& run) {
  std::uint64_t count = 0;
  for (const auto& group : run.groups)
    count += static_cast<std::uint64_t>(std::ranges::count_if(
        group.units, [](const auto& unit) { return !unit.total.has_value(); }));
  return count;
}

RunHead get_head(wire::Run::Reader root) {
  RunHead head;
  auto& run = head.run;
  run.scheme = text(root.getScheme());
  run.version = root.getVersion();
  run.title = text(root.getTitle());
  run.period = model::Period::from_key(root.getPeriod());
  run.published_decimals = root.getPublishedDecimals();
  run.groups = wire::collect(root.getGroups(), get_group);
  for (const auto step : root.getSteps()) run.steps.push_back(text(step));
  run.scheme_digest = wire::digest(root.getSchemeDigest());
  run.input_digest = wire::digest(root.getInputDigest());
  run.assessments = wire::collect(root.getAssessments(), get_used);
  run.host_version = text(root.getHostVersion());
  run.actor = text(root.getActor());
  run.created_s = root.getCreatedS();
  head.units = wire::collect(root.getGroups(),
                             [](wire::GroupResult::Reader group) { return group.getUnits(); });
  head.parts = root.getParts();
  head.incomplete = root.getIncomplete();
  return head;
}

}  // namespace

std::uint64_t count_parts(const model::Run& run) {
  std::uint64_t parts = 0;
  for (const auto& group : run.groups) parts += parts_of(group);
  return parts;
}

Result<Bytes> encode_run_head(const Key& key, const model::Run& run) {
  const auto& [id, scheme, version, title, period, published_decimals, groups, steps, scheme_digest,
               input_digest, assessments, host_version, actor, created_s] = run;
  return wire::seal<wire::Run>(key, RecordKind::Run, [&](wire::Run::Builder root) {
    root.setScheme(text(scheme));
    root.setVersion(version);
    root.setTitle(text(title));
    root.setPeriod(period.key());
    root.setPublishedDecimals(static_cast<std::uint8_t>(published_decimals));
    wire::fill(root.initGroups(wire::count(groups)), groups,
               [](wire::GroupResult::Builder target, const auto& from) { put(target, from); });
    auto list = root.initSteps(wire::count(steps));
    for (unsigned int i = 0; i < list.size(); ++i) list.set(i, text(steps[i]));
    root.setSchemeDigest(wire::data(scheme_digest));
    root.setInputDigest(wire::data(input_digest));
    wire::fill(root.initAssessments(wire::count(assessments)), assessments,
               [](wire::UsedAssessment::Builder target, const auto& from) { put(target, from); });
    root.setHostVersion(text(host_version));
    root.setActor(text(actor));
    root.setCreatedS(created_s);
    root.setParts(count_parts(run));
    root.setIncomplete(count_incomplete(run));
  });
}

Result<Bytes> encode_run_part(const Key& key, std::uint32_t group,
                              std::span<const model::UnitResult> units) {
  return wire::seal<wire::RunUnits>(key, RecordKind::RunUnits, [&](wire::RunUnits::Builder root) {
    root.setGroup(group);
    wire::fill(root.initUnits(wire::count(units)), units,
               [](wire::UnitResult::Builder target, const auto& from) { put(target, from); });
  });
}

Result<RunHead> decode_run_head(const Stored& stored) {
  return wire::open<wire::Run>(stored, RecordKind::Run, get_head);
}

Result<RunPart> decode_run_part(const Stored& stored) {
  return wire::open<wire::RunUnits>(stored, RecordKind::RunUnits, [](wire::RunUnits::Reader root) {
    return RunPart{root.getGroup(), wire::collect(root.getUnits(), get_unit)};
  });
}

RunSummary summary_of(std::uint64_t id, const RunHead& head) {
  std::uint64_t units = 0;
  for (const auto count : head.units) units += count;
  return {id,
          head.run.scheme,
          head.run.version,
          head.run.title,
          head.run.period,
          static_cast<std::uint32_t>(units),
          static_cast<std::uint32_t>(head.incomplete),
          head.run.actor,
          head.run.created_s};
}

}  // namespace assay::store
