#pragma once
// The figures a plugin asks for, per unit: each input matched with an indicator of the office, its
// measure unit checked, and its figures read as scoring reads them. Pure; thread-safe.

#include <map>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "model/scheme.hpp"
#include "model/snapshot.hpp"
#include "plugin/plugin.hpp"

namespace assay::assess {

struct Columns {
  std::vector<std::vector<std::optional<Decimal>>> figures;  // [input][unit ordinal]
  std::map<std::size_t, Message> missing;   // unit ordinal → the first required input it lacks
  std::map<std::size_t, Message> failures;  // unit ordinal → a figure that cannot be made

  [[nodiscard]] bool complete(std::size_t ordinal) const {
    return !missing.contains(ordinal) && !failures.contains(ordinal);
  }
};

// Input errors: assess.unknown_indicator, assess.unknown_input, assess.measure_unit.
[[nodiscard]] Result<Columns> read_columns(const model::AssessmentUse& use,
                                           const plugin::PluginInfo& info, model::Period period,
                                           model::State least, const model::Snapshot& snapshot);

}  // namespace assay::assess
