#pragma once
// How what an office was told enters a hash, field by field. Part of what runs are named by: never
// change it. Pure.

#include <optional>

#include "base/digest.hpp"
#include "model/snapshot.hpp"

namespace assay::pipeline {

inline void add(DigestBuilder& digest, const std::optional<Decimal>& value) {
  digest.add(std::int64_t{value.has_value()}).add(value ? value->micro() : 0);
}

inline void add(DigestBuilder& digest, const std::optional<model::Date>& value) {
  digest.add(std::int64_t{value ? value->key() : 0});
}

inline void add(DigestBuilder& digest, const model::Unit& unit) {
  digest.add(unit.code).add(unit.name).add(unit.type).add(unit.parent).add(unit.successor);
  add(digest, unit.from);
  add(digest, unit.to);
  digest.add(static_cast<std::int64_t>(unit.tags.size()));
  for (const auto& tag : unit.tags) digest.add(tag);
}

inline void add(DigestBuilder& digest, const model::Indicator& indicator) {
  digest.add(indicator.code).add(indicator.name).add(indicator.measure_unit);
  digest.add(to_word(indicator.direction)).add(to_word(indicator.rollup)).add(indicator.owner);
  digest.add(std::int64_t{indicator.decimals.value_or(-1)});
}

inline void add(DigestBuilder& digest, const model::Event& event) {
  digest.add(event.code).add(event.unit).add(std::int64_t{event.period.key()});
  digest.add(to_word(event.kind)).add(event.subject).add(event.reason).add(event.evidence);
  digest.add(event.decided_by).add(to_word(event.state));
  add(digest, event.points);
  add(digest, event.date);
}

[[nodiscard]] inline bool is_text(model::Layer layer) {
  return layer == model::Layer::Source || layer == model::Layer::Lead ||
         layer == model::Layer::Person;
}

}  // namespace assay::pipeline
