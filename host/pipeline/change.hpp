#pragma once
// One figure, changed by hand: what is asked for and what came of it. Plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "model/period.hpp"
#include "model/records.hpp"
#include "model/snapshot.hpp"
#include "store/journal.hpp"

namespace assay::pipeline {

struct FigureEdit {
  std::string unit;
  std::string indicator;
  model::Period period;
  model::Layer layer = model::Layer::Actual;  // or Required, Stretch, Upper, Baseline
  std::optional<Decimal> value;               // nothing = there is to be none
  std::optional<model::State> state;          // of Actual; as it was, Confirmed if it is new
  std::optional<std::string> source;          // of Actual; as it was
};

struct FigureReport {
  std::vector<store::JournalEdit> changes;  // "actual", "state", "source" …; none = as it was
  std::optional<std::uint64_t> entry;       // first journal entry of the change
  bool repeated = false;                    // the request had landed before, as `entry`
};

}  // namespace assay::pipeline
