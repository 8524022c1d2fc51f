#pragma once
// Parameters of a scheme as the JSON object a plugin gets. Pure; thread-safe.

#include <map>
#include <string>

namespace assay::assess {

// Every value as a JSON string, as the scheme's text has it; names in ascending order.
[[nodiscard]] std::string to_json(const std::map<std::string, std::string>& parameters);

}  // namespace assay::assess
