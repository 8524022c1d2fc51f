#include <map>
#include <string_view>
#include <unordered_map>

#include "assess/assess.hpp"

namespace assay::assess {

namespace {

using Ordinals = std::unordered_map<std::string_view, std::size_t>;

Ordinals ordinals_of(const model::Snapshot& snapshot) {
  Ordinals ordinals;
  for (std::size_t unit = 0; unit < snapshot.units.size(); ++unit)
    ordinals.emplace(snapshot.units[unit].code, unit);
  return ordinals;
}

void put(const model::ImportedField& row, std::size_t unit, std::size_t units,
         model::AssessmentField& field) {
  field.id = row.field;
  field.values.resize(units);
  field.values[unit] = row.value;
  if (!row.full) return;
  field.full.resize(units);
  field.full[unit] = row.full;
}

}  // namespace

model::Assessment from_import(const model::AssessmentUse& use, model::Period period,
                              const model::Snapshot& snapshot) {
  DigestBuilder digest;
  digest.add("assay.import/1").add(period.str());
  for (const auto& unit : snapshot.units) digest.add(unit.code);

  const auto ordinals = ordinals_of(snapshot);
  std::map<std::string_view, model::AssessmentField> fields;
  for (const auto& row : snapshot.assessments) {
    const auto unit = ordinals.find(row.unit);
    if (row.assessment != use.id || row.period != period || unit == ordinals.end()) continue;
    put(row, unit->second, snapshot.units.size(), fields[row.field]);
    digest.add(row.unit).add(row.field).add(row.value.str());
    digest.add(row.full ? row.full->str() : "");
  }

  model::Assessment made{
      .id = use.id, .origin = "import", .digest = digest.finish(), .period = period};
  for (auto& [id, field] : fields) made.fields.push_back(std::move(field));
  return made;
}

}  // namespace assay::assess
