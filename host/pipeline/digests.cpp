#include "pipeline/digests.hpp"

#include <variant>

namespace assay::pipeline {

namespace {

void collect(const model::Metric& metric, std::set<std::string>& indicators) {
  if (metric.kind == model::Metric::Kind::Attainment)
    indicators.insert(metric.attainment.indicator);
}

void collect(const model::Component& component, std::set<std::string>& indicators) {
  if (component.rule)
    std::visit(
        [&](const auto& rule) {
          if constexpr (requires { rule.indicator; }) indicators.insert(rule.indicator);
        },
        *component.rule);
  for (const auto& child : component.children) collect(child, indicators);
}

void add(DigestBuilder& digest, const std::optional<Decimal>& value) {
  digest.add(std::int64_t{value.has_value()}).add(value ? value->micro() : 0);
}

void add(DigestBuilder& digest, const std::optional<model::Date>& value) {
  digest.add(std::int64_t{value ? value->key() : 0});
}

void add(DigestBuilder& digest, const model::Unit& unit) {
  digest.add(unit.code).add(unit.name).add(unit.type).add(unit.parent).add(unit.successor);
  add(digest, unit.from);
  add(digest, unit.to);
  digest.add(static_cast<std::int64_t>(unit.tags.size()));
  for (const auto& tag : unit.tags) digest.add(tag);
}

void add(DigestBuilder& digest, const model::Indicator& indicator) {
  digest.add(indicator.code).add(indicator.name).add(indicator.measure_unit);
  digest.add(to_word(indicator.direction)).add(to_word(indicator.rollup)).add(indicator.owner);
  digest.add(std::int64_t{indicator.decimals.value_or(-1)});
}

bool is_text(model::Layer layer) {
  return layer == model::Layer::Source || layer == model::Layer::Lead ||
         layer == model::Layer::Person;
}

// Texts enter by their words: their numbers depend on the order of entry.
void add(DigestBuilder& digest, const model::ColumnKey& key, const model::Column& column,
         const model::Snapshot& snapshot) {
  digest.add("column").add(key.indicator).add(std::int64_t{key.period.key()});
  digest.add(static_cast<std::int64_t>(key.layer));
  for (std::size_t ordinal = 0; ordinal < column.micro.size(); ++ordinal) {
    if (!column.has(ordinal)) continue;
    digest.add(static_cast<std::int64_t>(ordinal));
    const auto value = column.micro[ordinal];
    if (is_text(key.layer))
      digest.add(snapshot.texts[static_cast<std::size_t>(value)]);
    else
      digest.add(value);
  }
}

void add(DigestBuilder& digest, const model::Event& event) {
  digest.add(event.code).add(event.unit).add(std::int64_t{event.period.key()});
  digest.add(to_word(event.kind)).add(event.subject).add(event.reason).add(event.evidence);
  digest.add(event.decided_by).add(to_word(event.state));
  add(digest, event.points);
  add(digest, event.date);
}

}  // namespace

std::set<std::string> indicators_of(const model::Scheme& scheme) {
  std::set<std::string> indicators;
  for (const auto& group : scheme.groups) {
    collect(group.root, indicators);
    for (const auto& gate : group.gates) collect(gate.metric, indicators);
    for (const auto& award : group.awards) collect(award.by, indicators);
  }
  indicators.erase("");
  return indicators;
}

Digest input_digest(const model::Snapshot& snapshot, const std::set<std::string>& indicators) {
  DigestBuilder digest;
  for (const auto& unit : snapshot.units) add(digest.add("unit"), unit);
  for (const auto& [code, indicator] : snapshot.indicators)
    if (indicators.contains(code)) add(digest.add("indicator"), indicator);
  for (const auto& [key, column] : snapshot.columns)
    if (indicators.contains(key.indicator)) add(digest, key, column, snapshot);
  for (const auto& event : snapshot.events) add(digest.add("event"), event);
  return digest.finish();
}

Digest run_key(const model::Run& run) {
  DigestBuilder digest;
  digest.add(run.scheme).add(std::int64_t{run.version}).add(std::int64_t{run.period.key()});
  digest.add(run.scheme_digest).add(run.input_digest).add(run.host_version);
  for (const auto& used : run.assessments) digest.add(used.id).add(used.origin).add(used.digest);
  return digest.finish();
}

}  // namespace assay::pipeline
