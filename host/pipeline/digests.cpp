#include "pipeline/digests.hpp"

#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "pipeline/column_digest.hpp"
#include "pipeline/digest_parts.hpp"
#include "pipeline/spread.hpp"

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

using Entry = std::map<model::ColumnKey, model::Column>::value_type;

// One after the other, on so many threads.
std::vector<std::optional<Digest>> digests_of(const std::vector<const Entry*>& columns,
                                              const std::vector<std::string>& texts,
                                              unsigned threads) {
  std::vector<std::optional<Digest>> digests(columns.size());
  spread(threads, columns.size(), [&](std::size_t number) {
    const auto& [key, column] = *columns[number];
    digests[number] = digest_of(key.layer, column, texts);
  });
  return digests;
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

Digest input_digest(const model::Snapshot& snapshot, const std::set<std::string>& indicators,
                    unsigned threads) {
  std::vector<const Entry*> columns;
  for (const auto& entry : snapshot.columns)
    if (indicators.contains(entry.first.indicator)) columns.push_back(&entry);
  const auto figures = digests_of(columns, snapshot.texts, threads);

  DigestBuilder digest;
  for (const auto& unit : snapshot.units) add(digest.add("unit"), unit);
  for (const auto& [code, indicator] : snapshot.indicators)
    if (indicators.contains(code)) add(digest.add("indicator"), indicator);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& key = columns[i]->first;
    if (!figures[i]) continue;  // a column that was emptied is as good as none
    digest.add("column").add(key.indicator).add(std::int64_t{key.period.key()});
    digest.add(static_cast<std::int64_t>(key.layer)).add(*figures[i]);
  }
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
