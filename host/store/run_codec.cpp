#include <algorithm>
#include <cassert>
#include <utility>

#include "store/result_codec.hpp"
#include "store/result_wire.hpp"

namespace assay::store {

namespace {

using wire::text;

void put(wire::GroupResult::Builder builder, const model::GroupResult& group) {
  const auto& [id, name, components, grades, awards, units] = group;
  builder.setId(text(id));
  builder.setName(text(name));
  wire::put(builder.initComponents(wire::count(components)), components);
  wire::put(builder.initGrades(wire::count(grades)), grades);
  wire::put(builder.initAwards(wire::count(awards)), awards);
  builder.setUnits(units.size());
}

model::GroupResult get_group(wire::GroupResult::Reader reader) {
  return {text(reader.getId()),
          text(reader.getName()),
          wire::get(reader.getComponents()),
          wire::get(reader.getGrades()),
          wire::get(reader.getAwards()),
          {}};
}

void put(wire::UsedAssessment::Builder builder, const model::UsedAssessment& used) {
  const auto& [id, origin, digest, by] = used;
  builder.setId(text(id));
  builder.setOrigin(text(origin));
  builder.setDigest(wire::data(digest));
  if (!by) return;
  builder.setPlugin(text(by->id));
  builder.setPluginVersion(text(by->version));
  builder.setBinarySha256(wire::data(by->binary));
  builder.setPackage(wire::data(by->package));
}

model::UsedAssessment get_used(wire::UsedAssessment::Reader reader) {
  model::UsedAssessment used{
      text(reader.getId()), text(reader.getOrigin()), wire::digest(reader.getDigest()), {}};
  if (!reader.hasPlugin()) return used;
  used.by =
      model::UsedPlugin{text(reader.getPlugin()), text(reader.getPluginVersion()),
                        wire::digest(reader.getBinarySha256()), wire::digest(reader.getPackage())};
  return used;
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
  head.log_size = root.getLogSize();
  if (root.hasResultDigest() && root.getResultDigest().size() != 0) {
    head.result = wire::digest(root.getResultDigest());
    head.group_count = root.getGroupCount();
    head.unit_count = root.getUnits();
    return head;
  }
  head.group_count = head.units.size();
  for (const auto units : head.units) head.unit_count += units;
  return head;
}

void put_head(wire::Run::Builder root, const model::Run& run) {
  const auto& [id, scheme, version, title, period, published_decimals, groups, steps, scheme_digest,
               input_digest, assessments, host_version, actor, created_s] = run;
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
}

}  // namespace

std::uint64_t count_parts(const model::Run& run) {
  std::uint64_t parts = 0;
  for (const auto& group : run.groups) parts += parts_of(group);
  return parts;
}

Result<Bytes> encode_run_head(const Key& key, const model::Run& run) {
  return wire::seal<wire::Run>(key, RecordKind::Run,
                               [&](wire::Run::Builder root) { put_head(root, run); });
}

Result<Bytes> encode_manifest(const Key& key, const model::RunManifest& manifest) {
  const auto& [run, log_size, result, groups, units, incomplete] = manifest;
  assert(run.groups.empty());
  return wire::seal<wire::Run>(key, RecordKind::Run, [&](wire::Run::Builder root) {
    put_head(root, run);
    root.setLogSize(log_size);
    root.setResultDigest(wire::data(result));
    root.setGroupCount(groups);
    root.setUnits(units);
    root.setIncomplete(incomplete);
  });
}

Result<Bytes> encode_run_part(const Key& key, std::uint32_t group,
                              std::span<const model::UnitResult> units) {
  return wire::seal<wire::RunUnits>(key, RecordKind::RunUnits, [&](wire::RunUnits::Builder root) {
    root.setGroup(group);
    wire::fill(root.initUnits(wire::count(units)), units,
               [](wire::UnitResult::Builder target, const auto& from) { wire::put(target, from); });
  });
}

Result<RunHead> decode_run_head(const Stored& stored) {
  return wire::open<wire::Run>(stored, RecordKind::Run, get_head);
}

Result<RunPart> decode_run_part(const Stored& stored) {
  return wire::open<wire::RunUnits>(stored, RecordKind::RunUnits, [](wire::RunUnits::Reader root) {
    return RunPart{root.getGroup(),
                   wire::collect(root.getUnits(),
                                 [](wire::UnitResult::Reader unit) { return wire::get(unit); })};
  });
}

RunSummary summary_of(std::uint64_t id, const RunHead& head) {
  return {id,
          head.run.scheme,
          head.run.version,
          head.run.title,
          head.run.period,
          static_cast<std::uint32_t>(head.unit_count),
          static_cast<std::uint32_t>(head.incomplete),
          head.run.actor,
          head.run.created_s};
}

model::RunManifest manifest_of(std::uint64_t id, RunHead head) {
  model::RunManifest manifest;
  manifest.run = std::move(head.run);
  manifest.run.id = id;
  manifest.run.groups.clear();
  manifest.log_size = head.log_size;
  if (head.result) manifest.result = *head.result;
  manifest.groups = head.group_count;
  manifest.units = head.unit_count;
  manifest.incomplete = head.incomplete;
  return manifest;
}

}  // namespace assay::store
