#pragma once
// Golden cases: figures whose answers somebody worked out by hand, as JSON. The form stands in
// docs/formats/golden-cases.md. Everything is exact: figures are texts.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kit/declared.hpp"
#include "kit/finding.hpp"
#include "kit/rows.hpp"

namespace assay::kit {

// What one unit must come to.
struct Expected {
  std::string unit;
  std::map<std::size_t, std::optional<std::string>> outputs;  // by place; nothing = absent
  std::map<std::size_t, std::vector<std::string>> reasons;    // by output: ids of rules, in order
  std::optional<std::string> refused;                         // id of a rule
};

struct GoldenCase {
  std::string file, name, config;  // config: parameters as a JSON object
  Rows rows;
  std::vector<Expected> expected;  // by row
};

// All cases of these files, by name. A finding when one does not fit what the plugin declares.
[[nodiscard]] Found<std::vector<GoldenCase>> read_golden_cases(
    const std::map<std::string, CaseValue>& files, const Declared& declared);

}  // namespace assay::kit
