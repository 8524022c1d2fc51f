#pragma once
// Scheme text (YAML, docs/formats/scheme.md) → model::Scheme. Refuses unknown keys, with the
// nearest known one as a suggestion, and everything that is inconsistent within the text itself.
// Pure: `file` is only for the errors' positions.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/scheme.hpp"

namespace assay::scheme {

// Errors carry file, line (Where::row), column and key (Where::field), in the order of the text.
[[nodiscard]] Result<model::Scheme, Errors> parse(std::string_view text, const std::string& file);

}  // namespace assay::scheme
