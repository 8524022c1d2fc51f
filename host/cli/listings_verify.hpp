#pragma once
// Renders what verifying a run compared, for people and as JSON. Pure.

#include <string>

#include "base/message.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

[[nodiscard]] std::string verification_text(const pipeline::Verification& found,
                                            const Translate& translate);
[[nodiscard]] std::string verification_json(const pipeline::Verification& found);

}  // namespace assay::cli
